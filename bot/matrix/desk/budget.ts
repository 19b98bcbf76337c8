/**
 * How much one member may ask of the bot in a while: whoever goes beyond is told once a minute and otherwise passed over,
 * so that a flood (or two bots that answer each other) ends by itself. In memory: a start forgives.
 */

export type BudgetLimits = { readonly pieces: number; readonly windowMs: number; readonly tellEveryMs: number };
export type Refusal = "tell" | "pass-over";

/** One every three seconds for ten minutes: more than anybody can read, and soon reached by two bots in a loop. */
export const MEMBER_BUDGET: BudgetLimits = { pieces: 200, windowMs: 10 * 60_000, tellEveryMs: 60_000 };

export class Budget {
  readonly #limits: BudgetLimits;
  readonly #clock: () => number;
  readonly #taken = new Map<string, number[]>();
  readonly #told = new Map<string, number>();

  /** @param clock milliseconds since any fixed point. */
  constructor(limits: BudgetLimits, clock: () => number) {
    this.#limits = limits;
    this.#clock = clock;
  }

  take(member: string): "granted" | Refusal {
    const since = this.#clock() - this.#limits.windowMs;
    this.#forget(since);
    const taken = this.#taken.get(member) ?? [];
    if (taken.length < this.#limits.pieces) {
      this.#taken.set(member, [...taken, this.#clock()]);
      return "granted";
    }
    return this.refuse(member);
  }

  /** How a refusal is dealt with, whatever its reason: `tell` once a minute. */
  refuse(member: string): Refusal {
    if (this.#clock() - (this.#told.get(member) ?? Number.NEGATIVE_INFINITY) < this.#limits.tellEveryMs)
      return "pass-over";
    this.#told.set(member, this.#clock());
    return "tell";
  }

  #forget(since: number): void {
    for (const [member, times] of this.#taken) {
      const left = times.filter((time) => time > since);
      if (left.length === 0) this.#taken.delete(member);
      else this.#taken.set(member, left);
    }
    for (const [member, time] of this.#told) if (time <= since) this.#told.delete(member);
  }
}
