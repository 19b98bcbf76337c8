/**
 * A homeserver of one test: a real HTTP server on this machine that answers as the test scripts it, faults included.
 * What is not scripted is an M_UNRECOGNIZED. Knows nothing of Matrix but its error format.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON, or null. */
  readonly body: unknown;
  readonly headers: IncomingMessage["headers"];
};

export type Reply =
  | { readonly json: unknown; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly text: string | Uint8Array;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is cut without a word. */
  | "cut"
  /** No answer ever. */
  | "silence";

export type Script = (asked: Asked) => Reply | undefined | Promise<Reply | undefined>;

export interface SmallHomeserver extends AsyncDisposable {
  readonly baseUrl: string;
  readonly asked: Asked[];
  /** Paths that were asked with this method, in order. */
  paths(method: string): string[];
}

export async function smallHomeserver(script: Script): Promise<SmallHomeserver> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => void answer(request, response, script, asked));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    asked,
    paths: (method) => asked.filter((one) => one.method === method).map(({ path }) => path),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const matrixError = (status: number, errcode: string, more: object = {}) => ({
  status,
  json: { errcode, error: "scripted", ...more },
});

export const BAD_GATEWAY: Reply = { status: 502, text: "<html>Bad Gateway</html>" };

async function answer(request: IncomingMessage, response: ServerResponse, script: Script, asked: Asked[]) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url ?? "/", "http://localhost");
  const one: Asked = {
    method: request.method ?? "",
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    body: parsed(Buffer.concat(chunks).toString("utf8")),
    headers: request.headers,
  };
  asked.push(one);
  const reply: Reply = (await script(one)) ?? matrixError(404, "M_UNRECOGNIZED");
  if (reply === "silence") return;
  if (reply === "cut") return void response.destroy();
  const [type, body] = "json" in reply ? ["application/json", JSON.stringify(reply.json)] : ["text/html", reply.text];
  response.writeHead(reply.status ?? 200, { "Content-Type": type, ...reply.headers }).end(body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
