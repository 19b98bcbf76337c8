/**
 * `/healthz`: 200 while the bot hears its homeserver or can wait for it, also when something is degraded (it mends itself,
 * and starting it anew would not help); 503 before the first sync and while it ends. Knows nothing of HTTP.
 */
import type { Figures } from "./figures.ts";
import type { Page } from "./serve.ts";

export type HealthParts = {
  readonly figures: () => Promise<Figures>;
  readonly lastSync: () => number | null;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly closing: AbortSignal;
  readonly version: string;
};

export async function healthPage({ figures, lastSync, clock, closing, version }: HealthParts): Promise<Page> {
  const synced = lastSync();
  const { degraded, waiting } = await figures();
  const status = closing.aborted ? "ending" : synced === null ? "starting" : degraded.length > 0 ? "degraded" : "ok";
  const facts = {
    status,
    version,
    queue: waiting,
    secondsSinceSync: synced === null ? null : Math.round((clock() - synced) / 1000),
    // Only what and since when: a sentence of an error may name a room.
    degraded: degraded.map(({ kind, since }) => ({ kind, since: new Date(since).toISOString() })),
  };
  return {
    status: status === "ok" || status === "degraded" ? 200 : 503,
    contentType: "application/json",
    body: `${JSON.stringify(facts)}\n`,
  };
}
