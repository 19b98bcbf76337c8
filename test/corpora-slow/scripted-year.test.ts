/** A year of a co-op that never was, replayed through ingest and lifecycle, and asked about: 120 dated questions of 120. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { answerQuestion } from "../../bot/answer.ts";
import type { Answer, Citation, ReplyLanguage } from "../../bot/answer-types.ts";
import type { DocumentVersion } from "../../corpora/corpus-store.ts";
import type { Status } from "../../corpora/document.ts";
import { DEFAULT_LIMITS } from "../../corpora/formats/limits.ts";
import { parseDocument } from "../../corpora/formats/parse.ts";
import { ingestPaths } from "../../corpora/ingest.ts";
import { detectLanguage, detectLanguageAmong } from "../../corpora/language.ts";
import { covers } from "../../corpora/life.ts";
import { type LifecycleResult, lifecycleOf } from "../../corpora/lifecycle.ts";
import { createTableShelf } from "../../retrieval/tables/table-shelf.ts";
import { openTestIndex, type TestIndex } from "../fakes/open-index.ts";

type Event = { readonly day: string; readonly kind: string; readonly file: string } & Readonly<Record<string, unknown>>;
type Asked = {
  readonly ask: string;
  readonly file: string;
  readonly clause: string;
  readonly says: string;
  readonly beside?: string;
};
type Year = {
  readonly today: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly corrected: Readonly<Record<string, string>>;
  readonly events: readonly Event[];
  readonly gaps: readonly { readonly day: string; readonly ask: string; readonly work: string }[];
  readonly asOf: readonly (Asked & { readonly day: string })[];
  readonly inWords: readonly (Asked & { readonly asOf: string; readonly language: ReplyLanguage })[];
};

const year = parse(readFileSync(join(import.meta.dirname, "scripted-year.yaml"), "utf8")) as Year;
const LANGUAGES = ["en", "de", "fr", "es", "ca", "da"];

let coop: TestIndex;
let folder: string;
beforeAll(async () => {
  coop = openTestIndex();
  folder = mkdtempSync(join(tmpdir(), "rochdale-year-"));
  for (const event of year.events) {
    await happen(event);
    expect(inForceTogether(), `after ${event.day} ${event.kind} ${event.file}`).toEqual([]);
  }
}, 60_000);
afterAll(() => {
  coop[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** One event, by the functions that admins' commands and `rochdale ingest` call. */
async function happen(event: Event): Promise<void> {
  const { kind, file, day } = event;
  const law = lifecycleOf(coop.corpus);
  const decided = { by: "@ana:coop", at: `${day}T12:00:00Z` };
  const text = (key: string) => (typeof event[key] === "string" ? event[key] : null);
  const from = text("from") ?? day;
  const change = { from, decidedBy: text("decidedBy") };
  const done = (): LifecycleResult | null => {
    switch (kind) {
      case "adopt":
        return law.adopt(version(file), { ...change, replaces: null }, decided);
      case "propose":
        return law.propose(version(file), decided);
      case "withdraw":
        return law.withdraw(version(file), change, decided);
      case "reinstate":
        return law.reinstate(version(file), change, decided);
      case "supersede":
        return law.supersede(version(file), version(text("by") ?? ""), from, decided);
      case "amend":
        return law.amend(version(file), version(text("target") ?? ""), text("section"), decided);
      default:
        return null;
    }
  };
  if (kind === "load") return load(day, file, year.texts[file] ?? "", event.record as object);
  if (kind === "correct") {
    const loaded = year.events.find((other) => other.kind === "load" && other.file === file);
    return load(day, file, year.corrected[file] ?? "", loaded?.record as object);
  }
  expect(done(), `${day} ${kind} ${file}`).toMatchObject({ kind: "changed" });
}

async function load(day: string, file: string, text: string, record: object): Promise<void> {
  const place = join(folder, `${day}-${file}`);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, file), text);
  writeFileSync(join(place, "collection.yaml"), stringify({ documents: [{ file, ...record }] }));
  const reports = await ingestPaths({
    store: coop.corpus,
    indexer: {
      add: (collection, id, source) => coop.index.indexDocument(collection, id, source),
      remove: (collection, id) => coop.index.unindexDocument(collection, id),
    },
    read: async (path) => ({
      kind: "document",
      document: await parseDocument(readFileSync(path), path, DEFAULT_LIMITS),
    }),
    guessLanguage: detectLanguage,
    paths: [place],
    collection: "main",
    decided: { by: "command line", at: `${day}T12:00:00Z` },
    signal: new AbortController().signal,
  });
  expect(reports).toMatchObject([{ file, problem: null }]);
}

function version(file: string): DocumentVersion {
  const found = coop.corpus.documentByFile("main", file);
  if (found === null) throw new Error(`Expected \`${file}\` to be loaded, got nothing: look at the events.`);
  return found;
}

