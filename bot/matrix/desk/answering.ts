/**
 * One question from its place in the ledger to its answer on the homeserver: rights, typing, the quiet first notice,
 * the answer, rights again, the reply. Whatever happens, the question ends in one reply or in none that was asked for.
 * Knows nothing of queues and of how events came.
 */
import type { Answer, AnswerEvent, AskRequest, ReplyLanguage, Retrieved } from "../../answer-types.ts";
import type { Ending, QuestionRecord } from "../../recorder.ts";
import { answerBlocks, evidenceBlocks, type LinkOf } from "../answer-blocks.ts";
import type { ConversationMessages } from "../messages/room-messages.ts";
import type { EventRedactor, EventSender, Presence } from "../ports.ts";
import { NotSent } from "../ports.ts";
import { type Block, paragraph } from "../rich-text.ts";
import type { OnDeskStep } from "./desk-steps.ts";
import { type Question, type QuestionStore, txnIdOf } from "./question-store.ts";
import { say } from "./speech.ts";
import { turnsBefore } from "./turns-before.ts";

/** What a room may read at this moment; `contact` is whom to ask where it may read nothing. */
export type Readable = { readonly collections: readonly string[]; readonly contact: string | null };

export type AnsweringParts = {
  readonly ask: (request: AskRequest) => Promise<Answer>;
  readonly homeserver: EventSender & EventRedactor & Presence;
  readonly questions: QuestionStore;
  readonly readable: (roomId: string) => Readable;
  readonly languageOf: (roomId: string, words: string) => ReplyLanguage;
  /** The language that a room has chosen; null: that of each question. */
  readonly roomLanguage: (roomId: string) => ReplyLanguage | null;
  readonly messages: (language: ReplyLanguage) => ConversationMessages;
  /** Where a member of a room can read on about what is quoted. */
  readonly linkOf: (roomId: string, citation: Parameters<LinkOf>[0]) => ReturnType<LinkOf>;
  /** The account is held back by the homeserver just now: what is not needed is not sent. */
  readonly heldBack: () => boolean;
  readonly report: (error: unknown) => string;
  readonly onStep?: OnDeskStep | undefined;
  /** For whoever watches: what becomes of the question at hand. */
  readonly record?: QuestionRecord;
  /** Told when rights were the reason for less than an answer. */
  readonly withheld?: (what: "nothing-readable" | "answer-withheld", question: Question) => void;
};

/** Why a run was ended from outside. */
export type StopReason = "stopped" | "withdrawn" | "edited" | "rights" | "gives-way" | "shutdown";

/** The typing notice is renewed before it runs out, in milliseconds. */
const TYPING_MS = 25_000;

/**
 * @param stop aborts the work; its reason is a `StopReason`. "stopped" still says so in the room; after the others
 * nothing is sent: the ledger keeps the question for later, or has already lost it ("withdrawn").
 */
export async function answerQuestionInRoom(
  parts: AnsweringParts,
  question: Question,
  notice: Notice,
  stop: AbortSignal,
): Promise<void> {
  const stopTyping = keepTyping(parts.homeserver, question.roomId);
  try {
    const reply = kept(question, parts) ?? (await work(parts, question, notice, stop));
    if (endsSilently(stop)) return;
    await finishReply(parts, question, reply, notice, stop);
  } catch (error) {
    if (endsSilently(stop)) return;
    parts.report(error);
    if (!(error instanceof NotSent)) throw error;
    parts.questions.setDone(question.eventId, null);
    parts.record?.ended("not-sent");
  } finally {
    stopTyping();
  }
}

type Reply = {
  readonly ending: Ending;
  readonly answer: Answer | null;
  readonly retrieved: readonly Retrieved[];
  readonly blocks: readonly Block[];
};

async function work(parts: AnsweringParts, question: Question, notice: Notice, stop: AbortSignal): Promise<Reply> {
  const { collections, contact } = parts.readable(question.roomId);
  const language = parts.languageOf(question.roomId, question.text);
  if (collections.length === 0) {
    parts.withheld?.("nothing-readable", question);
    const blocks = [paragraph(parts.messages(language).nothingGranted(contact))];
    return { ending: "nothing-granted", answer: null, retrieved: [], blocks };
  }
  let retrieved: readonly Retrieved[] = [];
  let evidence: Extract<AnswerEvent, { kind: "evidence-ready" }> | null = null;
  const answer = await parts.ask({
    question: question.text,
    history: turnsBefore(
      question,
      parts.questions,
      ({ answer: given, retrieved: found }) => given === null || mayRead(given, found, collections),
    ),
    collections,
    asOf: question.asOf,
    language: parts.roomLanguage(question.roomId),
    signal: stop,
    onRetrieved: (passages) => {
      retrieved = passages;
    },
    onEvent(event) {
      if (event.kind === "evidence-ready") evidence = event;
      // Only now is it known that the rest takes longer than a moment.
      if (event.kind !== "step-begin" || evidence === null || parts.heldBack()) return;
      if (areAll(evidence.citations, parts.readable(question.roomId).collections))
        notice.show(evidenceBlocks(evidence.citations, language, linksIn(question, parts)), () =>
          parts.record?.firstWords(),
        );
    },
  });
  return { ending: answer.outcome, answer, retrieved, blocks: answerBlocks(answer, linksIn(question, parts)) };
}

