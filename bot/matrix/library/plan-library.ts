/**
 * From what should lie in a library room and what lies there to what is to be done, in order: older versions first, so
 * that newer ones find the thread of their clause. Pure.
 */
import type { Leaf, LeafPlace } from "./leaves.ts";

/** A leaf that the homeserver has. */
export type Published = LeafPlace & { readonly clause: string; readonly hash: string; readonly eventId: string };

export type LibraryStep =
  | { readonly kind: "publish"; readonly leaf: Leaf }
  /** The same place says something else now: a text was corrected, or is in force no longer. */
  | { readonly kind: "revise"; readonly leaf: Leaf; readonly eventId: string }
  | { readonly kind: "redact"; readonly published: Published };

/** @param wanted oldest version first. What is redacted comes first: it may be what must not be read any more. */
export function planLibrary(wanted: readonly Leaf[], published: readonly Published[]): readonly LibraryStep[] {
  const there = new Map(published.map((leaf) => [placeKey(leaf), leaf]));
  const places = new Set(wanted.map(placeKey));
  const gone = published.filter((leaf) => !places.has(placeKey(leaf)));
  return [
    ...gone.map((leaf) => ({ kind: "redact", published: leaf }) as const),
    ...wanted.flatMap((leaf): LibraryStep[] => {
      const known = there.get(placeKey(leaf));
      if (known === undefined) return [{ kind: "publish", leaf }];
      return known.hash === leaf.hash ? [] : [{ kind: "revise", leaf, eventId: known.eventId }];
    }),
  ];
}

function placeKey({ documentId, section, part }: LeafPlace): string {
  return `${documentId}/${section}/${part}`;
}
