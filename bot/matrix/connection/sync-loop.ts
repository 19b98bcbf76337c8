/**
 * Listens to the homeserver for as long as it is wanted. What one `/sync` brings, the keys that came with it and the
 * token that asks for the next one are committed in a single transaction; when anything on the way there fails, the same
 * batch is fetched again, after a pause, and never skipped. Knows nothing of what the events mean.
 */
import type { ConnectionStore } from "../connection-store.ts";
import type { SyncSource } from "../ports.ts";
import { type BatchDeps, type MadeBatch, makeBatch } from "./batch.ts";
import type { OnConnectionStep } from "./connection-steps.ts";
import { writeKept } from "./kept-events.ts";
import { inWords } from "./log.ts";
import { meansMachineBroken } from "./machine-broken.ts";
import { type Requester, SYNC } from "./requester.ts";
import type { KeySaver } from "./room-crypto.ts";
import { meansStaleKeys, StaleKeys } from "./stale-keys.ts";
import { SYNC_FILTER } from "./sync-filter.ts";
import { parseSync, type SyncAnswer } from "./sync-response.ts";
import { backOffMs, type Timing } from "./timing.ts";
import { isTokenRefusal, TokenRefused } from "./token-refused.ts";

export const SYNC_TOKEN = "sync-token";

/** How long the homeserver may hold an answer back when there is no news; a dead connection shows after this and … */
const POLL_MS = 20_000;
/** … so much more. */
const GRACE_MS = 10_000;
/** The first answer holds the state of all rooms; a small homeserver may need minutes for it. */
const FIRST_MS = 600_000;
/** Longest pause after a failure: the bot is back within half a minute of the homeserver. */
const CAP_MS = 15_000;
/** Shortest: whatever fails at once must not spin. */
const FIRST_PAUSE_MS = 100;

export type SyncDeps = Omit<BatchDeps, "signal" | "now" | "crypto"> & {
  readonly crypto: BatchDeps["crypto"] & KeySaver;
  readonly store: Pick<ConnectionStore, "value" | "setValue" | "transaction">;
  readonly timing: Timing;
  readonly onStep?: OnConnectionStep | undefined;
};

type Handlers = Parameters<SyncSource["sync"]>[0];

/** @throws TokenRefused, StaleKeys: what no waiting mends. */
export async function syncLoop(deps: SyncDeps, handlers: Handlers): Promise<void> {
  const { signal } = handlers;
  for (let failures = 0; !signal.aborted; ) {
    const begunAt = deps.timing.now();
    try {
      await syncOnce(deps, handlers);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (isTokenRefusal(error)) throw new TokenRefused(error);
      if (meansStaleKeys(error)) throw new StaleKeys(error);
      // The machine is broken; what it knows is safe on disk for the next start.
      if (meansMachineBroken(error)) throw error;
      deps.log("warn", "sync-failed", { failures, error: inWords(error) });
      handlers.failed?.(error);
      await pause(deps.timing, failures, begunAt, signal);
      failures += 1;
    }
  }
}

async function syncOnce(deps: SyncDeps, handlers: Handlers): Promise<void> {
  const since = deps.store.value(SYNC_TOKEN);
  const answer = await ask(deps.requester, since, handlers.signal);
  deps.onStep?.("sync-received");
  const made = await makeBatch(answer, since, { ...deps, now: deps.timing.now, signal: handlers.signal });
  deps.onStep?.("batch-made");
  await commit(deps, handlers, answer.nextToken, made);
  try {
    handlers.after(made.batch);
  } catch (error) {
    deps.log("error", "batch-handler-failed", { error: inWords(error) });
  }
}

async function ask(requester: Pick<Requester, "json">, since: string | null, signal: AbortSignal): Promise<SyncAnswer> {
  const query = { filter: SYNC_FILTER, timeout: since === null ? 0 : POLL_MS, ...(since === null ? {} : { since }) };
  const timeoutMs = since === null ? FIRST_MS : POLL_MS + GRACE_MS;
  return parseSync(await requester.json({ method: "GET", path: SYNC, query, timeoutMs }, { signal }));
}

async function commit(
  { crypto, store, kept, onStep }: SyncDeps,
  handlers: Handlers,
  token: string,
  made: MadeBatch,
): Promise<void> {
  await crypto.settled();
  store.transaction(() => {
    handlers.commit(made.batch);
    writeKept(kept, made.kept);
    onStep?.("inbox-written");
    crypto.writeRows();
    onStep?.("crypto-rows-written");
    store.setValue(SYNC_TOKEN, token);
    onStep?.("token-written");
  });
  onStep?.("sync-committed");
  crypto.confirmWritten();
}

/** A connection that was dead for half a minute has cost its pause already. The clock may have been set meanwhile. */
async function pause(timing: Timing, failures: number, begunAt: number, signal: AbortSignal): Promise<void> {
  const waited = Math.max(0, timing.now() - begunAt);
  const left = Math.max(FIRST_PAUSE_MS, backOffMs(failures, CAP_MS, timing.random) - waited);
  try {
    await timing.sleep(left, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
