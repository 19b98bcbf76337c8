/**
 * The bot at work: opens the tables, joins desk, access and commands to a homeserver and a Rochdale, and runs until the
 * signal aborts. Knows ports only: the homeserver may be a real one or one in memory.
 */
import { setTimeout as timer } from "node:timers/promises";
import { type Answer, type AskRequest, REPLY_LANGUAGES, type ReplyLanguage } from "../answer-types.ts";
import type { DiskReserve } from "../disk-reserve.ts";
import type { Recorder } from "../recorder.ts";
import type { Rochdale } from "../rochdale.ts";
import type { AdminPolicy } from "./access/authority.ts";
import type { OnAccessDecision } from "./access/decisions.ts";
import { openFeedbackStore, thumbOf } from "./access/feedback-store.ts";
import { openGrantsStore } from "./access/grants-store.ts";
import { openInvitesStore } from "./access/invites-store.ts";
import { openRoomSettingsStore } from "./access/room-settings-store.ts";
import { commandDesk, isAdmin } from "./command-desk.ts";
import type { ConnectionStore } from "./connection-store.ts";
import { Announcer } from "./desk/announce.ts";
import { answeredBefore } from "./desk/answered-before.ts";
import { Budget, MEMBER_BUDGET } from "./desk/budget.ts";
import { Desk } from "./desk/desk.ts";
import type { DeskStep } from "./desk/desk-steps.ts";
import { answersEraser } from "./desk/erase-answers.ts";
import { openInboxStore } from "./desk/inbox-store.ts";
import { accept, dealWithInvite } from "./desk/invitations.ts";
import { openQuestionStore } from "./desk/question-store.ts";
import { takeIn } from "./desk/take-in.ts";
import { Work } from "./desk/work.ts";
import { DiskCare } from "./health/disk-care.ts";
import { Health } from "./health/health.ts";
import { HealthNotices } from "./health/health-notices.ts";
import { openHealthStore } from "./health/health-store.ts";
import { HomeserverWatch } from "./health/homeserver-watch.ts";
import { troubleOfError } from "./health/trouble-of-error.ts";
import { Library } from "./library/library.ts";
import { openLibraryStore } from "./library/library-store.ts";
import { assembleLoading } from "./loading/assemble-loading.ts";
import type { LoadStep } from "./loading/load-steps.ts";
import { roomMessagesIn } from "./messages/in-language.ts";
import type { Homeserver, OwnReplies } from "./ports.ts";
import { restoredAt } from "./restore/restored.ts";
import type { RoomEvent, SyncBatch } from "./room-event.ts";
import { roomsKnown } from "./rooms-known.ts";

export type BotSettings = {
  readonly adminRoom: string;
  readonly admins: readonly string[];
  readonly allowInvites: readonly string[];
  readonly allowServers: readonly string[] | null;
  readonly maxAgeHours: number;
  /** A folder whose files are handed in like those that are dropped into the admin room; null for none. */
  readonly watch?: string | null;
};

export type BotParts = {
  readonly homeserver: Homeserver;
  readonly store: ConnectionStore;
  readonly rochdale: Rochdale;
  readonly settings: BotSettings;
  readonly detectLanguage: (text: string) => string;
  readonly roomOfAlias: (alias: string) => Promise<string | null>;
  /** The bot's own events in a room, looked at after a restore; left out where no data folder is ever restored. */
  readonly ownReplies?: OwnReplies["ownReplies"];
  /** Is the account held back by the homeserver's rate limit just now? */
  readonly heldBack: () => boolean;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly today: () => string;
  /** Writes a failure to the operator's log and gives its reference. */
  readonly report: (error: unknown) => string;
  /** What is degraded; others may tell it too. Left out: the bot's own. */
  readonly health?: Health;
  /** Told what was decided about rights: for the operator's log. */
  readonly onAccessDecision?: OnAccessDecision | undefined;
  /** Room for answers when the disk is full; without one nothing is done about that. */
  readonly reserve?: DiskReserve;
  /** How often it is looked at the bot's health, in milliseconds; for tests. */
  readonly healthEveryMs?: number;
  /** Called when the first sync stands and the bot hears. */
  readonly onReady?: (rooms: number) => void;
  /** Told of the named steps of questions and files: for tests that end the process there. */
  readonly onStep?: ((step: DeskStep | LoadStep) => void) | undefined;
  /** Told each answer before it is sent. */
  readonly onAnswer?: (answer: Answer) => void;
  /** Told what happens, for whoever watches the bot; left out: nobody does. */
  readonly recorder?: Recorder | undefined;
  /** Handed, before the first sync, a look at what is in hand. */
  readonly watched?: (look: () => InHand) => void;
  readonly signal: AbortSignal;
};

/** What the bot has to do, and where, at this moment. */
export type InHand = { readonly questions: number; readonly files: number; readonly rooms: number };

