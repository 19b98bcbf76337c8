/**
 * T-R8: one byte changed, or the end cut off, at random places of everything that is kept: the model file, the rows of
 * the encryption machine, the vectors, the search graph, the database. Nothing damaged is believed, nothing is shown where
 * it may not be read, and every refusal says what to do.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, test } from "vitest";
import type { Answer } from "../../bot/answer-types.ts";
import { assembleRochdale } from "../../bot/assemble.ts";
import { findEmbedder } from "../../bot/llama/catalogue.ts";
import { checkModelFile, modelPath, verifyModel } from "../../bot/llama/model-files.ts";
import { openCorpusStore } from "../../corpora/corpus-store.ts";
import { embedMissing } from "../../retrieval/embed-missing.ts";
import { openHnswGraph } from "../../retrieval/hnsw.ts";
import { openIndexStore } from "../../retrieval/index-store.ts";
import { toMatrix } from "../../retrieval/vector-index.ts";
import { normaliseVector } from "../../retrieval/vectors.ts";
import { CryptoPeer } from "../fakes/crypto-peer.ts";
import { KeyServer } from "../fakes/key-server.ts";
import { testModels } from "../fakes/test-models.ts";
import { WordEmbedder } from "../fakes/word-embedder.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";

/** In memory where there is such a place: what is tried is bytes, not disks. */
const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "rochdale-corruption-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Four bytes are changed for each end that is cut off. */
const trialsOf = () => {
  const { from, to } = sliceOf("corruption", 2_000, 250);
  return Array.from({ length: to - from }, (_, index) => from + index);
};

/** The same for the same trial, evenly spread: from 0 up to `below`. */
function chance(trial: number, what: string, below: number): number {
  return createHash("sha256").update(`${trial} ${what}`).digest().readUInt32LE(0) % below;
}

type Damage = { readonly bytes: Buffer; readonly what: string };

function damaged(whole: Buffer, trial: number): Damage {
  const at = chance(trial, "place", whole.length);
  if (trial % 5 === 4) return { bytes: whole.subarray(0, at), what: `cut off at ${at} of ${whole.length}` };
  const bytes = Buffer.from(whole);
  bytes[at] = (bytes[at] ?? 0) ^ (1 + chance(trial, "bits", 255));
  return { bytes, what: `byte ${at} of ${whole.length}` };
}

test("a model file that was changed anywhere is refused by its hash", async (context) => {
  const whole = Buffer.from(Array.from({ length: 40_000 }, (_, index) => chance(index, "model", 256)));
  const sha256 = createHash("sha256").update(whole).digest("hex");
  const entry = { ...findEmbedder("multilingual-e5-small"), bytes: whole.length, sha256 };
  const path = modelPath(entry, folder);
  const wrong: string[] = [];
  const trials = trialsOf();
  for (const trial of trials) {
    writeFileSync(path, whole);
    if ((await checkModelFile(entry, folder)).kind !== "installed") wrong.push("The sound file is refused.");
    const { bytes, what } = damaged(whole, trial);
    writeFileSync(path, bytes);
    for (const state of [await checkModelFile(entry, folder), await verifyModel(entry, folder)])
      if (state.kind !== "refused" || !state.sentence.includes("Remedy: ")) wrong.push(`${what}: ${state.kind}`);
  }
  tell(context, { id: "T-R8", what: "model file", tried: trials.length, failed: wrong.length }, wrong);
});

