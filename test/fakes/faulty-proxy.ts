/**
 * A proxy between the bot and a homeserver that does what networks do: some requests get a 502, some connections are
 * cut, some answers are lost after the homeserver has done what was asked. `/sync`, which is repeated anyway, gets a
 * quarter of that. Its chance is seeded, so that a run can be repeated.
 */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Faults = {
  /** Shares of all requests, from 0 to 1. */
  readonly badGateway: number;
  readonly cut: number;
  /** Forwarded, and the answer thrown away. */
  readonly lostAnswer: number;
};

export interface FaultyProxy extends AsyncDisposable {
  readonly baseUrl: string;
  readonly counts: { requests: number; badGateway: number; cut: number; lostAnswer: number };
  /** From now on; null is an honest proxy. */
  setFaults(faults: Faults | null): void;
}

const SYNC_SHARE = 0.25;

export async function startFaultyProxy(target: string, faults: Faults, seed = 1): Promise<FaultyProxy> {
  let now: Faults | null = faults;
  const random = seeded(seed);
  const counts = { requests: 0, badGateway: 0, cut: 0, lostAnswer: 0 };
  const server = createServer((incoming, outgoing) => {
    counts.requests += 1;
    const fault = now === null ? null : chosen(now, incoming.url ?? "", random());
    if (fault !== null) counts[fault] += 1;
    if (fault === "cut") incoming.socket.destroy();
    else if (fault === "badGateway")
      outgoing.writeHead(502, { "Content-Type": "text/html" }).end("<h1>Bad Gateway</h1>");
    else pass(new URL(target), incoming, outgoing, fault === "lostAnswer");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    counts,
    setFaults: (next) => {
      now = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function chosen({ badGateway, cut, lostAnswer }: Faults, url: string, chance: number): keyof Faults | null {
  const roll = url.includes("/v3/sync") ? chance / SYNC_SHARE : chance;
  if (roll < badGateway) return "badGateway";
  if (roll < badGateway + cut) return "cut";
  return roll < badGateway + cut + lostAnswer ? "lostAnswer" : null;
}

function pass({ hostname, port }: URL, incoming: IncomingMessage, outgoing: ServerResponse, loseAnswer: boolean): void {
  const { method, url, headers } = incoming;
  const upstream = forward({ hostname, port, method, path: url, headers }, (answer) => {
    if (loseAnswer) {
      // The homeserver has answered: what was asked is done.
      answer.resume().on("end", () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on("error", () => outgoing.destroy());
    answer.pipe(outgoing);
  });
  upstream.on("error", () => outgoing.destroy());
  outgoing.on("close", () => upstream.destroy());
  incoming.pipe(upstream);
}

/** Mulberry32: small, and good enough to choose faults with. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
