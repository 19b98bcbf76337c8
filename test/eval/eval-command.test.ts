import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CommandContext, CommandInput, Output } from "../../bot/command.ts";
import { benchCommand } from "../../eval/bench-command.ts";
import { evalCommand } from "../../eval/eval-command.ts";
import { systemsOf } from "../../eval/quickstart-command.ts";
import { prediction, question, score } from "./samples.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rochdale-eval-command-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function sink(): Output & { text: string } {
  const output = { text: "", isTerminal: false, colour: false, columns: 80, rows: 24, write: (_: string) => {} };
  output.write = (text) => {
    output.text += text;
  };
  return output;
}

const unscripted = () => Promise.reject(new Error("not implemented"));

function contextWith(output: Output): CommandContext {
  return {
    input: process.stdin,
    output,
    remarks: sink(),
    signal: new AbortController().signal,
    home: folder,
    environment: {},
    modelsDir: folder,
    version: "0.0.0",
    root: join(import.meta.dirname, "..", ".."),
    open: unscripted,
    models: { list: unscripted, install: unscripted, verify: unscripted },
  };
}

function inputOf(values: CommandInput["values"], positionals: readonly string[] = []): CommandInput {
  return { values, positionals, flags: new Set() };
}

describe("`rochdale eval`", () => {
  it.each([
    [
      { documents: "d", out: "o" },
      "Expected `--questions` with a value, got none. Write it as `rochdale eval --questions FILE.jsonl --documents DIR --out DIR [OPTIONS]`.",
    ],
    [
      { questions: "q", documents: "d", out: "o", limit: "0" },
      "Expected `--limit` to be a whole number from 1, got `0`. Leave it out for all questions.",
    ],
    [
      { questions: "q", documents: "d", out: "o", baseline: "gone" },
      "Expected `gone` to hold a finished run, got no `scores.jsonl`: run `rochdale eval` with `--out gone` to its end.",
    ],
    [{ questions: "/gone", documents: "d", out: "o" }, "Expected `--questions` to name a readable file, got `/gone`."],
  ])("refuses %j", async (values, sentence) => {
    await expect(evalCommand.run(inputOf(values), contextWith(sink()))).rejects.toThrow(sentence);
  });

  it("refuses a comparison of one run", async () => {
    await expect(evalCommand.run(inputOf({}, ["compare", "a"]), contextWith(sink()))).rejects.toThrow(
      "Expected `eval compare BEFORE NOW` with two run folders, got `compare a`.",
    );
  });

  it.each([
    [{ systems: "rochdale" }, [], "Expected an option of `rochdale eval`, got `--systems`."],
    [{ baseline: "b" }, ["quickstart"], "Expected an option of `rochdale eval quickstart`, got `--baseline`."],
    [{}, ["quickstart", "now"], "Expected `eval quickstart` with options alone, got `quickstart now`."],
    [{}, ["quickstart"], "Expected `--questions` with a value, got none."],
    [
      { questions: "q", documents: "d", out: "o", systems: "rochdale,llamaindex" },
      ["quickstart"],
      "Expected `--systems` to name `rochdale`, `quickstart`, `quickstart-ensemble`, `stuffed`, got `llamaindex`.",
    ],
    [
      { questions: "/gone", documents: "d", out: "o" },
      ["quickstart"],
      "Expected `--questions` to name a readable file, got `/gone`.",
    ],
  ])("refuses %j with the words %j", async (values, words, sentence) => {
    await expect(evalCommand.run(inputOf(values, words), contextWith(sink()))).rejects.toThrow(sentence);
  });

  it("takes the systems in the order of the table, each once", () => {
    expect(systemsOf("stuffed, rochdale,stuffed")).toEqual(["rochdale", "stuffed"]);
    expect(systemsOf(undefined)).toEqual(["rochdale", "quickstart", "quickstart-ensemble", "stuffed"]);
  });

  it("refuses a word that it does not know, and an option of another word", async () => {
    await expect(evalCommand.run(inputOf({}, ["compar", "a"]), contextWith(sink()))).rejects.toThrow(
      "Did you mean `compare`? `rochdale eval --help` explains each.",
    );
    await expect(evalCommand.run(inputOf({ limit: "3" }, ["compare", "a", "b"]), contextWith(sink()))).rejects.toThrow(
      "Expected an option of `rochdale eval compare`, got `--limit`. Write it as `rochdale eval compare BEFORE NOW [--json]`.",
    );
  });

  it("compares two run folders", async () => {
    const before = join(folder, "scores.jsonl");
    await writeFile(before, `${JSON.stringify(score({ verdict: "wrong" }))}\n`);
    const now = await mkdtemp(join(folder, "now-"));
    await writeFile(join(now, "scores.jsonl"), `${JSON.stringify(score())}\n`);
    const output = sink();
    expect(await evalCommand.run(inputOf({}, ["compare", folder, now]), contextWith(output))).toBe(0);
    expect(output.text).toContain("better, right: q1\n");
  });

  it("writes the page of a run, also of one from before questions and scores of decisions were kept", async () => {
    const { question, decisionScore, candidateVerdict, cpuSeconds, ...old } = score();
    await writeFile(join(folder, "scores.jsonl"), `${JSON.stringify(old)}\n`);
    await writeFile(join(folder, "summary.json"), JSON.stringify(facts));
    const output = sink();
    const input = inputOf({ baseline: folder }, ["report", folder]);
    expect(await evalCommand.run(input, contextWith(output))).toBe(0);
    expect(output.text).toBe(`Report: ${join(folder, "report.html")}\n`);
    const page = await readFile(join(folder, "report.html"), "utf8");
    expect(page).toContain("so the curve cannot be drawn");
    expect(page).toContain("<h2>What changed</h2>");
  });

  it.each([
    [[], "Expected `eval report DIR` with one run folder, got `report`."],
    [["a", "b"], "Expected `eval report DIR` with one run folder, got `report a b`."],
    [["gone"], "Expected `gone` to hold a finished run, got no `scores.jsonl`"],
  ])("refuses a page of %j", async (folders, sentence) => {
    const run = evalCommand.run(inputOf({}, ["report", ...folders]), contextWith(sink()));
    await expect(run).rejects.toThrow(sentence);
  });

  it("refuses a page of a run without a summary", async () => {
    await writeFile(join(folder, "scores.jsonl"), `${JSON.stringify(score())}\n`);
    await expect(evalCommand.run(inputOf({}, ["report", folder]), contextWith(sink()))).rejects.toThrow(
      `Expected \`${folder}\` to hold the \`summary.json\` of a finished run, got none: run \`rochdale eval\` with \`--out ${folder}\` to its end.`,
    );
  });
});

