/**
 * From what was found to how far the reply goes: gathers the features of the decision, takes the gate that fits the
 * models at hand and reads it. Knows nothing of stores, wording or models.
 */
import type { RetrievalResult } from "../retrieval/retrieve.ts";
import { holdsKind, kindAskedFor } from "./answer-kind.ts";
import type { Attribution } from "./attribute.ts";
import { fitsBetterUnsettled, type ScoredSentence } from "./evidence.ts";
import {
  type Caution,
  decide,
  GATE_WITH_MODEL,
  GATE_WITHOUT_MODEL,
  GATE_WORDS_ONLY,
  type GateDecision,
  type GateFeatures,
  gateScore,
  NOT_WORTH_READING,
} from "./gate.ts";
import { MINIMUM_SCORE } from "./own-sentence.ts";
import type { Reading } from "./reader.ts";
import type { Understood } from "./understand.ts";

export type Found = {
  readonly result: RetrievalResult;
  readonly sentences: readonly ScoredSentence[];
  readonly reading: Reading | null;
  readonly attribution: Attribution | null;
};

export type DecisionRules = {
  /** Do the gate's weights belong to the embedder in use? They are fitted on the cosines of one. */
  readonly calibrated: boolean;
  readonly caution: Caution;
  /** The reader, if there is one: may its pointing decide (`GATE_READERS`)? */
  readonly chat?: { readonly trusted: boolean } | null;
};

export type Decided = { readonly outcome: GateDecision; readonly score: number; readonly features: GateFeatures };

export function decideOutcome(found: Found, understood: Understood, rules: DecisionRules): Decided {
  const features = gateFeatures(found, understood);
  const gate = !measuresMeaning(found, rules) ? GATE_WORDS_ONLY : found.reading ? GATE_WITH_MODEL : GATE_WITHOUT_MODEL;
  const decided = withNamed(decide(features, gate, rules.caution), found);
  const outcome = decided === "answered" && fitsBetterUnsettled(found.sentences) ? "closest-passages" : decided;
  return { outcome, score: gateScore(features, gate), features };
}

/** A clause that is asked for by its name, and by nothing else, is its own answer; one that is named is never "not there". */
function withNamed(decided: GateDecision, { result: { named }, sentences }: Found): GateDecision {
  if (named === null) return decided;
  if (named.lookup && sentences[0]?.standing === true) return "answered";
  return decided === "not-in-documents" ? "closest-passages" : decided;
}

/** How far below the best sentence the one that the model points to may lie, in standard deviations. */
const FAR_OFF = 2.5;

/**
 * What is believed of the model's work: nothing when it points so far from what stands out that the quotations know
 * better (eval/LOG.md, "Overruled").
 */
export function believed<Some extends Found>(found: Some): Some {
  const { background } = found.result;
  if (found.attribution === null || background === null) return found;
  const best = Math.max(0, ...found.sentences.map(({ cosine }) => cosine));
  const below = (best - found.attribution.source.cosine) / background.deviation;
  return below > FAR_OFF ? { ...found, reading: null, attribution: null } : found;
}

/**
 * Could what the model says still change the reply? A reader that is not trusted points at nothing: it can add its
 * words at most, and those are heard only where the quotations alone are sure enough.
 */
export function worthReading(found: Pick<Found, "result" | "sentences">, understood: Understood, rules: DecisionRules) {
  if (found.result.named?.lookup) return false;
  const alone = { ...found, reading: null, attribution: null };
  if (!measuresMeaning(alone, rules)) return true;
  const { outcome, score } = decideOutcome(alone, understood, rules);
  if (rules.chat?.trusted === false) return outcome === "answered" && score >= MINIMUM_SCORE;
  return score >= NOT_WORTH_READING;
}

/** The gate's weights hold only for the cosines of its own embedder, and only where sentences have vectors. */
function measuresMeaning({ sentences }: Found, { calibrated }: DecisionRules): boolean {
  return calibrated && sentences.some(({ cosine }) => cosine > 0);
}

/** Sentences so far below the best that none of the kind asked for is near, in standard deviations. */
const NOT_NEAR = 3;

export function gateFeatures({ result, sentences, attribution }: Found, understood: Understood): GateFeatures {
  const cosines = sentences.map((sentence) => sentence.cosine).toSorted((a, b) => b - a);
  const best = cosines[0] ?? 0;
  const { mean, deviation } = result.background ?? { mean: 0, deviation: 1 };
  const lift = (cosine: number) => (cosine - mean) / deviation;
  const kind = kindAskedFor(understood.question) ?? (understood.followUp ? kindAskedFor(understood.asked) : null);
  const fitting = kind === null ? sentences : sentences.filter(({ text }) => holdsKind(text, kind));
  const bestFitting = Math.max(0, ...fitting.map(({ cosine }) => cosine));
  return {
    lift: lift(best),
    fittingLift: Math.max(lift(bestFitting), lift(best) - NOT_NEAR),
    sourceLift: lift(attribution?.source.cosine ?? best),
    passageLift: lift(Math.max(0, ...result.passages.map(({ cosine }) => cosine))),
    agreement: result.passages[0]?.score ?? 0,
    margin: best - (cosines[4] ?? best),
    firstFits: kind === null || (sentences[0] !== undefined && holdsKind(sentences[0].text, kind)) ? 1 : 0,
    coverage: Math.max(0, ...sentences.map((sentence) => sentence.coverage)),
    support: attribution?.support ?? 0,
    echo: attribution?.echo ?? 0,
  };
}
