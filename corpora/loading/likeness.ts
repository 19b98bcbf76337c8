/**
 * How much two texts are the same, by their sentences: knows a copy in another format and an edition with a few words
 * changed. Pure; compares texts only, never names or dates.
 */

/** The distinct sentences of a text, spaces and capitals made alike; what has fewer than three words is left out. */
export type Sentences = ReadonlySet<string>;

const LEAST_WORDS = 3;

export function sentencesOf(text: string): Sentences {
  const parts = text
    .normalize("NFKC")
    .toLowerCase()
    .split(/\n+|(?<=[.!?;:])\s+/u)
    .map((part) => part.replace(/[^\p{L}\p{N}]+/gu, " ").trim());
  return new Set(parts.filter((part) => part.split(" ").length >= LEAST_WORDS));
}

export type Likeness = {
  /** Shared sentences as a share of the longer text: 1 for the same text. */
  readonly same: number;
  /** As a share of the shorter one: high where one is mostly within the other. */
  readonly within: number;
  readonly shared: number;
};

export function likenessOf(one: Sentences, other: Sentences): Likeness {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  let shared = 0;
  for (const sentence of small) if (large.has(sentence)) shared += 1;
  if (small.size === 0) return { same: 0, within: 0, shared: 0 };
  return { same: shared / large.size, within: shared / small.size, shared };
}
