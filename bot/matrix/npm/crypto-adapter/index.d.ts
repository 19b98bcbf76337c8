/**
 * The types of the adapter: what matrix-bot-sdk 0.8.0 calls (crypto-nodejs 0.4), and what Rochdale asks beyond that.
 */

/** One record of the machine's database; `value` null removes it. */
export type CryptoRow = {
  readonly database: string;
  readonly store: string;
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
};

/** Where the rows are kept: two methods of `connection-store.ts`. */
export interface RowStore {
  load(): Iterable<CryptoRow>;
  /** Synchronous; all or nothing; inside an open transaction it joins that one. */
  write(rows: readonly CryptoRow[]): void;
}

/** A request of the machine that the SDK cannot send: signatures, messages of a verification, a key backup. */
export type OtherRequest = OutgoingRequest & {
  readonly txnId?: string;
  readonly eventType?: string;
  readonly roomId?: string;
  readonly version?: string;
};

export type Configuration = {
  readonly rows: RowStore;
  /** 32 bytes; the machine's records are encrypted with it. */
  readonly storeKey: Uint8Array;
  /** Posts the body to /keys/query and resolves to the response (JSON, parsed). Without it, joining a room stalls. */
  readonly onKeysQuery?: (request: OutgoingRequest) => Promise<unknown>;
  /** Sends what the SDK does not and resolves to the response. What is not sent (or rejects) is offered again. */
  readonly onOtherRequest?: (request: OtherRequest) => Promise<unknown>;
  /** Keys of rooms have come: events of these sessions may now be decrypted. */
  readonly onRoomKeys?: (keys: readonly { readonly roomId: string; readonly sessionId: string }[]) => void;
  /** Somebody keeps a key from us; `code` as in the spec (`m.unverified`, …). */
  readonly onWithheld?: (
    keys: readonly { readonly roomId: string; readonly sessionId: string; readonly code: string }[],
  ) => void;
  /** Warnings and errors of the machine; they may hold ids, never keys or texts. */
  readonly log?: (level: "warn" | "error", text: string) => void;
};

/** For the machines that are made from now on. @throws when the key is not 32 bytes. */
export function configure(configuration: Configuration): void;

/** The machine made last, as long as it is not closed. */
export function currentMachine(): OlmMachine | null;

/** Resolves when the current machine is at rest: call it immediately before `writeDirty`, with no await between. */
export function settled(): Promise<void>;

/**
 * Hands the changed rows to `rows.write`, synchronously: inside the caller's transaction, beside the sync token. They
 * stay marked as changed until `confirmWritten()`, so a transaction that is rolled back loses nothing.
 * @throws when the machine is in the middle of writing.
 */
export function writeDirty(): void;

/** To be called when the transaction around `writeDirty` is committed. */
export function confirmWritten(): void;

/** `settled`, `writeDirty` and `confirmWritten`, in a transaction of its own: before every request that changes something. */
export function flush(): Promise<void>;

/** What is known of the sender of an event that was decrypted lately (the last 10,000); null for any other. */
export function shieldOf(eventId: string): Shield | null;

export type Shield = {
  /**
   * - `signed`: from a device that its owner has cross-signed
   * - `unsigned`: from a device of the sender that the owner has not signed
   * - `unknown-device`: from a device that the machine has not seen
   * - `spoofed`: the event's sender is not the owner of the session: never to be believed
   */
  readonly verdict: "signed" | "unsigned" | "unknown-device" | "spoofed";
  readonly deviceId: string | null;
  readonly sessionId: string | null;
};

/** Why an event cannot be decrypted (yet). */
export class DecryptionError extends Error {
  override readonly name: "DecryptionError";
  readonly code: number;
  /** `MissingRoomKey`, `UnknownMessageIndex`, `MismatchedIdentityKeys`, `UnableToDecrypt`, … */
  readonly codeName: string;
  /** The sender's word for why we did not get the key (`m.unverified`, …); null when there is none. */
  readonly withheld: string | null;
}

declare class Id {
  constructor(id: string);
  toString(): string;
}
export class UserId extends Id {
  readonly localpart: string;
}
export class DeviceId extends Id {}
export class RoomId extends Id {}

export class DeviceLists {
  constructor(changed?: readonly UserId[], left?: readonly UserId[]);
  isEmpty(): boolean;
  readonly changed: readonly UserId[];
  readonly left: readonly UserId[];
}

export declare enum RequestType {
  KeysUpload = 0,
  KeysQuery = 1,
  KeysClaim = 2,
  ToDevice = 3,
  SignatureUpload = 4,
  RoomMessage = 5,
  KeysBackup = 6,
}
export declare enum HistoryVisibility {
  Invited = 0,
  Joined = 1,
  Shared = 2,
  WorldReadable = 3,
}
export declare enum EncryptionAlgorithm {
  OlmV1Curve25519AesSha2 = 0,
  MegolmV1AesSha2 = 1,
}
export declare enum StoreType {
  Sled = 0,
  Sqlite = 1,
}

