/** Hand-made answers and scores for the tests of the comparison. */
import type { AnswerLine } from "../../../eval/comparison/answer-line.ts";
import type { AnswerScore } from "../../../eval/comparison/score-answer.ts";

export function answerLine(fields: Partial<AnswerLine> = {}): AnswerLine {
  return {
    system: "quickstart",
    id: "q1",
    text: "Ten.",
    outcome: "answered",
    firstUsefulMs: 100,
    totalMs: 1000,
    cpuSeconds: 2,
    promptTokens: 500,
    reusedTokens: 0,
    language: null,
    ownWords: "Ten.",
    ...fields,
  };
}

export function answerScore(fields: Partial<AnswerScore> = {}): AnswerScore {
  return {
    system: "rochdale",
    id: "q1",
    group: "answerable",
    asserted: true,
    verdict: "right",
    assertedWrong: false,
    found: true,
    languageMatch: true,
    failed: false,
    firstUsefulMs: 100,
    totalMs: 1000,
    cpuSeconds: 2,
    promptTokens: 500,
    ...fields,
  };
}
