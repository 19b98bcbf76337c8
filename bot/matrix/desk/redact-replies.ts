/**
 * Takes back everything the bot said of one question: the notice, its edits (the words of an answer lie in one), the
 * further parts of a long answer, and all that again for its new words. Knows nothing of why.
 */
import type { EventRedactor } from "../ports.ts";
import { type Question, txnIdOf } from "./question-store.ts";

export type RedactParts = {
  readonly homeserver: EventRedactor;
  /**
   * The event that lies (or may lie, when a crash or an end came in between) on the homeserver under a transaction id;
   * null for none.
   */
  readonly sentAs: (txnId: string, signal: AbortSignal) => Promise<string | null>;
  /** Forgets the payload that went out under a transaction id. */
  readonly dropPayload: (txnId: string) => void;
  readonly report: (error: unknown) => string;
};

const PARTS = ["notice", "notice-edit", "answer"];

/** Event by event: was it redacted? @throws when the signal aborts: not everything has been tried then. */
export async function redactReplies(question: Question, parts: RedactParts, signal: AbortSignal): Promise<boolean[]> {
  const { noticeId, answerId } = question;
  const sent = await sentFor(question, parts, signal);
  // What is edited goes first: its edits vanish with it from the eyes of members.
  const events = new Set([noticeId, answerId, ...sent.values()].filter((eventId) => eventId !== null));
  const done: boolean[] = [];
  for (const eventId of events) done.push(await redact(question, eventId, parts, signal));
  for (const txnId of sent.keys()) parts.dropPayload(txnId);
  return done;
}

/** By transaction id. */
async function sentFor(
  { eventId, revision: last }: Question,
  { sentAs, report }: RedactParts,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const sent = new Map<string, string>();
  const find = async (revision: number, part: string): Promise<boolean> => {
    const txnId = txnIdOf({ eventId, revision }, part);
    const found = await sentAs(txnId, signal).catch((error) => {
      signal.throwIfAborted();
      report(error);
      return null;
    });
    if (found !== null) sent.set(txnId, found);
    return found !== null;
  };
  for (let revision = 0; revision <= last; revision++)
    for (const part of PARTS)
      for (let number = 1; await find(revision, number === 1 ? part : `${part}${number}`); number++);
  return sent;
}

async function redact(
  question: Question,
  eventId: string,
  { homeserver, report }: RedactParts,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await homeserver.redact({ roomId: question.roomId, eventId, txnId: txnIdOf(question, `redact ${eventId}`) });
    return true;
  } catch (error) {
    signal.throwIfAborted();
    report(error);
    return false;
  }
}
