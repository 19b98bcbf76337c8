/**
 * A homeserver over HTTP, in memory, whose rooms may be encrypted: what the bot's real connection asks of one, much
 * quicker than Synapse. It outlives every bot that is killed, and has faults when a test wants them. Members act on
 * `rooms` and `keys` directly. What is not scripted is an M_UNRECOGNIZED.
 */
import { KeyServer, Refused } from "./key-server.ts";
import { RoomsOfHomeserver, wireOf } from "./rooms-of-homeserver.ts";
import { type Asked, matrixError, type Reply, type SmallHomeserver, smallHomeserver } from "./small-homeserver.ts";

type Json = Readonly<Record<string, unknown>>;
type ToDevice = { readonly position: number; readonly event: Json };

/** `lost`: it is done, and the answer never comes. */
export type HomeserverFault = "cut" | "lost" | "bad-gateway" | { readonly retryAfterMs: number };

/** Events of one room in one sync, as the bot's filter asks for. */
const TIMELINE = 50;
const PAGE = 100;

export class EncryptedHomeserver implements AsyncDisposable {
  readonly rooms: RoomsOfHomeserver;
  readonly keys = new KeyServer();
  readonly bot: string;
  readonly device = "BOTDEVICE";
  readonly #files = new Map<string, Uint8Array>();
  readonly #toDevice: ToDevice[] = [];
  #server: SmallHomeserver | null = null;
  /** Asked for every request. */
  fault: (asked: Asked) => HomeserverFault | null = () => null;

  private constructor(bot: string, clock: () => number) {
    this.bot = bot;
    this.rooms = new RoomsOfHomeserver(clock);
  }

  static async start(bot: string, clock: () => number = Date.now): Promise<EncryptedHomeserver> {
    const homeserver = new EncryptedHomeserver(bot, clock);
    homeserver.#server = await smallHomeserver((asked) => homeserver.#faulty(asked));
    return homeserver;
  }

  get baseUrl(): string {
    return this.#server?.baseUrl ?? "";
  }

  /** A file in clear. */
  sendFile(roomId: string, sender: string, { name, bytes }: { readonly name: string; readonly bytes: Uint8Array }) {
    const url = `mxc://coop.example/file${this.#files.size + 1}`;
    this.#files.set(url, bytes);
    const content = { msgtype: "m.file", body: name, filename: name, url, info: { size: bytes.length } };
    return this.rooms.push({ roomId, sender, type: "m.room.message", content });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
  }

  async #faulty(asked: Asked): Promise<Reply> {
    if (this.#server !== null) this.#server.asked.length = 0; // nobody looks, and a night is long
    const fault = this.fault(asked);
    if (fault === "cut") return "cut";
    if (fault === "bad-gateway") return { status: 502, text: "<h1>Bad Gateway</h1>" };
    if (typeof fault === "object" && fault !== null)
      return matrixError(429, "M_LIMIT_EXCEEDED", { retry_after_ms: fault.retryAfterMs });
    const reply = await this.#answer(asked);
    return fault === "lost" ? "cut" : reply;
  }

  async #answer(asked: Asked): Promise<Reply> {
    const { path, method, query } = asked;
    const end = path.replace(/^\/_matrix\/client\/v\d+\//u, "");
    if (end === "account/whoami") return { json: { user_id: this.bot, device_id: this.device } };
    if (end === "sync") return this.#sync(query);
    if (/^(?:keys|sendToDevice|user)\//u.test(end)) return this.#ofKeys(asked);
    if (end.startsWith("media/download/")) return this.#download(end);
    const [, roomId = "", rest = ""] = /^rooms\/([^/]+)\/(.*)$/u.exec(end) ?? [];
    return this.#ofRoom(roomId, `${method} ${rest}`, asked) ?? matrixError(404, "M_UNRECOGNIZED");
  }

  async #ofKeys({ method, path, body }: Asked): Promise<Reply> {
    try {
      return { json: await this.keys.for(this.bot, this.device)(method as "GET", path, body as object) };
    } catch (error) {
      if (error instanceof Refused) return { status: 400, json: error.body };
      throw error;
    } finally {
      this.keys.requests.length = 0;
    }
  }

