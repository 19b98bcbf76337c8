/** T-S3 where passages are found: whatever is asked, nothing of a collection that a room was not granted takes part. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReadingScope } from "../../retrieval/reading-scope-store.ts";
import { retrieve } from "../../retrieval/retrieve.ts";
import { makeDocument } from "../fakes/make-document.ts";
import { openTestIndex, type TestIndex } from "../fakes/open-index.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";
import { type CanaryRoom, canaryCollections, canaryQuestion, canaryRooms } from "./canaries.ts";
import { chanceOf } from "./seeded.ts";
import { type DatabaseTrace, type Executed, traceDatabase } from "./traced-database.ts";

const PAIRS = 10_000;
const LIMIT = 10;
const DAYS = ["2026-01-01", "2026-01-01", "2015-06-01", "2027-01-01"] as const;

const graphs = mkdtempSync(join(tmpdir(), "rochdale-canaries-"));
const collections = canaryCollections(chanceOf(1));
const rooms = canaryRooms(collections, chanceOf(2));
let trace: DatabaseTrace;
/** Searched exactly, and through graphs, which large collections have. */
let exact: TestIndex;
let nearly: TestIndex;

beforeAll(async () => {
  exact = await opened({
    onOpen(database) {
      trace = traceDatabase(database);
    },
  });
  nearly = await opened({ graphs: { folder: graphs, from: 1 } });
  for (const { id } of nearly.corpus.collections()) await nearly.vectors.prepare(id);
});

afterAll(() => {
  for (const one of [exact, nearly]) one?.[Symbol.dispose]();
  rmSync(graphs, { recursive: true, force: true });
});

async function opened(options: Parameters<typeof openTestIndex>[0]): Promise<TestIndex> {
  const index = openTestIndex(options);
  for (const { name, documents } of collections)
    for (const { record, source } of documents) index.add(name, makeDocument(source, record.title ?? null), record);
  await index.embed();
  return index;
}

type Pair = {
  readonly room: CanaryRoom;
  readonly question: string;
  readonly scope: ReadingScope;
  readonly own: TestIndex;
};

function pairOf(number: number): Pair {
  const chance = chanceOf(1_000 + number);
  const own = chance.next() < 0.8 ? exact : nearly;
  const room = chance.pick(rooms);
  const day = chance.pick(DAYS);
  const ids = room.grants.map((name) => own.corpus.ensureCollection(name).id);
  const rules =
    chance.next() < 0.2 ? { days: [chance.pick(DAYS), chance.pick(DAYS)] as const, current: true } : undefined;
  const scope = { collections: ids, day, current: day >= "2026-01-01", ...(rules === undefined ? {} : { rules }) };
  return { room, question: canaryQuestion(collections, chance), scope, own };
}

/** Canary → name of its collection. */
const homeOf = new Map(collections.flatMap(({ name, facts }) => facts.map(({ canary }) => [canary, name] as const)));

function canariesIn(words: string): string[] {
  return [...words.toLowerCase().matchAll(/\p{L}{10,}/gu)].map(([word]) => word).filter((word) => homeOf.has(word));
}

