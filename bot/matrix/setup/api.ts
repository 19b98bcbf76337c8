/**
 * Requests to a homeserver over an injected `fetch`: JSON in, JSON out, rate limits waited for, refusals as errors that
 * carry no secret. For setup and doctor, which run before there is a connection; knows no SDK and no encryption.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Secret } from "../secret.ts";
import { withoutEcho } from "../without-echo.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** One request; resolves to the JSON of the reply. @throws HomeserverRefusal; Unreachable; the signal's reason. */
export type Api = (method: "GET" | "POST" | "PUT", path: string, body?: unknown) => Promise<unknown>;

export type ApiOptions = {
  readonly fetch: Fetch;
  /** Address without a slash at the end. */
  readonly homeserver: string;
  readonly token: Secret<string> | null;
  readonly signal: AbortSignal;
  /** Told before a wait that the homeserver asks for. */
  readonly onWait?: (seconds: number) => void;
};

/** The homeserver answered, but with an error. */
export class HomeserverRefusal extends Error {
  override readonly name = "HomeserverRefusal";
  readonly status: number;
  /** `M_FORBIDDEN`, …; empty when it sent none. */
  readonly errcode: string;
  readonly body: unknown;

  constructor(request: string, status: number, body: unknown, sent: Parameters<typeof withoutEcho>[1]) {
    const { errcode, error: words } = ERROR.parse(body ?? {});
    const error = withoutEcho(words, sent);
    super(
      `Expected the homeserver to accept \`${request}\`, got ${[status, errcode].join(" ").trim()}${error === "" ? "" : `: ${error}`}.`,
    );
    this.status = status;
    this.errcode = errcode;
    this.body = body;
  }
}

/** Nothing that speaks HTTP answered. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** One request takes a second on a slow server; a login with a strong password hash a few. */
const TIMEOUT_MS = 30_000;
/** Synapse lets an account make a room or log in about once a minute or five when its burst is used up. */
const LONGEST_WAIT_S = 330;

const ERROR = z
  .object({ errcode: z.string().catch(""), error: z.string().catch("") })
  .catch({ errcode: "", error: "" });
const WAIT = z.object({ retry_after_ms: z.number() });

export function makeApi(options: ApiOptions): Api {
  const request: Api = async (method, path, body) => {
    const response = await fetchFrom(options, `${options.homeserver}${path}`, init(method, body, options.token));
    const json = await jsonOf(response);
    if (response.ok) return json;
    const wait = response.status === 429 ? waitOf(response, json) : null;
    if (wait === null || wait > LONGEST_WAIT_S) {
      throw new HomeserverRefusal(`${method} ${withoutQuery(path)}`, response.status, json, {
        token: options.token?.reveal() ?? "",
        body,
      });
    }
    options.onWait?.(wait);
    await sleep(wait * 1000, undefined, { signal: options.signal });
    return request(method, path, body);
  };
  return request;
}

/** A plain request, redirects followed. @throws Unreachable when nothing answers in time. */
export async function fetchFrom(
  { fetch, signal }: Pick<ApiOptions, "fetch" | "signal">,
  url: string,
  init: RequestInit,
): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
  } catch (error) {
    signal.throwIfAborted();
    throw new Unreachable(
      `Expected an answer from \`${new URL(url).origin}\`, got ${reasonOf(error)}. Check the address and the network.`,
      { cause: error },
    );
  }
}

function init(method: string, body: unknown, token: Secret<string> | null): RequestInit {
  const headers: Record<string, string> = {};
  if (token !== null) headers.authorization = `Bearer ${token.reveal()}`;
  if (body === undefined) return { method, headers };
  return { method, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** The JSON of a reply; null when it is something else (a proxy's page). */
export async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Seconds to wait: the header first, as Matrix 1.10 demands, else the body; null when neither says. */
function waitOf(response: Response, body: unknown): number | null {
  const header = Number(response.headers.get("retry-after") ?? Number.NaN);
  if (Number.isFinite(header)) return header;
  const parsed = WAIT.safeParse(body);
  return parsed.success ? Math.ceil(parsed.data.retry_after_ms / 1000) : null;
}

function withoutQuery(path: string): string {
  return path.split("?")[0] ?? path;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) {
    return `\`${"code" in cause && typeof cause.code === "string" ? cause.code : cause.message}\``;
  }
  if (error instanceof Error && error.name === "TimeoutError") return `none within ${TIMEOUT_MS / 1000} s`;
  return error instanceof Error ? `\`${error.message}\`` : "an error";
}
