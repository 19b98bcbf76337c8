import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ShelvedModel } from "../../bot/commands/model-shelf.ts";
import { chosenModels } from "../../eval/models-command.ts";
import { modelsJson, renderModels } from "../../eval/models-table.ts";
import { type ModelsResult, runModels } from "../../eval/run-models.ts";
import { FakeRochdale, type Script } from "./fake-rochdale.ts";
import { question } from "./samples.ts";

const times = { evidence: 500, total: 12_400 };
const answer = { shown: "A quorum is ten members present in person.", milliseconds: times };
const script: Script = {
  one: { answer },
  two: { answer: { ...answer, shown: "Eight." } },
  three: { answer: { outcome: "not-in-documents", milliseconds: times } },
};
const questions = [
  question({ id: "q1", question: "one" }),
  question({ id: "q2", question: "two" }),
  question({ id: "q3", question: "three", expect_abstain: true, must_include: [], evidence: [] }),
];

let folder: string;
let opened: FakeRochdale[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rochdale-models-"));
  opened = [];
  await mkdir(join(folder, "docs", "co-op"), { recursive: true });
  await writeFile(join(folder, "docs", "co-op", "bylaws.md"), "A quorum is ten members present in person.");
  await writeFile(join(folder, "set.jsonl"), questions.map((one) => JSON.stringify(one)).join("\n"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function run(options: { ids?: readonly string[]; limit?: number; chat?: string; signal?: AbortSignal } = {}) {
  const { ids = ["quotes", "small"], limit = null, signal = new AbortController().signal } = options;
  return runModels(
    {
      ids,
      limit,
      questionsFile: join(folder, "set.jsonl"),
      documentsFolder: join(folder, "docs"),
      outFolder: join(folder, "out"),
      codeFingerprint: (id) => id,
    },
    async (id) => ({
      openRochdale: async () => {
        const rochdale = new FakeRochdale(script, { chat: options.chat ?? (id === "quotes" ? null : id) });
        opened.push(rochdale);
        return rochdale;
      },
      detectLanguage: () => null,
      instructions: "",
      progress: { write: () => {}, isTerminal: false, now: () => 0 },
      say: () => {},
      signal,
    }),
  );
}

function runsOf(result: ModelsResult) {
  if (result.kind !== "done") throw new Error(JSON.stringify(result));
  return result.runs.map((one) => ({ ...one, cpuSeconds: 1.25 }));
}

describe("the same questions with several models", () => {
  it("give each a folder of its own over the same data", async () => {
    runsOf(await run());
    expect((await readdir(join(folder, "out"))).toSorted()).toEqual(["quotes", "small"]);
    expect(opened.map(({ asked }) => asked.length)).toEqual([3, 3]);
  });

  it("set quality against speed and memory", async () => {
    const runs = runsOf(await run());
    expect(renderModels(runs).split("\n").slice(0, 9)).toEqual([
      "3 questions: 2 answerable, 1 unanswerable.",
      "",
      "model   right  wrong  found  un.ass.  told  visible  sentence",
      "quotes  1/2    1/2    1/2    0/1      1/1   1/2      ·",
      "small   1/2    1/2    1/2    0/1      1/1   1/2      ·",
      "",
      "model   first passage  whole reply  CPU s  memory",
      "quotes  0.5 s          12.4 s       1.3    0 MB",
      "small   0.5 s          12.4 s       1.3    0 MB",
    ]);
    expect(modelsJson(runs)).toMatchObject([{ id: "quotes", wholeReplyMs: 12_400, memoryBytes: 1 }, { id: "small" }]);
  });

  it("go on where they stopped and keep the memory that was measured", async () => {
    await run();
    opened = [];
    const runs = runsOf(await run());
    expect(opened.map(({ asked }) => asked.length)).toEqual([0, 0]);
    expect(runs.map(({ summary }) => summary.memoryBytes)).toEqual([1, 1]);
  });

  it("stop between two models when interrupted", async () => {
    expect(await run({ signal: AbortSignal.abort() })).toEqual({ kind: "interrupted" });
    expect(opened).toEqual([]);
  });

  it("are not answered by another model than the one named", async () => {
    await expect(run({ ids: ["small"], chat: "large" })).rejects.toThrow(
      "Expected `small` to answer, got `large`. Run `rochdale models verify small`, then the same command again.",
    );
    expect(opened[0]?.asked).toEqual([]);
  });

  it("are taken at even distances when there is a limit", async () => {
    runsOf(await run({ ids: ["quotes"], limit: 1 }));
    expect(opened[0]?.asked.map(({ question }) => question)).toEqual(["two"]);
  });
});

describe("the choice of models", () => {
  const shelved = (id: string, fields: Partial<ShelvedModel> = {}): ShelvedModel => ({
    id,
    title: id,
    task: "chat",
    licence: "MIT",
    bytes: 2_500_000_000,
    languages: [],
    measured: true,
    installed: true,
    inProfile: false,
    ...fields,
  });
  const list = [shelved("embedder", { task: "embedding" }), shelved("small"), shelved("large", { installed: false })];

  it("is every installed chat model, and none at all", () => {
    expect(chosenModels(list, [])).toEqual(["quotes", "small"]);
    expect(chosenModels(list, ["small", "quotes", "small"])).toEqual(["quotes", "small"]);
  });

  it.each([
    [
      "large",
      "Expected `large` to be installed, got no such file. Run `rochdale models install large` first (2500 MB).",
    ],
    ["smal", "Expected the id of a chat model, got `smal`. Did you mean `small`? `rochdale models` lists them."],
    ["embedder", "Expected the id of a chat model, got `embedder`. `rochdale models` lists them."],
  ])("refuses `%s`", (id, sentence) => {
    expect(() => chosenModels(list, [id])).toThrow(sentence);
  });
});
