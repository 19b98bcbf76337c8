/**
 * Knows what is degraded, told by those who notice. Calm: what comes and goes within moments is one trouble, and is never
 * spoken of when it was short. Says nothing itself (`health-notices.ts` does) and never fails: a full disk, of which it is
 * told, must not keep it from remembering.
 */
import type { HealthStore, Trouble } from "./health-store.ts";
import type { Degraded, TroubleKind } from "./trouble.ts";

export interface HealthDesk {
  /** @param facts for the operator, one line: no secrets, no member's words. Told again, the first `since` stands. */
  degraded(kind: TroubleKind, facts?: string): void;
  /** Cheap where nothing was wrong: to be called at every success. */
  well(kind: TroubleKind): void;
  /** What is degraded now, oldest first; what is said to be well is not among it. */
  status(): readonly Degraded[];
}

/** What is to be said now, and is said once `done` is called. */
export type Due = {
  readonly kind: "begins" | "over";
  readonly trouble: Trouble;
  readonly done: () => void;
};

export type HealthTimes = {
  /** A trouble that is over sooner is not spoken of, in milliseconds. */
  readonly beginsAfterMs: number;
  /** It is well when nothing was noticed for so long. */
  readonly overAfterMs: number;
};

export const HEALTH_TIMES: HealthTimes = { beginsAfterMs: 5_000, overAfterMs: 15_000 };

/** Longest facts that are kept. */
const MOST_FACTS = 300;

export type HealthParts = {
  readonly store: HealthStore;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly times?: HealthTimes;
};

export class Health implements HealthDesk {
  readonly #store: HealthStore;
  readonly #clock: () => number;
  readonly #times: HealthTimes;
  readonly #troubles: Map<TroubleKind, Trouble>;
  /** Changed since it was last written down: the disk may have been full. */
  readonly #unsaved = new Set<TroubleKind>();

  constructor({ store, clock, times = HEALTH_TIMES }: HealthParts) {
    this.#store = store;
    this.#clock = clock;
    this.#times = times;
    this.#troubles = new Map(store.troubles().map((trouble) => [trouble.kind, trouble]));
  }

  degraded(kind: TroubleKind, facts = ""): void {
    const short = facts.replace(/\s+/g, " ").trim().slice(0, MOST_FACTS);
    const known = this.#troubles.get(kind);
    if (known === undefined) this.#change({ kind, since: this.#clock(), facts: short, until: null, told: false });
    else if (known.until !== null) this.#change({ ...known, until: null });
  }

  well(kind: TroubleKind): void {
    const known = this.#troubles.get(kind);
    if (known !== undefined && known.until === null) this.#change({ ...known, until: this.#clock() });
  }

  status(): readonly Degraded[] {
    return [...this.#troubles.values()]
      .filter(({ until }) => until === null)
      .map(({ kind, since, facts }) => ({ kind, since, facts }));
  }

  /**
   * What is to be said now. What could not be said while it lasted (nobody can speak without a homeserver) is only told
   * when it is over.
   */
  due(): readonly Due[] {
    for (const kind of this.#unsaved) this.#save(kind);
    return [...this.#troubles.values()].flatMap((trouble) => this.#dueOf(trouble));
  }

  #dueOf(trouble: Trouble): Due[] {
    const { since, until, told } = trouble;
    const lasted = (until ?? this.#clock()) - since;
    if (until === null) {
      if (told || lasted < this.#times.beginsAfterMs) return [];
      return [{ kind: "begins", trouble, done: () => this.#told(trouble) }];
    }
    if (this.#clock() - until < this.#times.overAfterMs) return [];
    if (told || lasted >= this.#times.beginsAfterMs)
      return [{ kind: "over", trouble, done: () => this.#forget(trouble) }];
    this.#forget(trouble);
    return [];
  }

  /** Unless it became another trouble meanwhile. */
  #told({ kind, since }: Trouble): void {
    const now = this.#troubles.get(kind);
    if (now?.since === since) this.#change({ ...now, told: true });
  }

  #forget({ kind }: Trouble): void {
    this.#troubles.delete(kind);
    this.#save(kind);
  }

  #change(trouble: Trouble): void {
    this.#troubles.set(trouble.kind, trouble);
    this.#save(trouble.kind);
  }

  #save(kind: TroubleKind): void {
    const trouble = this.#troubles.get(kind);
    try {
      if (trouble === undefined) this.#store.drop(kind);
      else this.#store.put(trouble);
      this.#unsaved.delete(kind);
    } catch {
      this.#unsaved.add(kind);
    }
  }
}
