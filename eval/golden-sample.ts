/**
 * A small part of the golden questions that stands for the whole: the same questions at every run, kinds and languages
 * in the proportions of the list. Pure; no randomness.
 */

import { hashText } from "./fingerprint.ts";
import type { GoldenQuestion } from "./golden-set.ts";

/**
 * At each step the question is taken whose kind and language lag most behind their shares; between equals, the hash of
 * the id decides, so that neither the order of the file nor the author's numbering does. In the order of the list.
 */
export function sampleGolden(questions: readonly GoldenQuestion[], count: number): readonly GoldenQuestion[] {
  const left = questions.toSorted((one, other) => (hashText(one.id) < hashText(other.id) ? -1 : 1));
  const chosen = new Set<GoldenQuestion>();
  while (chosen.size < count && left.length > 0) {
    const lags = left.map((question) => lag(question, "kind") + lag(question, "language"));
    const [next] = left.splice(lags.indexOf(Math.max(...lags)), 1);
    if (next !== undefined) chosen.add(next);
  }
  return questions.filter((question) => chosen.has(question));

  /** How many of its sort the sample should hold by now, less how many it holds. */
  function lag(question: GoldenQuestion, trait: "kind" | "language"): number {
    const alike = (other: GoldenQuestion) => other[trait] === question[trait];
    const share = questions.filter(alike).length / questions.length;
    return share * (chosen.size + 1) - [...chosen].filter(alike).length;
  }
}
