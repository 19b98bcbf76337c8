/**
 * T-R7: whatever becomes of the model process, whoever asked is answered within a minute, without the model's words if
 * need be, and the next question finds it at work again. The supervisor, the search and the index are the real ones.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findChatModel, findEmbedder } from "../../bot/llama/catalogue.ts";
import { LlamaChatModel } from "../../bot/llama/llama-chat-model.ts";
import { LlamaEmbeddings } from "../../bot/llama/llama-embeddings.ts";
import { ModelProcess } from "../../bot/llama/model-process.ts";
import { openTestRochdale, type TestRochdale } from "../fakes/open-test-rochdale.ts";
import { tell } from "../rows/row.ts";
import { type Illness, SICKNESSES } from "./sick-child.ts";

const FILES = {
  "bylaws.md":
    "# § 1 Quorum\n\nThirty members make a quorum at a general meeting.\n\n# § 2 Fees\n\nThe fee is 12 euros.\n",
};
const QUESTION = "How many members make a quorum?";
const RULE = "Thirty members make a quorum";
/** An asker waits no longer. */
const MOST_MS = 60_000;
/** Longest pause between two starts, and a start. */
const RECOVERED_MS = 60_000;
const MOST_GROWTH = 40e6;

const folder = mkdtempSync(join(tmpdir(), "rochdale-sick-"));
const illnessFile = join(folder, "illness.json");
const fallIll = (illness: Illness) => writeFileSync(illnessFile, JSON.stringify(illness));
let models: ModelProcess;
let coop: TestRochdale;

beforeAll(async () => {
  fallIll({});
  models = new ModelProcess(
    {
      embedder: { path: illnessFile, workers: 1 },
      chat: { path: illnessFile, contextTokens: 1, threads: 1, emptyThinkBlock: false },
      maxThreads: 1,
    },
    { program: fileURLToPath(new URL("sick-child.ts", import.meta.url)), revives: true },
  );
  const chat = new LlamaChatModel({ entry: findChatModel("qwen2.5-coder-1.5b"), models });
  const embedder = new LlamaEmbeddings({ entry: findEmbedder("multilingual-e5-small"), models });
  coop = await openTestRochdale(FILES, { chat, embedder });
});
afterAll(async () => {
  await coop[Symbol.asyncDispose]();
  await models[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** With every way of being ill, in the search, in the reading, and in both. */
const TRIALS: readonly (readonly [string, Illness])[] = [
  ...SICKNESSES.flatMap((sickness): [string, Illness][] =>
    sickness === "SIGSTOP"
      ? [[`${sickness} in search and reading`, { embed: sickness, generate: sickness }]]
      : [
          [`${sickness} in the search`, { embed: sickness }],
          [`${sickness} in the reading`, { generate: sickness }],
        ],
  ),
  ["a process that dies at every start", { start: "dies", embed: "SIGKILL" }],
];

/** Everything reachable, in bytes. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const askAnew = () => coop.ask(QUESTION, { fresh: true });

/** Resolves to the milliseconds it took until the model takes part again; null when it does not. */
async function recovery(): Promise<number | null> {
  const begun = performance.now();
  while (performance.now() - begun < RECOVERED_MS) {
    const answer = await askAnew();
    if (answer.model !== null && answer.isMakeshift !== true && models.trouble === null)
      return performance.now() - begun;
    await sleep(250);
  }
  return null;
}

test("whatever becomes of the model process, whoever asks is answered, and it comes back", async (context) => {
  expect(await recovery()).not.toBeNull();
  const before = heldBytes();
  const rssBefore = process.memoryUsage.rss();
  const wrong: string[] = [];
  let [slowest, slowestBack] = [0, 0];
  for (const [name, illness] of TRIALS) {
    fallIll(illness);
    const begun = performance.now();
    const answer = await askAnew();
    const ms = performance.now() - begun;
    slowest = Math.max(slowest, ms);
    if (ms > MOST_MS) wrong.push(`${name}: the asker waited ${Math.round(ms)} ms.`);
    // Else the trial tried nothing. Noise and silence of a healthy process are no trouble.
    const isFelt = models.trouble !== null || answer.model === null || answer.isMakeshift === true;
    if (!isFelt && !/noise|empty/.test(name)) wrong.push(`${name}: nothing came of it.`);
    if (!answer.shown.includes(RULE)) wrong.push(`${name}: expected the rule, got ${answer.outcome}: ${answer.shown}`);
    fallIll({});
    const back = await recovery();
    if (back === null) wrong.push(`${name}: it did not come back (${models.trouble}).`);
    slowestBack = Math.max(slowestBack, back ?? RECOVERED_MS);
  }
  const grown = heldBytes() - before;
  if (grown > MOST_GROWTH) wrong.push(`The main process holds ${Math.round(grown / 1e6)} MB more.`);
  const rss = Math.round((process.memoryUsage.rss() - rssBefore) / 1e6);
  tell(
    context,
    {
      id: "T-R7",
      what: "the model process killed, hung, without memory, babbling",
      tried: TRIALS.length,
      failed: wrong.length,
      note: `slowest answer ${(slowest / 1000).toFixed(1)} s, back after ${(slowestBack / 1000).toFixed(1)} s at most; held ${(grown / 1e6).toFixed(1)} MB more, resident ${rss} MB`,
    },
    wrong,
  );
});
