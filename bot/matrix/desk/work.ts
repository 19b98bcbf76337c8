/**
 * The questions being worked on: puts them into the fair queue, runs them, stops, changes, forgets and resumes them.
 * The ledger knows each before anything is done, so that after a crash exactly one answer goes out. Knows nothing of
 * how questions are told from other messages.
 */
import { FairQueue, GAVE_WAY } from "../../fair-queue.ts";
import { type Ending, NO_RECORD, NO_RECORDER, type QuestionRecord, type Recorder } from "../../recorder.ts";
import { paragraph } from "../rich-text.ts";
import type { AnsweredBefore } from "./answered-before.ts";
import { type AnsweringParts, answerQuestionInRoom, Notice, placeOf, type StopReason } from "./answering.ts";
import type { OnDeskStep } from "./desk-steps.ts";
import { type Question, txnIdOf } from "./question-store.ts";
import { type RedactParts, redactReplies } from "./redact-replies.ts";
import { say } from "./speech.ts";

export type WorkParts = AnsweringParts &
  RedactParts & {
    /** What was deleted from the database leaves its files too. */
    readonly shred: () => void;
    readonly onStep?: OnDeskStep | undefined;
    /** Left out: nobody watches. */
    readonly recorder?: Recorder | undefined;
    readonly answeredBefore: AnsweredBefore;
  };

export type ForgottenQuestions = {
  readonly questions: number;
  readonly answers: number;
  /** Events of the bot that the homeserver has redacted, and those that it would not. */
  readonly redacted: number;
  readonly notRedacted: number;
};

/**
 * Two at once: while the model reads for one member, another already sees the passage found. A hundred that wait are a
 * quarter of an hour's work. Who has five waiting waits for their own words, not for others': the others go first.
 */
const QUEUE = { parallel: 2, waiting: 500, waitingPerMember: 100, floodFrom: 5 };
/** Up to here a member is served within moments and is not told a place in the queue. */
const TOLD_FROM = 2;

export class Work {
  readonly #parts: WorkParts;
  readonly #queue: FairQueue;
  readonly #running = new Map<string, AbortController>();
  readonly #sending = new Set<Promise<void>>();
  /** Of the questions that are not answered yet. */
  readonly #records = new Map<string, QuestionRecord>();
  readonly #closing = new AbortController();

  constructor(parts: WorkParts) {
    this.#parts = parts;
    this.#queue = new FairQueue(QUEUE, parts.report);
  }

  get length(): number {
    return this.#queue.length;
  }