/** Power in the admin room from which somebody is an admin. */
const ADMIN_POWER = 100;
/** What is finished is kept this long, for follow-ups, `!why` and against double answers, in milliseconds. */
const KEPT_MS = 30 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;
/** How often it is looked whether something about the bot's health is to be said. */
const HEALTH_MS = 2_000;
/** A busy database or a full disk often passes in moments; what is said later in the room waits meanwhile. */
const RETRY_AFTER_MS = [1_000, 5_000, 30_000];

/** Remembered value: a sync has been taken in before. */
const HEARD = "bot-has-heard";

/** Resolves when the signal aborts. @throws when the homeserver ends it for good (a revoked token). */
export async function runBot(given: BotParts): Promise<void> {
  const { homeserver, store, clock } = given;
  const health = given.health ?? new Health({ store: openHealthStore(store), clock });
  const parts: BotParts = { ...given, health, report: reporting(given.report, health) };
  given.rochdale.hearFailures((error) => notice(error, health));
  const bot = assembleBot(parts);
  const homeserverWatch = new HomeserverWatch(health, () => performance.now());
  parts.watched?.(() => ({
    questions: bot.work.length,
    files: bot.loading.work.length,
    rooms: bot.rooms.joined().length,
  }));
  const end = () => Promise.all([bot.work.close(), bot.loading.work.close(), bot.library.close(), bot.desk.close()]);
  // They hear of the end before their requests fail of it: what is unfinished then is no failure.
  parts.signal.addEventListener("abort", () => void end(), { once: true });
  const tidying = setInterval(() => bot.tidy(), HOUR_MS);
  const telling = setInterval(() => {
    homeserverWatch.look(parts.heldBack());
    const trouble = parts.rochdale.modelTrouble();
    if (trouble === null) health.well("model");
    else health.degraded("model", trouble);
    bot.disk?.look();
    bot.notices.tick();
  }, given.healthEveryMs ?? HEALTH_MS);
  let heard = false;
  let resumed = Promise.resolve();
  let watching = Promise.resolve();
  try {
    await homeserver.sync({
      commit(batch) {
        const first = store.value(HEARD) === null;
        takeIn(batch, { inbox: bot.inbox, self: homeserver.identity.userId, first, clock });
        store.setValue(HEARD, "yes");
      },
      after(batch) {
        homeserverWatch.heard();
        parts.recorder?.synced();
        // What was left unfinished waits for the first sync: rights are those of now, not of the last end.
        if (heard) return bot.after(batch);
        heard = true;
        resumed = bot.resume().then(() => bot.after(batch));
        const { watch } = parts.settings;
        if (watch) watching = bot.loading.watch(watch);
        parts.onReady?.(bot.rooms.joined().length);
      },
      failed: (error) => notice(error, health),
      signal: parts.signal,
    });
  } catch (error) {
    notice(error, health);
    throw error;
  } finally {
    clearInterval(tidying);
    clearInterval(telling);
    await end();
    await bot.notices.idle();
    await resumed;
    await watching;
  }
}

