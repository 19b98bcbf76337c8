/**
 * Fetches a file over HTTP into a partial file, continuing where an earlier attempt stopped (Range). Knows nothing of
 * models; whether the bytes are the right ones is for the caller to check.
 */
import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const CONNECT_TIMEOUT_MS = 5_000; // a co-op's firewall drops packets silently: do not wait minutes for it
const STALL_TIMEOUT_MS = 60_000;

/** The host did not answer: nothing else on it needs to be tried in this run. */
export class HostUnreachable extends Error {
  override readonly name = "HostUnreachable";
  readonly host: string;
  constructor(host: string, cause: unknown) {
    super(`\`${host}\` could not be reached within ${CONNECT_TIMEOUT_MS / 1000} seconds.`, { cause });
    this.host = host;
  }
}

export type FetchOptions = {
  readonly signal: AbortSignal;
  /** Called with the number of bytes that the file has so far. */
  readonly onBytes: (bytes: number) => void;
};

/** @throws HostUnreachable, or Error when the answer is no success or the line goes quiet for a minute. */
export async function fetchToFile(url: string, path: string, options: FetchOptions): Promise<void> {
  const have = (await stat(path).catch(() => null))?.size ?? 0;
  const stall = new AbortController();
  const signal = AbortSignal.any([options.signal, stall.signal]);
  const response = await connect(url, have, signal);
  if (response.status === 416) return; // nothing left to send: the file is complete, or the hash will tell
  if (!response.ok || response.body === null) {
    throw new Error(`Expected \`${url}\` to send the file, got HTTP status ${response.status}.`);
  }
  const resumed = response.status === 206;
  let bytes = resumed ? have : 0;
  options.onBytes(bytes);
  const timer = setTimeout(() => stall.abort(new Error(`\`${url}\` sent nothing for a minute.`)), STALL_TIMEOUT_MS);
  try {
    await pipeline(
      Readable.fromWeb(response.body),
      async function* count(chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          timer.refresh();
          bytes += chunk.length;
          options.onBytes(bytes);
          yield chunk;
        }
      },
      createWriteStream(path, { flags: resumed ? "a" : "w" }),
      { signal },
    );
  } catch (error) {
    signal.throwIfAborted(); // with the reason, not with the stream's "aborted"
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function connect(url: string, have: number, signal: AbortSignal): Promise<Response> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(new Error("No answer in time.")), CONNECT_TIMEOUT_MS);
  try {
    return await fetch(url, {
      headers: have > 0 ? { range: `bytes=${have}-` } : {},
      signal: AbortSignal.any([signal, timeout.signal]),
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw new HostUnreachable(new URL(url).host, cause);
  } finally {
    clearTimeout(timer);
  }
}
