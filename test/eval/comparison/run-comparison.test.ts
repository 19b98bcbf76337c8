import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assembleRochdale } from "../../../bot/assemble.ts";
import { parseAnswerLine } from "../../../eval/comparison/answer-line.ts";
import { rotate } from "../../../eval/comparison/ask-in-turn.ts";
import type { QuickstartModule } from "../../../eval/comparison/quickstart-seam.ts";
import { type ComparisonResult, runComparison } from "../../../eval/comparison/run-comparison.ts";
import { SYSTEM_IDS, type SystemId } from "../../../eval/comparison/systems/system.ts";
import { WordEmbedder } from "../../fakes/word-embedder.ts";
import { question } from "../samples.ts";
import { RecordingModel } from "./recording-model.ts";

const bylaws = "# Bylaws\n\n## Quorum\n\nA quorum is ten members present in person. Proxies do not count.\n";
const questions = [
  question({ id: "q1" }),
  question({ id: "q2", question: "Do proxies count?", must_include: [["not", "no"]] }),
  question({ id: "q3", question: "What is the wage?", expect_abstain: true, must_include: [], evidence: [] }),
];

let folder: string;
let said: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rochdale-comparison-"));
  said = [];
  await mkdir(join(folder, "docs", "co-op"), { recursive: true });
  await writeFile(join(folder, "docs", "co-op", "bylaws.md"), bylaws);
  await writeFile(join(folder, "set.jsonl"), questions.map((one) => JSON.stringify(one)).join("\n"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Whole texts as chunks: finds them all for every question. */
class FakeQuickstart implements QuickstartModule {
  readonly folders: string[] = [];

  openCollection: QuickstartModule["openCollection"] = async ({ texts, embedder, folder }) => {
    this.folders.push(folder);
    const chunks = texts.map(({ file, text }) => `${file}: ${text}`);
    const vectors = await embedder.embedDocuments(chunks);
    const find = async (name: string) => chunks.map((chunk, at) => `${name} ${vectors[at]?.length} ${chunk}`);
    return { chunks: chunks.length, dense: () => find("dense"), ensemble: () => find("ensemble") };
  };
}

type Settings = {
  readonly signal?: AbortSignal;
  readonly limit?: number;
  readonly code?: string;
  readonly systems?: readonly SystemId[];
  readonly quickstart?: FakeQuickstart;
};

function run(model: RecordingModel | null, settings: Settings = {}): Promise<ComparisonResult> {
  const { signal = new AbortController().signal, limit = null, code = "code", systems = SYSTEM_IDS } = settings;
  const options = {
    questionsFile: join(folder, "set.jsonl"),
    documentsFolder: join(folder, "docs"),
    outFolder: join(folder, "out"),
  };
  let clock = 0;
  let cpu = 0;
  return runComparison(
    { ...options, limit, systems, codeFingerprint: code },
    {
      open: async (home) => {
        const embedder = new WordEmbedder();
        const rochdale = await assembleRochdale({
          home,
          sample: false,
          caution: "balanced",
          signal,
          models: { ...NO_MODELS, embedder },
        });
        return { rochdale, chatModel: model, embedder, contextTokens: 4096 };
      },
      loadQuickstart: async () => settings.quickstart ?? new FakeQuickstart(),
      detectLanguage: () => null,
      cpuSeconds: () => {
        cpu += 2;
        return cpu;
      },
      progress: {
        write: (text) => said.push(text),
        isTerminal: false,
        now: () => {
          clock += 1000;
          return clock;
        },
      },
      say: (line) => said.push(line),
      signal,
    },
  );
}

const NO_MODELS = {
  profile: "test",
  embedderId: "words",
  chatModel: null,
  chatModelId: null,
  notices: [],
  memory: () => Promise.resolve({}),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

async function lines() {
  const text = await readFile(join(folder, "out", "answers.jsonl"), "utf8");
  return text.split("\n").filter(Boolean).map(parseAnswerLine);
}

const names = async () => (await lines()).map(({ system, id }) => `${id} ${system}`);
const TURNS = [
  "q1 rochdale",
  "q1 quickstart",
  "q1 quickstart-ensemble",
  "q1 stuffed",
  "q2 quickstart",
  "q2 quickstart-ensemble",
  "q2 stuffed",
  "q2 rochdale",
  "q3 quickstart-ensemble",
  "q3 stuffed",
  "q3 rochdale",
  "q3 quickstart",
];

/** What the fake model says to the questions in the order of `TURNS`. */
const SAID = ["Ten.", "Ten.", "Twelve.", "No.", "No.", "I don't know.", "Ten euros.", "I don't know.", "Ten euros."];

describe("a comparison", () => {
  it("asks all systems every question, another one first each time", async () => {
    const model = new RecordingModel(SAID);
    const result = await run(model);
    expect(await names()).toEqual(TURNS);
    expect(model.forgotten).toBe(TURNS.length);
    expect(model.prompts[0]).toContain("dense 64 bylaws.md: Bylaws");
    expect(model.prompts[1]).toContain("ensemble 64 bylaws.md: ");
    expect(model.prompts[2]).toContain("A quorum is ten members present in person.");
    expect(model.prompts[2]).not.toContain("bylaws.md");
    expect(result).toMatchObject({
      kind: "done",
      report: {
        questions: 3,
        answerable: 2,
        unanswerable: 1,
        systems: [
          { system: "rochdale" },
          { answerable: { right: 2 }, unanswerable: { asserted: 1 }, cpuSeconds: 2 },
          { answerable: { right: 2 }, unanswerable: { asserted: 1 } },
          { answerable: { wrong: 1, refused: 1 }, unanswerable: { asserted: 0, refused: 1 } },
        ],
        ingest: { files: 1, failed: [] },
        models: { profile: "test", chat: null, embedding: "words" },
      },
    });
  });

  it("writes the answers, the figures and the table", async () => {
    const result = await run(new RecordingModel(SAID));
    if (result.kind !== "done") throw new Error(result.kind);
    expect(JSON.parse(await readFile(join(folder, "out", "comparison.json"), "utf8"))).toEqual(result.report);
    expect(await readFile(join(folder, "out", "comparison.txt"), "utf8")).toBe(result.table);
    const [ours, theirs] = await lines();
    expect(ours?.text).toContain("A quorum is ten members present in person.");
    expect(theirs).toMatchObject({ text: "Ten.", outcome: "answered", cpuSeconds: 2, promptTokens: null });
    expect(theirs?.firstUsefulMs).toBeLessThan(theirs?.totalMs ?? 0);
  });

  it("goes on where it was interrupted; a line cut short by a crash is asked again", async () => {
    const abort = new AbortController();
    const model = new RecordingModel([...SAID.slice(0, 3), "never said"]);
    const stream = model.stream.bind(model);
    model.stream = async (...given) => {
      if (model.prompts.length === 3) abort.abort();
      return stream(...given);
    };
    expect(await run(model, { signal: abort.signal })).toEqual({ kind: "interrupted" });
    expect(await names()).toEqual(TURNS.slice(0, 4));
    await writeFile(join(folder, "out", "answers.jsonl"), '{"system":"stuffed","id":"q2","te', { flag: "a" });
    const quickstart = new FakeQuickstart();
    expect(await run(new RecordingModel(SAID.slice(3)), { quickstart })).toMatchObject({ kind: "done" });
    expect(await names()).toEqual(TURNS);
    expect(said).toContain(`Going on with \`${join(folder, "out")}\`: 4 answers are there.`);
    expect(quickstart.folders).toEqual([join(folder, "out", "data", "quickstart", "co-op")]);
  });

  it("writes a failure down and goes on", async () => {
    const model = new RecordingModel([new Error("the model broke"), ...SAID.slice(1)]);
    expect(await run(model)).toMatchObject({ report: { systems: [{}, { failed: 1 }, { failed: 0 }, { failed: 0 }] } });
    expect((await lines())[1]).toMatchObject({ outcome: "failed", text: "", error: "the model broke" });
  });

  it("asks the systems that are named and no others, and needs no package for them", async () => {
    const result = await run(null, { systems: ["rochdale"] });
    expect(await names()).toEqual(["q1 rochdale", "q2 rochdale", "q3 rochdale"]);
    expect(result).toMatchObject({ kind: "done", report: { against: [] } });
  });

  it("takes its questions from all over the set", async () => {
    await run(null, { systems: ["rochdale"], limit: 1 });
    expect(await names()).toEqual(["q2 rochdale"]);
  });

  it("refuses without a chat model", async () => {
    expect(await run(null, { systems: ["rochdale", "stuffed"] })).toEqual({
      kind: "refused",
      sentence:
        "Expected a chat model for `stuffed`, got none. Give `--profile standard`, or `--systems` without `stuffed`.",
    });
  });

  it("refuses to go on with other code", async () => {
    await run(null, { systems: ["rochdale"] });
    expect(await run(null, { systems: ["rochdale"], code: "new" })).toEqual({
      kind: "refused",
      sentence:
        `Expected \`${join(folder, "out")}\` to hold a run of the same questions, documents and code, got one from ` +
        "before the code or the settings changed: give another `--out`, or remove that folder.",
    });
  });
});

describe("the turns", () => {
  it("go round", () => {
    expect([0, 1, 2, 3].map((by) => rotate(["a", "b", "c"], by).join(""))).toEqual(["abc", "bca", "cab", "abc"]);
    expect(rotate([], 3)).toEqual([]);
  });
});
