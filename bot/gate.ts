/**
 * Decides how far a reply may go: assert, offer the closest passages, or say that the documents do not tell. A
 * logistic score over measured features; weights and thresholds come from `eval/` (see eval/LOG.md). Pure.
 */

/** What is known when the decision is made. Lifts are in standard deviations. */
export type GateFeatures = {
  /**
   * Best sentence's cosine in standard deviations above the question's mean cosine with the collection's passages:
   * comparable between languages and collections, which the bare cosine is not (answering.md 3).
   */
  readonly lift: number;
  /** The same for the best sentence that holds the kind of thing asked for (`answer-kind.ts`), at most 3 below. */
  readonly fittingLift: number;
  /** The same for the sentence that the model's words came from; the best sentence without a model. */
  readonly sourceLift: number;
  /** The same for the best passage as a whole. */
  readonly passageLift: number;
  /** Fused score of the best passage: how far full text, passage vectors and sentence vectors agree on it. */
  readonly agreement: number;
  /** Best sentence's cosine less the fifth best's. */
  readonly margin: number;
  /** 1 when the first sentence holds the kind of thing asked for, or no kind is asked for. */
  readonly firstFits: number;
  /** Best share of the question's idf weight in one sentence. */
  readonly coverage: number;
  /** Share of the model's words that stands in their source. */
  readonly support: number;
  /** Share of the model's words that are only the question's. */
  readonly echo: number;
};

export type GateDecision = "answered" | "closest-passages" | "not-in-documents";

/** How ready replies are to assert: the co-op's own choice. */
export const CAUTIONS = ["careful", "balanced", "eager"] as const;
export type Caution = (typeof CAUTIONS)[number];

export type GateWeights = {
  readonly bias: number;
  readonly weights: Partial<Readonly<Record<keyof GateFeatures, number>>>;
  /** At or above: assert. By how cautious the co-op wants to be. */
  readonly assertAt: Readonly<Record<Caution, number>>;
  /** Below: not in the documents. */
  readonly refuseBelow: number;
};

export function gateScore(features: GateFeatures, gate: GateWeights): number {
  let sum = gate.bias;
  for (const [name, weight] of Object.entries(gate.weights)) sum += weight * features[name as keyof GateFeatures];
  return sum;
}

export function decide(features: GateFeatures, gate: GateWeights, caution: Caution): GateDecision {
  const score = gateScore(features, gate);
  if (score >= gate.assertAt[caution]) return "answered";
  return score < gate.refuseBelow ? "not-in-documents" : "closest-passages";
}

/** Catalogue id of the embedder whose cosines the weights below were fitted on. */
export const GATE_EMBEDDER = "multilingual-e5-small";

/**
 * Catalogue ids of the readers whose pointing the weights with a model may be used for: the one that
 * they were fitted on, and larger ones of its family. With any other (smaller ones choose by position, answering.md 4)
 * the reply goes by quotation alone, and its words are shown only when they are a quotation.
 */
export const GATE_READERS: readonly string[] = ["qwen2.5-coder-1.5b", "qwen3-1.7b", "qwen3-4b"];

/**
 * By quotation alone. Weights fitted on development and golden questions, thresholds read off the development set with
 * one collection left out at a time (eval/LOG.md: "The gate, fitted anew"; `rochdale eval calibrate`).
 */
export const GATE_WITHOUT_MODEL: GateWeights = {
  bias: -2.584,
  weights: { lift: 0.481, firstFits: 1.144 },
  assertAt: { careful: 0.5, balanced: 0.2, eager: -0.1 },
  refuseBelow: -0.4,
};

/**
 * With the reading model: the sentence that it points to tells more than the best sentence alone; the more its words
 * only repeat the question, the less it has found. Its second look told nothing more (eval/LOG.md, "The second look").
 */
export const GATE_WITH_MODEL: GateWeights = {
  bias: -1.306,
  weights: { sourceLift: 0.574, echo: -2.689, firstFits: 1.249 },
  assertAt: { careful: 1.1, balanced: 0.4, eager: -0.2 },
  refuseBelow: -0.4,
};

/** At no score. */
const NEVER = {
  careful: Number.POSITIVE_INFINITY,
  balanced: Number.POSITIVE_INFINITY,
  eager: Number.POSITIVE_INFINITY,
};

/**
 * Score by quotation alone below which the model need not read: of 70 development questions 14 lay below, and each
 * ended as "not in the documents" with the model too (eval/LOG.md).
 */
export const NOT_WORTH_READING = -0.6;

/** Without vectors, or with those of another embedder: words alone can point, never assert. */
export const GATE_WORDS_ONLY: GateWeights = {
  bias: 0,
  weights: { coverage: 1 },
  assertAt: NEVER,
  refuseBelow: 0.1,
};
