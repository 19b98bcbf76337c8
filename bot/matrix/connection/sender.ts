/**
 * Sends each event exactly once, in order within its room: what goes over the wire is stored first, and after a crash the
 * very same is sent again under the same transaction id. Never in clear into a room that is or ever was encrypted; while
 * that cannot be found out, nothing is sent. Knows nothing of questions and answers.
 */
import type { ConnectionStore, StoredPayload } from "../connection-store.ts";
import { type EventRedactor, type EventSender, NotSent, type Outgoing } from "../ports.ts";
import type { OnConnectionStep } from "./connection-steps.ts";
import { findOwnEvent } from "./find-own-event.ts";
import { hasErrcode, isFinal, isTransient } from "./homeserver-error.ts";
import { type Json, textAt } from "./json.ts";
import { type ConnectionLog, inWords } from "./log.ts";
import type { Requester } from "./requester.ts";
import type { Encrypter, KeySaver } from "./room-crypto.ts";
import type { RoomEncryption } from "./room-encryption.ts";
import { RoomQueues } from "./room-queues.ts";
import { backOffMs, type Timing } from "./timing.ts";

/** Synapse forgets a transaction id after a day; from here on we look whether the event is there already. */
const REMEMBERED_MS = 20 * 3_600_000;
/** Kept so that a repeated call is answered with the event that is there; nobody repeats one for longer. */
const KEEP_SENT_MS = 7 * 24 * 3_600_000;
/** Longest pause between two attempts. */
const CAP_MS = 15_000;
/** A connection that is dead without a word is given up after this; the same is then sent again on a new one. */
const SEND_TIMEOUT_MS = 20_000;
const CAN_ENCRYPT = "m.megolm.v1.aes-sha2";

export type SenderDeps = {
  readonly userId: string;
  readonly requester: Requester;
  readonly crypto: Encrypter & KeySaver;
  readonly rooms: RoomEncryption;
  readonly store: Pick<
    ConnectionStore,
    "payload" | "putPayload" | "setSent" | "dropSentBefore" | "dropPayload" | "unsentPayloads" | "transaction"
  >;
  readonly timing: Timing;
  readonly log: ConnectionLog;
  /** Ends what has no signal of its own. */
  readonly signal: AbortSignal;
  readonly onStep?: OnConnectionStep | undefined;
};

export interface Resender {
  /**
   * Sends again what was stored and never confirmed. `isWanted` is asked just before: what nobody wants any more (a
   * grant was taken back meanwhile) is forgotten.
   */
  resendUnsent(isWanted: (payload: StoredPayload) => boolean, signal: AbortSignal): Promise<void>;
}

export function createSender(deps: SenderDeps): EventSender & EventRedactor & Resender {
  const queues = new RoomQueues();
  const send = (event: Outgoing, signal: AbortSignal): Promise<string> =>
    queues.inTurn(event.roomId, async () => {
      try {
        return await untilSent(() => sendOnce(event, deps, signal), deps, signal);
      } catch (error) {
        if (error instanceof NotSent) deps.store.dropPayload(event.txnId);
        throw error;
      }
    });
  return {
    async send(event, signal) {
      return deps.store.payload(event.txnId)?.eventId ?? (await send(event, signal));
    },
    async redact({ roomId, eventId, txnId }) {
      const path = `${roomPath(roomId)}/redact/${encodeURIComponent(eventId)}/${encodeURIComponent(txnId)}`;
      await untilSent(() => redactOnce(path, deps), deps, deps.signal);
    },
    async resendUnsent(isWanted, signal) {
      const resend = async (payload: StoredPayload): Promise<void> => {
        if (isWanted(payload)) await send(payload, signal);
        else deps.store.dropPayload(payload.txnId);
      };
      const tell = (error: unknown, { roomId, txnId }: StoredPayload): void => {
        if (signal.aborted) return;
        deps.log("warn", "payload-not-resent", { roomId, txnId, error: inWords(error) });
      };
      const payloads = deps.store.unsentPayloads();
      await Promise.all(payloads.map((payload) => resend(payload).catch((error) => tell(error, payload))));
      signal.throwIfAborted();
    },
  };
}

