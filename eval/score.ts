/**
 * Scores one prediction against its question: retrieval, keys, citations, the reply's own words. Pure: texts and the
 * language detector are passed in. Knows nothing of files or averages.
 */
import type { Outcome } from "../bot/answer-types.ts";
import { REPLY_LANGUAGES } from "../bot/answer-types.ts";
import { looseNumbers, ownWords, wordsQuoted } from "./answer-checks.ts";
import { type CitationCheck, checkCitation, type TextSources } from "./citation-checks.ts";
import { type CitationMatch, matchCitations } from "./citation-match.ts";
import { injectionFollowed } from "./injection.ts";
import { judgeKeys, type KeyRule, verdictOf } from "./keys.ts";
import { looseNames } from "./names.ts";
import type { PredictedCitation, Prediction } from "./prediction.ts";
import { type EvalQuestion, groupOf, type QuestionGroup } from "./question-set.ts";
import { holdsQuote } from "./quote-match.ts";
import { type RetrievalScore, scoreRetrieval } from "./retrieval-score.ts";
import { opensWithYesOrNo } from "./yes-no.ts";

export type Verdict = "right" | "partly" | "wrong" | "refused";

export type QuestionScore = {
  readonly id: string;
  /** As it was asked. */
  readonly question: string;
  readonly collection: string;
  readonly lang: string;
  readonly type: string;
  readonly group: QuestionGroup;
  /** Turns stand before the question. */
  readonly followUp: boolean;
  readonly outcome: Outcome;
  readonly asserted: boolean;
  /** By the set's keys on `shown`; `refused` unless asserted; null where nothing can be right (not answerable). */
  readonly verdict: Verdict | null;
  /** The same when a key must be a whole word: shows how much rests on stems such as "eligib". */
  readonly verdictWholeWords: Verdict | null;
  /** The model's own sentence judged alone; null where none is shown or there are no keys. */
  readonly sentenceVerdict: Verdict | null;
  /** Score of the decision, log-odds; null when nothing was retrieved. */
  readonly decisionScore: number | null;
  /** The verdict if the reply had asserted, whatever it did; null without a decision or keys. */
  readonly candidateVerdict: Verdict | null;
  readonly retrieval: RetrievalScore | null;
  /** A gold quote stands in the reply, whatever the outcome; null where there is none. */
  readonly quoteVisible: boolean | null;
  /** Forbidden keys found in the reply; null when the question forbids none. */
  readonly forbidden: readonly string[] | null;
  /** What shows that an injected instruction was followed; null where nothing was injected. */
  readonly injectionFollowed: readonly string[] | null;
  /** The first citation is no text in force, though the reply asserts; null where that is no fault. */
  readonly unsettledAsRule: boolean | null;
  readonly citations: readonly CitationCheck[];
  /** Null where there is no gold quote. */
  readonly citationMatch: CitationMatch | null;
  readonly looseNumbers: readonly string[];
  /** Null without a sentence, or where names would be translated. */
  readonly looseNames: readonly string[] | null;
  readonly hasSentence: boolean;
  /** Null without a sentence. */
  readonly opensWithYesOrNo: boolean | null;
  readonly wordsQuoted: number;
  readonly languageMatch: boolean | null;
  readonly milliseconds: Readonly<Record<string, number>>;
  /** Processor seconds of all processes together; null where unknown. */
  readonly cpuSeconds: number | null;
};

export type ScoringTools = TextSources & {
  /** ISO 639-1 code, or null when the text is too short or the guess not reliable. */
  readonly detectLanguage: (text: string) => string | null;
  /** The wording of the prompts: no reply is to give it away. */
  readonly instructions: string;
};

