/**
 * The library rooms of a bot: switched on and off by admins, kept up to date with documents and rights, found by
 * citations, emptied for a purge. Knows nothing of commands and of how documents change.
 */
import { isDeepStrictEqual } from "node:util";
import type { DocumentVersion } from "../../../corpora/corpus-store.ts";
import { periodOn } from "../../../corpora/life.ts";
import type { Citation } from "../../answer-types.ts";
import type { Eraser } from "../../documents/purge.ts";
import { txnIdOf } from "../desk/question-store.ts";
import { say } from "../desk/speech.ts";
import { libraryMessagesIn } from "../messages/library.ts";
import { paragraph } from "../rich-text.ts";
import { joinedMembers, type RoomState } from "../room-state.ts";
import { bodyOf } from "./leaves.ts";
import type { LibraryParts } from "./library-parts.ts";
import { keepRights, roomsReading } from "./library-rights.ts";
import { currentJoinRule, joinRule, libraryMark } from "./library-room.ts";
import { tryRedact, workOnLibrary } from "./library-work.ts";
import { Rerun } from "./rerun.ts";
import { isFit, isWanted } from "./wanted-leaves.ts";

/** The event that shows what a citation quotes; `via`: a server that knows the room. */
export type SectionLink = { readonly roomId: string; readonly eventId: string; readonly via: string };

export type LibraryState = {
  readonly collection: string;
  readonly state: "open" | "closing";
  readonly roomId: string | null;
  readonly there: number;
  readonly total: number;
  /** Without the bot. */
  readonly members: number;
};

export type LibraryPreview = {
  readonly documents: number;
  readonly sections: number;
  /** In force, and yet not published. */
  readonly leftOut: number;
  /** Those whose members could join. */
  readonly rooms: readonly RoomState[];
};

export class Library {
  readonly #parts: LibraryParts;
  readonly #closing = new AbortController();
  readonly #pages = new Map<string, Rerun>();
  readonly #rights = new Map<string, Rerun>();
  #told = 0;

  constructor(parts: LibraryParts) {
    this.#parts = parts;
  }

