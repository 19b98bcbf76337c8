/** The named moments of writing the index at which a crash must do no harm; for tests that end the process at each. */

/** Those up to `clauses-put` lie in the transaction of the document, the others in that of a batch of vectors. */
export const INDEX_STEPS = [
  "passage-put",
  "words-put",
  "sentences-put",
  "clauses-put",
  "vectors-put",
  "vectors-counted",
  "vectors-stored",
] as const;
export type IndexStep = (typeof INDEX_STEPS)[number];

export type OnIndexStep = (step: IndexStep) => void;
