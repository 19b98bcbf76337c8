/**
 * One gate for everything that a homeserver counts together (all sends of the account): after a "too many requests" it
 * stays shut for as long as was asked, and then lets one request through at a time until nobody waits, so that the wait
 * of ten rooms does not end in a storm of ten requests. Knows nothing of what the requests are.
 */
import { isRateLimit } from "./homeserver-error.ts";
import type { Timing } from "./timing.ts";

/** When a rate limit does not say how long: a Synapse with default limits refills one message in 5 s. */
const UNSAID_MS = 5_000;

/** Just after a wait there is room for the one request that waited: two more fit in after this, at the same rate. */
const TIGHT_MS = 2 * UNSAID_MS;

/** A little after what was asked: both clocks round. */
const MARGIN_MS = 50;

export class RateGate {
  readonly #timing: Timing;
  /** When nobody is waiting, requests pass freely until this. */
  #opensAt = 0;
  /** How long it was shut for: never longer is waited, also when the clock is set back meanwhile. */
  #shutForMs = 0;
  /** The last of those that wait for each other; null when requests pass freely. */
  #line: Promise<void> | null = null;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  /** Would a request have to wait just now, or be paid for by the wait of the next one? */
  get isTight(): boolean {
    return this.#line !== null || this.#timing.now() < this.#opensAt + TIGHT_MS;
  }

  /** Runs `work`, again after each rate limit. @throws what it throws otherwise, and the signal's reason. */
  async pass<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#line === null && this.#timing.now() >= this.#opensAt) {
      try {
        return await work();
      } catch (error) {
        if (!this.#shut(error)) throw error;
      }
    }
    return this.#inLine(() => this.#untilTaken(work, signal));
  }

  async #untilTaken<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      const waitMs = Math.min(this.#opensAt - this.#timing.now(), this.#shutForMs);
      if (waitMs > 0) await this.#timing.sleep(waitMs, signal);
      this.#opensAt = Math.min(this.#opensAt, this.#timing.now());
      signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        if (!this.#shut(error)) throw error;
      }
    }
  }

  /** Is it a rate limit? Then nothing passes for as long as it says. */
  #shut(error: unknown): boolean {
    if (!isRateLimit(error)) return false;
    const [now, forMs] = [this.#timing.now(), (error.retryAfterMs ?? UNSAID_MS) + MARGIN_MS];
    const isSetBack = this.#opensAt - now > this.#shutForMs;
    if (isSetBack || now + forMs > this.#opensAt) {
      this.#opensAt = now + forMs;
      this.#shutForMs = forMs;
    }
    return true;
  }

  /** One after another, in the order of asking. */
  async #inLine<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#line ?? Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#line = promise;
    await before;
    try {
      return await work();
    } finally {
      resolve();
      if (this.#line === promise) this.#line = null;
    }
  }
}
