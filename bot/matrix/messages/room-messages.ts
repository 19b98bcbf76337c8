/**
 * Every sentence that members and admins can receive in a room beside the answers themselves: the shape that each
 * language fills. Plain words without markup; what is handed in (names, files) is put in as it is and must be sent as
 * text. Knows nothing of when they are said.
 */
import type { Outcome } from "../../answer-types.ts";
import type { Refusal } from "../access/authority.ts";
import type { AuditEntry } from "../access/grants-store.ts";
import type { CommandName } from "../commands/names.ts";

export type RoomMessages = ConversationMessages & CommandMessages & AdminMessages;

/** What is said around questions and answers, and about the room itself. */
export type ConversationMessages = {
  /** @param position how many are served before, the one in work included: up to 1 it is the next. */
  readonly queued: (position: number) => string;
  /** Above the first passage, while the reply is still being checked. */
  readonly stillChecking: string;
  readonly nothingGranted: (contact: string | null) => string;
  /** The right to read changed between question and answer. */
  readonly accessChanged: string;
  readonly tooManyQuestions: string;
  /** In the place of an answer whose question was removed. */
  readonly redactedAnswer: string;
  /** Title of the folded part of an answer. */
  readonly sources: string;
  readonly stopped: string;
  readonly nothingToStop: string;
  readonly failedToSend: string;
  readonly undecryptable: string;
  /** The sender's app keeps its keys from this bot. */
  readonly undecryptableUnverified: string;
  /** After joining. */
  readonly hello: (collections: readonly string[]) => string;
  /** Once, in the admin room, when it is set up. */
  readonly helloAdmins: string;
};

export type CommandMessages = {
  /** @param suggestion a command as it is typed, or null. */
  readonly unknownCommand: (typed: string, suggestion: string | null) => string;
  /** Before the usage line of a command that was not used rightly. */
  readonly writeItLike: string;
  readonly helpIntro: string;
  readonly helpForAdmins: string;
  readonly commands: Readonly<Record<CommandName, { readonly usage: string; readonly summary: string }>>;
  readonly refusals: Readonly<Record<Refusal, string>>;
  readonly noLastAnswer: string;
  readonly quotesNothing: string;
  /** The last answer came from documents that this room may no longer read. */
  readonly noLongerReadable: string;
  readonly place: (file: string, start: number, end: number) => string;
  readonly whyAsked: (question: string) => string;
  readonly whyOutcome: (outcome: string, day: string, collection: string) => string;
  readonly whyModel: (model: string | null) => string;
  readonly whyTime: (seconds: string) => string;
  readonly whyPassages: (count: number) => string;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  /** Said in the language that was chosen. */
  readonly languageChosen: string;
  readonly languageAuto: string;
  readonly questionsOn: string;
  readonly questionsOff: string;
  /** Heads of the receipt of `!forget me`; `when` is a moment in UTC. */
  readonly forgotten: (when: string) => string;
  readonly forgottenQuestions: (count: number) => string;
  readonly forgottenAnswers: (count: number) => string;
  readonly forgottenTurns: (count: number) => string;
  readonly forgottenFeedback: (count: number) => string;
  readonly removedFromRooms: (count: number) => string;
  readonly notRemovedFromRooms: (count: number) => string;
  readonly forgottenKept: string;
  readonly forgottenRest: string;
  readonly statusQueue: (waiting: number) => string;
  readonly statusModels: (chat: string | null, embedding: string | null) => string;
  readonly statusDocuments: (count: number) => string;
  readonly statusVersion: (version: string, uptime: string) => string;
  /** Before the fingerprint itself. */
  readonly statusDevice: (deviceId: string, crossSigned: boolean) => string;
};

/** What is said in the admin room. */
export type AdminMessages = {
  /** The command that allows it stands behind it. */
  readonly inviteReported: (inviter: string, room: string | null) => string;
  readonly inviteRemedy: string;
  readonly roomUpgraded: (old: string, replacement: string) => string;
  readonly statusRooms: (rooms: number, invites: number) => string;
  readonly statusUndecryptable: (messages: number) => string;
  readonly statusFeedback: (up: number, down: number) => string;
  readonly statusMemory: (megabytes: number) => string;
  readonly noRooms: string;
  readonly noCollections: string;
  readonly unnamedRoom: string;
  readonly roomMembers: (count: number) => string;
  readonly encrypted: string;
  readonly notEncrypted: string;
  readonly reads: (collections: readonly string[]) => string;
  readonly documents: (count: number) => string;
  readonly isPublic: string;
  readonly isNotPublic: string;
  /** Before the rooms that a collection is granted to. */
  readonly grantedTo: (rooms: readonly string[]) => string;
  /** @param suggestion the name that was probably meant, or null. */
  readonly noSuchCollection: (typed: string, suggestion: string | null) => string;
  readonly noSuchRoom: (typed: string) => string;
  readonly severalRooms: (typed: string) => string;
  readonly granted: (collection: string, room: string, documents: number) => string;
  readonly grantedAlready: (collection: string, room: string) => string;
  readonly withheldThere: string;
  readonly laterJoiners: string;
  readonly otherServers: (servers: readonly string[]) => string;
  readonly operatorsRead: string;
  readonly spaceMembers: string;
  readonly revoked: (collection: string, room: string) => string;
  readonly wasNotGranted: (collection: string, room: string) => string;
  readonly allowed: (who: string) => string;
  readonly allowedServer: (server: string) => string;
  readonly allowedAlready: (who: string) => string;
  readonly invitesAccepted: string;
  readonly invitesFailed: string;
  readonly emptyLog: string;
  readonly actions: Readonly<Record<AuditEntry["action"], string>>;
  readonly withheld: {
    readonly notInRoom: string;
    readonly replaced: (by: string) => string;
    readonly openToAll: string;
    readonly worldReadable: string;
    readonly bridged: (userId: string) => string;
    readonly foreignServer: (userId: string) => string;
    readonly noSuchCollection: (collection: string) => string;
  };
};
