/**
 * A homeserver in memory: rooms, memberships, events, transaction ids, redactions. Does what `bot/matrix/ports.ts` says
 * (`test/contracts/homeserver.ts` holds it to that), without network or encryption; members speak through `say` and its
 * like. The bot's own events do not come back to it. What is not scripted throws.
 */
import { RoomQueues } from "../../bot/matrix/connection/room-queues.ts";
import { type Homeserver, type NewRoom, NotSent, type Outgoing, type StateChange } from "../../bot/matrix/ports.ts";
import type { Encryption, Invite, RawEvent, RemoteFile, SyncBatch } from "../../bot/matrix/room-event.ts";

export type Stored = {
  readonly eventId: string;
  readonly roomId: string;
  readonly sender: string;
  readonly type: string;
  content: Readonly<Record<string, unknown>>;
  redacted: boolean;
};

type Handlers = Parameters<Homeserver["sync"]>[0];

export class InMemoryHomeserver implements Homeserver {
  readonly identity;
  readonly events: Stored[] = [];
  readonly typingNow = new Set<string>();
  /** What the bot uploaded, as text. */
  readonly uploads: string[] = [];
  readonly readUpTo = new Map<string, string>();
  /** Called before an event of the bot is taken: wait, or throw. */
  beforeSend: (event: Outgoing) => void | Promise<void> = () => {};
  readonly #txns = new Map<string, string>();
  readonly #files = new Map<string, Uint8Array>();
  readonly #clock: () => number;
  #queues = new RoomQueues();
  readonly #state: RawEvent[] = [];
  /** Room and user → `join`, `invite`, `leave`, … */
  readonly #memberships = new Map<string, unknown>();
  readonly #directRooms = new Map<string, string>();
  #waiting: RawEvent[] = [];
  #invites: Invite[] = [];
  #left: string[] = [];
  #handlers: Handlers | null = null;
  #count = 0;

  /** @param idsFrom where the numbers of events begin: above those of one that went before. */
  constructor(self: string, clock: () => number, idsFrom = 0) {
    this.#count = idsFrom;
    this.identity = { userId: self, deviceId: "BOT", fingerprint: "fingerprint", crossSigned: true };
    this.#clock = clock;
  }

  async lookAtIdentity() {
    return this.identity;
  }

  // What members and servers do

  /** A room with these members in it, the bot among them unless `withBot` is false. */
  room(
    roomId: string,
    members: readonly string[],
    content: { readonly direct?: boolean; readonly joinRule?: string; readonly withBot?: boolean } = {},
  ) {
    const creator = members[0] ?? this.identity.userId;
    this.state(roomId, creator, "m.room.create", "", { room_version: "11" });
    this.state(roomId, creator, "m.room.join_rules", "", { join_rule: content.joinRule ?? "invite" });
    this.state(roomId, creator, "m.room.power_levels", "", { users: { [creator]: 100 }, users_default: 0 });
    for (const member of [...members, ...(content.withBot === false ? [] : [this.identity.userId])])
      this.state(roomId, member, "m.room.member", member, {
        membership: "join",
        ...(content.direct ? { is_direct: true } : {}),
      });
  }

  state(roomId: string, sender: string, type: string, stateKey: string, content: Record<string, unknown>): string {
    return this.#push({ roomId, sender, type, content, stateKey });
  }

  say(roomId: string, sender: string, body: string, more: Record<string, unknown> = {}): string {
    return this.#push({ roomId, sender, type: "m.room.message", content: { msgtype: "m.text", body, ...more } });
  }

  /** Any event; encrypted by somebody, or sent at another time than now. */
  post(event: {
    readonly roomId: string;
    readonly sender: string;
    readonly type: string;
    readonly content: Readonly<Record<string, unknown>>;
    readonly encryption?: Encryption | null;
    readonly at?: number;
  }): string {
    return this.#push(event);
  }

  react(roomId: string, sender: string, target: string, key: string): string {
    const relation = { rel_type: "m.annotation", event_id: target, key };
    return this.#push({ roomId, sender, type: "m.reaction", content: { "m.relates_to": relation } });
  }

  /** A file in clear. `caption` is its body where it has one; `more` goes into the content. */
  sendFile(
    roomId: string,
    sender: string,
    { name, bytes, caption = name }: { readonly name: string; readonly bytes: Uint8Array; readonly caption?: string },
    more: Record<string, unknown> = {},
  ): string {
    const url = `mxc://coop.example/file${this.#files.size + 1}`;
    this.#files.set(url, bytes);
    const content = { msgtype: "m.file", body: caption, filename: name, url, info: { size: bytes.length }, ...more };
    return this.#push({ roomId, sender, type: "m.room.message", content });
  }

  edit(roomId: string, sender: string, target: string, body: string): string {
    const content = {
      msgtype: "m.text",
      body: `* ${body}`,
      "m.new_content": { msgtype: "m.text", body },
      "m.relates_to": { rel_type: "m.replace", event_id: target },
    };
    return this.#push({ roomId, sender, type: "m.room.message", content });
  }