test("no passage, clause, title or table of a collection that was not granted, and answers as full as ever", async (context) => {
  const { from, to } = sliceOf("foreign-collections", PAIRS * 10, PAIRS);
  const [foreign, starved, strayed]: string[][] = [[], [], []];
  let traced = 0;
  for (let number = from; number < to; number += 1) {
    const pair = pairOf(number);
    const { room, question, scope, own } = pair;
    trace.take();
    const result = await retrieve(own, {
      text: question,
      language: "en",
      scope,
      limit: LIMIT,
    });
    const others =
      number % 4 === 0 ? [own.index.tableDocuments(scope), own.index.titledDocuments(scope).map(({ id }) => id)] : [];
    const beside = others.flat().map((id) => own.corpus.documentById(id));
    const documents = [...result.passages.map(({ document }) => document), ...beside];
    const shown = result.passages.map(({ heading, text }) => `${heading} ${text}`).join("\n");
    const isForeign =
      documents.some((document) => document === null || !room.grants.includes(document.collection)) ||
      canariesIn(shown).some((canary) => !room.grants.includes(homeOf.get(canary) ?? "")) ||
      canariesIn([...result.weights.keys()].join(" ")).some((canary) => !question.includes(canary));
    const told = `pair ${number}: ${room.id} (${room.grants.join(", ")}) asked “${question}”`;
    if (isForeign) foreign?.push(told);
    const most = Math.min(LIMIT, own.index.allowedPassages(scope).size);
    if (result.passages.length < most) starved?.push(`${told}: ${result.passages.length} of ${most} passages`);
    if (own !== exact) continue;
    traced += 1;
    const allowed = own.index.allowedPassages(scope);
    const stray = trace.take().find((one) => !staysWithin(one, scope, allowed));
    if (stray !== undefined) strayed?.push(`${told}: ${stray.sql} with ${JSON.stringify(stray.values)}`);
  }
  const tried = to - from;
  tell(context, { id: "T-S3", what: "passages of foreign collections", tried, failed: foreign?.length ?? 0 }, foreign);
  tell(context, { id: "T-S3", what: "answers starved by the filter", tried, failed: starved?.length ?? 0 }, starved);
  tell(
    context,
    { id: "T-S3", what: "statements that look outside of the grants", tried: traced, failed: strayed?.length ?? 0 },
    strayed,
  );
});

/**
 * The filter is in every statement: a table of full text is that of a granted collection, a collection asked of is a granted
 * one, and what is read by its id was found by such a statement before.
 */
function staysWithin(
  { sql, values }: Executed,
  { collections: granted }: ReadingScope,
  allowed: ReadonlyMap<number, string>,
): boolean {
  const [table] = /passages_fts_(\d+)/u.exec(sql)?.slice(1) ?? [];
  if (table !== undefined && !granted.includes(Number(table))) return false;
  const [first] = values;
  if (typeof first === "object" && first !== null && "collection" in first)
    return granted.includes(Number(first.collection));
  if (/FROM (?:passages|sentences) WHERE (?:id|passage_id) = \?/u.test(sql)) return allowed.has(Number(first));
  if (/collection_id = \?/u.test(sql)) return granted.includes(Number(values.at(-1)));
  return (
    /WHERE (?:d\.)?(?:id|document_id|hash|term|key) = |SELECT revision FROM collections/u.test(sql) ||
    table !== undefined
  );
}

test("the trace sees a statement that looks elsewhere", () => {
  const scope = { collections: [1], day: "2026-01-01", current: true };
  const within = (sql: string, ...values: unknown[]) =>
    staysWithin({ sql, values, rows: 0 }, scope, new Map([[5, "en"]]));
  expect(within("SELECT 1 FROM passages p WHERE p.collection_id = :collection", { collection: 1 })).toBe(true);
  expect(within("SELECT 1 FROM passages p WHERE p.collection_id = :collection", { collection: 2 })).toBe(false);
  expect(within("SELECT rowid FROM passages_fts_2 WHERE passages_fts_2 MATCH ?", "word")).toBe(false);
  expect(within("SELECT id FROM passages WHERE id = ?", 6)).toBe(false);
  expect(within("SELECT * FROM passages")).toBe(false);
});

test("the canaries are there to be found: who was granted all of it is told of them", async () => {
  const scope = { collections: exact.corpus.collections().map(({ id }) => id), day: "2026-01-01", current: true };
  const [first] = collections;
  const { sentence, canary } = first?.facts[0] ?? { sentence: "", canary: "" };
  const { passages } = await retrieve(exact, { text: sentence, language: "en", scope, limit: LIMIT });
  expect(passages[0]?.text).toContain(canary);
  expect(passages[0]?.document.collection).toBe(first?.name);
});