/** Editions of one document that are in force on the same day: there must be none. */
function inForceTogether(): string[] {
  const works = lifecycleOf(coop.corpus).works("main");
  const edges = works.flatMap(({ versions }) =>
    versions.flatMap(({ periods }) => periods.flatMap(({ from, to }) => [from, to])),
  );
  return works.flatMap(({ versions }) =>
    [...new Set(edges)].flatMap((day) => {
      const there = versions.filter(({ periods }) => day !== null && periods.some((period) => covers(period, day)));
      return there.length > 1 ? [`${day}: ${there.map(({ file }) => file).join(", ")}`] : [];
    }),
  );
}

function ask(question: string, asOf: string | null): Promise<Answer> {
  return answerQuestion(
    {
      corpus: coop.corpus,
      index: coop.index,
      vectors: null,
      embedder: null,
      calibrated: false,
      tables: createTableShelf(coop.corpus),
      embedded: () => ({ passages: 1, pending: 0 }),
      caution: "balanced",
      chat: null,
      detectLanguage: (text) => detectLanguageAmong(text, LANGUAGES),
      clock: () => 0,
      today: () => year.today,
      reportFailure: (error) => {
        throw error;
      },
    },
    { question, history: [], collections: ["main"], asOf, signal: new AbortController().signal },
  );
}

const stem = (file: string) => file.replace(/-\d{4}\.md$/u, "");

/** Quotes the version in force with its clause, no other version of it, and nothing without its label. */
function expectQuoted(answer: Answer, { file, clause, says, beside }: Asked): void {
  const { citations } = answer;
  const right = citations.find((one) => one.file === file && one.quote.includes(says) && standsIn(one, clause));
  expect(right, `${file} ${clause} “${says}” in\n${answer.shown}`).toBeDefined();
  const editions = citations.filter((one) => stem(one.file) === stem(file) && one.file !== file);
  expect(editions.filter(({ status }) => status !== "draft" && status !== "proposed")).toEqual([]);
  if (beside !== undefined) {
    const distance = citations.findIndex((one) => one.file === beside) - citations.indexOf(right as Citation);
    expect(Math.abs(distance), `${beside} beside ${file} in\n${answer.shown}`).toBe(1);
    expect(citations.some(({ amendedBy }) => amendedBy !== undefined)).toBe(true);
  }
  expectLabelled(answer);
}

/** By its section, or by the number that its text opens with. */
function standsIn({ section, quote }: Citation, clause: string): boolean {
  return section.includes(clause) || quote.split("\n").some((line) => line.startsWith(clause));
}

const LABELS: Readonly<Record<Exclude<Status, "adopted">, RegExp>> = {
  draft: /draft, not in force|Entwurf, nicht in Kraft|brouillon|borrador|esborrany|udkast/u,
  proposed: /not adopted|nicht beschlossen|non adoptée|no adoptada|ikke vedtaget/u,
  superseded: /superseded|ersetzt|remplacé|sustituido|substituït|erstattet/u,
  withdrawn: /withdrawn|aufgehoben|retiré|retirado|retirat|ophævet/u,
};

function expectLabelled({ citations, shown }: Answer): void {
  const lines = shown.split("\n");
  for (const { status, quote } of citations) {
    if (status === "adopted") continue;
    const at = lines.indexOf(`> ${quote.split("\n")[0]}`);
    expect(lines.slice(at).find((line) => line.startsWith("— "))).toMatch(LABELS[status]);
  }
}

test("the year has forty events, and 120 questions", () => {
  expect(year.events).toHaveLength(40);
  expect(year.asOf.length + year.inWords.length).toBe(120);
  expect(year.inWords).toHaveLength(30);
  expect(new Set(year.inWords.map(({ language }) => language)).size).toBe(6);
});

describe("as of a day, the version in force then is quoted:", () => {
  test.each(year.asOf)("$day: $ask", async (question) => {
    const answer = await ask(question.ask, question.day);
    expect(answer.asOf).toBe(question.day);
    expectQuoted(answer, question);
  });
});

describe("by a day in the question's words, the version in force then is quoted:", () => {
  test.each(year.inWords)("$language: $ask", async (question) => {
    const answer = await ask(question.ask, null);
    expect(answer.asOf).toBe(question.asOf);
    expectQuoted(answer, question);
    if (question.asOf !== year.today) expect(answer.notes.join("\n")).toContain(question.asOf);
    else expect(answer.notes).toEqual([]);
  });
});

describe("where nothing of a document is in force, nothing of it is quoted:", () => {
  test.each(year.gaps)("$day: $ask", async ({ day, ask: question, work }) => {
    const { citations } = await ask(question, day);
    expect(citations.filter(({ file }) => file.startsWith(work))).toEqual([]);
  });
});
