/**
 * From what should lie in a library room and what was sent there to what is to be done, in order: what must not be read
 * any more goes first, and older versions before newer ones, which find the thread of their clause. Pure.
 */
import type { Leaf, LeafPlace, LeafStretch } from "./leaves.ts";

/** An event that shows a leaf: the first of a leaf is its own, the others are edits of it. */
export type LibraryEvent = LeafPlace &
  LeafStretch & {
    /** In the order of sending; no two ever have the same. */
    readonly number: number;
    readonly collection: string;
    readonly hash: string;
    /** The event whose thread it stands in; null when it begins one. */
    readonly rootId: string | null;
    /** Null while it is not known whether the homeserver has it. */
    readonly eventId: string | null;
  };

export type LibraryStep =
  | { readonly kind: "redact"; readonly events: readonly LibraryEvent[] }
  /** Its section lies elsewhere in the text now. */
  | { readonly kind: "move"; readonly leaf: Leaf }
  | { readonly kind: "publish"; readonly leaf: Leaf }
  /** It says something else now: a text was corrected, or is in force no longer. */
  | { readonly kind: "revise"; readonly leaf: Leaf; readonly eventId: string };

/** @param wanted oldest version first. @param events all of the collection, in the order of sending. */
export function planLibrary(wanted: readonly Leaf[], events: readonly LibraryEvent[]): readonly LibraryStep[] {
  const there = Map.groupBy(events, placeKey);
  const places = new Set(wanted.map(placeKey));
  const gone = [...there].flatMap(([place, shown]) =>
    places.has(place) ? [] : [{ kind: "redact", events: shown } as const],
  );
  const steps = wanted.flatMap((leaf) => stepsFor(leaf, there.get(placeKey(leaf)) ?? []));
  const moves = steps.filter(({ kind }) => kind === "move");
  return [...moves, ...gone, ...steps.filter(({ kind }) => kind !== "move")];
}

function stepsFor(leaf: Leaf, shown: readonly LibraryEvent[]): LibraryStep[] {
  const sent = shown.filter(({ eventId }) => eventId !== null);
  const [first, last] = [sent[0], sent.at(-1)];
  if (first === undefined || last === undefined || first.eventId === null) return [{ kind: "publish", leaf }];
  const isMoved = first.start !== leaf.start || first.end !== leaf.end || first.file !== leaf.file;
  return [
    ...(isMoved ? [{ kind: "move", leaf } as const] : []),
    ...(last.hash === leaf.hash ? [] : [{ kind: "revise", leaf, eventId: first.eventId } as const]),
  ];
}

function placeKey({ documentId, clause, part }: LeafPlace): string {
  return `${documentId}/${clause}/${part}`;
}
