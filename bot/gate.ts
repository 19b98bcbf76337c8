/**
 * Decides how far a reply may go: assert, offer the closest passages, or say that the documents do not tell. A
 * logistic score over measured features; weights and thresholds come from `eval/` (see eval/LOG.md). Pure.
 */

/** What is known when the decision is made. All cosines are of e5 vectors; model scores are log-odds. */
export type GateFeatures = {
  /** Best sentence's cosine with the question. */
  readonly bestCosine: number;
  /**
   * Best sentence's cosine in standard deviations above the question's mean cosine with the collection's passages:
   * comparable between languages and collections, which the bare cosine is not (answering.md 3).
   */
  readonly lift: number;
  /** The same for the sentence that the model's words came from. */
  readonly sourceLift: number;
  /** Best sentence's cosine less the fifth best's. */
  readonly margin: number;
  /** Best share of the question's idf weight in one sentence. */
  readonly coverage: number;
  /** Share of the question's idf weight that stands anywhere in the best passages. */
  readonly reach: number;
  /** Cosine of the sentence that the model's words came from; the best sentence's without a model. */
  readonly sourceCosine: number;
  readonly stated: number;
  readonly support: number;
  /** 1 when a number is asked for and the best quotations hold none. */
  readonly missingNumber: number;
  /** Share of the model's words that are only the question's. */
  readonly echo: number;
};

export type GateDecision = "answered" | "closest-passages" | "not-in-documents";

export type GateWeights = {
  readonly bias: number;
  readonly weights: Partial<Readonly<Record<keyof GateFeatures, number>>>;
  /** At or above: assert. */
  readonly assertAt: number;
  /** Below: not in the documents. */
  readonly refuseBelow: number;
};

export function gateScore(features: GateFeatures, gate: GateWeights): number {
  let sum = gate.bias;
  for (const [name, weight] of Object.entries(gate.weights)) sum += weight * features[name as keyof GateFeatures];
  return sum;
}

export function decide(features: GateFeatures, gate: GateWeights): GateDecision {
  const score = gateScore(features, gate);
  if (score >= gate.assertAt) return "answered";
  return score < gate.refuseBelow ? "not-in-documents" : "closest-passages";
}

/** Catalogue id of the embedder whose cosines the weights below were fitted on. */
export const GATE_EMBEDDER = "multilingual-e5-small";

/**
 * By quotation alone: fitted on the development set, threshold read off with one collection left out at a time
 * (eval/LOG.md, 2026-11-21).
 */
export const GATE_WITHOUT_MODEL: GateWeights = {
  bias: -2.005,
  weights: { lift: 0.738, margin: 4.628 },
  assertAt: 0.7,
  refuseBelow: 0.1,
};

/** With the reading model: its source sentence and its second look tell more than the best sentence alone. */
export const GATE_WITH_MODEL: GateWeights = {
  bias: -1.221,
  weights: { sourceLift: 0.539, margin: 8.184, stated: 0.328 },
  assertAt: 1.2,
  refuseBelow: 0,
};

/** Without vectors, or with those of another embedder: words alone can point, never assert. */
export const GATE_WORDS_ONLY: GateWeights = {
  bias: 0,
  weights: { coverage: 1 },
  assertAt: Number.POSITIVE_INFINITY,
  refuseBelow: 0.1,
};
