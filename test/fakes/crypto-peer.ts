/**
 * A member's encrypted client in memory: the adapter's machine, driven as matrix-bot-sdk drives it, against the
 * in-memory key server. Its rows lie in a real SQLite file.
 */
import { join } from "node:path";
import {
  configure,
  DeviceId,
  DeviceLists,
  EncryptionSettings,
  OlmMachine,
  type OutgoingRequest,
  RequestType,
  RoomId,
  UserId,
} from "@matrix-org/matrix-sdk-crypto-nodejs";
import { type ConnectionStore, openConnectionStore } from "../../bot/matrix/connection-store.ts";
import type { KeyServer } from "./key-server.ts";

export type PeerOptions = {
  readonly user: string;
  readonly device: string;
  readonly server: KeyServer;
  /** Where its database lies. */
  readonly folder: string;
  readonly storeKey?: Uint8Array;
  /** Its database; a file named after the device when not given. */
  readonly file?: string;
};

export const STORE_KEY = new Uint8Array(32).fill(7);
export const ROOM = "!room:test";

export class CryptoPeer implements AsyncDisposable {
  readonly machine: OlmMachine;
  readonly store: ConnectionStore;
  readonly #options: PeerOptions;
  readonly #roomKeys: string[];
  #events = 0;

  private constructor(options: PeerOptions, machine: OlmMachine, store: ConnectionStore, roomKeys: string[]) {
    this.#options = options;
    this.machine = machine;
    this.store = store;
    this.#roomKeys = roomKeys;
  }

  static async open(options: PeerOptions): Promise<CryptoPeer> {
    const store = openConnectionStore(options.file ?? join(options.folder, `${options.device}.sqlite`), () => 0);
    const api = options.server.for(options.user, options.device);
    const roomKeys: string[] = [];
    configure({
      rows: { load: () => store.cryptoRows(), write: (rows) => store.putCryptoRows(rows) },
      storeKey: options.storeKey ?? STORE_KEY,
      onKeysQuery: ({ body }) => api("POST", "/_matrix/client/v3/keys/query", JSON.parse(body)),
      onRoomKeys: (keys) => roomKeys.push(...keys.map(({ sessionId }) => sessionId)),
    });
    try {
      const machine = await OlmMachine.initialize(new UserId(options.user), new DeviceId(options.device));
      return new CryptoPeer(options, machine, store, roomKeys);
    } catch (error) {
      store[Symbol.dispose]();
      throw error;
    }
  }

  /** Sessions whose keys have come. */
  get roomKeys(): readonly string[] {
    return this.#roomKeys;
  }

  /** Sends everything that the machine wants sent; its state is written before each request. */
  async send(): Promise<void> {
    for (const request of await this.machine.outgoingRequests()) await this.#send(request);
  }

  /** Takes what waits for this device, as a sync would. */
  async sync(changed: readonly string[] = []): Promise<unknown> {
    const { user, device, server } = this.#options;
    const inbox = server.takeInbox(user, device);
    const decrypted = await this.machine.receiveSyncChanges(
      JSON.stringify(inbox),
      new DeviceLists(changed.map((id) => new UserId(id))),
      { signed_curve25519: server.oneTimeKeyCount(user, device) },
      ["signed_curve25519"],
    );
    await this.machine.flush();
    await this.send();
    return JSON.parse(decrypted);
  }

  /** An event in the room, encrypted for the members, as the homeserver would hand it on. */
  async encrypt(members: readonly string[], text: string, settings = new EncryptionSettings()): Promise<string> {
    const content = await this.seal(ROOM, members, { msgtype: "m.text", body: text }, settings);
    this.#events += 1;
    return JSON.stringify({
      type: "m.room.encrypted",
      event_id: `$${this.#options.device}-${this.#events}`,
      sender: this.#options.user,
      origin_server_ts: 1_790_000_000_000,
      content,
    });
  }

  /** The content of an encrypted message in any room, its key shared with these members. */
  async seal(
    roomId: string,
    members: readonly string[],
    content: object,
    settings = new EncryptionSettings(),
  ): Promise<Readonly<Record<string, unknown>>> {
    const users = members.map((id) => new UserId(id));
    await this.machine.updateTrackedUsers(users);
    const claim = await this.machine.getMissingSessions(users);
    if (claim !== null) await this.#send(claim);
    for (const request of await this.machine.shareRoomKey(new RoomId(roomId), users, settings))
      await this.#send(request);
    const text = JSON.stringify(content);
    const sealed = await this.machine.encryptRoomEvent(new RoomId(roomId), "m.room.message", text);
    await this.machine.flush();
    return JSON.parse(sealed);
  }

  /** The words of an encrypted event. */
  async decrypt(event: string): Promise<string> {
    return String((await this.open(ROOM, event)).body);
  }

  /** The content of an encrypted event in any room. @throws when its key has not come. */
  async open(roomId: string, event: string): Promise<Readonly<Record<string, unknown>>> {
    return JSON.parse((await this.machine.decryptRoomEvent(event, new RoomId(roomId))).event).content;
  }

  /** As a process that is killed: nothing more is written. */
  async kill(): Promise<void> {
    await this.machine.close();
    this.store[Symbol.dispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.machine.flush();
    await this.kill();
  }

  async #send(request: OutgoingRequest): Promise<void> {
    await this.machine.flush();
    const api = this.#options.server.for(this.#options.user, this.#options.device);
    const { txn_id, event_type, ...body } = JSON.parse(request.body);
    const response =
      request.type === RequestType.ToDevice
        ? await api("PUT", `/_matrix/client/v3/sendToDevice/${event_type}/${txn_id}`, body)
        : await api("POST", `/_matrix/client/v3/keys/${PATHS.get(request.type) ?? "unknown"}`, body);
    await this.machine.markRequestAsSent(request.id, request.type, JSON.stringify(response));
  }
}

const PATHS = new Map([
  [RequestType.KeysUpload, "upload"],
  [RequestType.KeysQuery, "query"],
  [RequestType.KeysClaim, "claim"],
]);
