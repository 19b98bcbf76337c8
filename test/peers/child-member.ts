/**
 * A member whose client runs in a child process: what needs the client's encryption is asked of the child, the rest goes
 * to the homeserver directly. Knows no particular client.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Account } from "../../demo/register-user.ts";
import { JsonLinesChild } from "./json-lines.ts";
import type { Member, Message, RoomOptions, SayOptions } from "./member.ts";
import { patientFetch } from "./patient-fetch.ts";
import { messagesOf, SEEN_EVENT, shownTimeline } from "./read-timeline.ts";
import { editContent, reactionContent, roomRequest, textContent } from "./room-content.ts";

export type ChildMemberOptions = {
  readonly baseUrl: string;
  /** A device of its own: what `registerUser` or `logIn` returned. */
  readonly account: Account;
};

/** How the child is started, and what its first request says besides the account. */
export type ChildProgram = {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly start: Readonly<Record<string, unknown>>;
};

const EVENT_ID = z.object({ event_id: z.string() });
const ROOM_ID = z.object({ room_id: z.string() });
const MEMBERS = z.object({ joined: z.record(z.string(), z.unknown()) });
const WAIT_MS = 60_000;
const LOOK_EVERY_MS = 100;

export class ChildMember implements Member {
  readonly userId: string;
  readonly deviceId: string;
  readonly #baseUrl: string;
  readonly #accessToken: string;
  readonly #watchers = new Set<() => void>();
  readonly #typing = new Map<string, readonly string[]>();
  readonly child: JsonLinesChild;

  private constructor({ baseUrl, account }: ChildMemberOptions, { name, program, args }: ChildProgram) {
    this.userId = account.userId;
    this.deviceId = account.deviceId;
    this.#baseUrl = baseUrl;
    this.#accessToken = account.accessToken;
    this.child = new JsonLinesChild(`${name} (${account.userId})`, program, args, (notice) => this.#hear(notice));
  }

  /** Resolves when the client has synced and its device's keys are on the homeserver. */
  static async start(options: ChildMemberOptions, program: ChildProgram): Promise<ChildMember> {
    const member = new ChildMember(options, program);
    try {
      await member.child.request("start", { ...program.start, baseUrl: options.baseUrl, ...options.account });
      return member;
    } catch (error) {
      await member.stop();
      throw error;
    }
  }

  async createRoom(options: RoomOptions): Promise<string> {
    const { room_id } = ROOM_ID.parse(await this.api("POST", "/v3/createRoom", roomRequest(options)));
    return room_id;
  }

  async invite(roomId: string, userId: string): Promise<void> {
    await this.api("POST", `${room(roomId)}/invite`, { user_id: userId });
  }

  async join(roomId: string, via: readonly string[] = []): Promise<void> {
    const servers = new URLSearchParams(via.map((server) => ["via", server] as [string, string]));
    await this.api("POST", `/v3/join/${encodeURIComponent(roomId)}?${servers}`, {});
  }

  async leave(roomId: string): Promise<void> {
    await this.api("POST", `${room(roomId)}/leave`, {});
  }

  say(roomId: string, text: string, options?: SayOptions): Promise<string> {
    return this.send(roomId, "m.room.message", textContent(text, options));
  }

  edit(roomId: string, eventId: string, text: string): Promise<string> {
    return this.send(roomId, "m.room.message", editContent(eventId, text));
  }

  react(roomId: string, eventId: string, key: string): Promise<string> {
    return this.send(roomId, "m.reaction", reactionContent(eventId, key));
  }

  async redact(roomId: string, eventId: string): Promise<string> {
    const path = `${room(roomId)}/redact/${encodeURIComponent(eventId)}/${crypto.randomUUID()}`;
    return EVENT_ID.parse(await this.api("PUT", path, {})).event_id;
  }

  async send(roomId: string, type: string, content: Readonly<Record<string, unknown>>): Promise<string> {
    return z.string().parse(await this.child.request("send", { roomId, type, content }));
  }

  async sendFile(roomId: string, name: string, bytes: Uint8Array): Promise<string> {
    const base64 = Buffer.from(bytes).toString("base64");
    return z.string().parse(await this.child.request("send-file", { roomId, name, base64 }));
  }

  async openFile(roomId: string, eventId: string): Promise<Uint8Array> {
    const base64 = z.string().parse(await this.child.request("open-file", { roomId, eventId }));
    return new Uint8Array(Buffer.from(base64, "base64"));
  }

  async timeline(roomId: string): Promise<readonly Message[]> {
    return messagesOf(z.array(SEEN_EVENT).parse(await this.child.request("timeline", { roomId })));
  }

  async waitFor<T>(
    roomId: string,
    find: (timeline: readonly Message[]) => T | undefined,
    timeoutMs = WAIT_MS,
  ): Promise<T> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const changed = this.#nextChange(deadline - Date.now());
      const timeline = await this.timeline(roomId);
      const found = find(timeline);
      if (found !== undefined) return found;
      if (!(await changed))
        throw new Error(
          `Expected ${this.userId} to see what was waited for within ${timeoutMs} ms, got:\n${shownTimeline(timeline)}`,
        );
    }
  }

  async waitForMember(roomId: string, userId: string, timeoutMs = WAIT_MS): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const { joined } = MEMBERS.parse(await this.api("GET", `${room(roomId)}/joined_members`));
      if (userId in joined) return;
      if (Date.now() > deadline)
        throw new Error(`Expected ${userId} to join ${roomId} within ${timeoutMs} ms, got nothing.`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  async waitForTyping(roomId: string, userId: string, timeoutMs = WAIT_MS): Promise<number> {
    const deadline = Date.now() + timeoutMs;
    while (!this.typing(roomId).includes(userId)) {
      if (!(await this.#nextChange(deadline - Date.now())))
        throw new Error(`Expected ${userId} to type within ${timeoutMs} ms, got nothing.`);
    }
    return Date.now();
  }

  typing(roomId: string): readonly string[] {
    return this.#typing.get(roomId) ?? [];
  }

  async readUpTo(roomId: string, userId: string): Promise<string | null> {
    return z
      .string()
      .nullable()
      .parse(await this.child.request("read-up-to", { roomId, userId }));
  }

  async api(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await patientFetch(`${this.#baseUrl}/_matrix/client${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#accessToken}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (response.ok) return response.json();
    throw new Error(`Expected ${method} ${path} to be allowed, got ${response.status}: ${await response.text()}`);
  }

  stop(): Promise<void> {
    return this.child[Symbol.asyncDispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #hear(notice: Readonly<Record<string, unknown>>): void {
    const typing = TYPING.safeParse(notice).data;
    if (typing !== undefined) this.#typing.set(typing.roomId, typing.users);
    for (const wake of this.#watchers) wake();
  }

  /** Resolves to false when nothing happened in time. */
  #nextChange(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (changed: boolean) => () => {
        clearTimeout(timer);
        this.#watchers.delete(wake);
        resolve(changed);
      };
      const wake = end(true);
      const timer = setTimeout(end(false), Math.max(0, timeoutMs));
      this.#watchers.add(wake);
    });
  }
}

const TYPING = z.object({ notice: z.literal("typing"), roomId: z.string(), users: z.array(z.string()) });

const room = (roomId: string) => `/v3/rooms/${encodeURIComponent(roomId)}`;
