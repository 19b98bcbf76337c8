/**
 * A proxy between a member's client and its homeserver that keeps what the client sends to other devices (the keys of
 * its messages) until it is told to let go. The client is told that it arrived. Everything else passes.
 */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface KeyHoldingProxy extends AsyncDisposable {
  readonly baseUrl: string;
  /** How many such requests it holds. */
  readonly held: number;
  /** Sends what was held, and holds nothing more. */
  letGo(): Promise<void>;
}

type Held = { readonly incoming: IncomingMessage; readonly body: Buffer };

export async function startKeyHoldingProxy(target: string): Promise<KeyHoldingProxy> {
  const held: Held[] = [];
  let holds = true;
  const server = createServer((incoming, outgoing) => {
    if (holds && incoming.url?.includes("/sendToDevice/m.room.encrypted/")) hold(incoming, outgoing, held);
    else pass(target, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    get held() {
      return held.length;
    },
    async letGo() {
      holds = false;
      for (const { incoming, body } of held.splice(0)) {
        const headers = { authorization: incoming.headers.authorization ?? "", "content-type": "application/json" };
        const response = await fetch(`${target}${incoming.url}`, {
          method: "PUT",
          headers,
          body: new Uint8Array(body),
        });
        if (!response.ok) throw new Error(`Expected the homeserver to take the keys, got ${response.status}.`);
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function hold(incoming: IncomingMessage, outgoing: ServerResponse, held: Held[]): void {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    held.push({ incoming, body: Buffer.concat(chunks) });
    outgoing.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
}

function pass(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { hostname, port } = new URL(target);
  const { method, url, headers } = incoming;
  const upstream = forward({ hostname, port, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  upstream.on("error", () => outgoing.destroy());
  outgoing.on("close", () => upstream.destroy());
  incoming.pipe(upstream);
}
