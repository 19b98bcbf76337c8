/**
 * The work on one library room: makes it, brings what lies in it up to date, or empties and leaves it. Each run begins
 * with what is there; what a crash or an end interrupts, the next one finishes. Answers go first.
 */
import { libraryMessagesIn } from "../messages/library.ts";
import { NotSent } from "../ports.ts";
import type { Leaf } from "./leaves.ts";
import { LibraryNotice } from "./library-notice.ts";
import type { LibraryParts } from "./library-parts.ts";
import { keepRights } from "./library-rights.ts";
import { libraryMark, markOf, newLibrary } from "./library-room.ts";
import type { LibraryRoom } from "./library-store.ts";
import { type LibraryStep, planLibrary } from "./plan-library.ts";
import { redact, settlePending, take } from "./publish.ts";
import { wantedLeaves } from "./wanted-leaves.ts";

/** While something more important is to be sent, this long passes before it is asked again, in milliseconds. */
const PACE_MS = 500;

export type LibraryRun = {
  /** Have documents or orders changed since it began? */
  readonly isStale: () => boolean;
  /** The room is there now: who may join? */
  readonly onOpened: () => void;
  readonly signal: AbortSignal;
};

/** @throws the signal's reason; what the homeserver says when it is away for long. */
export async function workOnLibrary(collection: string, parts: LibraryParts, run: LibraryRun): Promise<void> {
  const room = parts.store.room(collection);
  if (room === null) return;
  const notice = new LibraryNotice(collection, parts, run.signal);
  try {
    if (room.state === "closing") await empty(room, notice, parts, run);
    else await fill(room, notice, parts, run);
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    await notice.progress(libraryMessagesIn(parts.language()).stuck(collection, parts.report(error)));
  }
}

async function fill(room: LibraryRoom, notice: LibraryNotice, parts: LibraryParts, run: LibraryRun): Promise<void> {
  const { collection } = room;
  const { store, rooms } = parts;
  const m = libraryMessagesIn(parts.language());
  const roomId = room.roomId ?? (await openRoom(room, parts, run));
  await settlePending(collection, parts, run.signal);
  const wanted = await leavesNow(collection, parts);
  const steps = planLibrary(wanted, store.events(collection));
  const total = sections(wanted);
  if (steps.every(({ kind }) => kind === "move") && room.noticeId === null && room.run > 0)
    return moveAll(steps, parts);
  let missing = sections(steps.flatMap((step) => (step.kind === "publish" ? [step.leaf] : [])));
  for (const step of steps) {
    if (step.kind !== "move") {
      await pace(parts, run);
      if (run.isStale()) return;
      if (rooms.room(roomId).encrypted) return notice.progress(m.encryptedByServer(collection));
      await notice.progress(m.progress(collection, total - missing, total));
    }
    await take(step, { collection, roomId }, parts, run.signal);
    if (step.kind === "publish" && step.leaf.part === 0) missing -= 1;
  }
  await notice.end(m.upToDate(collection, total));
  parts.shred();
}

function moveAll(steps: readonly LibraryStep[], { store }: LibraryParts): void {
  for (const step of steps) if (step.kind === "move") store.move(step.leaf);
}

function sections(leaves: readonly Leaf[]): number {
  return leaves.filter(({ part }) => part === 0).length;
}

function leavesNow(collection: string, { documents, store, today, language }: LibraryParts): Promise<Leaf[]> {
  const published = new Set(store.events(collection).map(({ documentId }) => documentId));
  return wantedLeaves({
    works: documents.lifecycle.works(collection),
    text: (file) => documents.documentText(collection, file),
    isPublished: (id) => published.has(id),
    today: today(),
    language: language(),
  });
}

/** Made once: after a crash in the middle it is known by its mark. */
async function openRoom(room: LibraryRoom, parts: LibraryParts, { onOpened }: LibraryRun): Promise<string> {
  const { homeserver, store, documents } = parts;
  const m = libraryMessagesIn(parts.language());
  const title = documents.collections().find(({ name }) => name === room.collection)?.title ?? room.collection;
  const made =
    madeBefore(room, parts) ?? (await homeserver.createRoom(newLibrary(markOf(room), m.roomName(title), m.topic)));
  store.update(room.collection, { roomId: made });
  onOpened();
  return made;
}

function madeBefore(room: LibraryRoom, { rooms, stateOf, self }: LibraryParts): string | null {
  const mark = markOf(room);
  return rooms.joined().find(({ roomId }) => libraryMark(stateOf(roomId), self) === mark)?.roomId ?? null;
}

/** Nobody may be in it any more before anything else; what the homeserver will not remove is counted and told. */
async function empty(room: LibraryRoom, notice: LibraryNotice, parts: LibraryParts, run: LibraryRun): Promise<void> {
  const { collection } = room;
  const { homeserver, store } = parts;
  const m = libraryMessagesIn(parts.language());
  const roomId = room.roomId ?? madeBefore(room, parts);
  if (room.roomId === null) store.update(collection, { roomId });
  if (roomId !== null) await keepRights(collection, parts).catch(unlessRefused(parts));
  const events = roomId === null ? [] : store.events(collection);
  let left = 0;
  for (const [at, event] of events.entries()) {
    await pace(parts, { ...run, isStale: () => false });
    await notice.progress(m.emptying(collection, at, events.length));
    if (roomId !== null && !(await tryRedact(event, roomId, parts, run.signal))) left += 1;
  }
  if (roomId !== null) await homeserver.leave(roomId, m.removedReason);
  await notice.end(m.closed(collection, events.length - left, left));
  store.removeRoom(collection);
  parts.shred();
}

/** False when the homeserver refuses; then it is forgotten all the same: nothing of ours can reach it any more. */
export async function tryRedact(
  event: Parameters<typeof redact>[0],
  roomId: string,
  parts: LibraryParts,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await redact(event, roomId, parts, signal);
    return true;
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    parts.report(error);
    parts.store.drop(event.number);
    return false;
  }
}

function unlessRefused({ report }: Pick<LibraryParts, "report">) {
  return (error: unknown): void => {
    if (!(error instanceof NotSent)) throw error;
    report(error);
  };
}

async function pace({ isBusy, sleep }: LibraryParts, { isStale, signal }: LibraryRun): Promise<void> {
  signal.throwIfAborted();
  while (isBusy() && !isStale()) await sleep(PACE_MS, signal);
}
