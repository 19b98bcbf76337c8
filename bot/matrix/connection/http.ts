/**
 * One request to the homeserver, tried once: JSON or bytes out, JSON or bytes back, a `HomeserverError` for everything
 * else. Knows nothing of waiting and trying again.
 */
import request from "request";
import { z } from "zod";
import { withoutEcho } from "../without-echo.ts";
import { HomeserverError } from "./homeserver-error.ts";

export type Target = { readonly baseUrl: string; readonly accessToken: string };

export type Call = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** From the first slash on, its parts encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>> | null;
  /** JSON, or bytes as they are. */
  readonly body?: unknown;
  /** Of bytes; JSON says its own. */
  readonly contentType?: string;
  /** Milliseconds without a byte. Default 60,000. */
  readonly timeoutMs?: number;
  /** Give back the bytes as they came. */
  readonly asBytes?: boolean;
  /** Most bytes of the answer. */
  readonly maxBytes?: number;
};

export type Answer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON; a string when it is none; a Buffer with `asBytes`. */
  readonly body: unknown;
};

const TIMEOUT_MS = 60_000;
const MATRIX_ERROR = z.object({
  errcode: z.string(),
  error: z.string().optional(),
  retry_after_ms: z.number().nonnegative().optional().catch(undefined),
});

/** @throws HomeserverError for everything but a 2xx, and when no answer comes. @throws the signal's reason once aborted. */
export async function callOnce(target: Target, call: Call, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted();
  const answer = await exchange(target, call, signal);
  const body = call.asBytes && answer.statusCode < 400 ? answer.body : jsonOrText(answer.body);
  if (answer.statusCode >= 200 && answer.statusCode < 300) return { ...answer, body };
  throw refusal(target, call, answer, body);
}

function exchange(target: Target, call: Call, signal: AbortSignal): Promise<Answer> {
  const { method, path, query, timeoutMs = TIMEOUT_MS, maxBytes } = call;
  const { body, contentType } = encoded(call);
  const headers = {
    Authorization: `Bearer ${target.accessToken}`,
    ...(contentType === null ? {} : { "Content-Type": contentType }),
  };
  const params = {
    uri: `${target.baseUrl}${path}`,
    method,
    headers,
    timeout: timeoutMs,
    signal,
    encoding: null,
    ...(query ? { qs: query } : {}),
    ...(body === null ? {} : { body }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
  return new Promise((resolve, reject) => {
    request(params, (error, response) => {
      if (signal.aborted) reject(signal.reason);
      else if (error || response === undefined) reject(noAnswer(call, error));
      else resolve(response);
    });
  });
}

function encoded({ body, contentType = "application/octet-stream" }: Call) {
  if (body === undefined || body === null) return { body: null, contentType: null };
  if (body instanceof Uint8Array) return { body, contentType };
  return { body: JSON.stringify(body), contentType: "application/json" };
}

function noAnswer({ method, path }: Call, error: { readonly code?: string; readonly message: string } | null) {
  const own = error?.code === "ETOOLARGE" ? "TOO_LARGE" : error?.code === "EHOST" ? "HOST" : null;
  return new HomeserverError({ method, path, statusCode: null, errcode: own, said: error?.message ?? "no response" });
}

function refusal(
  target: Target,
  { method, path, body: sent }: Call,
  { statusCode, headers }: Answer,
  body: unknown,
): HomeserverError {
  const said = MATRIX_ERROR.safeParse(body);
  return new HomeserverError({
    method,
    path,
    statusCode,
    errcode: said.success ? said.data.errcode : null,
    said: said.success
      ? withoutEcho(said.data.error ?? "no reason given", { token: target.accessToken, body: sent })
      : "an answer that is not Matrix",
    retryAfterMs: retryAfter(headers, said.data?.retry_after_ms),
    body: typeof body === "string" ? null : body,
  });
}

/**
 * The header first (the specification's way since 1.10), in seconds or as a date by the homeserver's own clock, which may
 * not be ours; then the body's older field.
 */
function retryAfter(headers: Answer["headers"], field: number | undefined): number | null {
  const [text, now] = [first(headers["retry-after"]), Date.parse(first(headers.date) ?? "")];
  if (text !== undefined && /^\d+$/.test(text.trim())) return Number(text) * 1000;
  const date = text === undefined ? Number.NaN : Date.parse(text);
  if (!Number.isNaN(date)) return Math.max(0, date - (Number.isNaN(now) ? Date.now() : now));
  return field ?? null;
}

const first = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);

function jsonOrText(body: unknown): unknown {
  const text = body instanceof Uint8Array ? Buffer.from(body).toString("utf8") : body;
  if (typeof text !== "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