async function redactOnce(path: string, { requester, signal, onStep }: SenderDeps): Promise<void> {
  try {
    await requester.json({ method: "PUT", path, body: {}, timeoutMs: SEND_TIMEOUT_MS }, { signal });
    onStep?.("redaction-sent");
  } catch (error) {
    if (!hasErrcode(error, "M_NOT_FOUND")) throw error;
  }
}

async function sendOnce(event: Outgoing, deps: SenderDeps, signal: AbortSignal): Promise<string> {
  const { roomId, txnId } = event;
  const stored = deps.store.payload(txnId);
  if (stored?.eventId) return stored.eventId;
  if (event.optional && stored === null && deps.requester.isHeldBack())
    throw new NotSent("Expected the homeserver to take events now, got a rate limit: what is optional is left out.");
  if (stored !== null && deps.timing.now() - stored.createdAt > REMEMBERED_MS) {
    const there = await findOwnEvent(stored, deps, signal);
    if (there !== null) return confirmed(txnId, there, deps);
  }
  const { type, content } = await wirePayload(event, stored, deps, signal);
  const path = `${roomPath(roomId)}/send/${encodeURIComponent(type)}/${encodeURIComponent(txnId)}`;
  const answer = await deps.requester.json(
    { method: "PUT", path, body: content, timeoutMs: SEND_TIMEOUT_MS },
    { signal },
  );
  const eventId = textAt(answer, "event_id");
  if (eventId === null) throw new Error("Expected the homeserver to name the event that it took, got no `event_id`.");
  deps.onStep?.("event-sent");
  return confirmed(txnId, eventId, deps);
}

function confirmed(txnId: string, eventId: string, { store, timing, onStep }: SenderDeps): string {
  store.transaction(() => {
    store.setSent(txnId, eventId);
    store.dropSentBefore(timing.now() - KEEP_SENT_MS);
  });
  onStep?.("event-confirmed");
  return eventId;
}

type Wire = { readonly type: string; readonly content: Json };

/** What was stored before goes out as it is, unless it is in clear and the room has been encrypted since. */
async function wirePayload(
  event: Outgoing,
  stored: StoredPayload | null,
  deps: SenderDeps,
  signal: AbortSignal,
): Promise<Wire> {
  if (stored?.type === "m.room.encrypted") return stored;
  const { roomId, txnId } = event;
  const clear = stored ?? event;
  const encrypted = await deps.rooms.isEncrypted(roomId, signal);
  const wire = encrypted ? await encrypt(clear, deps) : { type: clear.type, content: clear.content };
  if (encrypted) deps.onStep?.("event-encrypted");
  await deps.crypto.settled();
  deps.store.transaction(() => {
    deps.store.putPayload(txnId, { roomId, ...wire, eventId: null });
    deps.onStep?.("payload-written");
    deps.crypto.writeRows();
  });
  deps.onStep?.("payload-stored");
  deps.crypto.confirmWritten();
  return wire;
}

async function encrypt(
  { roomId, type, content }: Omit<Outgoing, "txnId">,
  { crypto, rooms }: SenderDeps,
): Promise<Wire> {
  const algorithm = rooms.known(roomId)?.algorithm;
  if (algorithm !== CAN_ENCRYPT)
    throw new NotSent(`Expected the room's encryption to be \`${CAN_ENCRYPT}\`, got \`${String(algorithm)}\`.`);
  return { type: "m.room.encrypted", content: await crypto.encrypt(roomId, type, content) };
}

/** Tries until it is done, refused for good, or not wanted any more. */
async function untilSent<T>(work: () => Promise<T>, deps: SenderDeps, wanted: AbortSignal): Promise<T> {
  const signal = AbortSignal.any([wanted, deps.signal]);
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (isFinal(error)) throw new NotSent(error.message, { cause: error });
      if (signal.aborted || !isTransient(error)) throw error;
      deps.log("warn", "send-retried", { attempt, error: inWords(error) });
      await deps.timing.sleep(backOffMs(attempt, CAP_MS, deps.timing.random), signal);
    }
  }
}

const roomPath = (roomId: string): string => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;
