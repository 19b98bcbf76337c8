/** matrix-js-sdk with its Rust encryption, as `js-sdk-child.ts` serves it. Knows nothing of lines and processes. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  ClientEvent,
  createClient,
  Direction,
  EventType,
  type MatrixClient,
  type MatrixEvent,
  MatrixEventEvent,
  type Room,
  RoomEvent,
  RoomMemberEvent,
  SyncState,
} from "matrix-js-sdk";
import { type CryptoApi, EventShieldColour, EventShieldReason } from "matrix-js-sdk/lib/crypto-api/index.js";
import { z } from "zod";
import { decryptFile, encryptFile } from "./encrypted-file.ts";
import { patientFetch } from "./patient-fetch.ts";
import type { SeenEvent, SentEvent } from "./read-timeline.ts";

const START = z.object({
  op: z.literal("start"),
  baseUrl: z.string(),
  userId: z.string(),
  deviceId: z.string(),
  accessToken: z.string(),
  crossSigned: z.boolean(),
});
const OTHER = z.discriminatedUnion("op", [
  z.object({
    op: z.literal("send"),
    roomId: z.string(),
    type: z.string(),
    content: z.record(z.string(), z.unknown()),
  }),
  z.object({ op: z.literal("send-file"), roomId: z.string(), name: z.string(), base64: z.base64() }),
  z.object({ op: z.literal("open-file"), roomId: z.string(), eventId: z.string() }),
  z.object({ op: z.literal("timeline"), roomId: z.string() }),
  z.object({ op: z.literal("sent-events"), roomId: z.string() }),
  z.object({ op: z.literal("read-up-to"), roomId: z.string(), userId: z.string() }),
  z.object({ op: z.literal("verified-only"), on: z.boolean() }),
  z.object({ op: z.literal("trust"), userId: z.string(), deviceId: z.string() }),
]);
type Started = { readonly client: MatrixClient; readonly encryption: CryptoApi };

/** Events of one sync and of one page of history. */
const PAGE = 100;
const JOIN_MS = 30_000;

export class JsSdkClient {
  readonly #tell: (notice: object) => void;
  #started: Started | null = null;

  constructor(tell: (notice: object) => void) {
    this.#tell = tell;
  }

  async perform(request: unknown): Promise<unknown> {
    if (this.#started === null) {
      this.#started = await start(START.parse(request), this.#tell);
      return null;
    }
    const { client, encryption } = this.#started;
    const parsed = OTHER.parse(request);
    switch (parsed.op) {
      case "send":
        return send(client, parsed.roomId, parsed.type, parsed.content);
      case "send-file":
        return sendFile(client, parsed.roomId, parsed.name, Buffer.from(parsed.base64, "base64"));
      case "open-file":
        return openFile(client, parsed.roomId, parsed.eventId);
      case "timeline":
        return timeline(client, encryption, parsed.roomId);
      case "sent-events":
        return sentEvents(client, parsed.roomId);
      case "read-up-to":
        return (await joinedRoom(client, parsed.roomId)).getEventReadUpTo(parsed.userId);
      case "verified-only":
        encryption.globalBlacklistUnverifiedDevices = parsed.on;
        return null;
      case "trust":
        return trust(encryption, parsed.userId, parsed.deviceId);
      default:
        return parsed satisfies never;
    }
  }
}

async function start(options: z.infer<typeof START>, tell: (notice: object) => void): Promise<Started> {
  const { baseUrl, userId, deviceId, accessToken, crossSigned } = options;
  const client = createClient({ baseUrl, userId, deviceId, accessToken, fetchFn: patientFetch, disableVoip: true });
  await client.initRustCrypto({ useIndexedDB: false });
  const encryption = client.getCrypto();
  if (encryption === undefined) throw new Error("Expected js-sdk to have its encryption, got none.");
  if (crossSigned)
    await encryption.bootstrapCrossSigning({ authUploadDeviceSigningKeys: (request) => request(null).then(() => {}) });
  listen(client, tell);
  const prepared = new Promise<void>((resolve) => {
    client.on(ClientEvent.Sync, (state) => state === SyncState.Prepared && resolve());
  });
  await client.startClient({ initialSyncLimit: PAGE, lazyLoadMembers: false, pollTimeout: 20_000 });
  await prepared;
  while (!(await encryption.getUserDeviceInfo([userId], true)).get(userId)?.has(deviceId)) await sleep(50);
  return { client, encryption };
}

function listen(client: MatrixClient, tell: (notice: object) => void): void {
  const changed = (event: MatrixEvent) => tell({ notice: "changed", roomId: event.getRoomId() });
  client.on(RoomEvent.Timeline, changed);
  client.on(RoomEvent.Redaction, changed);
  client.on(MatrixEventEvent.Decrypted, changed);
  client.on(MatrixEventEvent.Replaced, changed);
  client.on(RoomEvent.Receipt, changed);
  client.on(RoomMemberEvent.Typing, (_, { roomId }) => {
    const users = client.getRoom(roomId)?.currentState.getMembers() ?? [];
    tell({ notice: "typing", roomId, users: users.filter(({ typing }) => typing).map(({ userId }) => userId) });
  });
}

/** The room, once this member's own joining has come with a sync: before that it is not known to be encrypted. */
async function joinedRoom(client: MatrixClient, roomId: string): Promise<Room> {
  const deadline = Date.now() + JOIN_MS;
  for (;;) {
    const room = client.getRoom(roomId);
    if (room?.getMyMembership() === "join") return room;
    if (Date.now() > deadline)
      throw new Error(`Expected to be in ${roomId}, got ${room?.getMyMembership() ?? "no room"}.`);
    await sleep(20);
  }
}

