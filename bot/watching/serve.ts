/**
 * Two pages for whoever watches the bot, on this machine only: `/healthz` (JSON) and `/metrics` (Prometheus). Knows
 * nothing of what the figures mean.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Page = { readonly status: number; readonly contentType: string; readonly body: string };

export type WatchingServer = AsyncDisposable & { readonly port: number };

/** Nobody outside this machine can ask; there is no setting that changes it. */
const LOOPBACK = "127.0.0.1";
/** A page that was asked for by another name came through somebody else's web page. */
const OWN_NAMES = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/iu;
/** A watcher and a few people with a browser. */
const MOST_CONNECTIONS = 16;
const REQUEST_MS = 10_000;

/**
 * @param port 0: one that is free.
 * @throws Error (expected, got, remedy) when the port cannot be had.
 */
export async function serveWatching(
  port: number,
  pages: Readonly<Record<string, () => Promise<Page>>>,
): Promise<WatchingServer> {
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) => {
    void answer(request, response, pages);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(port, LOOPBACK);
  try {
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const remedy =
      code === "EADDRINUSE" ? "Another program has it: choose another port" : "Choose a port from 1024 to 65535";
    throw new Error(`Expected \`ROCHDALE_METRICS\` to name a free port, got \`${port}\` (${code}). ${remedy}.`, {
      cause: error,
    });
  }
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  { method, url = "/", headers }: IncomingMessage,
  response: ServerResponse,
  pages: Readonly<Record<string, () => Promise<Page>>>,
): Promise<void> {
  const { status, contentType, body } = await pageFor({ method, url, host: headers.host ?? "" }, pages);
  response.writeHead(status, { "content-type": contentType, "cache-control": "no-store" });
  response.end(method === "HEAD" ? undefined : body);
}

async function pageFor(
  { method, url, host }: { readonly method: string | undefined; readonly url: string; readonly host: string },
  pages: Readonly<Record<string, () => Promise<Page>>>,
): Promise<Page> {
  if (!OWN_NAMES.test(host)) return plain(403, "Only this machine may ask.");
  if (method !== "GET" && method !== "HEAD") return plain(405, "GET or HEAD only.");
  const path = url.split("?", 1)[0] ?? "/";
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  if (page === undefined) return plain(404, `Here are ${Object.keys(pages).join(" and ")}.`);
  try {
    return await page();
  } catch {
    return plain(500, "The figures could not be had just now.");
  }
}

function plain(status: number, sentence: string): Page {
  return { status, contentType: "text/plain; charset=utf-8", body: `${sentence}\n` };
}