const facts = {
  complete: true,
  models: { profile: "quotes", chat: null, embedding: null },
  ingest: { files: 1, failed: [], milliseconds: 1 },
  problems: [],
};

describe("scores of an earlier version", () => {
  const older = (fields: object) => {
    const { followUp, injectionFollowed, unsettledAsRule, citationMatch, looseNames, opensWithYesOrNo, ...rest } =
      score();
    return `${JSON.stringify({ ...rest, ...fields })}\n`;
  };
  const compareWithItself = () => evalCommand.run(inputOf({}, ["compare", folder, folder]), contextWith(sink()));

  it("are compared in what they hold", async () => {
    await writeFile(join(folder, "scores.jsonl"), older({ candidateVerdict: undefined, cpuSeconds: undefined }));
    const output = sink();
    await evalCommand.run(inputOf({}, ["compare", folder, folder]), contextWith(output));
    expect(output.text).toContain("quote@1 ");
    expect(output.text).not.toContain("citation precision");
    expect(output.text).not.toContain("NaN");
  });

  it("are refused with the line and the field when they lack what every version had", async () => {
    await writeFile(join(folder, "scores.jsonl"), older({}) + older({ group: "old" }));
    await expect(compareWithItself()).rejects.toThrow(
      `Expected line 2 of \`${join(folder, "scores.jsonl")}\` to be a score of this version, got \`group\`: `,
    );
  });
});

