/**
 * The message in the admin room that shows how far the work on a library is: sent once, then edited, also by the next
 * start. Knows nothing of the work itself.
 */
import { txnIdOf } from "../desk/question-store.ts";
import { say } from "../desk/speech.ts";
import { NotSent } from "../ports.ts";
import { paragraph } from "../rich-text.ts";
import type { LibraryParts } from "./library-parts.ts";

type Parts = Pick<LibraryParts, "homeserver" | "store" | "adminRoomId" | "clock">;

/** Progress is told this often at most, in milliseconds: each time is one message less for those who wait. */
const PROGRESS_MS = 20_000;

export class LibraryNotice {
  readonly #parts: Parts;
  readonly #collection: string;
  readonly #signal: AbortSignal;
  #toldAt: number | null = null;

  constructor(collection: string, parts: Parts, signal: AbortSignal) {
    this.#collection = collection;
    this.#parts = parts;
    this.#signal = signal;
  }

  /** Begins the message, or edits it when the last time is long enough ago. */
  async progress(words: string): Promise<void> {
    const { store, clock } = this.#parts;
    const room = store.room(this.#collection);
    if (room === null) return;
    const now = clock();
    if (this.#toldAt !== null && now - this.#toldAt < PROGRESS_MS) return;
    this.#toldAt = now;
    if (room.noticeId === null) return store.update(this.#collection, { noticeId: await this.#say("begin", words) });
    // Of no weight: the next one says more.
    await this.#say(`at ${now}`, words, true).catch((error) => {
      if (!(error instanceof NotSent)) throw error;
    });
  }

  /** The last words of this message; the next work begins another. */
  async end(words: string): Promise<void> {
    const room = this.#parts.store.room(this.#collection);
    if (room === null) return;
    await this.#say("end", words);
    this.#parts.store.update(this.#collection, { noticeId: null, run: room.run + 1 });
  }

  async #say(part: string, words: string, optional = false): Promise<string> {
    const { homeserver, store, adminRoomId } = this.#parts;
    const room = store.room(this.#collection);
    const about = { eventId: `library ${this.#collection} ${room?.at}`, revision: room?.run ?? 0 };
    const place = { roomId: adminRoomId, threadRoot: null, answers: null };
    const txnId = (more: string) => txnIdOf(about, `${part}${more}`);
    const replaces = room?.noticeId ?? null;
    return say(homeserver, { place, blocks: [paragraph(words)], to: null, replaces, optional, txnId }, this.#signal);
  }
}
