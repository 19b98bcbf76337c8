/**
 * Requests that are tried until they are granted, refused for good, or given up: encryption keys saved before each that
 * changes something, rate limits waited for, failures of the network repeated. Every request of ours and of the SDK
 * takes this way, except that `/sync` is tried once (its loop has a patience of its own). Knows nothing of rooms.
 */
import { HomeserverError, isRateLimit, isTransient } from "./homeserver-error.ts";
import { type Answer, type Call, callOnce, type Target } from "./http.ts";
import type { ConnectionLog } from "./log.ts";
import { RateGate } from "./rate-gate.ts";
import { backOffMs, type Timing } from "./timing.ts";

export type Patience = {
  /** How often it is tried against network errors and 5xx; rate limits do not count. Default 8: about 20 seconds. */
  readonly attempts?: number;
  readonly signal?: AbortSignal;
};

export interface Requester {
  /** @returns the answer's JSON. @throws HomeserverError; the reason of a signal that aborted. */
  json(call: Call, patience?: Patience): Promise<unknown>;
  /** The same, with status and headers. */
  answer(call: Call, patience?: Patience): Promise<Answer>;
  /** Does the homeserver's rate limit hold back what is sent into rooms, now or a moment ago? */
  isHeldBack(): boolean;
}

export type RequesterOptions = {
  readonly target: Target;
  readonly timing: Timing;
  readonly log: ConnectionLog;
  /** Ends everything under way. */
  readonly signal: AbortSignal;
  /** Makes sure that what the encryption machine knows is on disk, before a request may rely on it. */
  readonly saveKeys: () => Promise<void>;
};

const ATTEMPTS = 8;
/** Longest pause between two attempts: a homeserver that was away is found again within half a minute. */
const CAP_MS = 15_000;

export function createRequester({ target, timing, log, signal: ours, saveKeys }: RequesterOptions): Requester {
  const gates = new Map<string, RateGate>();
  const gateOf = (call: Call): RateGate => {
    const name = gateName(call);
    const gate = gates.get(name) ?? new RateGate(timing);
    gates.set(name, gate);
    return gate;
  };
  const tryOnce = async (call: Call, signal: AbortSignal): Promise<Answer> => {
    if (call.method !== "GET") await saveKeys();
    return callOnce(target, call, signal);
  };
  const persist = async (call: Call, attempts: number, signal: AbortSignal): Promise<Answer> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await gateOf(call).pass(() => tryOnce(call, signal), signal);
      } catch (error) {
        if (signal.aborted || !isTransient(error) || attempt >= attempts) throw error;
        log("warn", "request-retried", { attempt, ...inShort(call, error) });
        await timing.sleep(backOffMs(attempt - 1, CAP_MS, timing.random), signal);
      }
    }
  };
  const answer = (call: Call, { attempts = ATTEMPTS, signal }: Patience = {}): Promise<Answer> =>
    persist(call, call.path === SYNC ? 1 : attempts, signal === undefined ? ours : AbortSignal.any([ours, signal]));
  const isHeldBack = () => gates.get(SENDING)?.isTight ?? false;
  return { answer, isHeldBack, json: async (call, patience) => (await answer(call, patience)).body };
}

export const SYNC = "/_matrix/client/v3/sync";

const SENDING = "send";

/** What a homeserver counts together: all that is sent into rooms; else requests of one kind. */
function gateName({ method, path }: Call): string {
  if (method !== "GET" && /\/rooms\/[^/]+\/(send|redact|state)\//.test(path)) return SENDING;
  const [, , , , kind, , inRoom] = path.split("/");
  return `${method} ${kind} ${kind === "rooms" ? inRoom : ""}`;
}

function inShort({ method, path }: Call, error: unknown) {
  const status = error instanceof HomeserverError ? error.statusCode : null;
  return { method, path: path.slice(0, 120), status, limited: isRateLimit(error) };
}
