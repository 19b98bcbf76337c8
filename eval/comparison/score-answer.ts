/**
 * Scores one system's answer by the rules of `eval/score.ts`; that a system which only writes has refused is read from
 * its words. Pure: the language detector is passed in. Knows nothing of averages.
 */
import { REPLY_LANGUAGES } from "../../bot/answer-types.ts";
import { judgeKeys, type KeyJudgement, verdictOf } from "../keys.ts";
import { type EvalQuestion, groupOf, type QuestionGroup } from "../question-set.ts";
import { holdsQuote } from "../quote-match.ts";
import type { ScoringTools, Verdict } from "../score.ts";
import type { AnswerLine } from "./answer-line.ts";
import { saysItDoesNotKnow } from "./refusal.ts";
import type { SystemId } from "./systems/system.ts";

export type AnswerScore = {
  readonly system: SystemId;
  readonly id: string;
  readonly group: QuestionGroup;
  /** Said something as the answer. */
  readonly asserted: boolean;
  /** By the keys; null where nothing can be right (not answerable). */
  readonly verdict: Verdict | null;
  /** Asserted, and wrong or to a question that the documents do not answer; null for a probe. */
  readonly assertedWrong: boolean | null;
  /** A member finds the right answer in the reply; null where there is none. */
  readonly found: boolean | null;
  /** Null where the reply is too short to tell. */
  readonly languageMatch: boolean | null;
  readonly failed: boolean;
  readonly firstUsefulMs: number | null;
  readonly totalMs: number;
  readonly cpuSeconds: number | null;
  readonly promptTokens: number | null;
};

type Detector = ScoringTools["detectLanguage"];

export function scoreAnswer(question: EvalQuestion, line: AnswerLine, detectLanguage: Detector): AnswerScore {
  const group = groupOf(question);
  const keys = judgeKeys(line.text, { mustInclude: question.must_include, mustNotInclude: question.must_not_include });
  const asserted = asserts(line, keys);
  const verdict = group === "answerable" ? (asserted ? verdictOf(keys) : "refused") : null;
  const { system, id, firstUsefulMs, totalMs, cpuSeconds, promptTokens } = line;
  return {
    system,
    id,
    group,
    asserted,
    verdict,
    assertedWrong: group === "probe" ? null : group === "unanswerable" ? asserted : verdict === "wrong",
    found: verdict === null ? null : verdict === "right" || showsQuote(question, line),
    languageMatch: matchLanguage(question, line, detectLanguage),
    failed: line.outcome === "failed" || line.outcome === "timed-out",
    firstUsefulMs,
    totalMs,
    cpuSeconds,
    promptTokens,
  };
}

/** Rochdale says itself whether it asserts; the others do unless they say that they do not know and hold no key. */
function asserts(line: AnswerLine, keys: KeyJudgement): boolean {
  if (line.outcome !== "answered" || line.system === "rochdale") return line.outcome === "answered";
  return keys.hits > 0 || keys.forbidden.length > 0 || !saysItDoesNotKnow(line.text);
}

/** Rochdale's "closest passages" are quoted for the member to judge: the gold quotation among them is found. */
function showsQuote(question: EvalQuestion, line: AnswerLine): boolean {
  return line.outcome === "closest-passages" && question.evidence.some(({ quote }) => holdsQuote(line.text, quote));
}

function matchLanguage(question: EvalQuestion, line: AnswerLine, detectLanguage: Detector): boolean | null {
  if (line.text === "") return null;
  const expected = REPLY_LANGUAGES.find((language) => language === question.lang) ?? "en";
  if (line.language !== null && line.language !== expected) return false;
  const detected = detectLanguage(line.ownWords);
  return detected === null ? (line.language === null ? null : true) : detected === expected;
}
