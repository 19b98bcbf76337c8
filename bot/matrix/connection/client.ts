/**
 * The SDK's client with its known defects worked round from outside (README.md beside this file names all twelve): our own
 * requests, our own check whether a room is encrypted, no listeners that lose their errors, the same transaction id for
 * the same message to devices, and no way to send past `sender.ts`. Knows nothing of what the events mean.
 */
import { createHash } from "node:crypto";
import { MatrixClient, MemoryStorageProvider } from "matrix-bot-sdk";
import { z } from "zod";
import type { CryptoStorage } from "./crypto-storage.ts";
import type { Call, Target } from "./http.ts";
import { isObject, textAt } from "./json.ts";
import type { Requester } from "./requester.ts";
import type { RoomEncryption } from "./room-encryption.ts";
import { replaceRoomCheck } from "./sdk-internals.ts";

export type ClientOptions = {
  readonly target: Target;
  readonly userId: string;
  readonly requester: Requester;
  readonly rooms: RoomEncryption;
  /** Null: a client without encryption, for a homeserver's first look. */
  readonly cryptoStorage: CryptoStorage | null;
};

const ANSWER = z.custom<void>(isObject);

const MEMBERS = z.object({
  chunk: z.array(z.object({ state_key: z.string(), content: z.object({ membership: z.string() }) })),
});
/** What is said before they come is theirs to read when they do. */
const OPEN_TO_INVITED: readonly (string | null)[] = ["shared", "invited", "world_readable"];

type Method = Call["method"];

export class RochdaleClient extends MatrixClient {
  readonly #requester: Requester;
  readonly #userId: string;
  readonly #rooms: RoomEncryption;

  constructor({ target, userId, requester, rooms, cryptoStorage }: ClientOptions) {
    super(target.baseUrl, target.accessToken, new MemoryStorageProvider(), cryptoStorage ?? undefined);
    this.#userId = userId;
    this.#requester = requester;
    this.#rooms = rooms;
    // Their promises are nobody's: one 502 would end the process. The sync loop awaits what they did.
    this.removeAllListeners("room.event");
    this.removeAllListeners("room.join");
    if (this.crypto) replaceRoomCheck(this.crypto, async (roomId) => void (await rooms.isEncrypted(roomId)));
  }

  override async getUserId(): Promise<string> {
    return this.#userId;
  }

  /**
   * Who gets the key of an encrypted room (the SDK asks for nothing else): also the invited, where the room's history is
   * open to them, as with other clients. Else an admin could never read what was said before they accepted.
   */
  override async getJoinedRoomMembers(roomId: string): Promise<string[]> {
    const visibility = textAt(this.#rooms.known(roomId), "historyVisibility");
    if (!OPEN_TO_INVITED.includes(visibility)) return super.getJoinedRoomMembers(roomId);
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/members`;
    const { chunk } = MEMBERS.parse(await this.doRequest("GET", path, { not_membership: "leave" }));
    return chunk.filter(({ content }) => /^(?:join|invite)$/.test(content.membership)).map((event) => event.state_key);
  }

  /** What the SDK asks the homeserver goes our way. @throws HomeserverError */
  override async doRequest(
    method: Method,
    endpoint: string,
    query: Readonly<Record<string, unknown>> | null = null,
    body: unknown = null,
    timeoutMs = 60_000,
    raw = false,
    contentType = "application/json",
    noEncoding = false,
  ): Promise<unknown> {
    const path = endpoint.startsWith("/") ? endpoint : `/${endpoint}`;
    const answer = await this.#requester.answer({
      method,
      path,
      query,
      body,
      timeoutMs,
      contentType,
      asBytes: noEncoding,
    });
    return raw ? answer : answer.body;
  }

  /** The same message, sent again after a lost answer or a crash, has the same transaction id. */
  override async sendToDevices(type: string, messages: Readonly<Record<string, unknown>>): Promise<void> {
    const body = { messages };
    const txnId = createHash("sha256")
      .update(`${type}\n${JSON.stringify(body)}`)
      .digest("base64url");
    const path = `/_matrix/client/v3/sendToDevice/${encodeURIComponent(type)}/${txnId}`;
    // Typed as nothing, and yet handed to the machine as the answer.
    return ANSWER.parse(await this.doRequest("PUT", path, null, body));
  }

  override sendEvent(): Promise<string> {
    return refused("sendEvent");
  }

  override sendRawEvent(): Promise<string> {
    return refused("sendRawEvent");
  }

  override redactEvent(): Promise<string> {
    return refused("redactEvent");
  }

  override start(): Promise<void> {
    return refused("start");
  }

  protected override startSync(): Promise<void> {
    return refused("startSync");
  }
}

async function refused(name: string): Promise<never> {
  throw new Error(
    `Expected the connection's own sender and sync loop to be used, got a call of the SDK's \`${name}\`, which may lose, double or leak messages.`,
  );
}
