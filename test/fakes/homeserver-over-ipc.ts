/**
 * The in-memory homeserver for a bot in another process, which may be killed at any moment: the bot's side is a
 * `Homeserver` that asks over the channel, the other side serves it and hands out each batch until it is committed.
 */
import type { ChildProcess } from "node:child_process";
import { z } from "zod";
import type { Homeserver, Outgoing } from "../../bot/matrix/ports.ts";
import type { RemoteFile, SyncBatch } from "../../bot/matrix/room-event.ts";
import type { InMemoryHomeserver } from "./in-memory-homeserver.ts";

const REQUEST = z.object({ request: z.number(), method: z.string(), values: z.array(z.unknown()) });
const COMMITTED = z.object({ committed: z.number() });
const ANSWER = z.object({ answer: z.number(), value: z.unknown(), error: z.string().nullable() });
const BATCH = z.object({ batch: z.number(), content: z.custom<SyncBatch>() });

/** The side with the rooms: outlives every bot. */
export class ServedHomeserver {
  readonly #homeserver: InMemoryHomeserver;
  readonly #waiting = new Map<number, SyncBatch>();
  #count = 0;
  #child: ChildProcess | null = null;

  constructor(homeserver: InMemoryHomeserver, signal: AbortSignal) {
    this.#homeserver = homeserver;
    void homeserver.sync({
      commit: (batch) => {
        this.#count += 1;
        this.#waiting.set(this.#count, batch);
      },
      after: () => this.#handOut(this.#count),
      signal,
    });
  }

  /** A bot begins: what none before it has committed is handed out anew. */
  serve(child: ChildProcess): void {
    this.#child = child;
    child.on("message", (message) => {
      if (this.#child !== child) return;
      const committed = COMMITTED.safeParse(message);
      if (committed.success) this.#waiting.delete(committed.data.committed);
      const request = REQUEST.safeParse(message);
      if (request.success) void this.#answer(child, request.data);
      if (typeof message === "object" && message !== null && "syncing" in message) this.#handOutAll();
    });
  }

  /** The first sync after a start is answered in any case. */
  #handOutAll(): void {
    if (this.#waiting.size === 0) {
      this.#count += 1;
      this.#waiting.set(this.#count, { events: [], invites: [], left: [] });
    }
    for (const number of this.#waiting.keys()) this.#handOut(number);
  }

  #handOut(number: number): void {
    const content = this.#waiting.get(number);
    if (content !== undefined && this.#child?.connected) this.#child.send({ batch: number, content }, () => {});
  }

  async #answer(child: ChildProcess, { request, method, values }: z.infer<typeof REQUEST>): Promise<void> {
    const reply = await this.#perform(method, values).then(
      (value) => ({ answer: request, value, error: null }),
      (error) => ({ answer: request, value: null, error: String(error) }),
    );
    if (child.connected) child.send(reply, () => {});
  }

  #perform(method: string, values: readonly unknown[]): Promise<unknown> {
    const [first, second] = values;
    const never = new AbortController().signal;
    switch (method) {
      case "send":
        return this.#homeserver.send(first as Outgoing, never);
      case "redact":
        return this.#homeserver.redact(first as { eventId: string });
      case "download":
        return this.#homeserver.download(first as RemoteFile, Number(second));
      case "event":
        return this.#homeserver.event(String(first), String(second));
      default:
        throw new Error(`not implemented: ${method}`);
    }
  }
}

/** The bot's side. What it does not need for files throws. @param transaction in which a batch is taken in. */
export function homeserverOverIpc(self: string, transaction: (work: () => void) => void): Homeserver {
  const waiting = new Map<number, (answer: z.infer<typeof ANSWER>) => void>();
  let count = 0;
  process.on("message", (message) => {
    const answer = ANSWER.safeParse(message);
    if (answer.success) waiting.get(answer.data.answer)?.(answer.data);
  });
  const ask = async (method: string, ...values: readonly unknown[]): Promise<unknown> => {
    count += 1;
    const request = count;
    const { promise, resolve } = Promise.withResolvers<z.infer<typeof ANSWER>>();
    waiting.set(request, resolve);
    process.send?.({ request, method, values });
    const { value, error } = await promise;
    waiting.delete(request);
    if (error !== null) throw new Error(error);
    return value;
  };
  const unscripted = (what: string) => () => Promise.reject(new Error(`not implemented: ${what}`));
  const identity = { userId: self, deviceId: "BOT", fingerprint: "fingerprint", crossSigned: true };
  return {
    identity,
    lookAtIdentity: async () => identity,
    send: async (event) => String(await ask("send", event)),
    redact: async (event) => void (await ask("redact", event)),
    download: async (file, limit) => z.instanceof(Uint8Array).parse(await ask("download", file, limit)),
    event: (roomId, eventId) => ask("event", roomId, eventId),
    typing: async () => {},
    read: async () => {},
    upload: unscripted("upload"),
    join: unscripted("join"),
    leave: unscripted("leave"),
    directRoomWith: unscripted("directRoomWith"),
    createRoom: unscripted("createRoom"),
    setState: unscripted("setState"),
    removeMember: unscripted("removeMember"),
    async sync({ commit, after, signal }) {
      process.on("message", (message) => {
        const batch = BATCH.safeParse(message);
        if (!batch.success) return;
        transaction(() => commit(batch.data.content));
        process.send?.({ committed: batch.data.batch });
        after(batch.data.content);
      });
      process.send?.({ syncing: true });
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