  #download(end: string): Reply {
    const bytes = this.#files.get(`mxc://${end.replace("media/download/", "")}`);
    return bytes === undefined ? matrixError(404, "M_NOT_FOUND") : { text: bytes };
  }

  #ofRoom(roomId: string, what: string, { body, query }: Asked): Reply | null {
    const [, kind, first = "", second = ""] = /^[A-Z]+ ([^/]+)\/?([^/]*)\/?([^/]*)/u.exec(what) ?? [];
    const from = { roomId, sender: this.bot };
    switch (`${what.split(" ")[0]} ${kind}`) {
      case "PUT send":
        return { json: { event_id: this.rooms.pushOnce(second, { ...from, type: first, content: body as Json }) } };
      case "PUT redact": {
        const redaction = { ...from, type: "m.room.redaction", content: { redacts: first }, redacts: first };
        return { json: { event_id: this.rooms.pushOnce(second, redaction) } };
      }
      case "GET state": {
        const state = this.rooms.state(roomId, first, second);
        return state === null ? matrixError(404, "M_NOT_FOUND") : { json: state.content };
      }
      case "GET joined_members":
        return { json: { joined: Object.fromEntries(this.rooms.members(roomId).map((user) => [user, {}])) } };
      case "GET members":
        return {
          json: {
            chunk: this.rooms
              .inRoom(roomId)
              .filter(({ type }) => type === "m.room.member")
              .map(wireOf),
          },
        };
      case "GET event": {
        const event = this.rooms.event(first);
        return event?.roomId === roomId ? { json: wireOf(event) } : matrixError(404, "M_NOT_FOUND");
      }
      case "GET messages":
        return { json: this.#page(roomId, query) };
      case "PUT typing":
      case "POST receipt":
        return { json: {} };
      default:
        return null;
    }
  }

  #page(roomId: string, query: URLSearchParams): Json {
    const before = positionOf(query.get("from")) ?? Number.POSITIVE_INFINITY;
    const after = positionOf(query.get("to")) ?? 0;
    const all = this.rooms.inRoom(roomId).filter(({ position }) => position < before && position > after);
    const chunk = all.slice(-PAGE).reverse();
    const oldest = chunk.at(-1);
    return { chunk: chunk.map(wireOf), ...(all.length > PAGE && oldest ? { end: `s${oldest.position}` } : {}) };
  }

  async #sync(query: URLSearchParams): Promise<Reply> {
    const since = positionOf(query.get("since"));
    if (since !== null) {
      const confirmed = this.#toDevice.findIndex(({ position }) => position > since);
      this.#toDevice.splice(0, confirmed === -1 ? this.#toDevice.length : confirmed);
      this.takeToDevice();
      await this.rooms.beyond(since, Number(query.get("timeout") ?? 0));
    }
    this.takeToDevice();
    const { position } = this.rooms;
    const join = Object.fromEntries(this.rooms.rooms().flatMap((roomId) => this.#joined(roomId, since)));
    return {
      json: {
        next_batch: `s${position}`,
        to_device: { events: this.#toDevice.map(({ event }) => event) },
        device_one_time_keys_count: { signed_curve25519: this.keys.oneTimeKeyCount(this.bot, this.device) },
        device_unused_fallback_key_types: ["signed_curve25519"],
        rooms: { join },
      },
    };
  }

  /** What came for the bot's device takes its place in the line, until a later sync confirms it. Wakes a waiting sync. */
  takeToDevice(): void {
    for (const event of this.keys.takeInbox(this.bot, this.device))
      this.#toDevice.push({ position: this.rooms.step(), event });
  }

  #joined(roomId: string, since: number | null): [string, Json][] {
    const entries = this.rooms.inRoom(roomId);
    const isNew = since === null || entries[0] === undefined || entries[0].position > since;
    const state = entries.filter(({ stateKey }) => stateKey !== null).map(wireOf);
    if (since === null) return [[roomId, { state: { events: state }, timeline: { events: [] } }]];
    const news = entries.filter(({ position }) => position > since);
    if (news.length === 0) return [];
    const shown = news.slice(-TIMELINE);
    const limited = news.length > shown.length;
    const timeline = {
      events: shown.map(wireOf),
      limited,
      ...(limited ? { prev_batch: `s${shown[0]?.position}` } : {}),
    };
    return [[roomId, { state: { events: isNew ? state : [] }, timeline }]];
  }
}

function positionOf(token: string | null): number | null {
  return token === null || token === "" ? null : Number(token.slice(1));
}