  /** False when it is there already, or being closed. */
  switchOn(collection: string, decided: { readonly by: string; readonly at: number }): boolean {
    if (this.#parts.store.room(collection) !== null) return false;
    this.#parts.store.addRoom({ collection, ...decided });
    this.#pagesOf(collection).wake();
    return true;
  }

  /** False when there is none. */
  switchOff(collection: string): boolean {
    if (this.#parts.store.room(collection) === null) return false;
    this.#parts.store.update(collection, { state: "closing" });
    this.#rightsOf(collection).wake();
    this.#pagesOf(collection).wake();
    return true;
  }

  /** Takes up what was left unfinished, and whatever has changed since: documents, days, rights. Returns at once. */
  wake(): void {
    this.rightsChanged();
    for (const { collection } of this.#parts.store.rooms()) this.#pagesOf(collection).wake();
  }

  /** Grants, members or the openness of rooms are others now. Returns at once. */
  rightsChanged(): void {
    for (const { collection } of this.#parts.store.rooms()) this.#rightsOf(collection).wake();
  }

  states(): readonly LibraryState[] {
    const { store, rooms } = this.#parts;
    return store.rooms().map(({ collection, state, roomId }) => {
      const there = store.events(collection).filter(({ eventId }) => eventId !== null);
      const shown = new Set(there.map(({ documentId, clause }) => `${documentId}/${clause}`));
      const published = new Set(there.map(({ documentId }) => documentId));
      const wanted = this.#versions(collection).filter((one) =>
        isWanted(one, published.has(one.id), this.#parts.today()),
      );
      const members = roomId === null ? 0 : joinedMembers(rooms.room(roomId)).length - 1;
      return {
        collection,
        state,
        roomId,
        there: shown.size,
        total: this.#sections(wanted),
        members: Math.max(0, members),
      };
    });
  }

  preview(collection: string): LibraryPreview {
    const today = this.#parts.today();
    const inForce = this.#versions(collection).filter(({ periods }) => periodOn(periods, today) !== null);
    const fit = inForce.filter(isFit);
    return {
      documents: fit.length,
      sections: this.#sections(fit),
      leftOut: inForce.length - fit.length,
      rooms: roomsReading(collection, this.#parts),
    };
  }

  /** Where a member of a room lands on what is quoted; null where it is not published, or they could not join. */
  linkOf(
    roomId: string,
    { collection, file, start }: Pick<Citation, "collection" | "file" | "start">,
  ): SectionLink | null {
    const { store, stateOf, self } = this.#parts;
    const place = store.eventAt(collection, file, start);
    if (place === null) return null;
    const reading = roomsReading(collection, this.#parts).map((room) => room.roomId);
    const isSet = isDeepStrictEqual(currentJoinRule(stateOf(place.roomId)), joinRule(reading).content);
    if (!isSet || !reading.includes(roomId)) return null;
    return { ...place, via: self.slice(self.indexOf(":") + 1) };
  }

  isLibrary(roomId: string): boolean {
    return libraryMark(this.#parts.stateOf(roomId), this.#parts.self) !== null;
  }

  /** Takes deleted documents out of the rooms, their edits too. */
  eraser(): Eraser {
    const eventsOf = (documents: readonly { readonly id: number }[]) =>
      this.#parts.store.eventsOf(documents.map(({ id }) => id));
    return {
      count: (documents) => ({ published: eventsOf(documents).length }),
      erase: async (documents, signal) => {
        let [published, messagesLeft] = [0, 0];
        for (const collection of new Set(documents.map((document) => document.collection))) {
          const own = documents.filter((document) => document.collection === collection);
          await this.#pagesOf(collection).instead(async () => {
            const { roomId } = this.#parts.store.room(collection) ?? { roomId: null };
            for (const event of roomId === null ? [] : eventsOf(own)) {
              signal.throwIfAborted();
              if (roomId !== null && (await tryRedact(event, roomId, this.#parts, signal))) published += 1;
              else messagesLeft += 1;
            }
          });
        }
        return { published, messagesLeft };
      },
    };
  }

  /** Resolves when nothing is being done. */
  async idle(): Promise<void> {
    for (const rerun of [...this.#rights.values(), ...this.#pages.values(), ...this.#rights.values()])
      await rerun.idle();
  }

  /** What is unfinished is finished by the next start. */
  async close(): Promise<void> {
    this.#closing.abort("shutdown");
    await this.idle();
  }

  #pagesOf(collection: string): Rerun {
    const known = this.#pages.get(collection);
    if (known !== undefined) return known;
    const { signal } = this.#closing;
    const rerun = new Rerun({
      ...this.#parts,
      signal,
      work: () =>
        workOnLibrary(collection, this.#parts, {
          isStale: () => rerun.isStale,
          onOpened: () => this.#rightsOf(collection).wake(),
          signal,
        }),
    });
    this.#pages.set(collection, rerun);
    return rerun;
  }

  #rightsOf(collection: string): Rerun {
    const known = this.#rights.get(collection);
    if (known !== undefined) return known;
    const work = async () => {
      const people = await keepRights(collection, this.#parts);
      if (people > 0) await this.#tellRemoved(collection, people);
    };
    const rerun = new Rerun({ ...this.#parts, signal: this.#closing.signal, work });
    this.#rights.set(collection, rerun);
    return rerun;
  }

  async #tellRemoved(collection: string, people: number): Promise<void> {
    const { homeserver, adminRoomId, language, clock } = this.#parts;
    const words = libraryMessagesIn(language()).removed(collection, people);
    this.#told += 1;
    const about = { eventId: `library ${collection} removed ${clock()}`, revision: this.#told };
    const place = { roomId: adminRoomId, threadRoot: null, answers: null };
    const txnId = (part: string) => txnIdOf(about, part);
    await say(homeserver, { place, blocks: [paragraph(words)], to: null, replaces: null, txnId }, this.#closing.signal);
  }

  #versions(collection: string): readonly DocumentVersion[] {
    return this.#parts.documents.lifecycle.works(collection).flatMap(({ versions }) => versions);
  }

  #sections(versions: readonly DocumentVersion[]): number {
    const { documents } = this.#parts;
    return versions.reduce((sum, { collection, file, sections }) => {
      const text = documents.documentText(collection, file) ?? "";
      return sum + sections.filter((section) => bodyOf(section, text) !== "").length;
    }, 0);
  }
}