async function send(
  client: MatrixClient,
  roomId: string,
  type: string,
  content: Record<string, unknown>,
): Promise<string> {
  await joinedRoom(client, roomId);
  // js-sdk's types know the contents of the events it knows; ours is any event.
  const sendAny: (roomId: string, type: string, content: object) => Promise<{ event_id: string }> =
    client.sendEvent.bind(client) as never;
  return (await sendAny(roomId, type, content)).event_id;
}

async function sendFile(client: MatrixClient, roomId: string, name: string, bytes: Buffer): Promise<string> {
  const room = await joinedRoom(client, roomId);
  const info = { size: bytes.length, mimetype: "application/octet-stream" };
  const common = { msgtype: "m.file", body: name, filename: name, info };
  const upload = (data: Uint8Array) =>
    client.uploadContent(new Blob([new Uint8Array(data)]), { type: "application/octet-stream" });
  if (!room.hasEncryptionStateEvent()) {
    const { content_uri } = await upload(bytes);
    return send(client, roomId, EventType.RoomMessage, { ...common, url: content_uri });
  }
  const encrypted = encryptFile(bytes);
  const { content_uri } = await upload(encrypted.bytes);
  return send(client, roomId, EventType.RoomMessage, { ...common, file: { ...encrypted.file, url: content_uri } });
}

const FILE_CONTENT = z.union([z.object({ file: z.looseObject({ url: z.string() }) }), z.object({ url: z.string() })]);

async function openFile(client: MatrixClient, roomId: string, eventId: string): Promise<string> {
  const room = await joinedRoom(client, roomId);
  const event = room.findEventById(eventId);
  if (event === undefined) throw new Error(`Expected the event ${eventId} in ${roomId}, got none.`);
  await client.decryptEventIfNeeded(event);
  const content = FILE_CONTENT.parse(event.getContent());
  const isEncrypted = "file" in content;
  const url = client.mxcUrlToHttp(
    isEncrypted ? content.file.url : content.url,
    undefined,
    undefined,
    undefined,
    true,
    true,
    true,
  );
  const headers = { authorization: `Bearer ${client.getAccessToken()}` };
  const response = await patientFetch(url ?? "", { headers });
  if (!response.ok) throw new Error(`Expected the file of ${eventId}, got ${response.status}.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return Buffer.from(isEncrypted ? decryptFile(bytes, content.file) : bytes).toString("base64");
}

async function timeline(client: MatrixClient, encryption: CryptoApi, roomId: string): Promise<readonly SeenEvent[]> {
  return Promise.all((await events(client, roomId)).map((event) => seen(client, encryption, event)));
}

async function sentEvents(client: MatrixClient, roomId: string): Promise<readonly SentEvent[]> {
  return Promise.all((await events(client, roomId)).map((event) => sent(client, event)));
}

async function sent(client: MatrixClient, event: MatrixEvent): Promise<SentEvent> {
  await client.decryptEventIfNeeded(event);
  return {
    eventId: event.getId() ?? "",
    sender: event.getSender() ?? "",
    at: event.getTs(),
    content: event.getOriginalContent(),
    relation: relationOf(event),
  };
}

async function events(client: MatrixClient, roomId: string): Promise<readonly MatrixEvent[]> {
  const room = await joinedRoom(client, roomId);
  const live = room.getLiveTimeline();
  while (live.getPaginationToken(Direction.Backward) !== null)
    await client.paginateEventTimeline(live, { backwards: true, limit: PAGE });
  return live.getEvents().filter((event) => !event.isState() && !event.isRedaction() && event.status === null);
}

async function seen(client: MatrixClient, encryption: CryptoApi, event: MatrixEvent): Promise<SeenEvent> {
  await client.decryptEventIfNeeded(event);
  return {
    eventId: event.getId() ?? "",
    sender: event.getSender() ?? "",
    type: event.getType(),
    at: event.getTs(),
    content: event.getContent(),
    relation: relationOf(event),
    encrypted: event.isEncrypted(),
    undecryptable: event.isDecryptionFailure(),
    redacted: event.isRedacted(),
    shield: await shieldOf(encryption, event),
  };
}

/** It stands in clear beside the encrypted content; a redacted event has none. */
function relationOf(event: MatrixEvent): SeenEvent["relation"] {
  const relation = event.getWireContent()["m.relates_to"];
  return relation === undefined ? null : { ...relation };
}

const COLOURS = {
  [EventShieldColour.NONE]: "none",
  [EventShieldColour.GREY]: "grey",
  [EventShieldColour.RED]: "red",
} as const;

async function shieldOf(encryption: CryptoApi, event: MatrixEvent): Promise<SeenEvent["shield"]> {
  const info = await encryption.getEncryptionInfoForEvent(event);
  if (info === null) return null;
  const reason =
    info.shieldReason === null ? null : EventShieldReason[info.shieldReason].toLowerCase().replaceAll("_", "-");
  return { colour: COLOURS[info.shieldColour], reason };
}

async function trust(encryption: CryptoApi, userId: string, deviceId: string): Promise<object | null> {
  const devices = await encryption.getUserDeviceInfo([userId], true);
  const device = devices.get(userId)?.get(deviceId);
  if (device === undefined) return null;
  const status = await encryption.getDeviceVerificationStatus(userId, deviceId);
  return {
    crossSigned: status?.signedByOwner ?? false,
    userHasIdentity: await encryption.userHasCrossSigningKeys(userId),
    fingerprint: device.getFingerprint() ?? null,
  };
}
