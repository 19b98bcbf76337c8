/**
 * The rooms of a homeserver in memory and the one line of events that every sync is a part of: what members do goes onto
 * it, and what a device has not yet confirmed is handed out again. Knows no HTTP and no keys.
 */

type Json = Readonly<Record<string, unknown>>;

export type RoomEntry = {
  readonly position: number;
  readonly eventId: string;
  readonly roomId: string;
  readonly sender: string;
  readonly type: string;
  readonly stateKey: string | null;
  readonly redacts: string | null;
  readonly at: number;
  content: Json;
  redacted: boolean;
};

type NewEntry = Pick<RoomEntry, "roomId" | "sender" | "type" | "content"> &
  Partial<Pick<RoomEntry, "stateKey" | "redacts">>;

export class RoomsOfHomeserver {
  readonly entries: RoomEntry[] = [];
  readonly #byRoom = new Map<string, RoomEntry[]>();
  readonly #byId = new Map<string, RoomEntry>();
  readonly #txns = new Map<string, string>();
  readonly #waiting = new Set<() => void>();
  readonly #clock: () => number;
  #position = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get position(): number {
    return this.#position;
  }

  /** Something else than an event takes its place in the line. */
  step(): number {
    this.#position += 1;
    for (const wake of [...this.#waiting]) wake();
    return this.#position;
  }

  /** Resolves when there is something beyond a position, or the time is over. */
  async beyond(position: number, timeoutMs: number): Promise<void> {
    if (this.#position > position || timeoutMs <= 0) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, timeoutMs);
      this.#waiting.add(end);
    });
  }

  push({ stateKey = null, redacts = null, ...entry }: NewEntry): string {
    const position = this.#position + 1;
    const whole: RoomEntry = {
      ...entry,
      stateKey,
      redacts,
      position,
      eventId: `$${position}`,
      at: this.#clock(),
      redacted: false,
    };
    this.entries.push(whole);
    this.#byId.set(whole.eventId, whole);
    this.#byRoom.set(entry.roomId, [...(this.#byRoom.get(entry.roomId) ?? []), whole]);
    const target = redacts === null ? undefined : this.#byId.get(redacts);
    if (target !== undefined) Object.assign(target, { redacted: true, content: {} });
    this.step();
    return whole.eventId;
  }

  /** The same transaction id gives the event that is there. */
  pushOnce(txnId: string, entry: NewEntry): string {
    const known = this.#txns.get(txnId);
    if (known !== undefined) return known;
    const eventId = this.push(entry);
    this.#txns.set(txnId, eventId);
    return eventId;
  }

  /** A room with these members in it; the first made it. */
  open(roomId: string, members: readonly string[], { encrypted = false } = {}): void {
    const [creator = ""] = members;
    const state = (type: string, stateKey: string, content: Json, sender = creator) =>
      this.push({ roomId, sender, type, stateKey, content });
    state("m.room.create", "", { room_version: "11" });
    for (const member of members) state("m.room.member", member, { membership: "join" }, member);
    state("m.room.power_levels", "", { users: { [creator]: 100 }, users_default: 0 });
    state("m.room.join_rules", "", { join_rule: "invite" });
    state("m.room.history_visibility", "", { history_visibility: "shared" });
    if (encrypted) state("m.room.encryption", "", { algorithm: "m.megolm.v1.aes-sha2" });
  }

  inRoom(roomId: string): readonly RoomEntry[] {
    return this.#byRoom.get(roomId) ?? [];
  }

  event(eventId: string): RoomEntry | null {
    return this.#byId.get(eventId) ?? null;
  }

  state(roomId: string, type: string, stateKey = ""): RoomEntry | null {
    return this.inRoom(roomId).findLast((entry) => entry.type === type && entry.stateKey === stateKey) ?? null;
  }

  members(roomId: string): readonly string[] {
    const told = this.inRoom(roomId).filter(({ type }) => type === "m.room.member");
    const latest = new Map(told.map(({ stateKey, content }) => [stateKey ?? "", content.membership]));
    return [...latest].filter(([, membership]) => membership === "join").map(([user]) => user);
  }

  rooms(): readonly string[] {
    return [...this.#byRoom.keys()];
  }
}

/** As it goes over the wire. */
export function wireOf({ eventId, sender, type, stateKey, redacts, content, at }: RoomEntry): Json {
  return {
    event_id: eventId,
    sender,
    type,
    content,
    origin_server_ts: at,
    ...(stateKey === null ? {} : { state_key: stateKey }),
    ...(redacts === null ? {} : { redacts }),
  };
}
