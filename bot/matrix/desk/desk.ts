/**
 * Deals with what came in: questions and commands are told from other messages, edits, redactions and reactions act on
 * the question they belong to. What is said in one room is understood in order; what takes long never holds up the
 * next. An item stays in the inbox until it is dealt with.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { ReplyLanguage } from "../../answer-types.ts";
import type { CommandOutcome, ReplyFile } from "../commands/command-call.ts";
import { troubleOfError } from "../health/trouble-of-error.ts";
import { fileMessage } from "../message-content.ts";
import type { ConversationMessages } from "../messages/room-messages.ts";
import type { EventSender, FileShelf, Presence } from "../ports.ts";
import { type Block, paragraph } from "../rich-text.ts";
import type { Invite, RoomEvent } from "../room-event.ts";
import type { RoomState } from "../room-state.ts";
import type { Message } from "./address.ts";
import type { AnsweredBefore } from "./answered-before.ts";
import type { Budget } from "./budget.ts";
import type { OnDeskStep } from "./desk-steps.ts";
import { type Heard, Hearing, type HearingParts } from "./hearing.ts";
import type { InboxItem, InboxStore } from "./inbox-store.ts";
import { type Question, type QuestionStore, txnIdOf } from "./question-store.ts";
import { say } from "./speech.ts";
import type { Work } from "./work.ts";

export type DeskParts = HearingParts & {
  readonly inbox: InboxStore;
  readonly questions: QuestionStore;
  readonly work: Pick<Work, "add" | "stop" | "withdraw" | "change">;
  readonly transaction: <T>(work: () => T) => T;
  readonly homeserver: EventSender & Presence & Pick<FileShelf, "upload">;
  readonly messages: (language: ReplyLanguage) => ConversationMessages;
  /** How much one member may ask in a while, commands included. */
  readonly budget: Pick<Budget, "take" | "refuse">;
  /** Null when the words are no command. */
  readonly command: (heard: Heard) => Promise<CommandOutcome> | null;
  readonly files: FileDesk;
  readonly answeredBefore: AnsweredBefore;
  /** A reaction to a question or to the bot's reply to it. */
  readonly feedback: (reaction: Reaction, question: Question) => void;
  /** Something was taken back that is no question: a reaction, perhaps. */
  readonly takenBack: (eventId: string) => void;
  readonly invite: (invite: Invite) => Promise<void>;
  /** Somebody came or went, or the room was replaced. */
  readonly stateChanged: (event: Extract<RoomEvent, { kind: "state" }>, room: RoomState) => Promise<void>;
  readonly undecryptable: (event: Extract<RoomEvent, { kind: "undecryptable" }>, room: RoomState) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Messages older than this are not answered, in milliseconds. */
  readonly maxAgeMs: number;
  /** Pauses before something that failed is tried again, in milliseconds; one more try than pauses. */
  readonly retryAfterMs: readonly number[];
  /** Writes to the operator's log and gives the reference. */
  readonly report: (error: unknown) => string;
  readonly onStep?: OnDeskStep | undefined;
};

/** What is done about files that are handed in. Whatever takes an item out of the inbox is told its id. */
export type FileDesk = {
  /** Null when nothing is done about it. */
  readonly file: (id: string, file: Extract<RoomEvent, { kind: "file" }>) => Promise<void> | null;
  /** Null when the words are no answer to a report on a file. */
  readonly answer: (id: string, heard: Heard) => GoesOn | null;
  /** False when it is put on something else. */
  readonly reaction: (id: string, reaction: Reaction) => boolean;
  /** The message with a file was taken back; false when it was none. */
  readonly takenBack: (id: string, redaction: Extract<RoomEvent, { kind: "redaction" }>) => boolean;
};

/** Cancels the question that it is put on. */
const STOP_KEYS = new Set(["🛑", "✋", "⛔"]);