export class EncryptionSettings {
  algorithm: EncryptionAlgorithm | undefined;
  historyVisibility: HistoryVisibility;
  /** Milliseconds, as the SDK says it. */
  rotationPeriod: bigint;
  rotationPeriodMessages: bigint;
}

export type OutgoingRequest = { readonly id: string; readonly type: RequestType; readonly body: string };
export type KeysUploadRequest = OutgoingRequest;
export type KeysQueryRequest = OutgoingRequest;
export type KeysClaimRequest = OutgoingRequest;
export type ToDeviceRequest = OutgoingRequest & { readonly txnId: string; readonly eventType: string };

export type PublicKey = { toBase64(): string };
export type Signatures = {
  get(user: UserId): Record<string, { readonly isValid: boolean; readonly signature: { toBase64(): string } }>;
};
export type CrossSigningStatus = {
  readonly hasMaster: boolean;
  readonly hasSelfSigning: boolean;
  readonly hasUserSigning: boolean;
};
/** The seeds of the three keys, as unpadded base64: secrets. */
export type CrossSigningSecrets = {
  readonly master: string;
  readonly selfSigning: string;
  readonly userSigning: string;
};
/** To be sent in this order; the second may want a password. */
export type CrossSigningUploads = {
  readonly keysUpload: KeysUploadRequest | null;
  readonly signingKeys: Readonly<Record<string, unknown>>;
  readonly signatures: Readonly<Record<string, unknown>>;
};

export class OlmMachine {
  private constructor();
  /** Path, passphrase and store type are the SDK's; `configure` says what counts. @throws when the key is wrong. */
  static initialize(
    user: UserId,
    device: DeviceId,
    storePath?: string,
    passphrase?: string,
    storeType?: StoreType,
  ): Promise<OlmMachine>;
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly identityKeys: { readonly curve25519: PublicKey; readonly ed25519: PublicKey };
  /** There were no rows of this device: its keys have just been made. */
  readonly isNew: boolean;

  receiveSyncChanges(
    toDeviceEvents: string,
    deviceLists: DeviceLists,
    oneTimeKeyCounts: Readonly<Record<string, number>>,
    unusedFallbackKeys: readonly string[],
  ): Promise<string>;
  outgoingRequests(): Promise<OutgoingRequest[]>;
  markRequestAsSent(id: string, type: RequestType, response: string): Promise<boolean>;
  updateTrackedUsers(users: readonly UserId[]): Promise<void>;
  /** A request for somebody's keys as they are now, whatever is known of them. */
  keysQueryFor(user: string): OutgoingRequest;
  getMissingSessions(users: readonly UserId[]): Promise<KeysClaimRequest | null>;
  shareRoomKey(room: RoomId, users: readonly UserId[], settings: EncryptionSettings): Promise<ToDeviceRequest[]>;
  encryptRoomEvent(room: RoomId, eventType: string, content: string): Promise<string>;
  /** @throws DecryptionError */
  decryptRoomEvent(
    event: string,
    room: RoomId,
  ): Promise<{ readonly event: string; readonly sender: string; readonly shield: Shield }>;
  shieldOf(eventId: string): Shield | null;
  sign(message: string): Promise<Signatures>;

  /** With `reset`, an identity that the account had is lost: see `bot/matrix/identity/cross-sign.ts`. */
  bootstrapCrossSigning(reset: boolean): Promise<CrossSigningUploads>;
  crossSigningStatus(): Promise<CrossSigningStatus>;
  /** Null when not all three are here. */
  exportCrossSigningKeys(): Promise<CrossSigningSecrets | null>;
  /** The machine takes only keys that fit the identity that it has seen in /keys/query. */
  importCrossSigningKeys(secrets: CrossSigningSecrets): Promise<CrossSigningStatus>;
  /** The body for keys/signatures/upload that makes this device one of the account's own. */
  signOwnDevice(): Promise<Readonly<Record<string, unknown>>>;
  /** What the machine knows of a device; null when it has not seen it. Fingerprint: Ed25519, base64. */
  deviceOf(
    user: string,
    device: string,
  ): Promise<{ readonly fingerprint: string | null; readonly crossSigned: boolean } | null>;
  /** All keys of rooms as JSON, in clear: a secret. */
  exportRoomKeys(): Promise<string>;
  importExportedRoomKeys(keys: string): Promise<{ readonly imported: number; readonly total: number }>;

  settled(): Promise<void>;
  writeDirty(): void;
  confirmWritten(): void;
  flush(): Promise<void>;
  /** Ends the machine. What was not written is lost. */
  close(): Promise<void>;
}

export class EncryptedAttachment {
  constructor(encryptedData: Uint8Array, mediaEncryptionInfo: string);
  readonly encryptedData: Uint8Array;
  readonly mediaEncryptionInfo: string;
}
export const Attachment: {
  encrypt(bytes: Uint8Array): EncryptedAttachment;
  /** @throws when the bytes are not those that were encrypted. */
  decrypt(attachment: EncryptedAttachment): Uint8Array;
};