describe("`rochdale eval hand-check`", () => {
  const handCheck = (values: CommandInput["values"], words: readonly string[], output = sink()) =>
    evalCommand.run(inputOf(values, ["hand-check", ...words]), contextWith(output));

  it("writes a sheet and compares a filled one", async () => {
    await writeFile(join(folder, "scores.jsonl"), `${JSON.stringify(score())}\n`);
    await writeFile(join(folder, "predictions.jsonl"), `${JSON.stringify(prediction())}\n`);
    await writeFile(join(folder, "questions.jsonl"), `${JSON.stringify(question())}\n`);
    const output = sink();
    expect(await handCheck({ sample: "5" }, [folder], output)).toBe(0);
    const file = join(folder, "hand-check.csv");
    expect(output.text).toBe(`1 replies to judge are in \`${file}\`: fill its last column.\n`);
    await writeFile(file, "id,verdict\nq1,right\n");
    expect(await handCheck({}, [folder], output)).toBe(0);
    expect(output.text).toContain("Answerable: 1 of 1 agree (100 %)");
  });

  it.each([
    [
      {},
      [],
      "Expected `eval hand-check DIR` with one run folder, got `hand-check`. Add `--sample N` to write a new sheet.",
    ],
    [
      { sample: "many" },
      ["x"],
      "Expected `--sample` to be a whole number from 1, got `many`. Leave it out to compare a filled sheet.",
    ],
    [{}, ["gone"], "Expected `gone` to hold a finished run, got no `scores.jsonl`"],
  ])("refuses %j %j", async (values, words, sentence) => {
    await expect(handCheck(values, words)).rejects.toThrow(sentence);
  });
});

describe("`rochdale eval golden`", () => {
  it("without a list says where one belongs", async () => {
    await expect(evalCommand.run(inputOf({}, ["golden", join(folder, "none")]), contextWith(sink()))).rejects.toThrow(
      `Expected \`${join(folder, "none")}\` to be a YAML file or a folder that holds some, got nothing`,
    );
  });

  it("prefers the co-op's own list and refuses what is wrong with it", async () => {
    await mkdir(join(folder, "golden"));
    await writeFile(join(folder, "golden", "own.yaml"), "collection: main\nquestions: many\n");
    await expect(evalCommand.run(inputOf({}, ["golden"]), contextWith(sink()))).rejects.toThrow(
      "Expected `own.yaml` to hold `collection` (a name) and `questions` (a list)",
    );
  });

  it("refuses a sample that is no number", async () => {
    await expect(evalCommand.run(inputOf({ sample: "few" }, ["golden"]), contextWith(sink()))).rejects.toThrow(
      "Expected `--sample` to be a whole number from 1, got `few`. Leave it out for all questions.",
    );
  });
});

describe("`rochdale eval models`", () => {
  const values = { questions: "q.jsonl", documents: "d", out: "o" };

  it("needs questions, documents and a folder", async () => {
    await expect(evalCommand.run(inputOf({}, ["models"]), contextWith(sink()))).rejects.toThrow(
      "Expected `--questions` with a value, got none. Write it as `rochdale eval models [ID…] --questions FILE.jsonl",
    );
  });

  it("names the command that brings a model", async () => {
    const shelved = { title: "", licence: "MIT", languages: [], measured: true, inProfile: false } as const;
    const large = { ...shelved, id: "large", task: "chat", bytes: 1e9, installed: false } as const;
    const context = contextWith(sink());
    const models = { ...context.models, list: async () => [large] };
    await expect(evalCommand.run(inputOf(values, ["models", "large"]), { ...context, models })).rejects.toThrow(
      "Run `rochdale models install large` first (1000 MB).",
    );
  });
});

describe("`rochdale bench`", () => {
  it("refuses a number of questions that is none", async () => {
    await expect(benchCommand.run(inputOf({ questions: "many" }), contextWith(sink()))).rejects.toThrow(
      "Expected `--questions` to be a whole number from 1, got `many`. Leave it out for 25.",
    );
  });

  it("asks no question twice in a room", async () => {
    const input = { ...inputOf({ questions: "25" }), flags: new Set(["matrix"]) };
    await expect(benchCommand.run(input, contextWith(sink()))).rejects.toThrow(
      "Expected `--questions` to be at most 24 with `--matrix`, got `25`. A question asked twice is answered from memory.",
    );
  });
});
