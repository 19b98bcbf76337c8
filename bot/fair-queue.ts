/**
 * Whose turn it is. Each member has one piece of work running at most; among those who wait, whoever was served longest
 * ago goes first, so that many questions of one member never hold up one question of another. Knows nothing of what
 * the work is; the caller bounds how long it takes.
 */

export type QueueLimits = {
  /** Pieces of work that run at once. */
  readonly parallel: number;
  /** Most that may wait in all, and for one member. */
  readonly waiting: number;
  readonly waitingPerMember: number;
};

export type Turn = {
  /** How many pieces of work were before it when it was taken in (running ones count); 0: it runs at once. */
  readonly position: number;
  /** Settles when the work has run or was taken out; rejects never. */
  readonly done: Promise<void>;
};

type Entry = {
  readonly id: string;
  readonly member: string;
  readonly work: () => Promise<void>;
  readonly settle: () => void;
};

export class FairQueue {
  readonly #limits: QueueLimits;
  readonly #report: (error: unknown) => void;
  #waiting: Entry[] = [];
  readonly #running = new Map<string, Entry>();
  /** When each member was served last, by a count that only grows; forgotten when nothing of theirs is left. */
  readonly #served = new Map<string, number>();
  #count = 0;

  /** @param report hears what a piece of work threw: work is expected to deal with its own failures. */
  constructor(limits: QueueLimits, report: (error: unknown) => void) {
    this.#limits = limits;
    this.#report = report;
  }

  get length(): number {
    return this.#waiting.length + this.#running.size;
  }

  has(id: string): boolean {
    return this.#running.has(id) || this.#waiting.some((entry) => entry.id === id);
  }

  /**
   * Null when there is no room for more, in all or for this member; an id that is there already is not taken twice.
   * @param bounded false for what was accepted before: it is taken in any case.
   */
  add(id: string, member: string, work: () => Promise<void>, { bounded = true } = {}): Turn | null {
    if (this.has(id)) return null;
    const own = this.#waiting.filter((entry) => entry.member === member).length;
    const isFull = this.#waiting.length >= this.#limits.waiting || own >= this.#limits.waitingPerMember;
    if (bounded && isFull) return null;
    const { promise, resolve } = Promise.withResolvers<void>();
    const entry = { id, member, work, settle: resolve };
    const position = this.#positionOf(entry);
    this.#waiting.push(entry);
    this.#next();
    return { position, done: promise };
  }

  /** Takes out what has not begun; false when it runs already or is not there. */
  remove(id: string): boolean {
    const entry = this.#waiting.find((candidate) => candidate.id === id);
    if (entry === undefined) return false;
    this.#waiting = this.#waiting.filter((candidate) => candidate !== entry);
    entry.settle();
    return true;
  }

  /** Resolves when nothing runs and nothing waits. */
  async idle(): Promise<void> {
    while (this.length > 0) await new Promise((resolve) => setTimeout(resolve, IDLE_POLL_MS));
  }

  #mayStart(entry: Entry): boolean {
    if (this.#running.size >= this.#limits.parallel) return false;
    return ![...this.#running.values()].some(({ member }) => member === entry.member);
  }

  /** Plays the turns to come, as if one piece of work ran at a time. */
  #positionOf(entry: Entry): number {
    if (this.#mayStart(entry)) return 0;
    const served = new Map(this.#served);
    let waiting = [...this.#waiting, entry];
    for (let before = this.#running.size; ; before++) {
      const next = longestAgo(waiting, served);
      if (next === undefined || next === entry) return before;
      waiting = waiting.filter((candidate) => candidate !== next);
      served.set(next.member, this.#count + before + 1);
    }
  }

  #next(): void {
    const entry = longestAgo(
      this.#waiting.filter((candidate) => this.#mayStart(candidate)),
      this.#served,
    );
    if (entry === undefined) return;
    this.#waiting = this.#waiting.filter((candidate) => candidate !== entry);
    this.#running.set(entry.id, entry);
    this.#served.set(entry.member, ++this.#count);
    void this.#run(entry);
    this.#next();
  }

  async #run(entry: Entry): Promise<void> {
    try {
      await entry.work();
    } catch (error) {
      this.#report(error);
    } finally {
      this.#running.delete(entry.id);
      const left = [...this.#running.values(), ...this.#waiting].some(({ member }) => member === entry.member);
      if (!left && this.length === 0) this.#served.clear();
      entry.settle();
      this.#next();
    }
  }
}

const IDLE_POLL_MS = 20;

function longestAgo(entries: readonly Entry[], served: ReadonlyMap<string, number>): Entry | undefined {
  const last = ({ member }: Entry) => served.get(member) ?? 0;
  return entries.toSorted((a, b) => last(a) - last(b))[0];
}
