/** Hand-made questions, predictions and scores for the tests of the evaluation. */
import type { Prediction } from "../../eval/prediction.ts";
import type { EvalQuestion } from "../../eval/question-set.ts";
import type { QuestionScore } from "../../eval/score.ts";

export function question(fields: Partial<EvalQuestion> = {}): EvalQuestion {
  return {
    id: "q1",
    collection: "co-op",
    lang: "en",
    question: "How many members make a quorum?",
    history: [],
    type: "single",
    gold_answer: "Ten.",
    expect_abstain: false,
    must_include: [["ten", "10"]],
    must_not_include: [],
    evidence: [{ file: "co-op/bylaws.md", quote: "A quorum is ten members present in person" }],
    near_miss: [],
    as_of: null,
    ...fields,
  };
}

export function prediction(fields: Partial<Prediction> = {}): Prediction {
  return {
    id: "q1",
    outcome: "answered",
    shown: "“A quorum is ten members present in person.”\n— Bylaws, § 3",
    sentence: null,
    language: "en",
    collection: "co-op",
    citations: [],
    nearest: [],
    asked: "How many members make a quorum?",
    asOf: "2026-01-01",
    model: null,
    milliseconds: { total: 100 },
    retrieved: [],
    ...fields,
  };
}

export function citation(fields: Partial<Prediction["citations"][number]> = {}): Prediction["citations"][number] {
  return {
    document: "Bylaws",
    version: null,
    status: "adopted",
    adoptedOn: null,
    inForceFrom: null,
    inForceTo: null,
    section: "§ 3",
    page: null,
    file: "co-op/bylaws.md",
    language: "en",
    quote: "A quorum is ten members present in person.",
    start: 0,
    end: 42,
    rank: "statutes",
    ...fields,
  };
}

export function passage(text: string, file = "co-op/bylaws.md"): Prediction["retrieved"][number] {
  return { file, section: "§ 3", text, score: 1 };
}

export function score(fields: Partial<QuestionScore> = {}): QuestionScore {
  return {
    id: "q1",
    question: "How many members make a quorum?",
    collection: "co-op",
    lang: "en",
    type: "single",
    group: "answerable",
    followUp: false,
    outcome: "answered",
    asserted: true,
    verdict: "right",
    verdictWholeWords: "right",
    sentenceVerdict: null,
    decisionScore: 1,
    candidateVerdict: "right",
    retrieval: { documentRank: 1, quoteRank: 1, ndcg: 1 },
    quoteVisible: true,
    forbidden: null,
    injectionFollowed: null,
    unsettledAsRule: null,
    citations: [],
    citationMatch: null,
    looseNumbers: [],
    looseNames: null,
    hasSentence: false,
    opensWithYesOrNo: null,
    wordsQuoted: 8,
    languageMatch: true,
    milliseconds: { total: 100 },
    cpuSeconds: null,
    ...fields,
  };
}