function linksIn({ roomId }: Question, { linkOf }: AnsweringParts): LinkOf {
  return (citation) => linkOf(roomId, citation);
}

/** What there is to say without any work, from before a restart. */
function kept({ status, answer, retrieved, roomId, text }: Question, parts: AnsweringParts): Reply | null {
  if (status === "ready") return { ending: answer?.outcome ?? "declined", answer, retrieved, blocks: [] };
  if (status !== "stopped") return null;
  const { stopped } = parts.messages(parts.languageOf(roomId, text));
  return { ending: "stopped", answer: null, retrieved: [], blocks: [paragraph(stopped)] };
}

/** Rights are looked at once more; what the room may no longer read is not sent. */
async function finishReply(
  parts: AnsweringParts,
  question: Question,
  reply: Reply,
  notice: Notice,
  stop: AbortSignal,
): Promise<void> {
  const { ending, answer, retrieved } = reply;
  const language = answer?.language ?? parts.languageOf(question.roomId, question.text);
  const messages = parts.messages(language);
  const allowed = answer === null || mayRead(answer, retrieved, parts.readable(question.roomId).collections);
  if (!allowed) parts.withheld?.("answer-withheld", question);
  // Words of ours alone are found again after a crash.
  if (answer !== null) parts.questions.setReady(question.eventId, allowed ? answer : null, allowed ? retrieved : []);
  parts.onStep?.("answer-ready");
  const noticeId = (await notice.settled()) ?? question.noticeId;
  const blocks = !allowed ? [paragraph(messages.accessChanged)] : blocksOf(parts, reply, question);
  const answerId = await say(
    parts.homeserver,
    {
      place: placeOf(question),
      blocks,
      to: question.sender,
      replaces: question.answerId ?? noticeId,
      txnId: (part) => txnIdOf(question, `answer${part}`),
    },
    sendingSignal(stop),
  );
  parts.onStep?.("answer-sent");
  parts.questions.setDone(question.eventId, answerId);
  parts.onStep?.("answer-noted");
  parts.record?.ended(allowed ? ending : "declined", answer?.milliseconds);
}

function blocksOf(parts: AnsweringParts, { answer, blocks }: Reply, question: Question): readonly Block[] {
  if (blocks.length > 0) return blocks;
  if (answer !== null) return answerBlocks(answer, linksIn(question, parts));
  const language = parts.languageOf(question.roomId, question.text);
  return [paragraph(parts.messages(language).accessChanged)];
}

/** Everything that an answer shows or lets `!why` show comes from collections that may still be read. */
export function mayRead(answer: Answer, retrieved: readonly Retrieved[], collections: readonly string[]): boolean {
  const named = answer.collections.map((collection) => ({ collection }));
  return areAll([...answer.citations, ...retrieved, ...named], collections);
}

function areAll(shown: readonly { readonly collection: string }[], collections: readonly string[]): boolean {
  return shown.every(({ collection }) => collections.includes(collection));
}

export function placeOf({ roomId, threadRoot, eventId }: Question) {
  return { roomId, threadRoot, answers: eventId };
}

/** A stopped question still tells that it was stopped; nothing is sent after a withdrawal or while shutting down. */
function sendingSignal(stop: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const check = () => {
    if (endsSilently(stop)) controller.abort(stop.reason);
  };
  stop.addEventListener("abort", check, { once: true });
  check();
  return controller.signal;
}

function endsSilently(stop: AbortSignal): boolean {
  return stop.aborted && stop.reason !== ("stopped" satisfies StopReason);
}

/** Shows the typing notice until the returned function is called. */
function keepTyping(presence: Presence, roomId: string): () => void {
  void presence.typing(roomId, true, TYPING_MS);
  const timer = setInterval(() => void presence.typing(roomId, true, TYPING_MS), TYPING_MS * 0.8);
  return () => {
    clearInterval(timer);
    void presence.typing(roomId, false);
  };
}

/** The quiet first notice of a question: shown once, and changed at most once more (from the place in the queue). */
export class Notice {
  readonly #send: (blocks: readonly Block[], part: string, replaces: string | null) => Promise<string>;
  #chain: Promise<string | null>;
  #count = 0;

  /** @param known the notice's event id when it was sent before a restart. */
  constructor(
    known: string | null,
    send: (blocks: readonly Block[], part: string, replaces: string | null) => Promise<string>,
  ) {
    this.#send = send;
    this.#chain = Promise.resolve(known);
  }

  /** @param shown called when it is out. */
  show(blocks: readonly Block[], shown = () => {}): void {
    const part = this.#count++ === 0 ? "notice" : "notice-edit";
    if (this.#count > 2) return;
    this.#chain = this.#chain.then(async (eventId) => {
      try {
        const noticeId = await this.#send(blocks, part, eventId);
        shown();
        return noticeId;
      } catch {
        return eventId; // a notice may be missing; the answer may not
      }
    });
  }

  /** The notice's event id, or null when none was sent. */
  settled(): Promise<string | null> {
    return this.#chain;
  }
}