test("rows of the encryption machine that were changed anywhere are refused by their seals", async (context) => {
  const server = new KeyServer();
  const home = mkdtempSync(join(folder, "crypto-"));
  const device = { user: "@bot:test", device: "BOTDEVICE", server, folder: home };
  const first = await CryptoPeer.open(device);
  await first.send();
  await first.encrypt(["@bot:test"], "When is the meeting?");
  const rows = [...first.store.cryptoRows()].flatMap(({ value, ...row }) =>
    value === null ? [] : [{ ...row, value }],
  );
  const file = join(home, "BOTDEVICE.sqlite");
  await first[Symbol.asyncDispose]();
  const wrong: string[] = [];
  const trials = trialsOf();
  for (const trial of trials) {
    const row = rows[chance(trial, "row", rows.length)];
    if (row === undefined) throw new Error("Expected rows, got none.");
    // Of its key as of its value: a record in another's place is damage too.
    const part = chance(trial, "part", 5) === 0 ? "key" : "value";
    const { bytes, what } = damaged(Buffer.from(row[part]), trial);
    using database = new DatabaseSync(file);
    const put = (now: Uint8Array, was: Uint8Array) =>
      database
        .prepare(`UPDATE crypto_rows SET ${part} = ? WHERE "database" = ? AND store = ? AND key = ?`)
        .run(now, row.database, row.store, part === "key" ? was : row.key);
    put(bytes, row[part]);
    const refusal = await CryptoPeer.open(device).then(
      async (peer) => {
        await peer.kill();
        return null;
      },
      (error: Error) => error.message,
    );
    put(row[part], bytes);
    if (refusal === null || !/^Expected the seals of all .* Restore the last backup/.test(refusal))
      wrong.push(`${part} of a row, ${what}: ${refusal}`);
  }
  await (await CryptoPeer.open(device)).kill();
  tell(context, { id: "T-R8", what: "crypto rows", tried: trials.length, failed: wrong.length }, wrong);
});

const CANARY = "heron";
const OPEN = Array.from(
  { length: 12 },
  (_, index) => `# § ${index + 1} Rule\n\nRule ${index} asks for ${30 + index} members to make a quorum.\n`,
);
const CLOSED = Array.from(
  { length: 12 },
  (_, index) => `# § ${index + 1} ${CANARY}\n\nThe ${CANARY} quorum of the board is ${90 + index} members.\n`,
);
const { signal } = new AbortController();
const open = (home: string) =>
  assembleRochdale({ home, sample: false, caution: "balanced", signal, models: testModels() });

/** A co-op with two collections, closed properly: one file. */
async function makeCoop(): Promise<Buffer> {
  const home = mkdtempSync(join(folder, "coop-"));
  await using rochdale = await open(home);
  for (const [collection, texts] of [
    ["main", OPEN],
    ["board", CLOSED],
  ] as const) {
    const documents = mkdtempSync(join(folder, "documents-"));
    for (const [index, text] of texts.entries()) writeFileSync(join(documents, `rule-${index}.md`), text);
    await rochdale.ingest({ paths: [documents], collection, signal });
  }
  await rochdale[Symbol.asyncDispose]();
  return readFileSync(join(home, "rochdale.sqlite"));
}

const QUESTIONS = ["How many members make a quorum?", `What does the ${CANARY} rule say?`];

test("a damaged database is refused with a remedy or answers, and never shows another collection", async (context) => {
  const whole = await makeCoop();
  const wrong: string[] = [];
  let [refused, failed, answered] = [0, 0, 0];
  const trials = trialsOf();
  const home = mkdtempSync(join(folder, "damaged-"));
  const file = join(home, "rochdale.sqlite");
  for (const trial of trials) {
    rmSync(home, { recursive: true });
    const { bytes, what } = damaged(whole, trial);
    await startWith(bytes, what);
  }
  tell(
    context,
    {
      id: "T-R8",
      what: "database pages",
      tried: trials.length,
      failed: wrong.length,
      note: `${refused} refused at the start, ${answered} questions answered, ${failed} failed with a reference`,
    },
    wrong,
  );

  async function startWith(bytes: Buffer, what: string): Promise<void> {
    mkdirSync(home, { recursive: true });
    writeFileSync(file, bytes);
    try {
      await using rochdale = await open(home);
      for (const question of QUESTIONS)
        judge(
          await rochdale.ask({ question, history: [], collections: ["main"], asOf: null, signal, fresh: true }),
          what,
        );
    } catch (error) {
      refused += 1;
      const said = error instanceof Error ? error.message : String(error);
      if (!/^Expected .*(?:restore the last backup|move the (?:data folder|file) away)/i.test(said))
        wrong.push(`${what}: no clear sentence but ${error instanceof Error ? error.stack : said}`);
    }
  }

  function judge(answer: Answer, what: string): void {
    const shown = JSON.stringify([answer.shown, answer.citations, answer.nearest]);
    if (answer.outcome === "failed") failed += 1;
    else answered += 1;
    if (shown.replaceAll(QUESTIONS[1] ?? "", "").includes(CANARY)) wrong.push(`${what}: another collection: ${shown}`);
    if (answer.outcome === "failed" && !/reference: [0-9a-f]{8}$/.test(answer.shown))
      wrong.push(`${what}: ${answer.shown}`);
  }
});

