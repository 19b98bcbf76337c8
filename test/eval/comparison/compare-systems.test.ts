import { describe, expect, it } from "vitest";
import { compareSystems } from "../../../eval/comparison/compare-systems.ts";
import { renderSystems } from "../../../eval/comparison/comparison-table.ts";
import type { AnswerScore } from "../../../eval/comparison/score-answer.ts";
import { SYSTEM_IDS, type SystemId } from "../../../eval/comparison/systems/system.ts";
import { seededRandom } from "../../../eval/statistics.ts";
import { answerScore } from "./samples.ts";

const RIGHT = {};
const WRONG = { verdict: "wrong", assertedWrong: true, found: false } as const;
const REFUSED = { verdict: "refused", asserted: false, found: false } as const;
const QUOTED = { ...REFUSED, found: true } as const;
const UNANSWERABLE = { group: "unanswerable", verdict: null, found: null } as const;
const INVENTED = { ...UNANSWERABLE, assertedWrong: true } as const;
const TOLD = { ...UNANSWERABLE, asserted: false } as const;

function scoresOf(system: SystemId, list: readonly Partial<AnswerScore>[], rest: Partial<AnswerScore> = {}) {
  return list.map((fields, index) => answerScore({ system, id: `q${index}`, ...rest, ...fields }));
}

const slow = { firstUsefulMs: 12_000, totalMs: 20_000, cpuSeconds: 40, promptTokens: 1100, languageMatch: null };
const scores = [
  ...scoresOf("rochdale", [RIGHT, RIGHT, QUOTED, QUOTED, REFUSED, WRONG, TOLD, INVENTED], {
    firstUsefulMs: 60,
    totalMs: 16_000,
    cpuSeconds: 30,
    promptTokens: null,
  }),
  ...scoresOf("quickstart", [RIGHT, WRONG, WRONG, WRONG, REFUSED, RIGHT, INVENTED, INVENTED], slow),
];

function compare(systems: readonly SystemId[] = ["rochdale", "quickstart"], list = scores) {
  return compareSystems(systems, list, seededRandom(1));
}

describe("the comparison", () => {
  it("counts verdicts and takes medians per system", () => {
    expect(compare()).toMatchObject({ questions: 8, answerable: 6, unanswerable: 2, probes: 0 });
    expect(compare().systems).toMatchObject([
      {
        system: "rochdale",
        answerable: { right: 2, partly: 0, wrong: 1, refused: 3 },
        unanswerable: { asserted: 1, refused: 1 },
        assertedWrong: { count: 2, of: 8 },
        found: { count: 4, of: 6 },
        firstUsefulMs: 60,
      },
      {
        system: "quickstart",
        answerable: { right: 2, partly: 0, wrong: 3, refused: 1 },
        assertedWrong: { count: 5, of: 8 },
        found: { count: 2, of: 6 },
        languageMatch: { count: 0, of: 0, interval: null },
        totalMs: 20_000,
      },
    ]);
  });

  it("pairs the questions and divides what matters", () => {
    const [against] = compare().against;
    expect(against).toMatchObject({
      system: "quickstart",
      assertedWrong: { onlyOurs: 1, onlyTheirs: 4, p: 0.375, oursByTheirs: 0.4 },
      found: { onlyOurs: 3, onlyTheirs: 1, p: 0.625 },
      firstUsefulTimesSooner: 200,
      wholeReplyTimesSooner: 1.25,
      cpuSecondsOursByTheirs: 0.75,
    });
    expect(against?.found.pointsMore).toBeCloseTo(100 / 3);
  });

  it("divides by nothing that is nothing", () => {
    const none = [...scoresOf("rochdale", [WRONG]), ...scoresOf("stuffed", [RIGHT], { cpuSeconds: null })];
    expect(compare(["rochdale", "stuffed"], none).against).toMatchObject([
      { assertedWrong: { oursByTheirs: null }, cpuSecondsOursByTheirs: null },
    ]);
  });

  it("compares nothing without Rochdale", () => {
    expect(compare(["quickstart"]).against).toEqual([]);
  });
});

describe("the table", () => {
  it("shows both at a glance", () => {
    expect(renderSystems(compare())).toBe(`8 questions: 6 answerable, 2 unanswerable, 0 probes without keys.

                                 rochdale   quickstart
answerable (6)
  right                                 2            2
  partly                                0            0
  wrong                                 1            3
  refused                               3            1
  found in the reply                    4            2
unanswerable (2)
  asserted                              1            2
  refused                               1            0
asserted and wrong                    2/8          5/8
in the asker's language               8/8            –
failed                                  0            0
median
  first useful text, s               0.06        12.00
  whole reply, s                     16.0         20.0
  processor time, s                  30.0         40.0
  prompt, tokens                        –         1100

rochdale against               quickstart
asserted and wrong, share            0.40
  only ours : only theirs           1 : 4
  McNemar p                         0.375
found, points more                   33.3
  only ours : only theirs           3 : 1
  McNemar p                         0.625
first useful text sooner            200 ×
whole reply sooner                  1.3 ×
processor time, share                0.75

share: Rochdale's figure divided by the other's, below 1 is less.
p: how often chance alone would differ so much; below 0.05 it is hardly chance.
`);
  });

  it("stays within 80 columns with all systems, a long name on two lines", () => {
    const all = SYSTEM_IDS.flatMap((system) => scoresOf(system, [RIGHT, TOLD]));
    const lines = renderSystems(compare(SYSTEM_IDS, all)).split("\n");
    expect(lines.slice(2, 4)).toEqual([
      "                                                        quickstart-",
      "                                 rochdale   quickstart     ensemble      stuffed",
    ]);
    expect(Math.max(...lines.map((line) => line.length))).toBe(80);
  });
});