export class Desk {
  readonly #parts: DeskParts;
  readonly #hearing: Hearing;
  /** What is being understood, room by room. */
  readonly #rooms = new Map<string, Promise<void>>();
  readonly #inHand = new Set<string>();
  /** Could not be understood, whatever was tried. */
  readonly #left = new Set<string>();
  /** Ends the pauses before the next try. */
  #wake = Promise.withResolvers<void>();
  readonly #background = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#hearing = new Hearing(parts);
  }

  /** Begins to deal with everything in the inbox that is not in hand yet; returns at once. */
  deal(): void {
    for (const item of this.#parts.inbox.pending()) {
      if (this.#inHand.has(item.id)) continue;
      this.#inHand.add(item.id);
      const { roomId } = item.item;
      const next = (this.#rooms.get(roomId) ?? Promise.resolve()).then(() => this.#take(item));
      this.#rooms.set(
        roomId,
        next.catch(() => {}), // `#keep` tells; the next one's turn comes all the same
      );
      this.#keep(next);
    }
  }

  /** Begins anew with what could not be understood: the disk was full, and is not any more. */
  again(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
    for (const id of this.#left) this.#inHand.delete(id);
    this.#left.clear();
    this.deal();
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    while (this.#background.size > 0) await Promise.all([...this.#background]);
  }

  async close(): Promise<void> {
    this.#closing.abort("shutdown");
    await this.idle();
  }

  #keep(work: Promise<void>): void {
    const kept = work
      .catch((error) => {
        if (!this.#closing.signal.aborted) this.#parts.report(error);
      })
      .finally(() => this.#background.delete(kept));
    this.#background.add(kept);
  }

  /**
   * Understands one item; what takes long goes on behind it. What cannot be understood (the disk is full, the homeserver
   * away) is tried again, and in the end left in the inbox until there is room again, or for the next start.
   */
  async #take({ id, item }: InboxItem): Promise<void> {
    try {
      const goesOn = await this.#patiently(() => this.#understand(id, item));
      if (goesOn.work === null) this.#done(id);
      else this.#keep(this.#finish(id, goesOn.work));
    } catch (error) {
      this.#left.add(id);
      throw error;
    }
  }

  /** @throws what the last try threw, or the reason of the end. */
  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.#closing;
    for (const pauseMs of this.#parts.retryAfterMs) {
      signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        if (!signal.aborted) this.#parts.report(error);
        await Promise.race([sleep(pauseMs, undefined, { signal }), this.#wake.promise]);
      }
    }
    return work();
  }

  /** What could not be finished because the bot ends stays in the inbox. */
  async #finish(id: string, work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      this.#parts.report(error);
      if (troubleOfError(error) === "disk") return void this.#left.add(id);
    }
    this.#doneOrLeft(id);
  }

  #doneOrLeft(id: string): void {
    try {
      this.#done(id);
    } catch (error) {
      this.#left.add(id);
      throw error;
    }
  }

  #done(id: string): void {
    this.#parts.inbox.done(id);
    this.#parts.onStep?.("inbox-emptied");
    this.#inHand.delete(id);
  }

  async #understand(id: string, item: InboxItem["item"]): Promise<GoesOn> {
    switch (item.kind) {
      case "message":
        return this.#message(id, item);
      case "edit":
        return this.#edit(id, item);
      case "redaction":
        return this.#redaction(id, item);
      case "reaction":
        return this.#reaction(id, item);
      case "invite":
        return { work: this.#patiently(() => this.#parts.invite(item)) };
      case "state":
        return { work: this.#parts.stateChanged(item, this.#hearing.room(item.roomId)) };
      case "undecryptable":
        return { work: this.#parts.undecryptable(item, this.#hearing.room(item.roomId)) };
      case "file":
        return { work: this.#parts.files.file(id, item) };
      default:
        return item satisfies never;
    }
  }

  async #message(id: string, message: Message): Promise<GoesOn> {
    const { clock, maxAgeMs, command } = this.#parts;
    if (message.at < clock() - maxAgeMs) return NOTHING;
    const heard = await this.#hearing.hear(message);
    const answered = this.#parts.files.answer(id, heard);
    if (answered !== null) return answered;
    if (!heard.addressed && !heard.message.text.startsWith("!")) return NOTHING;
    const before = await this.#parts.answeredBefore(message);
    if (before?.kind === "answered") return NOTHING;
    const noticeId = before?.eventId ?? null;
    const granted = this.#parts.budget.take(message.sender);
    if (granted !== "granted") return { work: granted === "tell" ? this.#tellTooMany(heard) : null };
    const carriedOut = command(heard);
    if (carriedOut !== null) return { work: carriedOut.then((outcome) => this.#carryOut(id, heard, outcome)) };
    return heard.addressed
      ? { work: this.#question(id, heard, { text: heard.message.text, asOf: null, noticeId }) }
      : NOTHING;
  }

  /** Quietly, so that no other bot answers it. */
  async #tellTooMany({ message, threadRoot, language }: Heard): Promise<void> {
    const { roomId, eventId } = message;
    const txnId = (part: string) => txnIdOf({ eventId, revision: 0 }, `too many${part}`);
    const blocks = [paragraph(this.#parts.messages(language).tooManyQuestions)];
    const place = { roomId, threadRoot, answers: eventId };
    await say(this.#parts.homeserver, { place, blocks, to: null, replaces: null, txnId }, this.#closing.signal);
  }

  async #carryOut(id: string, call: Heard, outcome: CommandOutcome): Promise<void> {
    if (outcome.kind === "question")
      await this.#question(id, call, { text: outcome.question, asOf: outcome.asOf, noticeId: null });
    if (outcome.kind !== "reply") return;
    await this.#reply(call, outcome.blocks);
    for (const [index, file] of (outcome.files ?? []).entries()) await this.#sendFile(call, file, index);
  }

  /** Uploaded anew after a crash, sent once. */
  async #sendFile({ message, threadRoot, editId }: Heard, file: ReplyFile, index: number): Promise<void> {
    const { roomId, eventId } = message;
    const uploaded = await this.#parts.homeserver.upload(roomId, file);
    const thread = threadRoot === null ? null : { root: threadRoot, latest: eventId };
    const content = fileMessage({ ...file, size: file.bytes.length, uploaded, caption: null }, { thread });
    const txnId = txnIdOf({ eventId: editId ?? eventId, revision: 0 }, `file${index + 1}`);
    await this.#parts.homeserver.send({ roomId, type: "m.room.message", content, txnId }, this.#closing.signal);
  }

  async #reply({ message, threadRoot, editId }: Heard, blocks: readonly Block[]): Promise<void> {
    const { roomId, eventId, sender } = message;
    const txnId = (part: string) => txnIdOf({ eventId: editId ?? eventId, revision: 0 }, `reply${part}`);
    const place = { roomId, threadRoot, answers: eventId };
    await say(this.#parts.homeserver, { place, blocks, to: sender, replaces: null, txnId }, this.#closing.signal);
  }

  /** Into the ledger and out of the inbox in one transaction, then to work. */
  #question(
    id: string,
    call: Heard,
    { text, asOf, noticeId }: Pick<Question, "text" | "asOf" | "noticeId">,
  ): Promise<void> | null {
    const { questions, inbox, work, homeserver, onStep } = this.#parts;
    const { eventId, roomId, sender, at } = call.message;
    this.#parts.transaction(() => {
      questions.add({ eventId, roomId, sender, at, threadRoot: call.threadRoot, text, asOf });
      if (noticeId !== null) questions.setNotice(eventId, noticeId);
      onStep?.("question-entered");
      inbox.done(id);
    });
    onStep?.("question-taken");
    void homeserver.read(roomId, eventId);
    const kept = questions.get(eventId);
    if (kept === null || kept.status === "done" || work.add(kept)) return null;
    return this.#refuse(call);
  }

  /** The ledger keeps the question until its refusal is out: after a crash before that it is answered. */
  async #refuse(call: Heard): Promise<void> {
    const { questions, budget } = this.#parts;
    if (budget.refuse(call.message.sender) === "tell") await this.#tellTooMany(call);
    questions.remove(call.message.eventId);
  }

  /** New words of the asker: a waiting question is changed, an answered one is answered once more while it is fresh. */
  async #edit(id: string, edit: Edit): Promise<GoesOn> {
    const { roomId, sender, target, text, at } = edit;
    const { questions, work, clock, maxAgeMs } = this.#parts;
    const question = questions.get(target);
    if (question === null) return this.#editedCommand(id, edit);
    if (question.sender !== sender || question.roomId !== roomId) return NOTHING;
    if (question.revision > 0 || question.at < clock() - maxAgeMs || at < question.at) return NOTHING;
    const words = this.#hearing.words(roomId, text);
    if (words !== question.text && words !== "") work.change(question, words);
    return NOTHING;
  }

  /** A message that was no question and now reads like a command: `commands/` says what comes of that. */
  async #editedCommand(id: string, edit: Edit): Promise<GoesOn> {
    const { clock, maxAgeMs, command } = this.#parts;
    const words = this.#hearing.words(edit.roomId, edit.text);
    if (!words.startsWith("!") || edit.at < clock() - maxAgeMs) return NOTHING;
    const heard = await this.#hearing.hearEdit(edit);
    const carriedOut = command(heard);
    return carriedOut === null ? NOTHING : { work: carriedOut.then((outcome) => this.#carryOut(id, heard, outcome)) };
  }

  #redaction(id: string, redaction: Extract<RoomEvent, { kind: "redaction" }>): GoesOn {
    const { roomId, target } = redaction;
    const { questions, work, takenBack, files } = this.#parts;
    const question = questions.get(target);
    if (question?.roomId === roomId) return { work: work.withdraw(question) };
    if (!files.takenBack(id, redaction)) takenBack(target);
    return NOTHING;
  }

  #reaction(id: string, reaction: Reaction): GoesOn {
    const { questions, work, feedback, files } = this.#parts;
    const { sender, target, key, roomId } = reaction;
    if (files.reaction(id, reaction)) return NOTHING;
    const question = questions.get(target) ?? questions.byReply(target);
    if (question === null || question.roomId !== roomId) return NOTHING;
    const plain = key.replace(/[\u{FE0F}\u{1F3FB}-\u{1F3FF}]/gu, "");
    if (!STOP_KEYS.has(plain)) feedback(reaction, question);
    else if (sender === question.sender) work.stop(question);
    return NOTHING;
  }
}

type Edit = Extract<RoomEvent, { readonly kind: "edit" }>;
type Reaction = Extract<RoomEvent, { readonly kind: "reaction" }>;

/** `work` null: dealt with. */
export type GoesOn = { readonly work: Promise<void> | null };
const NOTHING: GoesOn = { work: null };
