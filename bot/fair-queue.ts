/**
 * Whose turn it is. Each member has one piece of work running at most; among those who wait, whoever was served longest
 * ago goes first, so that many questions of one member never hold up one question of another. Who has very many waiting
 * is served only while nobody else has anything to do, and what runs of theirs gives way. Knows nothing of what the work
 * is; the caller bounds how long it takes.
 */

export type QueueLimits = {
  /** Pieces of work that run at once. */
  readonly parallel: number;
  /** Most that may wait in all, and for one member. */
  readonly waiting: number;
  readonly waitingPerMember: number;
  /** A member with so many waiting floods: theirs runs only beside other floods, and gives way. Left out: nobody does. */
  readonly floodFrom?: number;
};

/** A piece of work resolves to this when it was asked to give way and did: it begins again when its turn comes. */
export const GAVE_WAY = "gave-way";

/** @param giveWay aborts when somebody else's work is better done first; it may be heeded or not. */
export type QueuedWork = (giveWay: AbortSignal) => Promise<unknown>;

/** After so many beginnings a piece of work is not asked again: on a busy day floods are served too. */
const MOST_GIVEN_WAY = 3;

export type Turn = {
  /** How many pieces of work were before it when it was taken in (running ones count); 0: it runs at once. */
  readonly position: number;
  /** Settles when the work has run or was taken out; rejects never. */
  readonly done: Promise<void>;
};

type Entry = {
  readonly id: string;
  readonly member: string;
  readonly work: QueuedWork;
  readonly settle: () => void;
  gaveWay: number;
};

type Running = Entry & { readonly giveWay: AbortController };
type Floods = (member: string) => boolean;

export class FairQueue {
  readonly #limits: QueueLimits;
  readonly #report: (error: unknown) => void;
  #waiting: Entry[] = [];
  readonly #running = new Map<string, Running>();
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
  add(id: string, member: string, work: QueuedWork, { bounded = true } = {}): Turn | null {
    if (this.has(id)) return null;
    const own = this.#waiting.filter((entry) => entry.member === member).length;
    const isFull = this.#waiting.length >= this.#limits.waiting || own >= this.#limits.waitingPerMember;
    if (bounded && isFull) return null;
    const { promise, resolve } = Promise.withResolvers<void>();
    const entry = { id, member, work, settle: resolve, gaveWay: 0 };
    const position = this.#positionOf(entry);
    this.#waiting.push(entry);
    this.#next();
    this.#makeWay();
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

  /** Told by what waits, with one more of a member's. */
  #floods(more?: Entry): Floods {
    const { floodFrom = Number.POSITIVE_INFINITY } = this.#limits;
    const waiting = countsOf(more === undefined ? this.#waiting : [...this.#waiting, more]);
    return (member) => (waiting.get(member) ?? 0) >= floodFrom;
  }

  /** Those that wait and may run now. */
  #startable(waiting: readonly Entry[], floods: Floods): readonly Entry[] {
    if (this.#running.size >= this.#limits.parallel) return [];
    const running = [...this.#running.values()];
    const busy = new Set(running.map(({ member }) => member));
    const othersWork = [...running, ...waiting].some(({ member }) => !floods(member));
    return waiting.filter(({ member }) => !busy.has(member) && !(othersWork && floods(member)));
  }

  /** As if one piece of work ran at a time, and nobody gave way any more. */
  #positionOf(entry: Entry): number {
    const floods = this.#floods(entry);
    if (this.#startable([...this.#waiting, entry], floods).includes(entry)) return 0;
    const isFlood = floods(entry.member);
    const running = [...this.#running.values()].filter(({ member }) => isFlood || !floods(member));
    const first = isFlood ? this.#waiting.filter(({ member }) => !floods(member)) : [];
    const same = this.#waiting.filter(({ member }) => floods(member) === isFlood);
    return running.length + first.length + this.#turnsBefore(entry.member, same);
  }

  /** Members take turns: a round for each that this one has waiting, and the round of its next. */
  #turnsBefore(member: string, waiting: readonly Entry[]): number {
    const counts = countsOf(waiting);
    const own = counts.get(member) ?? 0;
    const order = [...new Set([...waiting.map((entry) => entry.member), member])].toSorted(
      (a, b) => (this.#served.get(a) ?? 0) - (this.#served.get(b) ?? 0),
    );
    const place = order.indexOf(member);
    const ofOthers = order.map((other, index) =>
      other === member ? own : Math.min(counts.get(other) ?? 0, index < place ? own + 1 : own),
    );
    return ofOthers.reduce((sum, turns) => sum + turns, 0);
  }

  #next(): void {
    const entry = longestAgo(this.#startable(this.#waiting, this.#floods()), this.#served);
    if (entry === undefined) return;
    this.#waiting = this.#waiting.filter((candidate) => candidate !== entry);
    const running = Object.assign(entry, { giveWay: new AbortController() });
    this.#running.set(entry.id, running);
    this.#served.set(entry.member, ++this.#count);
    void this.#run(running);
    this.#next();
  }

  /** What runs of floods is asked to end, where somebody else has work. */
  #makeWay(): void {
    const floods = this.#floods();
    const running = [...this.#running.values()];
    if (![...running, ...this.#waiting].some(({ member }) => !floods(member))) return;
    for (const { member, gaveWay, giveWay } of running) if (floods(member) && gaveWay < MOST_GIVEN_WAY) giveWay.abort();
  }

  async #run(entry: Running): Promise<void> {
    let ended: unknown;
    try {
      ended = await entry.work(entry.giveWay.signal);
    } catch (error) {
      this.#report(error);
    }
    this.#running.delete(entry.id);
    if (ended === GAVE_WAY) {
      entry.gaveWay += 1;
      this.#waiting.unshift(entry); // before what the member asked later
    } else {
      const left = [...this.#running.values(), ...this.#waiting].some(({ member }) => member === entry.member);
      if (!left && this.length === 0) this.#served.clear();
      entry.settle();
    }
    this.#next();
  }
}

function countsOf(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { member } of entries) counts.set(member, (counts.get(member) ?? 0) + 1);
  return counts;
}

const IDLE_POLL_MS = 20;

function longestAgo(entries: readonly Entry[], served: ReadonlyMap<string, number>): Entry | undefined {
  const last = ({ member }: Entry) => served.get(member) ?? 0;
  return entries.toSorted((a, b) => last(a) - last(b))[0];
}
