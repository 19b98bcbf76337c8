/**
 * Notices that the homeserver is silent or holds the account back, from when it was last heard. Knows nothing of
 * requests: an idle homeserver answers every `/sync` after 20 s.
 */
import type { HealthDesk } from "./health.ts";

/** Longer than one `/sync` that brings nothing and one that fails, with the pause in between. */
const SILENT_MS = 60_000;
/** Held back for so long without a pause: answers come late. */
const HELD_BACK_MS = 60_000;

export class HomeserverWatch {
  readonly #health: Pick<HealthDesk, "degraded" | "well">;
  /** Milliseconds that only go forward: the wall clock may be set. */
  readonly #now: () => number;
  #heardAt: number;
  #freeAt: number;

  constructor(health: Pick<HealthDesk, "degraded" | "well">, now: () => number) {
    this.#health = health;
    this.#now = now;
    this.#heardAt = now();
    this.#freeAt = now();
  }

  /** A sync was answered: the homeserver is there and knows the token. */
  heard(): void {
    this.#heardAt = this.#now();
    this.#health.well("homeserver");
    this.#health.well("token");
  }

  /** To be called every few seconds. */
  look(heldBack: boolean): void {
    if (this.#now() - this.#heardAt >= SILENT_MS) this.#health.degraded("homeserver");
    if (!heldBack) {
      this.#freeAt = this.#now();
      this.#health.well("rate-limit");
    } else if (this.#now() - this.#freeAt >= HELD_BACK_MS) this.#health.degraded("rate-limit");
  }
}
