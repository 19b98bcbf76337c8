/** Random histories of decisions against an oracle that keeps a list of days for each version and thinks of nothing else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { periodOn } from "../../corpora/life.ts";
import { type Lifecycle, lifecycleOf } from "../../corpora/lifecycle.ts";
import { makeDocument } from "../fakes/make-document.ts";
import { openTestIndex } from "../fakes/open-index.ts";

const DAYS = 60;
const FIRST = Date.parse("2026-01-01T00:00:00Z");
const dayOf = (day: number) => new Date(FIRST + day * 86_400_000).toISOString().slice(0, 10);
const DECIDED = { by: "@ana:coop", at: "2026-01-01T00:00:00Z" };

/** Two documents of three editions each; names that differ in their years make them editions of one. */
const FILES = ["bylaws-2001.md", "bylaws-2002.md", "bylaws-2003.md", "house-2001.md", "house-2002.md", "house-2003.md"];
const workOf = (version: number) => Math.floor(version / 3);

type Step =
  | { readonly kind: "adopt" | "reinstate" | "withdraw"; readonly version: number; readonly day: number }
  | { readonly kind: "supersede"; readonly version: number; readonly by: number; readonly day: number }
  | { readonly kind: "correct"; readonly version: number };

const day = fc.integer({ min: 1, max: DAYS - 2 });
const version = fc.integer({ min: 0, max: FILES.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom("adopt", "reinstate", "withdraw"), version, day }),
  fc.record({ version, other: fc.integer({ min: 0, max: 2 }), day }).map(({ version: one, other, day: on }) => ({
    kind: "supersede" as const,
    version: one,
    by: workOf(one) * 3 + other,
    day: on,
  })),
  fc.record({ kind: fc.constant("correct"), version }),
);

/** `true` on each day on which a version is in force; the last day stands for ever after. */
type Days = boolean[][];

/** What the oracle makes of a step; false when it is to be refused. */
function imagine(days: Days, one: Step): boolean {
  const own = (version: number) => days[version] ?? [];
  const rivals = (version: number, but: number) =>
    FILES.map((_, other) => other).filter(
      (other) => other !== version && other !== but && workOf(other) === workOf(version),
    );
  const begin = (version: number, from: number, but: number): boolean => {
    const others = rivals(version, but);
    let end = from + 1;
    while (end < DAYS && !others.some((other) => own(other)[end] && !own(other)[end - 1])) end += 1;
    const before = JSON.stringify(days);
    for (let at = from; at < end; at += 1) {
      own(version)[at] = true;
      for (const other of others) own(other)[at] = false;
    }
    return JSON.stringify(days) !== before;
  };
  const stop = (version: number, from: number): boolean => {
    if (!own(version).some((there, at) => there && at >= from)) return false;
    own(version).fill(false, from);
    return true;
  };
  switch (one.kind) {
    case "adopt":
    case "reinstate":
      return begin(one.version, one.day, -1);
    case "withdraw":
      return stop(one.version, one.day);
    case "supersede": {
      if (one.by === one.version) return false;
      const begins = !own(one.by)[one.day];
      if (!stop(one.version, one.day)) return false;
      if (begins) begin(one.by, one.day, one.version);
      return true;
    }
    case "correct":
      return true;
    default:
      return one satisfies never;
  }
}

function open() {
  const world = openTestIndex();
  const { corpus, index, add } = world;
  const law: Lifecycle = lifecycleOf(corpus);
  const ids = FILES.map((file, position) =>
    add("main", makeDocument(`Rule ${position}.`), {
      file,
      title: workOf(position) === 0 ? "Bylaws" : "House rules",
      rank: workOf(position) === 0 ? "statutes" : "rules",
      status: "proposed",
    }),
  );
  const get = (position: number) => {
    const found = corpus.documentById(ids[position] ?? 0);
    if (found === null) throw new Error(`Expected version ${position}, got none.`);
    return found;
  };
  const correct = (position: number) => {
    const { id, ...record } = get(position);
    const [loaded] = corpus.loadedRecords(1).filter((one) => one.id === id);
    const text = makeDocument(`Rule ${position}, put right ${corpus.formerTexts(id).length} times.`);
    corpus.transaction(() => {
      index.unindexDocument(1, id);
      const again = { ...record, ...text, ...loaded, title: record.title, sha256: `${corpus.formerTexts(id).length}` };
      corpus.putDocument(1, again, DECIDED);
      index.indexDocument(1, id, { ...text, title: record.title, labels: "" });
      corpus.touch(1);
    });
    return { kind: "changed" };
  };
  const decide = (one: Step): { readonly kind: string } => {
    if (one.kind === "correct") return correct(one.version);
    const from = dayOf(one.day);
    const target = get(one.version);
    if (one.kind === "supersede") return law.supersede(target, get(one.by), from, DECIDED);
    if (one.kind === "adopt") return law.adopt(target, { from, decidedBy: null, replaces: null }, DECIDED);
    if (one.kind === "reinstate") return law.reinstate(target, { from, decidedBy: null }, DECIDED);
    return law.withdraw(target, { from, decidedBy: null }, DECIDED);
  };
  return { world, get, decide };
}

describe("whatever is decided in whatever order,", () => {
  test("days in force and what is searched are those of an oracle, and at most one edition is in force", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), fc.array(day, { maxLength: 6 }), (steps, looked) => {
        const { world, get, decide } = open();
        using _ = world;
        const days: Days = FILES.map(() => new Array<boolean>(DAYS).fill(false));
        for (const one of steps) {
          const withdrawsDraft = one.kind === "withdraw" && get(one.version).status === "proposed";
          const expected = imagine(days, one) || withdrawsDraft;
          expect(decide(one).kind, JSON.stringify(one)).toBe(expected ? "changed" : "refused");
          const periods = FILES.map((_, position) => get(position).periods);
          expect(
            periods.map((own) =>
              days.map.call(Array.from({ length: DAYS }), (_, at) => periodOn(own, dayOf(at)) !== null),
            ),
          ).toEqual(days);
        }
        for (let at = 0; at < DAYS; at += 1)
          for (const work of [0, 1])
            expect(days.filter((own, position) => workOf(position) === work && own[at]).length).toBeLessThan(2);
        for (const at of looked) {
          const scope = { collections: [1], day: dayOf(at), current: false };
          const passages = world.index.passages([...world.index.allowedPassages(scope).keys()]);
          const files = passages.map(({ documentId }) => world.corpus.documentById(documentId)?.file);
          expect(files.toSorted()).toEqual(FILES.filter((_, position) => days[position]?.[at]));
        }
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
