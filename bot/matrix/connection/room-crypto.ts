/** What the sync loop, the sender and the files ask of encryption, as narrow interfaces. Knows no SDK and no machine. */
import type { Encryption } from "../room-event.ts";
import type { Json } from "./json.ts";

/** What one `/sync` brings for the machine. */
export type DeviceNews = {
  readonly toDevice: readonly Json[];
  readonly oneTimeKeyCounts: Readonly<Record<string, number>>;
  readonly unusedFallbackKeys: readonly string[];
  readonly changed: readonly string[];
  readonly left: readonly string[];
};

export type Decrypted =
  | { readonly kind: "clear"; readonly event: Json; readonly encryption: Encryption }
  | { readonly kind: "undecryptable"; readonly code: string; readonly withheld: string | null };

export interface Decryption {
  decrypt(roomId: string, event: Json): Promise<Decrypted>;
}

export interface DeviceNewsReader {
  /** @throws when a request that the machine needs is not granted: the same news may be given again. */
  receive(news: DeviceNews): Promise<void>;
  /** Fetches and follows the devices of these users. @throws as `receive`. */
  track(userIds: readonly string[]): Promise<void>;
}

export interface Encrypter {
  /** One at a time in each room: two at once at a key's end bring the machine down. */
  encrypt(roomId: string, type: string, content: Json): Promise<Json>;
}

/** Saves what the machine knows, inside a transaction of the caller's. */
export interface KeySaver {
  /** Resolves when the machine is at rest; `writeRows` must follow without an await between. */
  settled(): Promise<void>;
  /** Synchronous, inside the caller's transaction. */
  writeRows(): void;
  /** To be called when that transaction stands: only now are the rows no longer due. */
  confirmWritten(): void;
}

export interface FileCipher {
  encryptFile(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly info: Json };
  /** @throws when the bytes are not those that were encrypted. */
  decryptFile(bytes: Uint8Array, info: Json): Uint8Array;
}

export interface RoomCrypto extends Decryption, DeviceNewsReader, Encrypter, KeySaver, FileCipher {}