  /** Takes up what a crash, an end or a full disk left unfinished. */
  async resume(): Promise<void> {
    const { questions, answeredBefore } = this.#parts;
    for (const question of questions.unfinished()) {
      if (this.#queue.has(question.eventId)) continue;
      const before = await answeredBefore(question, question.noticeId);
      if (before?.kind === "answered") {
        questions.setDone(question.eventId, before.eventId);
        continue;
      }
      const noticeId = before?.eventId ?? (await this.#noticeBefore(question));
      if (this.#closing.signal.aborted) return;
      if (noticeId !== null) questions.setNotice(question.eventId, noticeId);
      this.#enqueue({ ...question, noticeId }, { bounded: false });
    }
  }

  /** The notice of a question from before a restart; where nothing may be read any more, none goes out late. */
  async #noticeBefore(question: Question): Promise<string | null> {
    const { sentAs, readable, dropPayload } = this.#parts;
    if (question.noticeId !== null) return question.noticeId;
    const txnId = txnIdOf(question, "notice");
    if (readable(question.roomId).collections.length > 0) return sentAs(txnId, this.#closing.signal).catch(() => null);
    dropPayload(txnId);
    return null;
  }

  /** False when there is no room for it. */
  add(question: Question): boolean {
    return this.#enqueue(question, { bounded: true });
  }

  /** @param bounded false: it was accepted before, and nothing would answer it if it were refused now. */
  #enqueue(question: Question, { bounded }: { readonly bounded: boolean }): boolean {
    const { eventId, roomId, sender, text } = question;
    if (this.#queue.has(eventId)) return true;
    const notice = this.#noticeOf(question);
    if (!this.#records.has(eventId)) this.#records.set(eventId, (this.#parts.recorder ?? NO_RECORDER).question());
    const turn = this.#queue.add(eventId, sender, (giveWay) => this.#run(eventId, notice, giveWay), { bounded });
    if (turn === null) {
      this.#record(eventId, "refused");
      return false;
    }
    if (turn.position >= TOLD_FROM && !this.#parts.heldBack()) {
      const language = this.#parts.languageOf(roomId, text);
      notice.show([paragraph(this.#parts.messages(language).queued(turn.position))]);
    }
    return true;
  }

  /** Cancels a member's questions in a room and says so there; how many there were. */
  cancel(sender: string, roomId: string): number {
    const own = this.#parts.questions.unfinished().filter((q) => q.sender === sender && q.roomId === roomId);
    return own.filter((question) => this.stop(question)).length;
  }

  /** Ends the work on a question for good, the model's included; false when its reply is on its way already. */
  stop(question: Question): boolean {
    if (question.status !== "waiting") return false;
    this.#parts.questions.setStopped(question.eventId);
    this.#parts.onStep?.("question-stopped");
    this.#abort(question, "stopped");
    if (this.#queue.remove(question.eventId)) this.#background(this.#sayStopped(question));
    return true;
  }

  /** Takes a question back: nothing of it stays, here or in the room. What a crash leaves of it, the next call does. */
  async withdraw(question: Question): Promise<void> {
    this.#giveUp(question);
    this.#parts.questions.empty(question.eventId);
    this.#parts.onStep?.("question-emptied");
    await this.#redactReplies(question);
    this.#parts.onStep?.("replies-redacted");
    this.#parts.questions.remove(question.eventId);
    this.#parts.onStep?.("question-removed");
    this.#parts.shred();
  }

  /** Takes back everything that a member ever asked. */
  async forget(sender: string): Promise<ForgottenQuestions> {
    const gone = this.#parts.questions.of(sender);
    for (const question of gone) {
      this.#giveUp(question);
      this.#parts.questions.empty(question.eventId);
    }
    const redacted: boolean[] = [];
    for (const question of gone) {
      redacted.push(...(await this.#redactReplies(question)));
      this.#parts.questions.remove(question.eventId);
    }
    this.#parts.shred();
    return {
      questions: gone.length,
      answers: gone.filter(({ answer }) => answer !== null).length,
      redacted: redacted.filter((done) => done).length,
      notRedacted: redacted.filter((done) => !done).length,
    };
  }

  /** Takes back what was said of a question, and keeps the question: what it quotes is no more. Event by event: done? */
  async takeBack(question: Question): Promise<readonly boolean[]> {
    if (question.status === "done") return this.#redactReplies(question);
    this.#parts.dropPayload(txnIdOf(question, "answer"));
    this.change(question, question.text);
    return [];
  }

  /** The documents are others now: what is being answered is begun once more. */
  documentsChanged(): void {
    for (const question of this.#parts.questions.unfinished())
      if (question.status === "waiting") this.#again(question, "rights");
    this.#parts.shred();
  }

  /** Answers a question again, in its new words; the answer that is there already is edited. */
  change(question: Question, text: string): void {
    this.#parts.questions.setText(question.eventId, text);
    this.#parts.onStep?.("words-changed");
    this.#again(question, "edited");
  }

  /** The rights of a room have changed: what is being answered there is looked at once more before it is sent. */
  rightsChanged(roomId: string): void {
    for (const question of this.#parts.questions.unfinished()) {
      if (question.roomId !== roomId || question.status !== "ready") continue;
      this.#parts.dropPayload(txnIdOf(question, "answer"));
      this.#again(question, "rights");
    }
  }

  /** Resolves when nothing is being worked on. */
  async idle(): Promise<void> {
    while (this.#sending.size > 0 || this.#queue.length > 0) {
      await Promise.all([...this.#sending]);
      await this.#queue.idle();
    }
  }

  /** Stops working; what is unfinished stays in the ledger for the next start. */
  async close(): Promise<void> {
    this.#closing.abort("shutdown" satisfies StopReason);
    for (const controller of this.#running.values()) controller.abort("shutdown" satisfies StopReason);
    await this.idle();
  }

  async #run(eventId: string, notice: Notice, giveWay: AbortSignal): Promise<unknown> {
    const question = this.#parts.questions.get(eventId);
    if (question === null || question.status === "done" || this.#closing.signal.aborted) return null;
    const controller = new AbortController();
    this.#running.set(eventId, controller);
    // What is ready is sent: it would take no less time later.
    const letOthers = () => {
      if (this.#parts.questions.get(eventId)?.status === "waiting") controller.abort("gives-way" satisfies StopReason);
    };
    giveWay.addEventListener("abort", letOthers, { once: true });
    try {
      const record = this.#records.get(eventId) ?? NO_RECORD;
      await answerQuestionInRoom({ ...this.#parts, record }, question, notice, controller.signal);
    } finally {
      this.#running.delete(eventId);
      if (this.#parts.questions.get(eventId)?.status === "done") this.#records.delete(eventId);
    }
    if (controller.signal.reason === "withdrawn") await this.#redactLate(question, notice);
    if (["edited", "rights"].includes(controller.signal.reason)) setImmediate(() => this.#addAgain(eventId));
    return controller.signal.reason === "gives-way" ? GAVE_WAY : null;
  }

  /** Works on a question once more: now, or as soon as the run under way has ended. */
  #again(question: Question, reason: StopReason): void {
    if (!this.#abort(question, reason)) this.#addAgain(question.eventId);
  }

  #addAgain(eventId: string): void {
    const question = this.#parts.questions.get(eventId);
    if (question !== null && question.status !== "done") this.#enqueue(question, { bounded: false });
  }

  #giveUp(question: Question): void {
    this.#abort(question, "withdrawn");
    this.#queue.remove(question.eventId);
    this.#record(question.eventId, "withdrawn");
  }

  #abort({ eventId }: Question, reason: StopReason): boolean {
    const running = this.#running.get(eventId);
    running?.abort(reason);
    return running !== undefined;
  }

  #noticeOf(question: Question): Notice {
    return new Notice(question.noticeId, async (blocks, part, replaces) => {
      const txnId = (more: string) => txnIdOf(question, `${part}${more}`);
      const said = { place: placeOf(question), blocks, to: null, replaces, txnId, optional: true };
      const noticeId = await say(this.#parts.homeserver, said, this.#closing.signal);
      this.#parts.onStep?.("notice-sent");
      this.#parts.questions.setNotice(question.eventId, noticeId);
      this.#parts.onStep?.("notice-noted");
      return noticeId;
    });
  }

  async #sayStopped(question: Question): Promise<void> {
    const language = this.#parts.languageOf(question.roomId, question.text);
    const said = {
      place: placeOf(question),
      blocks: [paragraph(this.#parts.messages(language).stopped)],
      to: question.sender,
      replaces: question.answerId ?? question.noticeId,
      txnId: (part: string) => txnIdOf(question, `answer${part}`),
    };
    const answerId = await say(this.#parts.homeserver, said, this.#closing.signal);
    this.#parts.questions.setDone(question.eventId, answerId);
    this.#record(question.eventId, "stopped");
  }

  #record(eventId: string, ending: Ending): void {
    this.#records.get(eventId)?.ended(ending);
    this.#records.delete(eventId);
  }

  /** A notice that went out while its question was taken back. */
  async #redactLate(question: Question, notice: Notice): Promise<void> {
    const noticeId = await notice.settled();
    if (noticeId !== null) await this.#redactReplies({ ...question, noticeId });
  }

  #redactReplies(question: Question): Promise<boolean[]> {
    return redactReplies(question, this.#parts, this.#closing.signal);
  }

  #background(work: Promise<void>): void {
    const kept = work
      .catch((error) => {
        if (!this.#closing.signal.aborted) this.#parts.report(error);
      })
      .finally(() => this.#sending.delete(kept));
    this.#sending.add(kept);
  }
}
