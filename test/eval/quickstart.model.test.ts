/**
 * The real packages of `eval/quickstart/`, installed when they are not there: splitter, HNSWLib and the ensemble with
 * invented vectors, the chain with LangChain's fake chat model.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadQuickstart } from "../../eval/comparison/load-quickstart.ts";
import type { QuickstartModule } from "../../eval/comparison/quickstart-seam.ts";
import { QA_PROMPT } from "../../eval/comparison/systems/ask-model.ts";
import { chainSystem } from "../../eval/comparison/systems/chain-system.ts";
import { WordEmbedder } from "../fakes/word-embedder.ts";
import { ROOT } from "../source-files.ts";
import { RecordingModel } from "./comparison/recording-model.ts";
import { question } from "./samples.ts";

const signal = new AbortController().signal;
const topics = ["heating", "bicycles", "laundry", "garden", "roof", "cellar", "kitchen", "parking", "noise", "pets"];
const filler = "Members see to it in turn and write it down in the book by the door. ";
const rules = topics.map((topic) => `Rule about ${topic}. ${filler.repeat(12)}`).join("\n\n");
const texts = [
  { file: "rules.md", text: rules },
  { file: "bylaws.md", text: "A quorum is ten members present in person." },
];

let quickstart: QuickstartModule;
let folder: string;

beforeAll(async () => {
  quickstart = await loadQuickstart(ROOT, () => {});
  folder = mkdtempSync(join(tmpdir(), "rochdale-quickstart-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

class CountingEmbedder extends WordEmbedder {
  embedded = 0;

  override embedDocuments(chunks: string[]): Promise<number[][]> {
    this.embedded += chunks.length;
    return super.embedDocuments(chunks);
  }
}

describe("the quickstart's own packages", () => {
  test("have the type that the comparison gives them", async () => {
    const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
    const checked = await promisify(execFile)(process.execPath, [tsc, "-p", join(ROOT, "eval", "quickstart")]);
    expect(checked.stdout).toBe("");
  });

  test("hold the prompt that the comparison uses", async () => {
    const require = createRequire(join(ROOT, "eval", "quickstart", "package.json"));
    const load = (name: string) => import(pathToFileURL(require.resolve(name)).href);
    const { loadQAStuffChain } = await load("@langchain/classic/chains");
    const { FakeLLM } = await load("@langchain/core/utils/testing");
    expect(loadQAStuffChain(new FakeLLM({})).llmChain.prompt.template).toBe(QA_PROMPT);
  });
});

describe("a collection of the quickstart", () => {
  test("is cut into chunks of a thousand characters, of which the best four are found", async () => {
    const embedder = new CountingEmbedder();
    const collection = await quickstart.openCollection({ texts, embedder, folder: join(folder, "found") });
    expect(collection.chunks).toBe(embedder.embedded);
    expect(collection.chunks).toBeGreaterThan(topics.length);
    const dense = await collection.dense("How many members present make a quorum?");
    expect(dense).toHaveLength(4);
    expect(dense[0]).toBe("A quorum is ten members present in person.");
    expect(Math.max(...dense.map((chunk) => chunk.length))).toBeLessThanOrEqual(1000);
  });

  test("is searched by words and by meaning in the ensemble", async () => {
    const blind = { embedQuery: async () => [0, 1], embedDocuments: async (all: string[]) => all.map(() => [0, 1]) };
    const collection = await quickstart.openCollection({ texts, embedder: blind, folder: join(folder, "blind") });
    const found = await collection.ensemble("about pets");
    expect(found).toHaveLength(4);
    expect(found.some((chunk) => chunk.includes("Rule about pets"))).toBe(true);
    expect((await collection.dense("about pets")).some((chunk) => chunk.includes("Rule about pets"))).toBe(false);
  });

  test("is embedded once and read again from its folder", async () => {
    const at = join(folder, "kept");
    const first = await quickstart.openCollection({ texts, embedder: new CountingEmbedder(), folder: at });
    expect(readdirSync(at).toSorted()).toEqual(["args.json", "docstore.json", "hnswlib.index"]);
    const embedder = new CountingEmbedder();
    const second = await quickstart.openCollection({ texts, embedder, folder: at });
    expect(embedder.embedded).toBe(0);
    for (const ask of ["dense", "ensemble"] as const)
      expect(await second[ask]("laundry")).toEqual(await first[ask]("laundry"));
  });

  test("may be smaller than four chunks, or empty", async () => {
    const embedder = new WordEmbedder();
    const one = await quickstart.openCollection({ texts: texts.slice(1), embedder, folder: join(folder, "one") });
    expect(await one.dense("quorum")).toHaveLength(1);
    expect(await one.ensemble("quorum")).toHaveLength(1);
    const none = await quickstart.openCollection({ texts: [], embedder, folder: join(folder, "none") });
    expect(await none.dense("quorum")).toEqual([]);
  });

  test("answers through the chain", async () => {
    const embedder = new WordEmbedder();
    const collection = await quickstart.openCollection({ texts, embedder, folder: join(folder, "chain") });
    const model = new RecordingModel(["Ten."]);
    const system = chainSystem("quickstart-ensemble", () => collection.ensemble, { model, now: () => 0 });
    expect(await system.answer(question(), signal)).toMatchObject({ text: "Ten.", outcome: "answered" });
    expect(model.prompts[0]).toContain("A quorum is ten members present in person.");
  });
});