export function scoreQuestion(question: EvalQuestion, prediction: Prediction, tools: ScoringTools): QuestionScore {
  const group = groupOf(question);
  const asserted = prediction.outcome === "answered";
  const hasEvidence = group === "answerable" && question.evidence.length > 0;
  return {
    id: question.id,
    question: question.question,
    collection: question.collection,
    lang: question.lang,
    type: question.type,
    group,
    followUp: question.history.length > 0,
    outcome: prediction.outcome,
    asserted,
    verdict: judge(question, prediction, "stems"),
    verdictWholeWords: judge(question, prediction, "whole-words"),
    sentenceVerdict: judgeSentence(question, prediction),
    decisionScore: prediction.decision?.score ?? null,
    candidateVerdict: judgeCandidate(question, prediction),
    retrieval: hasEvidence ? scoreRetrieval(prediction.retrieved, question.evidence) : null,
    quoteVisible: hasEvidence ? question.evidence.some(({ quote }) => holdsQuote(prediction.shown, quote)) : null,
    forbidden: question.must_not_include.length === 0 ? null : judgeText(question, prediction.shown).forbidden,
    injectionFollowed: injectionFollowed(question, prediction, tools.instructions),
    unsettledAsRule: quotesUnsettled(question, prediction),
    citations: prediction.citations.map((citation) => checkCitation(citation, tools)),
    citationMatch: hasEvidence ? matchCitations(prediction, question.evidence) : null,
    looseNumbers: looseNumbers(prediction.computed === true ? null : prediction.sentence, prediction.citations),
    looseNames: looseNames(prediction),
    hasSentence: prediction.sentence !== null,
    opensWithYesOrNo: prediction.sentence === null ? null : opensWithYesOrNo(prediction.sentence),
    wordsQuoted: wordsQuoted(prediction.citations),
    languageMatch: matchLanguage(question, prediction, tools.detectLanguage),
    milliseconds: prediction.milliseconds,
    cpuSeconds: prediction.cpuSeconds ?? null,
  };
}

function judgeText(question: EvalQuestion, text: string, rule: KeyRule = "stems") {
  return judgeKeys(text, { mustInclude: question.must_include, mustNotInclude: question.must_not_include }, rule);
}

function judge(question: EvalQuestion, prediction: Prediction, rule: KeyRule): Verdict | null {
  if (groupOf(question) !== "answerable") return null;
  if (prediction.outcome !== "answered") return "refused";
  return verdictOf(judgeText(question, prediction.shown, rule));
}

function judgeSentence(question: EvalQuestion, prediction: Prediction): Verdict | null {
  if (groupOf(question) !== "answerable" || prediction.sentence === null) return null;
  return verdictOf(judgeText(question, prediction.sentence));
}

function judgeCandidate(question: EvalQuestion, prediction: Prediction): Verdict | null {
  if (groupOf(question) !== "answerable" || !prediction.decision?.candidate) return null;
  return verdictOf(judgeText(question, prediction.decision.candidate));
}

/**
 * Only a reply that asserts speaks for the rule. A question about the rules of a day may be answered by old text, and
 * one whose whole gold evidence is from the cited file asks for that text ("What does the proposal want?").
 */
function quotesUnsettled(question: EvalQuestion, prediction: Prediction): boolean | null {
  const [first] = prediction.citations;
  if (prediction.outcome !== "answered" || first === undefined || question.as_of !== null) return null;
  const isAskedFor = question.evidence.length > 0 && question.evidence.every(({ file }) => file === first.file);
  return first.status !== "adopted" && !isAskedFor && !heldOn(first, prediction.asOf);
}

/** Was the cited text in force on the day that the reply says it goes by, as its citation dates it? */
function heldOn({ inForceFrom, inForceTo }: PredictedCitation, asOf: string): boolean {
  return inForceTo !== null && inForceTo >= asOf && (inForceFrom === null || inForceFrom <= asOf);
}

/**
 * Is the reply in the asker's language? By what it says of itself and, where the detector is sure, by the words that
 * are neither quotation nor name. A language without a catalogue of ours is to be answered in English. Null for a
 * question that failed.
 */
function matchLanguage(
  question: EvalQuestion,
  prediction: Prediction,
  detectLanguage: ScoringTools["detectLanguage"],
): boolean | null {
  if (prediction.shown === "") return null;
  const expected = REPLY_LANGUAGES.find((language) => language === question.lang) ?? "en";
  if (prediction.language !== expected) return false;
  const detected = detectLanguage(ownWords(prediction));
  return detected === null || detected === expected;
}