/** Everything that a running bot is made of, unstarted. */
export function assembleBot(parts: BotParts) {
  const { homeserver, store, rochdale, settings, clock } = parts;
  const self = homeserver.identity.userId;
  const inbox = openInboxStore(store.database);
  const questions = openQuestionStore(store.database);
  const grants = openGrantsStore(store);
  const roomSettings = openRoomSettingsStore(store);
  const feedback = openFeedbackStore(store);
  const invites = openInvitesStore(store);
  const policy = { servers: settings.allowServers, ownUserId: self };
  const admin: AdminPolicy = { adminRoomId: settings.adminRoom, admins: settings.admins, adminPower: ADMIN_POWER };
  const rooms = roomsKnown({ inbox, grants, collections: () => rochdale.collections(), policy });
  const languageOf = languageChooser(parts, (roomId) => roomSettings.settings(roomId).language);
  const before = answeredBefore({
    restoredAt: restoredAt(store),
    homeserver: parts.ownReplies
      ? { ownReplies: parts.ownReplies, event: (roomId, eventId) => homeserver.event(roomId, eventId) }
      : null,
    wasSentHere: (eventId) => store.wasSentHere(eventId),
    signal: parts.signal,
  });
  const work = new Work({
    async ask(request: AskRequest) {
      const answer = await rochdale.ask(request);
      parts.onAnswer?.(answer);
      return answer;
    },
    homeserver,
    questions,
    readable: (roomId) => ({
      collections: rooms.readable(rooms.room(roomId)).collections,
      contact: settings.admins[0] ?? null,
    }),
    languageOf,
    roomLanguage: (roomId) => chosen(roomSettings.settings(roomId).language),
    messages: roomMessagesIn,
    linkOf: (roomId, citation) => library.linkOf(roomId, citation),
    heldBack: parts.heldBack,
    report: parts.report,
    withheld: (kind, { roomId, eventId }) =>
      parts.onAccessDecision?.({ kind, roomId, eventId, why: rooms.readable(rooms.room(roomId)).withheld }),
    sentAs: (txnId, signal) => sentAs(txnId, parts, signal),
    dropPayload: (txnId) => store.dropPayload(txnId),
    shred() {
      store.forgetUpgradeCopies();
      store.shred();
    },
    onStep: parts.onStep,
    recorder: parts.recorder,
    answeredBefore: before,
  });
  const library = new Library({
    homeserver,
    store: openLibraryStore(store),
    sentAs: (txnId, signal) => sentAs(txnId, parts, signal),
    dropPayload: (txnId) => store.dropPayload(txnId),
    documents: rochdale,
    rooms,
    stateOf: (roomId) => inbox.state(roomId),
    self,
    adminRoomId: settings.adminRoom,
    language: () => languageOf(settings.adminRoom, ""),
    isBusy: () => parts.heldBack() || work.length > 0,
    clock,
    today: parts.today,
    retryAfterMs: RETRY_AFTER_MS,
    sleep: (ms, signal) => timer(ms, undefined, { signal }),
    shred: () => store.shred(),
    report: parts.report,
  });
  rochdale.purge.also(library.eraser());
  rochdale.purge.also(
    answersEraser({
      questions,
      takeBack: (question) => work.takeBack(question),
      beginAnew: () => work.documentsChanged(),
    }),
  );
  const health = parts.health ?? new Health({ store: openHealthStore(store), clock });
  const loading = assembleLoading({
    store,
    rochdale,
    homeserver,
    inbox,
    room: (roomId) => rooms.room(roomId),
    admin,
    languageOf,
    clock,
    today: parts.today,
    maxAgeMs: settings.maxAgeHours * HOUR_MS,
    retryAfterMs: RETRY_AFTER_MS,
    keptMs: KEPT_MS,
    documentsChanged: () => library.wake(),
    report: parts.report,
    hasRoom: () => !health.status().some(({ kind }) => kind === "disk"),
    onStep: parts.onStep,
    onAccessDecision: parts.onAccessDecision,
    signal: parts.signal,
  });
  const announcer = new Announcer({
    homeserver,
    adminRoomId: settings.adminRoom,
    languageOf: (roomId) => languageOf(roomId, ""),
    readableTitles: (room) => titlesOf(rochdale, rooms.readable(room).collections),
    wasRead: (eventId) => inbox.wasSeen(eventId),
    signal: parts.signal,
  });
  const notices = new HealthNotices({
    health,
    homeserver,
    adminRoomId: settings.adminRoom,
    language: () => languageOf(settings.adminRoom, ""),
    report: parts.report,
    signal: parts.signal,
  });
  const joining = { homeserver, invites, clock };
  let undecryptable = 0;
  const invitations = {
    ...joining,
    grants,
    allowInvites: settings.allowInvites,
    isAdmin: (userId: string) => isAdmin({ admin, rooms }, userId),
    inRoom: (roomId: string) => rooms.room(roomId).joined,
    announcer,
  };
  const desk = new Desk({
    inbox,
    questions,
    work,
    transaction: (run) => store.transaction(run),
    homeserver,
    self,
    languageOf,
    messages: roomMessagesIn,
    budget: new Budget(MEMBER_BUDGET, clock),
    hearsQuestionMarks: (roomId) => roomSettings.settings(roomId).questionMarks,
    command: commandDesk({
      rochdale,
      rooms,
      questions,
      work,
      grants,
      settings: roomSettings,
      feedback,
      invites,
      library,
      cancelFiles: loading.files.cancel,
      accept: (invite) => accept(invite, joining),
      roomOfAlias: parts.roomOfAlias,
      identity: () => homeserver.lookAtIdentity(),
      admin,
      policy,
      undecryptable: () => undecryptable,
      version: parts.version,
      startedAt: clock(),
      clock,
      today: parts.today,
      closing: parts.signal,
      onAccessDecision: parts.onAccessDecision,
    }),
    files: loading.files,
    answeredBefore: before,
    feedback({ eventId, sender, key }, question) {
      const thumb = thumbOf(key);
      if (thumb !== null)
        feedback.add({ reactionId: eventId, target: question.answerId ?? question.eventId, userId: sender, thumb });
    },
    takenBack: (eventId) => feedback.remove(eventId),
    invite: (invite) => dealWithInvite(invite, invitations),
    stateChanged: async (event, room) => {
      if (event.type === "m.room.tombstone" && room.replacedBy !== null)
        await announcer.roomUpgraded(room, room.replacedBy);
      if (isOwnMembership(event, self) && !library.isLibrary(event.roomId))
        await ownMembership(event, announcer, invites, room);
    },
    async undecryptable(event, room) {
      undecryptable += 1;
      parts.recorder?.undecryptable();
      const isFresh = event.at >= clock() - settings.maxAgeHours * HOUR_MS;
      if (!isFresh || !room.joined || room.members.get(event.sender) !== "join") return;
      if ((await before(event))?.kind !== "answered") await announcer.undecryptable(event);
    },
    clock,
    maxAgeMs: settings.maxAgeHours * HOUR_MS,
    retryAfterMs: RETRY_AFTER_MS,
    report: parts.report,
    onStep: parts.onStep,
  });
  const answerAgain = () => {
    work.resume().catch(parts.report);
    desk.again();
  };
  const { reserve } = parts;
  const disk =
    reserve === undefined
      ? null
      : new DiskCare({
          health,
          reserve,
          onRelieved() {
            rochdale.embedding.hold();
            answerAgain();
          },
          onWell() {
            answerAgain();
            loading.work.goOn();
            rochdale.embedding.begin();
          },
        });
  return {
    inbox,
    questions,
    grants,
    rooms,
    work,
    desk,
    loading,
    health,
    notices,
    library,
    disk,
    async resume() {
      library.wake();
      for (const one of await Promise.allSettled([work.resume(), loading.resume()]))
        if (one.status === "rejected") parts.report(one.reason);
    },
    after(batch: SyncBatch) {
      const changed = roomsChangedIn(batch);
      for (const roomId of changed) work.rightsChanged(roomId);
      if (changed.size > 0) library.rightsChanged();
      desk.deal();
    },
    tidy() {
      inbox.dropSeenBefore(clock() - KEPT_MS);
      questions.dropDoneBefore(clock() - KEPT_MS);
      loading.tidy();
      library.wake();
      store.dropSentBefore(clock() - KEPT_MS);
      store.shred();
    },
  };
}

