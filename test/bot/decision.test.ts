import { describe, expect, test } from "vitest";
import { believed, decideOutcome, type Found, gateFeatures, worthReading } from "../../bot/decision.ts";
import type { ScoredSentence } from "../../bot/evidence.ts";
import { MINIMUM_SCORE } from "../../bot/own-sentence.ts";
import { understand } from "../../bot/understand.ts";

const UNDERSTOOD = understand("How many members make a quorum?", [], { detect: () => "en", home: "en" });
const RULES = { calibrated: true, caution: "balanced" } as const;

/** Sentences with these cosines, where the collection's mean is 0.8 and its deviation 0.02. */
function found(cosines: readonly number[], text = "Thirty members make a quorum."): Found {
  const passage = { document: { status: "adopted" }, cosine: 0.82, score: 0.1 };
  const sentences = cosines.map(
    (cosine, id) =>
      ({ id, text, cosine, score: cosine, coverage: 0.5, standing: true, passage }) as unknown as ScoredSentence,
  );
  const background = { mean: 0.8, deviation: 0.02, offsets: new Map() };
  const result = { passages: [passage], background, named: null };
  return { result: result as unknown as Found["result"], sentences, reading: null, attribution: null };
}

describe("the decision", () => {
  test("measures how far a sentence stands out, in the collection's own deviations", () => {
    const features = gateFeatures(found([0.9, 0.86, 0.85, 0.84, 0.83]), UNDERSTOOD);
    expect(features.lift).toBeCloseTo(5, 6);
    expect(features.margin).toBeCloseTo(0.07, 6);
    expect(features.passageLift).toBeCloseTo(1, 6);
    expect(features.firstFits).toBe(1);
  });

  test("sees that the kind of thing asked for is missing", () => {
    const features = gateFeatures(found([0.9, 0.86], "The board sees to it."), UNDERSTOOD);
    expect(features).toMatchObject({ firstFits: 0 });
    expect(features.fittingLift).toBeCloseTo(features.lift - 3, 6);
  });

  test("asserts what stands out, offers what is near, and says when nothing is", () => {
    const outcomes = [0.92, 0.85, 0.83].map((best) => decideOutcome(found([best, 0.82]), UNDERSTOOD, RULES).outcome);
    expect(outcomes).toEqual(["answered", "closest-passages", "not-in-documents"]);
  });

  test("the model reads only where it could still change the reply, and always where cosines tell nothing", () => {
    const nothing = found([0.8, 0.79], "The board sees to it.");
    expect(worthReading(found([0.86]), UNDERSTOOD, RULES)).toBe(true);
    expect(worthReading(nothing, UNDERSTOOD, RULES)).toBe(false);
    expect(decideOutcome(nothing, UNDERSTOOD, RULES).outcome).toBe("not-in-documents");
    expect(worthReading(nothing, UNDERSTOOD, { ...RULES, calibrated: false })).toBe(true);
  });

  test("a model whose pointing is not trusted reads only where its words may be heard", () => {
    const untrusted = { ...RULES, chat: { trusted: false } };
    const scored = [0.92, 0.89, 0.86].map((best) => {
      const { score } = decideOutcome(found([best, 0.82]), UNDERSTOOD, untrusted);
      return [score >= MINIMUM_SCORE, worthReading(found([best, 0.82]), UNDERSTOOD, untrusted)];
    });
    expect(scored).toEqual([
      [true, true],
      [false, false],
      [false, false],
    ]);
    expect(worthReading(found([0.86]), UNDERSTOOD, { ...RULES, chat: { trusted: true } })).toBe(true);
  });

  test("a model that points far from what stands out is not believed", () => {
    const base = found([0.95, 0.91, 0.85]);
    const pointingTo = (index: number): Found => {
      const source = base.sentences[index] as ScoredSentence;
      return {
        ...base,
        reading: { sentence: source.text },
        attribution: { source, support: 1, echo: 0 },
      };
    };
    expect(believed(pointingTo(1))).toEqual(pointingTo(1));
    expect(believed(pointingTo(2))).toEqual(base);
    expect(believed(base)).toEqual(base);
  });

  test("a clause that is asked for by its name alone is its own answer; one that is named is never told to be missing", () => {
    const near = found([0.8]);
    const naming = (lookup: boolean): Found => ({
      ...near,
      result: { ...near.result, named: { clauses: [], passages: [], lookup } },
    });
    expect(decideOutcome(near, UNDERSTOOD, RULES).outcome).toBe("not-in-documents");
    expect(decideOutcome(naming(true), UNDERSTOOD, RULES).outcome).toBe("answered");
    expect(decideOutcome(naming(false), UNDERSTOOD, RULES).outcome).toBe("closest-passages");
    expect(worthReading(naming(true), UNDERSTOOD, RULES)).toBe(false);
  });
});
