/**
 * An honest proxy between the bot and a homeserver that writes down what was asked and what was answered. Knows nothing
 * of Matrix but the form of its refusals.
 */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Exchange = {
  readonly method: string;
  readonly path: string;
  /** Milliseconds since 1970: when the request came, and when its answer was passed on. */
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly status: number;
  /** What a rate limit asked for, in milliseconds. */
  readonly retryAfterMs: number | null;
  /** The body of a refusal; "" of everything else. */
  readonly refusal: string;
};

export interface RecordingProxy extends AsyncDisposable {
  readonly exchanges: readonly Exchange[];
  /** From now on it stands before this homeserver. @returns its own address. */
  to(target: string): string;
}

export async function startRecordingProxy(): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  let target = new URL("http://127.0.0.1:9");
  const server = createServer((incoming, outgoing) =>
    pass(target, incoming, outgoing, (exchange) => void exchanges.push(exchange)),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    exchanges,
    to(next) {
      target = new URL(next);
      return `http://127.0.0.1:${port}`;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(
  { hostname, port }: URL,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  record: (exchange: Exchange) => void,
): void {
  const { method = "GET", url = "/", headers } = incoming;
  const askedAt = Date.now();
  const upstream = forward({ hostname, port, method, path: url, headers }, (answer) => {
    const { statusCode: status = 502 } = answer;
    const chunks: Buffer[] = [];
    answer.on("data", (chunk: Buffer) => chunks.push(chunk));
    answer.on("error", () => outgoing.destroy());
    answer.on("end", () => {
      const refusal = status < 400 ? "" : Buffer.concat(chunks).toString("utf8");
      const retryAfter = answer.headers["retry-after"];
      const retryAfterMs = retryAfter === undefined ? null : Number(retryAfter) * 1_000;
      record({ method, path: url, askedAt, answeredAt: Date.now(), status, retryAfterMs, refusal });
      outgoing.writeHead(status, answer.headers).end(Buffer.concat(chunks));
    });
  });
  upstream.on("error", () => outgoing.destroy());
  outgoing.on("close", () => upstream.destroy());
  incoming.pipe(upstream);
}
