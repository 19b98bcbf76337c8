import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readHandCheck, SHEET_NAME, writeHandCheck } from "../../eval/hand-check.ts";
import { parseSheet, renderSheet, type SheetRow } from "../../eval/hand-check-file.ts";
import { compareVerdicts, kappaOf, renderHandCheck } from "../../eval/hand-check-report.ts";
import { sampleForHandCheck } from "../../eval/hand-check-sample.ts";
import { seededRandom } from "../../eval/statistics.ts";
import { prediction, question, score } from "./samples.ts";

describe("a sample for judging by hand", () => {
  const questions = [
    ...Array.from({ length: 12 }, (_, index) => score({ id: `s${index}`, type: "single" })),
    ...Array.from({ length: 6 }, (_, index) => score({ id: `u${index}`, type: "unanswerable", group: "unanswerable" })),
    score({ id: "t1", type: "table" }),
    score({ id: "p1", type: "injection", group: "probe" }),
  ];
  const idsOf = (size: number, seed = 1) => sampleForHandCheck(questions, size, seededRandom(seed)).map(({ id }) => id);

  it("holds every type in its share, at least one, and no probe", () => {
    expect(
      idsOf(10)
        .map((id) => id[0])
        .join(""),
    ).toBe("ssssssuuut");
    expect(
      idsOf(3)
        .map((id) => id[0])
        .join(""),
    ).toBe("sut");
  });

  it("is the same for the same seed and another for another", () => {
    expect(idsOf(8, 7)).toEqual(idsOf(8, 7));
    expect(idsOf(8, 7)).not.toEqual(idsOf(8, 8));
  });

  it("has the size asked for, at most all that can be judged, each once", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c", "d")), fc.integer({ min: 1, max: 30 }), (types, size) => {
        const all = types.map((type, index) => score({ id: String(index), type }));
        const drawn = sampleForHandCheck(all, size, seededRandom(size));
        expect(new Set(drawn).size).toBe(Math.min(size, all.length));
        expect(drawn).toHaveLength(Math.min(size, all.length));
      }),
    );
  });
});

const row: SheetRow = {
  id: "q1",
  type: "single",
  group: "answerable",
  question: "How many, “really”?",
  goldAnswer: "=SUM(1;2)",
  shown: 'Ten, "says"\nthe text; more',
};
const groupOf = (id: string) => (id === "q1" ? "answerable" : id === "u1" ? "unanswerable" : null);

describe("the sheet", () => {
  it("is quoted, has no formula and no verdict", () => {
    expect(renderSheet([row])).toBe(
      "\ufeffid,type,question,gold answer,shown,one of,verdict\r\n" +
        '"q1","single","How many, “really”?","\'=SUM(1;2)","Ten, ""says""\nthe text; more","right / partly / wrong / refused",""\r\n',
    );
  });

  it("is read back as a spreadsheet saves it, whatever the separator", () => {
    const text = renderSheet([row, { ...row, id: "u1", group: "unanswerable" }]);
    const filled = text
      .replace('refused",""', 'refused"," Partly "')
      .replace('not asserted",""', 'not asserted","ASSERTED"');
    const expected = new Map([
      ["q1", "partly"],
      ["u1", "asserted"],
    ]);
    expect(parseSheet(filled, groupOf)).toEqual({ verdicts: expected, empty: [], problems: [] });
    for (const separator of [";", "\t"])
      expect(
        parseSheet(`id${separator}verdict\nq1${separator}partly\nu1${separator}asserted\n`, groupOf).verdicts,
      ).toEqual(expected);
  });

  it("names rows that are empty or cannot be used", () => {
    expect(parseSheet("id,verdict\nq1,\nu1,right\nx,right\n", groupOf)).toEqual({
      verdicts: new Map(),
      empty: ["q1"],
      problems: [
        "Expected the verdict on `u1` to be asserted, not asserted; got `right`.",
        "Expected the id of a reply of this run, got `x`.",
      ],
    });
  });

  it("says what is missing in the first row", () => {
    expect(parseSheet("a,b\n1,2\n", groupOf).problems).toEqual([
      "Expected a first row with `id` and `verdict`, got `a, b`: keep the first row as it was written.",
    ]);
  });
});