/** What is written to the log may also be a sign of a trouble. */
function reporting(report: BotParts["report"], health: Health): BotParts["report"] {
  return (error) => {
    notice(error, health);
    return report(error);
  };
}

function notice(error: unknown, health: Health): void {
  const trouble = troubleOfError(error);
  if (trouble !== null) health.degraded(trouble, error instanceof Error ? error.message : "");
}

/** The room's own language, else that of the words, else that of most documents. */
function languageChooser({ detectLanguage, rochdale }: BotParts, ofRoom: (roomId: string) => ReplyLanguage | "auto") {
  return (roomId: string, words: string): ReplyLanguage => {
    const room = chosen(ofRoom(roomId));
    if (room !== null) return room;
    const told = words.trim() === "" || words.startsWith("!") ? "" : detectLanguage(words);
    return REPLY_LANGUAGES.find((language) => language === told) ?? commonLanguage(rochdale);
  };
}

function chosen(language: ReplyLanguage | "auto"): ReplyLanguage | null {
  return language === "auto" ? null : language;
}

function commonLanguage(rochdale: Rochdale): ReplyLanguage {
  const counts = new Map<string, number>();
  for (const { name } of rochdale.collections())
    for (const { language } of rochdale.documents(name)) counts.set(language, (counts.get(language) ?? 0) + 1);
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1]);
  return REPLY_LANGUAGES.find((language) => language === most?.[0]) ?? "en";
}

function titlesOf(rochdale: Rochdale, names: readonly string[]): string[] {
  return rochdale.collections().flatMap(({ name, title }) => (names.includes(name) ? [title] : []));
}

/** What was stored and never confirmed is sent again as it was: the homeserver tells its event id, or takes it now. */
async function sentAs(txnId: string, { homeserver, store }: BotParts, signal: AbortSignal): Promise<string | null> {
  const payload = store.payload(txnId);
  if (payload === null) return null;
  const { roomId, type, content } = payload;
  return payload.eventId ?? (await homeserver.send({ roomId, type, content, txnId }, signal));
}

function isOwnMembership(event: Extract<RoomEvent, { kind: "state" }>, self: string): boolean {
  return event.type === "m.room.member" && event.stateKey === self;
}

/** A room that was left may invite anew; one that was entered is greeted. */
async function ownMembership(
  event: Extract<RoomEvent, { kind: "state" }>,
  announcer: Announcer,
  invites: { forgetRoom(roomId: string): void },
  room: Parameters<Announcer["hello"]>[0],
): Promise<void> {
  if (room.joined) await announcer.hello(room);
  else invites.forgetRoom(event.roomId);
}

/** Rooms whose rights may be others now. */
function roomsChangedIn(batch: SyncBatch): Set<string> {
  const changed = batch.events.flatMap(({ roomId, event }) =>
    typeof event === "object" && event !== null && "state_key" in event ? [roomId] : [],
  );
  return new Set([...changed, ...batch.left]);
}
