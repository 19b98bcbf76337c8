/**
 * Takes one step of a plan. What goes out is written down before, under a transaction id that no other step ever has:
 * after a kill the very same is gone on with, and whatever lies in the room can be taken away again. Knows nothing of who
 * asked for it.
 */
import { editOf, noticeMessage } from "../message-content.ts";
import { type EventRedactor, type EventSender, NotSent } from "../ports.ts";
import type { LibraryStore } from "./library-store.ts";
import type { LibraryEvent, LibraryStep } from "./plan-library.ts";

export type PublishParts = {
  readonly homeserver: EventSender & EventRedactor;
  readonly store: LibraryStore;
  /** The event that lies (or may lie) on the homeserver under a transaction id; null for none. */
  readonly sentAs: (txnId: string, signal: AbortSignal) => Promise<string | null>;
  /** Forgets the payload that went out under a transaction id. */
  readonly dropPayload: (txnId: string) => void;
};

export type OpenRoom = { readonly collection: string; readonly roomId: string };

/** @throws NotSent when the homeserver refuses for good; the signal's reason. */
export async function take(
  step: LibraryStep,
  { collection, roomId }: OpenRoom,
  parts: PublishParts,
  signal: AbortSignal,
): Promise<void> {
  const { homeserver, store } = parts;
  switch (step.kind) {
    case "move":
      return store.move(step.leaf);
    case "publish": {
      const { leaf } = step;
      const root = store.threadOf(leaf.work, leaf.clause);
      const event = store.begin(collection, leaf, root);
      const content = noticeMessage(leaf.written, { thread: root === null ? null : { root, latest: root } });
      const out = { roomId, type: "m.room.message", content, txnId: txnIdOf(event) };
      return store.settle(event.number, await homeserver.send(out, signal));
    }
    case "revise": {
      const { leaf, eventId } = step;
      const event = store.begin(collection, leaf, null);
      const content = editOf(eventId, leaf.written, { type: "m.notice" });
      const out = { roomId, type: "m.room.message", content, txnId: txnIdOf(event) };
      return store.settle(event.number, await homeserver.send(out, signal));
    }
    case "redact": {
      for (const event of step.events) await redact(event, roomId, parts, signal);
      return;
    }
    default:
      return step satisfies never;
  }
}

/** Edits hold the text as well, and so does what a crash left unconfirmed. @returns was there anything? */
export async function redact(
  event: LibraryEvent,
  roomId: string,
  { homeserver, store, sentAs, dropPayload }: PublishParts,
  signal: AbortSignal,
): Promise<boolean> {
  const txnId = txnIdOf(event);
  const eventId = event.eventId ?? (await sentAs(txnId, signal).catch(nothingIfRefused));
  if (eventId !== null) await homeserver.redact({ roomId, eventId, txnId: `${txnId}-redact` });
  dropPayload(txnId);
  store.drop(event.number);
  return eventId !== null;
}

/** Finds out what has become of the events that a crash left unconfirmed. */
export async function settlePending(
  collection: string,
  { store, sentAs }: PublishParts,
  signal: AbortSignal,
): Promise<void> {
  for (const event of store.events(collection)) {
    if (event.eventId !== null) continue;
    const eventId = await sentAs(txnIdOf(event), signal).catch(nothingIfRefused);
    if (eventId !== null) store.settle(event.number, eventId);
  }
}

/** What the homeserver will never take does not lie there. */
function nothingIfRefused(error: unknown): null {
  if (error instanceof NotSent) return null;
  throw error;
}

function txnIdOf({ number, hash }: LibraryEvent): string {
  return `library-${number}-${hash}`;
}
