/**
 * What the bot asks of a homeserver, one narrow interface for each capability. `connection/` does it over the network,
 * `test/fakes/in-memory-homeserver.ts` in memory; one contract suite runs on both. Knows no SDK.
 */
import type { RemoteFile, SyncBatch } from "./room-event.ts";

/** An event to send. `txnId` makes it unique: the same one, sent again after a crash, is the same event. */
export type Outgoing = {
  readonly roomId: string;
  /** `m.room.message`, `m.reaction`, … */
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly txnId: string;
  /** Rather not sent at all (`NotSent`) than waiting for a rate limit: it would hold up what matters. Default false. */
  readonly optional?: boolean;
};

export interface EventSender {
  /**
   * Sends once, however often it is called with one `txnId`: encrypted where the room is (or ever was), the encrypted
   * payload stored before it goes out, in order within a room, after any rate limit. Retries what can be retried until
   * the signal aborts. Resolves to the event id.
   * @throws NotSent when the homeserver refuses for good (not in the room, too large, forbidden).
   */
  send(event: Outgoing, signal: AbortSignal): Promise<string>;
}

/** The homeserver will never take this event. */
export class NotSent extends Error {
  override readonly name = "NotSent";
}

export interface EventRedactor {
  /** Removes an event's content; an event that is gone already is no error. */
  redact(event: { readonly roomId: string; readonly eventId: string; readonly txnId: string }): Promise<void>;
}

export interface Presence {
  /** Shows (for `timeoutMs`) or ends the typing notice. Never rejects. */
  typing(roomId: string, on: boolean, timeoutMs?: number): Promise<void>;
  /** Marks everything up to an event as read. Never rejects. */
  read(roomId: string, eventId: string): Promise<void>;
}

export interface FileShelf {
  /** Downloads and decrypts; @throws Error (expected, got, remedy) above `limit` bytes or when a hash does not fit. */
  download(file: RemoteFile, limit: number, signal: AbortSignal): Promise<Uint8Array>;
  /** Uploads for a room, encrypted where the room is; the result goes into an `m.file` message's content. */
  upload(
    roomId: string,
    file: { readonly name: string; readonly mimeType: string; readonly bytes: Uint8Array },
  ): Promise<Readonly<Record<string, unknown>>>;
}

export interface RoomMembership {
  join(roomId: string, via: readonly string[]): Promise<void>;
  leave(roomId: string, reason?: string): Promise<void>;
  /** The direct room with a user, made (encrypted) when there is none. */
  directRoomWith(userId: string): Promise<string>;
}

/** A room in clear that the bot makes for itself. */
export type NewRoom = {
  readonly name: string;
  readonly topic: string;
  /** Of the specification's room versions. */
  readonly version: string;
  /** Goes into its `m.room.create`, by which it is known again after a crash. */
  readonly mark: Readonly<Record<string, string>>;
  /** Above the homeserver's defaults; the bot itself has power 100. */
  readonly powerLevels: Readonly<Record<string, unknown>>;
};

export type StateChange = {
  readonly type: string;
  readonly stateKey: string;
  readonly content: Readonly<Record<string, unknown>>;
};

export interface RoomKeeper {
  /**
   * By invitation, with nobody in it but the bot, its history for those who come later, no guests. Resolves to its id.
   * Tried once: after a failure it may be there all the same, and is known by its mark.
   * @throws NotSent when the homeserver refuses for good.
   */
  createRoom(room: NewRoom): Promise<string>;
  /** @throws NotSent when the homeserver refuses for good. */
  setState(roomId: string, change: StateChange): Promise<void>;
  /** Puts somebody out; who is not in the room is no error. @throws NotSent when the homeserver refuses for good. */
  removeMember(roomId: string, userId: string, reason: string): Promise<void>;
}

export interface EventFetcher {
  /** One event of one room, decrypted; null when it is not there or not to be read. */
  event(roomId: string, eventId: string): Promise<unknown>;
}

/** An event of the bot itself that replies to another, or takes the place of one of its own. */
export type OwnReply = { readonly eventId: string; readonly answers: string | null; readonly replaces: string | null };

export interface OwnReplies {
  /** Those in a room since a moment (milliseconds since 1970, roughly), newest first. @throws when it cannot be asked. */
  ownReplies(roomId: string, since: number, signal: AbortSignal): Promise<readonly OwnReply[]>;
}

/** Who the bot is, and how others see its device. */
export type Identity = {
  readonly userId: string;
  readonly deviceId: string;
  /** Ed25519 fingerprint of the device, base64. */
  readonly fingerprint: string;
  /** Is the device signed by this account's own cross-signing identity? */
  readonly crossSigned: boolean;
};

export interface SyncSource {
  /**
   * Runs until the signal aborts. `commit` is called once for each batch, synchronously, inside the one SQLite
   * transaction that also holds the sync token and the changed rows of the encryption machine: it writes down what is
   * to be done, and must not await. `after` is called when that transaction stands. When `commit` throws, the batch
   * is rolled back and fetched again.
   */
  sync(handlers: {
    readonly commit: (batch: SyncBatch) => void;
    readonly after: (batch: SyncBatch) => void;
    /** Told of each attempt that failed and will be made again; must not throw. */
    readonly failed?: (error: unknown) => void;
    readonly signal: AbortSignal;
  }): Promise<void>;
}

/** Everything, for the composition root only: ask for the single capability wherever you can. */
export interface Homeserver
  extends EventSender,
    EventRedactor,
    Presence,
    FileShelf,
    RoomMembership,
    RoomKeeper,
    EventFetcher,
    SyncSource,
    AsyncDisposable {
  /** As it was last looked at. */
  readonly identity: Identity;
  /** Looks again: the device may have been signed since. */
  lookAtIdentity(): Promise<Identity>;
}
