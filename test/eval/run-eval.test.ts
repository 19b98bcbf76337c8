import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parsePrediction } from "../../eval/prediction.ts";
import { writeReport } from "../../eval/report/write-report.ts";
import { type EvalResult, runEval } from "../../eval/run-eval.ts";
import { FakeRochdale, type Script } from "./fake-rochdale.ts";
import { question } from "./samples.ts";

const bylaws = "A quorum is ten members present in person. Proxies do not count.";
const answer = {
  outcome: "answered" as const,
  shown: "A quorum is ten members present in person.",
};
const script: Script = {
  one: {
    answer,
    retrieved: [
      {
        collection: "co-op",
        file: "bylaws.md",
        document: "Bylaws",
        section: "§ 3",
        page: null,
        text: bylaws,
        score: 2,
      },
    ],
  },
  two: new Error("the model broke"),
  three: { answer: { outcome: "not-in-documents", shown: "The documents do not say this." } },
};
const questions = [
  question({ id: "q1", question: "one", history: [{ role: "user", content: "before" }] }),
  question({ id: "q2", question: "two" }),
  question({ id: "q3", question: "three", expect_abstain: true, must_include: [], evidence: [] }),
];

let folder: string;
let said: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rochdale-eval-"));
  said = [];
  await mkdir(join(folder, "docs", "co-op"), { recursive: true });
  await writeFile(join(folder, "docs", "co-op", "bylaws.md"), bylaws);
  await writeFile(join(folder, "set.jsonl"), questions.map((one) => JSON.stringify(one)).join("\n"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function run(rochdale: FakeRochdale, options: { signal?: AbortSignal; limit?: number; code?: string } = {}) {
  return runEval(
    {
      questionsFile: join(folder, "set.jsonl"),
      documentsFolder: join(folder, "docs"),
      outFolder: join(folder, "out"),
      limit: options.limit ?? null,
      codeFingerprint: options.code ?? "code",
    },
    {
      openRochdale: async () => rochdale,
      detectLanguage: () => null,
      instructions: "",
      progress: { write: (text) => said.push(text), isTerminal: false, now: () => 0 },
      say: (line) => said.push(line),
      signal: options.signal ?? new AbortController().signal,
    },
  );
}

function summaryOf(result: EvalResult) {
  if (result.kind === "refused") throw new Error(result.sentence);
  return result.summary;
}

async function predictions() {
  const text = await readFile(join(folder, "out", "predictions.jsonl"), "utf8");
  return text.split("\n").filter(Boolean).map(parsePrediction);
}

describe("a run", () => {
  it("asks every question with its history and goes on after a failure", async () => {
    const rochdale = new FakeRochdale(script);
    const summary = summaryOf(await run(rochdale));
    expect(rochdale.ingested).toEqual(["co-op"]);
    expect(
      rochdale.asked.map(({ question, collections, history }) => [question, ...collections, history.length]),
    ).toEqual([
      ["one", "co-op", 1],
      ["two", "co-op", 0],
      ["three", "co-op", 0],
    ]);
    expect((await predictions()).map(({ id, outcome, error }) => [id, outcome, error])).toEqual([
      ["q1", "answered", undefined],
      ["q2", "failed", "the model broke"],
      ["q3", "not-in-documents", undefined],
    ]);
    expect(summary).toMatchObject({ complete: true, questions: 3, answerable: 2, unanswerable: 1 });
    expect(JSON.parse(await readFile(join(folder, "out", "summary.json"), "utf8"))).toEqual(summary);
  });

  it("keeps a copy of the questions", async () => {
    await run(new FakeRochdale(script));
    const kept = await readFile(join(folder, "out", "questions.jsonl"), "utf8");
    expect(kept).toBe(await readFile(join(folder, "set.jsonl"), "utf8"));
  });

  it("writes file names relative to the documents folder", async () => {
    await run(new FakeRochdale(script));
    expect((await predictions())[0]?.retrieved).toEqual([
      { file: "co-op/bylaws.md", section: "§ 3", text: bylaws, score: 2 },
    ]);
  });

  it("leaves a folder that a page can be made of", async () => {
    await run(new FakeRochdale(script));
    const page = await readFile(await writeReport(join(folder, "out"), null), "utf8");
    expect(page).toContain("<dd>3: 2 answerable, 1 unanswerable</dd>");
    expect(page).toContain('<span class="question" lang="en">three</span>');
  });

  it("goes on where it was interrupted, and a line cut short by a crash is asked again", async () => {
    const abort = new AbortController();
    const first = new FakeRochdale(script);
    first.onAsk = ({ question }) => question === "two" && abort.abort();
    await run(first, { signal: abort.signal });
    expect((await predictions()).map(({ id }) => id)).toEqual(["q1"]);
    await writeFile(join(folder, "out", "predictions.jsonl"), '{"id":"q3","outc', { flag: "a" });
    const second = new FakeRochdale(script);
    const summary = summaryOf(await run(second));
    expect(second.asked.map(({ question }) => question)).toEqual(["two", "three"]);
    expect((await predictions()).map(({ id }) => id)).toEqual(["q1", "q2", "q3"]);
    expect(summary.complete).toBe(true);
    expect(said.some((line) => line.endsWith("1 questions are done already."))).toBe(true);
  });

  it("extends a limited run", async () => {
    await run(new FakeRochdale(script), { limit: 1 });
    const second = new FakeRochdale(script);
    await run(second);
    expect(second.asked).toHaveLength(2);
  });

  it("refuses to go on with other code, documents or questions, and names what differs", async () => {
    await run(new FakeRochdale(script), { limit: 1 });
    await writeFile(join(folder, "docs", "co-op", "bylaws.md"), "changed");
    expect(await run(new FakeRochdale(script), { code: "new" })).toEqual({
      kind: "refused",
      sentence:
        `Expected \`${join(folder, "out")}\` to hold a run of the same questions, documents and code, got one from ` +
        "before the documents and the code or the settings changed: give another `--out`, or remove that folder.",
    });
  });

  it("leaves out questions whose collection has no folder", async () => {
    const lost = question({ id: "q9", collection: "gone" });
    await writeFile(join(folder, "set.jsonl"), [questions[0], lost].map((one) => JSON.stringify(one)).join("\n"));
    const summary = summaryOf(await run(new FakeRochdale(script)));
    expect(summary.questions).toBe(1);
    expect(summary.problems).toEqual([
      `Expected a folder \`${join(folder, "docs", "gone")}\`, got none: its 1 questions are left out.`,
    ]);
  });

  it("refuses a question file that cannot be read", async () => {
    await rm(join(folder, "set.jsonl"));
    expect(await run(new FakeRochdale({}))).toEqual({
      kind: "refused",
      sentence: `Expected \`--questions\` to name a readable file, got \`${join(folder, "set.jsonl")}\`.`,
    });
  });
});