test("a vector that was changed anywhere is not used, and is made again from its text", async (context) => {
  const home = mkdtempSync(join(folder, "vectors-"));
  const file = join(home, "rochdale.sqlite");
  writeFileSync(file, await makeCoop());
  const wrong: string[] = [];
  const { fingerprint } = new WordEmbedder();
  using corpus = openCorpusStore(file);
  const index = openIndexStore(corpus.database);
  const id = corpus.collection("main")?.id ?? 0;
  const count = () => index.passageVectors(id, fingerprint).length;
  const all = count();
  const rows = corpus.database
    .prepare("SELECT v.hash, v.vector, p.collection_id AS id FROM vectors v JOIN passages p ON p.hash = v.hash")
    .all()
    .filter((row) => row.id === id);
  const trials = trialsOf();
  for (const trial of trials) {
    const row = rows[chance(trial, "row", rows.length)];
    if (row === undefined || !(row.vector instanceof Uint8Array)) throw new Error("Expected vectors, got none.");
    const { hash, vector } = row;
    const { bytes, what } = damaged(Buffer.from(vector), trial);
    const state = index.matrixState(id, fingerprint);
    corpus.database.prepare("UPDATE vectors SET vector = ? WHERE hash = ?").run(bytes, hash as string);
    if (index.vectors([hash as string], fingerprint).size > 0 || count() !== all - 1) wrong.push(`${what}: is used`);
    if (index.matrixState(id, fingerprint) === state) wrong.push(`${what}: nobody hears of it`);
    const lacking = index.unembedded(id, fingerprint, 10).map((text) => text.hash);
    if (lacking.join() !== hash) wrong.push(`${what}: expected \`${hash}\` to be made again, got ${lacking.join()}`);
    await embedMissing({ index, collection: id, embedder: new WordEmbedder(), signal });
    if (count() !== all) wrong.push(`${what}: was not made again`);
  }
  tell(context, { id: "T-R8", what: "vectors", tried: trials.length, failed: wrong.length }, wrong);
});

test("a search graph that was changed anywhere is left aside, and built again when there is time", async (context) => {
  const graphs = mkdtempSync(join(folder, "graphs-"));
  const rows = Array.from({ length: 300 }, (_, id) => ({
    id,
    vector: normaliseVector(Array.from({ length: 8 }, (_, place) => chance(id, `vector ${place}`, 1000) - 500)),
  }));
  const options = { matrix: toMatrix(rows), folder: graphs, name: "1-test" };
  const built = await openHnswGraph({ ...options, build: true });
  // Without a compiler there is no library, and no graph that could be damaged.
  const file = join(graphs, "1-test.hnsw");
  const whole = built === null ? null : readFileSync(file);
  const wrong: string[] = [];
  const trials = trialsOf();
  for (const trial of whole === null ? [] : trials) {
    const { bytes, what } = damaged(whole ?? Buffer.alloc(0), trial);
    writeFileSync(file, bytes);
    if ((await openHnswGraph({ ...options, build: false })) !== null) wrong.push(`${what}: is searched`);
  }
  if (built !== null && (await openHnswGraph({ ...options, build: true })) === null)
    wrong.push("It is not built again.");
  if (readdirSync(graphs).length !== (built === null ? 0 : 2)) wrong.push(`Left: ${readdirSync(graphs).join()}`);
  const note = built === null ? "no library here: the graph is never used" : "";
  tell(context, { id: "T-R8", what: "search graph", tried: trials.length, failed: wrong.length, note }, wrong);
});
