/**
 * A piece of work that is done anew whenever something has changed: one run at a time, and one more after whatever was
 * told meanwhile. Knows nothing of the work.
 */

export type RerunParts = {
  readonly work: () => Promise<void>;
  /** A failed run is tried again after these pauses, in milliseconds; then it waits to be woken. */
  readonly retryAfterMs: readonly number[];
  readonly report: (error: unknown) => void;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
};

export class Rerun {
  readonly #parts: RerunParts;
  #isWanted = false;
  /** How many wait to do something else instead. */
  #held = 0;
  #running: Promise<void> | null = null;

  constructor(parts: RerunParts) {
    this.#parts = parts;
  }

  /** Is what the run under way goes by out of date? Then it may end early: another follows. */
  get isStale(): boolean {
    return this.#isWanted || this.#held > 0;
  }

  wake(): void {
    this.#isWanted = true;
    this.#start();
  }

  /** Does something else while the work rests; the run under way is told that it is out of date, and follows anew. */
  async instead<T>(other: () => Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      while (this.#running !== null) await this.#running;
      return await other();
    } finally {
      this.#held -= 1;
      this.#start();
    }
  }

  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  #start(): void {
    if (this.#running !== null || this.#held > 0 || !this.#isWanted || this.#parts.signal.aborted) return;
    // Not at once: what wakes it may have more to say.
    this.#running = Promise.resolve()
      .then(() => this.#run())
      .finally(() => {
        this.#running = null;
        this.#start();
      });
  }

  async #run(): Promise<void> {
    const { work, retryAfterMs, report, sleep, signal } = this.#parts;
    for (const pauseMs of [...retryAfterMs, null]) {
      this.#isWanted = false;
      try {
        await work();
        // It may have ended early to make way.
        if (this.#held > 0) this.#isWanted = true;
        return;
      } catch (error) {
        if (signal.aborted) return;
        report(error);
        if (pauseMs === null) return;
        await sleep(pauseMs, signal).catch(() => {});
        if (signal.aborted) return;
      }
    }
  }
}