describe("a person's verdicts beside the program's", () => {
  const scores = [
    score({ id: "a", verdict: "right" }),
    score({ id: "b", verdict: "right" }),
    score({ id: "c", verdict: "refused" }),
    score({ id: "d", verdict: "wrong" }),
    score({ id: "u", group: "unanswerable", verdict: null, asserted: false }),
  ];
  const verdicts = new Map([
    ["a", "right"],
    ["b", "partly"],
    ["c", "refused"],
    ["d", "wrong"],
    ["u", "not asserted"],
  ] as const);
  const report = compareVerdicts({ verdicts, empty: ["e"], problems: [] }, scores);

  it("are counted with agreement, kappa, table and every disagreement", () => {
    expect(report.answerable).toMatchObject({
      of: 4,
      agreed: 3,
      table: [
        [1, 0, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
      ],
    });
    expect(report.answerable?.kappa).toBeCloseTo((3 / 4 - 4 / 16) / (1 - 4 / 16), 12);
    expect(report.unanswerable).toMatchObject({ of: 1, agreed: 1, kappa: null });
    expect(report.disagreements).toEqual([{ id: "b", person: "partly", program: "right" }]);
  });

  it("are printed within 80 columns", () => {
    const text = renderHandCheck(report);
    expect(text).toContain("Without a verdict: 1 (e).\nAnswerable: 3 of 4 agree (75 %), kappa 0.67.\n");
    expect(text).toContain("Unanswerable: 1 of 1 agree (100 %), kappa not defined: both used one word only.\n");
    expect(text).toContain("b: person partly, program right\n");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each([
    [
      "Cohen's own shape",
      [
        [20, 5],
        [10, 15],
      ],
      0.4,
    ],
    [
      "perfect",
      [
        [3, 0],
        [0, 3],
      ],
      1,
    ],
    [
      "chance",
      [
        [1, 1],
        [1, 1],
      ],
      0,
    ],
  ])("have the kappa of a table: %s", (_, table, kappa) => {
    expect(kappaOf(table)).toBeCloseTo(kappa, 12);
  });
});

describe("the hand check of a run folder", () => {
  let folder: string;
  const write = (name: string, values: readonly unknown[]) =>
    writeFile(join(folder, name), values.map((value) => `${JSON.stringify(value)}\n`).join(""));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rochdale-hand-check-"));
    await write("scores.jsonl", [score(), score({ id: "p", group: "probe" })]);
    await write("predictions.jsonl", [prediction({ shown: "Ten." }), prediction({ id: "p" })]);
    await write("questions.jsonl", [
      question({ history: [{ role: "user", content: "Hello" }] }),
      question({ id: "p" }),
    ]);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const sheet = () => readFile(join(folder, SHEET_NAME), "utf8");

  it("writes a blind sheet, takes it back filled and does not overwrite it", async () => {
    expect(await writeHandCheck(folder, 30)).toBe(1);
    expect(await sheet()).toContain('"[user] Hello\nHow many members make a quorum?","Ten.","Ten."');
    expect(await readHandCheck(folder)).toMatchObject({ answerable: null, empty: ["q1"] });
    await writeFile(join(folder, SHEET_NAME), (await sheet()).replace('refused",""', 'refused","wrong"'));
    expect((await readHandCheck(folder)).disagreements).toEqual([{ id: "q1", person: "wrong", program: "right" }]);
    await expect(writeHandCheck(folder, 1)).rejects.toThrow(
      `Expected no verdicts in \`${join(folder, SHEET_NAME)}\`, got some: leave out \`--sample\` to compare them, or remove the file.`,
    );
  });

  it("says what a folder lacks", async () => {
    await expect(readHandCheck(folder)).rejects.toThrow(
      `Expected \`${folder}\` to hold \`hand-check.csv\`, got none: write it with \`rochdale eval hand-check ${folder} --sample 30\`.`,
    );
    await rm(join(folder, "questions.jsonl"));
    await expect(writeHandCheck(folder, 1)).rejects.toThrow(
      `Expected \`${folder}\` to hold a copy of its questions, got none: copy the question file there as \`questions.jsonl\`.`,
    );
  });
});