  takeBack(roomId: string, sender: string, target: string): string {
    return this.#push({ roomId, sender, type: "m.room.redaction", content: { redacts: target }, redacts: target });
  }

  /** Somebody asks to come in; false when the join rule keeps them out. */
  tryJoin(roomId: string, userId: string): boolean {
    const rule = this.stateNow(roomId, "m.room.join_rules");
    const allow = Array.isArray(rule.allow) ? rule.allow : [];
    const may =
      rule.join_rule === "public" ||
      (rule.join_rule === "restricted" && allow.some((one) => this.#isIn(one.room_id, userId)));
    if (may) this.state(roomId, userId, "m.room.member", userId, { membership: "join" });
    return may;
  }

  /** Somebody who is no creator asks to speak; false when the power levels forbid it. */
  trySay(roomId: string, userId: string, body: string): boolean {
    const levels = this.stateNow(roomId, "m.room.power_levels");
    const may = this.#isIn(roomId, userId) && Number(levels.events_default ?? 0) <= Number(levels.users_default ?? 0);
    if (may) this.say(roomId, userId, body);
    return may;
  }

  isIn(roomId: string, userId: string): boolean {
    return this.#isIn(roomId, userId);
  }

  /** The content of a state event as it is now; empty when there is none. */
  stateNow(roomId: string, type: string): Readonly<Record<string, unknown>> {
    const last = this.events.findLast((event) => event.roomId === roomId && event.type === type);
    return last?.content ?? {};
  }

  inviteBot(invite: Invite): void {
    this.#setMembership(invite.roomId, this.identity.userId, "invite");
    this.#invites.push(invite);
    this.#flush();
  }

  /** What the bot said in a room, newest edit in place, in the order of the first sendings. */
  said(roomId: string): { eventId: string; body: string; content: Readonly<Record<string, unknown>> }[] {
    const own = this.events.filter((event) => event.roomId === roomId && event.sender === this.identity.userId);
    const edits = new Map<string, Stored>();
    for (const event of own) {
      const target = replaced(event);
      if (target !== null) edits.set(target, event);
    }
    return own
      .filter((event) => event.type === "m.room.message" && replaced(event) === null && !event.redacted)
      .map((event) => {
        const content = edits.get(event.eventId)?.content ?? event.content;
        const shown = content["m.new_content"] ?? content;
        return { eventId: event.eventId, body: bodyOf(shown), content };
      });
  }

  /** The event that the bot sent under a transaction id. */
  sentAs(txnId: string): string | null {
    return this.#txns.get(txnId) ?? null;
  }

  #push(
    event: Omit<Stored, "eventId" | "redacted"> & {
      stateKey?: string;
      redacts?: string;
      encryption?: Encryption | null;
      at?: number;
    },
  ): string {
    const eventId = `$${++this.#count}`;
    const { roomId, sender, type, content, stateKey, redacts, encryption = null, at = this.#clock() } = event;
    this.events.push({ eventId, roomId, sender, type, content, redacted: false });
    const raw: RawEvent = {
      roomId,
      encryption,
      event: {
        event_id: eventId,
        sender,
        type,
        content,
        origin_server_ts: at,
        ...(stateKey === undefined ? {} : { state_key: stateKey }),
        ...(redacts === undefined ? {} : { redacts }),
      },
    };
    if (stateKey !== undefined) this.#state.push(raw);
    if (type === "m.room.member" && stateKey === this.identity.userId) this.#ownMembership(roomId, content.membership);
    else if (this.#isIn(roomId, this.identity.userId)) this.#waiting.push(raw);
    if (type === "m.room.member" && stateKey !== undefined) this.#setMembership(roomId, stateKey, content.membership);
    this.#flush();
    return eventId;
  }

  /** Whoever comes is told the whole state; whoever goes is told that much. */
  #ownMembership(roomId: string, membership: unknown): void {
    if (membership === "join") this.#waiting.push(...this.#state.filter((state) => state.roomId === roomId));
    else this.#left.push(roomId);
  }

  #setMembership(roomId: string, userId: string, membership: unknown): void {
    this.#memberships.set(`${roomId}\0${userId}`, membership);
  }

  #membership(roomId: string, userId: string): unknown {
    return this.#memberships.get(`${roomId}\0${userId}`);
  }

