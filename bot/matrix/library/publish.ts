/**
 * Takes the steps of a plan, one after the other, at the pace that the homeserver allows. Goes on after a kill where it
 * was: each step is known by its transaction id, and is written down once the homeserver has taken it. Knows nothing of
 * who asked for it.
 */
import { createHash } from "node:crypto";
import { editOf, noticeMessage } from "../message-content.ts";
import type { EventRedactor, EventSender } from "../ports.ts";
import type { Leaf } from "./leaves.ts";
import type { LibraryRoom, LibraryStore } from "./library-store.ts";
import type { LibraryStep, Published } from "./plan-library.ts";

export type PublishParts = {
  readonly homeserver: EventSender & EventRedactor;
  readonly store: LibraryStore;
};

/** @throws NotSent when the homeserver refuses for good; the signal's reason. What was taken by then is written down. */
export async function publish(
  steps: readonly LibraryStep[],
  room: Pick<LibraryRoom, "collection" | "roomId">,
  parts: PublishParts,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  for (const [at, step] of steps.entries()) {
    signal.throwIfAborted();
    await take(step, room, parts, signal);
    onProgress(at + 1, steps.length);
  }
}

async function take(
  step: LibraryStep,
  { collection, roomId }: Pick<LibraryRoom, "collection" | "roomId">,
  { homeserver, store }: PublishParts,
  signal: AbortSignal,
): Promise<void> {
  switch (step.kind) {
    case "publish": {
      const { leaf } = step;
      const root = store.threadOf(collection, leaf.clause);
      const content = noticeMessage(leaf.written, { thread: root === null ? null : { root, latest: root } });
      const txnId = txnIdOf("publish", roomId, leaf);
      const eventId = await homeserver.send({ roomId, type: "m.room.message", content, txnId }, signal);
      return store.put(collection, { ...leaf, eventId });
    }
    case "revise": {
      const { leaf, eventId } = step;
      const content = editOf(eventId, leaf.written, { type: "m.notice" });
      const txnId = txnIdOf("revise", roomId, leaf);
      await homeserver.send({ roomId, type: "m.room.message", content, txnId }, signal);
      return store.put(collection, { ...leaf, eventId });
    }
    case "redact": {
      const { published } = step;
      await homeserver.redact({ roomId, eventId: published.eventId, txnId: txnIdOf("redact", roomId, published) });
      return store.remove(published);
    }
    default:
      return step satisfies never;
  }
}

/** The same after a crash; another when the place says something else. */
function txnIdOf(kind: string, roomId: string, { documentId, section, part, hash }: Leaf | Published): string {
  const key = JSON.stringify([kind, roomId, documentId, section, part, hash]);
  return `library-${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
}
