/** A model that reads one question at a time, each for so long, by a clock that a test moves. */
import type { AskRequest } from "../../bot/answer-types.ts";

type Job = { readonly signal: AbortSignal; readonly end: () => void };

export class SimulatedModel {
  readonly #serviceMs: number;
  readonly #now: () => number;
  #waiting: Job[] = [];
  #running: { readonly job: Job; readonly until: number } | null = null;

  constructor(serviceMs: number, now: () => number) {
    this.#serviceMs = serviceMs;
    this.#now = now;
  }

  /** When the question at hand will be answered; infinity when there is none. */
  get next(): number {
    return this.#running?.until ?? Number.POSITIVE_INFINITY;
  }

  /** The question at hand is answered. */
  finish(): void {
    const done = this.#running;
    this.#running = null;
    this.#begin();
    done?.job.end();
  }

  /** A question that is given up lets the next one in at once. */
  async ask({ signal }: Pick<AskRequest, "signal">): Promise<Record<string, never>> {
    const { promise, resolve, reject } = Promise.withResolvers<Record<string, never>>();
    const job: Job = { signal, end: () => resolve({}) };
    signal.addEventListener("abort", () => {
      this.#waiting = this.#waiting.filter((other) => other !== job);
      if (this.#running?.job === job) this.#running = null;
      this.#begin();
      reject(signal.reason);
    });
    this.#waiting.push(job);
    this.#begin();
    return promise;
  }

  #begin(): void {
    if (this.#running !== null) return;
    const job = this.#waiting.shift();
    if (job !== undefined) this.#running = { job, until: this.#now() + this.#serviceMs };
  }
}