  #isIn(roomId: string, userId: string): boolean {
    return this.#membership(roomId, userId) === "join";
  }

  #flush(): void {
    const handlers = this.#handlers;
    if (handlers === null || this.#waiting.length + this.#invites.length + this.#left.length === 0) return;
    const batch: SyncBatch = { events: this.#waiting, invites: this.#invites, left: this.#left };
    try {
      handlers.commit(batch);
    } catch {
      setImmediate(() => this.#flush()); // it is still waiting
      return;
    }
    this.#waiting = [];
    this.#invites = [];
    this.#left = [];
    handlers.after(batch);
  }

  // The ports

  async sync(handlers: Handlers): Promise<void> {
    this.#handlers = handlers;
    this.#queues = new RoomQueues(); // a bot that starts anew does not wait for what the one before was sending
    this.#flush();
    await new Promise<void>((resolve) => {
      if (handlers.signal.aborted) return resolve();
      handlers.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    if (this.#handlers === handlers) this.#handlers = null;
  }

  send(event: Outgoing, signal: AbortSignal): Promise<string> {
    return this.#queues.inTurn(event.roomId, () => this.#send(event, signal));
  }

  async #send(event: Outgoing, signal: AbortSignal): Promise<string> {
    await this.beforeSend(event);
    signal.throwIfAborted();
    const known = this.#txns.get(event.txnId);
    if (known !== undefined) return known;
    const { roomId, type, content } = event;
    if (!this.#isIn(roomId, this.identity.userId)) throw new NotSent(`not in room ${roomId}`);
    const eventId = `$bot${++this.#count}`;
    this.events.push({ eventId, roomId, sender: this.identity.userId, type, content, redacted: false });
    this.#txns.set(event.txnId, eventId);
    return eventId;
  }

  async redact({ eventId }: { eventId: string }): Promise<void> {
    const event = this.events.find((candidate) => candidate.eventId === eventId);
    if (event === undefined) return;
    event.redacted = true;
    event.content = {};
  }

  async typing(roomId: string, on: boolean): Promise<void> {
    if (!this.#isIn(roomId, this.identity.userId)) return;
    if (on) this.typingNow.add(roomId);
    else this.typingNow.delete(roomId);
  }

  async read(roomId: string, eventId: string): Promise<void> {
    if (this.#isIn(roomId, this.identity.userId)) this.readUpTo.set(roomId, eventId);
  }

  async join(roomId: string): Promise<void> {
    const self = this.identity.userId;
    if (this.#membership(roomId, self) !== "invite") throw new Error(`Expected an invitation to ${roomId}, got none.`);
    this.state(roomId, self, "m.room.member", self, { membership: "join" });
  }

  async leave(roomId: string): Promise<void> {
    const self = this.identity.userId;
    if (this.#isIn(roomId, self)) this.state(roomId, self, "m.room.member", self, { membership: "leave" });
  }

  async createRoom({ version, mark, powerLevels, name }: NewRoom): Promise<string> {
    const self = this.identity.userId;
    const roomId = `!own${++this.#count}`;
    const set = (type: string, content: Record<string, unknown>, key = "") =>
      this.state(roomId, self, type, key, content);
    set("m.room.create", { room_version: version, ...mark });
    set("m.room.member", { membership: "join" }, self);
    set("m.room.power_levels", { users: { [self]: 100 }, ...powerLevels });
    set("m.room.join_rules", { join_rule: "invite" });
    set("m.room.history_visibility", { history_visibility: "shared" });
    set("m.room.guest_access", { guest_access: "forbidden" });
    set("m.room.name", { name });
    return roomId;
  }

  async setState(roomId: string, { type, stateKey, content }: StateChange): Promise<void> {
    if (!this.#isIn(roomId, this.identity.userId)) throw new NotSent(`not in room ${roomId}`);
    this.state(roomId, this.identity.userId, type, stateKey, { ...content });
  }

  async removeMember(roomId: string, userId: string): Promise<void> {
    if (!this.#isIn(roomId, this.identity.userId)) throw new NotSent(`not in room ${roomId}`);
    if (!this.#isIn(roomId, userId)) return;
    this.state(roomId, this.identity.userId, "m.room.member", userId, { membership: "leave" });
  }

  async event(roomId: string, eventId: string): Promise<unknown> {
    if (!this.#isIn(roomId, this.identity.userId)) return null;
    const found = this.events.find((event) => event.roomId === roomId && event.eventId === eventId);
    return found === undefined
      ? null
      : { event_id: eventId, sender: found.sender, type: found.type, content: found.content };
  }

  async directRoomWith(userId: string): Promise<string> {
    const known = this.#directRooms.get(userId);
    if (known !== undefined) return known;
    const roomId = `!direct${++this.#count}`;
    this.room(roomId, [], { direct: true });
    this.#setMembership(roomId, userId, "invite");
    this.#directRooms.set(userId, roomId);
    return roomId;
  }

  async download({ url }: RemoteFile, limit: number): Promise<Uint8Array> {
    const bytes = this.#files.get(url);
    if (bytes === undefined || bytes.length > limit) throw new Error(`no file of at most ${limit} bytes at ${url}`);
    return bytes;
  }
  async upload(
    _roomId: string,
    file: { readonly name: string; readonly bytes: Uint8Array },
  ): Promise<Readonly<Record<string, unknown>>> {
    const url = `mxc://memory/${this.uploads.push(Buffer.from(file.bytes).toString())}`;
    return { filename: file.name, url };
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

function replaced({ content }: Stored): string | null {
  const relation = content["m.relates_to"];
  if (typeof relation !== "object" || relation === null || !("rel_type" in relation)) return null;
  if (relation.rel_type !== "m.replace" || !("event_id" in relation)) return null;
  return String(relation.event_id);
}

function bodyOf(content: unknown): string {
  return typeof content === "object" && content !== null && "body" in content ? String(content.body) : "";
}
