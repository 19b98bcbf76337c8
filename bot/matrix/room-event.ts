/**
 * What can happen in a room, as Rochdale understands it: the closed list that `decode.ts` makes of a homeserver's JSON.
 * Data only.
 */

/** An event as it came from the homeserver, decrypted where it was encrypted, not yet understood. */
export type RawEvent = {
  readonly roomId: string;
  /** The event in clear: `type`, `content`, `sender`, `event_id`, `origin_server_ts`, …; whatever JSON came. */
  readonly event: unknown;
  /** How it was encrypted; null for an event that came in clear. */
  readonly encryption: Encryption | null;
  /** Set when `event` is still `m.room.encrypted`: why the machine cannot read it, and what the sender said of it. */
  readonly undecryptable?: { readonly code: string; readonly withheld: string | null };
};

/** What the encryption machine knows about the sender of a decrypted event. */
export type Encryption = {
  /**
   * - `signed`: from a device that its owner has cross-signed
   * - `unsigned`: from a device of the sender that the owner has not signed
   * - `unknown-device`: from a device that the machine has not seen (deleted, or keys imported)
   * - `spoofed`: the event's sender is not the owner of the session (MismatchedSender): never to be believed
   */
  readonly sender: "signed" | "unsigned" | "unknown-device" | "spoofed";
  readonly deviceId: string | null;
  readonly sessionId: string | null;
};

/** Fields that every understood event has. `at` is the server's time of origin in milliseconds. */
type Common = {
  readonly roomId: string;
  readonly eventId: string;
  readonly sender: string;
  readonly at: number;
  readonly encryption: Encryption | null;
};

/** Where a message stands: the root of its thread, the message it answers. Null where there is none. */
export type Place = { readonly threadRoot: string | null; readonly replyTo: string | null };

/** A file lying on the homeserver: `file` is the spec's EncryptedFile in an encrypted room, else null. */
export type RemoteFile = {
  readonly url: string;
  readonly name: string;
  readonly mimeType: string | null;
  /** Bytes as the sender says; null when not said. */
  readonly size: number | null;
  readonly file: Readonly<Record<string, unknown>> | null;
};

export type RoomEvent =
  /**
   * A text from somebody else: reply fallback, invisible characters and the name that calls the bot ("Rochdale: …")
   * removed, trimmed. `mentions`: user ids that the sender means.
   */
  | (Common & Place & { readonly kind: "message"; readonly text: string; readonly mentions: readonly string[] })
  | (Common & Place & { readonly kind: "file"; readonly file: RemoteFile; readonly caption: string })
  /**
   * New words for an older message. Whoever knows the `target` checks that it has the same sender, room and kind
   * (`message`) and is no edit itself; nobody else may rewrite a question.
   */
  | (Common & {
      readonly kind: "edit";
      readonly target: string;
      readonly text: string;
      readonly mentions: readonly string[];
    })
  | (Common & { readonly kind: "redaction"; readonly target: string })
  | (Common & { readonly kind: "reaction"; readonly target: string; readonly key: string })
  /** A message that cannot be decrypted (yet). `code`: the machine's word for why; `withheld`: the sender's, if any. */
  | (Common & {
      readonly kind: "undecryptable";
      readonly sessionId: string | null;
      readonly code: string;
      readonly withheld: string | null;
    })
  /**
   * A change of the room's state, the bot's own included: creation, member, power levels, join rules, history
   * visibility, encryption, tombstone, name.
   */
  | (Common & { readonly kind: "state"; readonly type: string; readonly stateKey: string; readonly content: unknown });

/** Why an event calls for nothing; for the log and for tests. */
export type Ignored = {
  readonly kind: "ignored";
  readonly reason: "own" | "notice" | "spoofed" | "invalid-edit" | "redacted" | "not-for-us" | "malformed";
};

export type Invite = {
  readonly roomId: string;
  readonly inviter: string;
  readonly isDirect: boolean;
  /** As the invite's stripped state tells it; null when it does not. */
  readonly roomName: string | null;
};

/** One answer of the homeserver's `/sync`, decrypted, its gaps filled, in the order of the timelines. */
export type SyncBatch = {
  readonly events: readonly RawEvent[];
  readonly invites: readonly Invite[];
  /** Rooms that this account is no longer in (left, kicked, banned). */
  readonly left: readonly string[];
};
