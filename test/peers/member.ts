/**
 * A member of a room as a test sees one: a real client that somebody else wrote, with the few things a person does.
 * Says nothing of which client it is.
 */

/** What the client shows beside a message; null when it has no such mark. */
export type Shield = { readonly colour: "none" | "grey" | "red"; readonly reason: string | null };

/** A message as the client shows it: edits are applied (and not messages of their own), files are not opened. */
export type Message = {
  readonly eventId: string;
  readonly sender: string;
  /** `m.room.message`, `m.reaction`, …; `m.room.encrypted` when it could not be decrypted. */
  readonly type: string;
  /** Milliseconds since 1970, by the sender's homeserver. */
  readonly at: number;
  readonly body: string | null;
  readonly html: string | null;
  /** In clear, after the last edit. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly edits: number;
  readonly threadRoot: string | null;
  readonly replyTo: string | null;
  readonly encrypted: boolean;
  readonly undecryptable: boolean;
  readonly redacted: boolean;
  readonly shield: Shield | null;
};

export type SayOptions = {
  /** Root of the thread. */
  readonly thread?: string;
  readonly replyTo?: string;
  readonly mentions?: readonly string[];
  readonly html?: string;
  /** Default `m.text`. */
  readonly msgtype?: string;
};

export type RoomOptions = {
  readonly encrypted: boolean;
  readonly direct?: boolean;
  readonly name?: string;
  readonly invite?: readonly string[];
  /** More fields of the createRoom request. */
  readonly more?: Readonly<Record<string, unknown>>;
};

export interface Member extends AsyncDisposable {
  readonly userId: string;
  readonly deviceId: string;
  createRoom(options: RoomOptions): Promise<string>;
  invite(roomId: string, userId: string): Promise<void>;
  /** `via`: servers that know the room, when nobody there has invited. */
  join(roomId: string, via?: readonly string[]): Promise<void>;
  leave(roomId: string): Promise<void>;
  /** @returns the event id, here and below. */
  say(roomId: string, text: string, options?: SayOptions): Promise<string>;
  edit(roomId: string, eventId: string, text: string): Promise<string>;
  redact(roomId: string, eventId: string): Promise<string>;
  react(roomId: string, eventId: string, key: string): Promise<string>;
  /** Any event, encrypted where the room is. */
  send(roomId: string, type: string, content: Readonly<Record<string, unknown>>): Promise<string>;
  sendFile(roomId: string, name: string, bytes: Uint8Array): Promise<string>;
  /** The file of a message, decrypted and its hash checked. */
  openFile(roomId: string, eventId: string): Promise<Uint8Array>;
  /** Every message from the room's beginning, as far as this member may see and decrypt it. */
  timeline(roomId: string): Promise<readonly Message[]>;
  /**
   * Waits until `find` finds something in a room's timeline.
   * @throws Error with the timeline as it is after `timeoutMs`.
   */
  waitFor<T>(roomId: string, find: (timeline: readonly Message[]) => T | undefined, timeoutMs?: number): Promise<T>;
  /** Waits until somebody has joined a room. */
  waitForMember(roomId: string, userId: string, timeoutMs?: number): Promise<void>;
  /** Waits until somebody shows as typing. @returns when that was seen, milliseconds since 1970. */
  waitForTyping(roomId: string, userId: string, timeoutMs?: number): Promise<number>;
  /** Who shows as typing at this moment. */
  typing(roomId: string): readonly string[];
  /** The last event that a user is known to have read, null when none. */
  readUpTo(roomId: string, userId: string): Promise<string | null>;
  /** A request of the client-server API in this member's name: `api("PUT", "/v3/rooms/…", body)`. @throws unless 2xx. */
  api(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Ends the client; its device stays logged in. */
  stop(): Promise<void>;
}
