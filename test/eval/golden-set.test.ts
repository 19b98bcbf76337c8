import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readGoldenSet } from "../../eval/golden-files.ts";
import { parseGoldenFile, toEvalQuestion } from "../../eval/golden-set.ts";
import { groupOf } from "../../eval/question-set.ts";
import { GOLDEN_YAML } from "./golden-samples.ts";

const problemsOf = (yaml: string) => parseGoldenFile(yaml, "a.yaml").problems;
const changed = (from: string | RegExp, to: string) => problemsOf(GOLDEN_YAML.replace(from, to));
const SEE = "`eval/README.md`, “Golden questions”, shows the format.";

describe("a file of golden questions", () => {
  it("is read as it is written: numbers and dates stay text", () => {
    const { questions, problems } = parseGoldenFile(GOLDEN_YAML.replace("[ten, 10]", "[ten, 10.50]"), "a.yaml");
    expect(problems).toEqual([]);
    expect(questions.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      "en-01 number",
      "en-02 follow-up",
      "en-03 unanswerable",
    ]);
    expect(questions[0]).toMatchObject({ mustSay: [["ten", "10.50"]], expect: [{ clause: "3.1" }], asOf: null });
    expect(questions[1]).toMatchObject({ asOf: "2014-05-01", mustSay: [["no", "not"]] });
  });

  it("becomes questions of the evaluation", () => {
    const questions = parseGoldenFile(GOLDEN_YAML, "a.yaml").questions.map(toEvalQuestion);
    expect(questions.map(groupOf)).toEqual(["answerable", "answerable", "unanswerable"]);
    expect(questions[1]).toMatchObject({
      collection: "sample",
      question: "and proxies?",
      as_of: "2014-05-01",
      evidence: [{ file: "sample/bylaws.md", quote: "Proxies do not count." }],
      history: [
        { role: "user", content: "how many of us make a quorum?" },
        { role: "assistant", content: "Ten." },
      ],
    });
  });

  it.each([
    [
      "kind: number",
      "kind: numbre",
      /^Expected `kind` of question `en-01` in `a.yaml` to be one of `single`, .*`unanswerable`, got `numbre`\./,
    ],
    [
      "must-say:",
      "must_say:",
      /^Expected question `en-01` in `a.yaml` to have no keys but `id`, .*, got `must_say`\. Did you mean `must-say`\?/,
    ],
    [
      "document: b",
      "file: b",
      "Expected `expect` of question `en-01` in `a.yaml` to have no keys but `document`, `clause`, `quote`, got `file`. ",
    ],
    [
      "as-of: 2014-05-01",
      "as-of: 2014-02-30",
      "Expected `as-of` of question `en-02` in `a.yaml` to be a day as YYYY-MM-DD, got `2014-02-30`.",
    ],
    [
      "- [ten, 10]",
      "- ten",
      "Expected `must-say.0` of question `en-01` in `a.yaml` to be a list of words in square brackets, got `ten`.",
    ],
    [
      "- id: en-01\n    ask",
      "- ask",
      "Expected `id` of question number 1 in `a.yaml` to be a short name of its own, got nothing.",
    ],
    [
      "    near: 12.5",
      "    must-say: [[five]]\n    near: 12.5",
      'Expected `must-say` of question `en-03` in `a.yaml` to be left out for the kind `unanswerable`, got `[["five"]]`.',
    ],
    [
      "kind: unanswerable",
      "kind: single",
      "Expected `expect` of question `en-03` in `a.yaml` to be one place or more for the kind `single`, got nothing.",
    ],
  ])("with %j as %j is refused in one sentence", (from, to, sentence) => {
    const problems = changed(from, to);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
    expect(problems[0]?.endsWith(SEE)).toBe(true);
  });

  it("that is no YAML, or holds no list, is refused", () => {
    expect(problemsOf("questions: [")[0]).toMatch(/^Expected `a.yaml` to be YAML, got: .* Mend that line\.$/);
    expect(problemsOf("collection: sample")).toEqual([
      `Expected \`a.yaml\` to hold \`collection\` (a name) and \`questions\` (a list), got \`{"collection":"sample"}\`. ${SEE}`,
    ]);
  });
});

describe("a folder of golden questions", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rochdale-golden-set-"));
    await writeFile(join(folder, "a.yaml"), GOLDEN_YAML);
    await writeFile(join(folder, "b.yml"), GOLDEN_YAML.replaceAll("id: en-", "id: xx-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is read as a whole, or the files that are named; its ids are known in both cases", async () => {
    const whole = await readGoldenSet([folder]);
    expect(whole.questions).toHaveLength(6);
    const part = await readGoldenSet([join(folder, "b.yml")]);
    expect(part.questions.map(({ id }) => id)).toEqual(["xx-01", "xx-02", "xx-03"]);
    expect(part.ids).toEqual(whole.ids);
  });

  it("must not hold an id twice", async () => {
    await writeFile(
      join(folder, "b.yml"),
      GOLDEN_YAML.replace("id: en-01", "id: xx-01").replace("id: en-02", "id: xx-02"),
    );
    expect((await readGoldenSet([folder])).problems).toEqual([
      "Expected each `id` to stand once, got `en-03` in `b.yml` after `a.yaml`: give one of them another.",
    ]);
  });

  it("must be there, and be one", async () => {
    expect((await readGoldenSet([join(folder, "gone")])).problems).toEqual([
      `Expected \`${join(folder, "gone")}\` to be a YAML file or a folder that holds some, got nothing: write golden questions there, as \`eval/README.md\` shows.`,
    ]);
    const other = await mkdtemp(join(folder, "other-"));
    await writeFile(join(other, "c.yaml"), GOLDEN_YAML);
    expect((await readGoldenSet([folder, other])).problems).toEqual([
      `Expected golden questions of one folder, got \`${folder}\` and \`${other}\`: run the command once for each, since what has passed is remembered beside them.`,
    ]);
  });
});
