/**
 * What admins decide about documents: adopted, withdrawn, superseded, in force again, a resolution that changes a rule.
 * Each is one transaction: history, days in force, log. Checks what makes no sense; knows nothing of who may decide.
 */
import type { CollectionInfo, CorpusStore, DocumentVersion } from "./corpus-store.ts";
import type { Decided } from "./document.ts";
import { dayBefore } from "./editions.ts";
import { type LifeChange, periodOn } from "./life.ts";
import type { AuditEntry } from "./life-store.ts";
import { type Work, worksOf } from "./works.ts";

/** What came of it: the versions that changed as they are now, the one that was meant first; or why nothing did. */
export type LifecycleResult =
  | { readonly kind: "changed"; readonly versions: readonly DocumentVersion[] }
  | {
      readonly kind: "refused";
      readonly reason: /** Withdrawn or superseded from a day on which it is not in force anyhow. */
        | "not-in-force"
        /** Adopted or reinstated from a day on which it is in force already. */
        | "in-force-already"
        /** It would take its own place. */
        | "itself";
    };

export type Lifecycle = {
  /** All documents of a collection in all their versions. */
  works(collection: string): readonly Work<DocumentVersion>[];
  /**
   * In force from a day (null: since ever). Versions that it takes the place of end the day before: those named in
   * `replaces`, and the other versions of the same document.
   */
  adopt(
    version: DocumentVersion,
    change: { readonly from: string | null; readonly decidedBy: string | null; readonly replaces: string | null },
    decided: Decided,
  ): LifecycleResult;
  propose(version: DocumentVersion, decided: Decided): LifecycleResult;
  draft(version: DocumentVersion, decided: Decided): LifecycleResult;
  /** Not in force any more from a day on, with nothing in its place. */
  withdraw(
    version: DocumentVersion,
    change: { readonly from: string; readonly decidedBy: string | null },
    decided: Decided,
  ): LifecycleResult;
  /** Another version takes its place from a day on, and is in force from then. */
  supersede(version: DocumentVersion, by: DocumentVersion, from: string, decided: Decided): LifecycleResult;
  /** In force again from a day on; other versions of the document that are in force then end the day before. */
  reinstate(
    version: DocumentVersion,
    change: { readonly from: string; readonly decidedBy: string | null },
    decided: Decided,
  ): LifecycleResult;
  /** The text changes a rule of another document: answers quote both. `section`: a clause number, or null. */
  amend(version: DocumentVersion, target: DocumentVersion, section: string | null, decided: Decided): LifecycleResult;
};

export function lifecycleOf(store: CorpusStore): Lifecycle {
  const works = (collection: string) => worksIn(store, store.collection(collection));
  const enter = (version: DocumentVersion, change: LifeChange, decided: Decided) => {
    store.decide(version.id, change, decided);
    store.audit(auditOf(version, change, decided));
    const collection = store.collection(version.collection);
    if (collection) store.touch(collection.id);
  };
  /** One transaction; each version once, as it is afterwards. */
  const all = (changes: readonly (readonly [DocumentVersion, LifeChange])[], decided: Decided): LifecycleResult =>
    store.transaction(() => {
      for (const [version, change] of changes) enter(version, change, decided);
      const ids = [...new Set(changes.map(([{ id }]) => id))];
      return { kind: "changed", versions: ids.flatMap((id) => store.documentById(id) ?? []) };
    });
  /** The other versions of the document, and the one named. */
  const rivals = (version: DocumentVersion, named: string | null) => {
    const own = works(version.collection).find(({ versions }) => versions.some(({ id }) => id === version.id));
    const files = new Set([...(own?.versions.map(({ file }) => file) ?? []), ...(named === null ? [] : [named])]);
    const collection = store.collection(version.collection);
    const versions = collection === null ? [] : store.documents(collection.id);
    return versions.filter(({ id, file }) => id !== version.id && files.has(file));
  };
  /** In force from a day until another version comes into force after it; what is in force that day ends before. */
  const begin = (
    version: DocumentVersion,
    change: Extract<LifeChange, { kind: "adopted" | "reinstated" }>,
    others: readonly DocumentVersion[],
  ): (readonly [DocumentVersion, LifeChange])[] => {
    const { from } = change;
    const next = nextBeginning(others, from);
    const until = next === null ? {} : { until: dayBefore(next) };
    const ended = from === null ? [] : others.filter(({ periods }) => periodOn(periods, from) !== null);
    return [
      [version, { ...change, ...until }],
      ...ended.map((one) => [one, endBy(version, from ?? "", until)] as const),
    ];
  };
  const takePlace = (
    version: DocumentVersion,
    change: Extract<LifeChange, { kind: "adopted" | "reinstated" }>,
    named: string | null,
    decided: Decided,
  ): LifecycleResult => {
    if (named === version.file) return { kind: "refused", reason: "itself" };
    const changes = begin(version, change, rivals(version, named));
    if (isInForceAlready(version, change.from, changes)) return { kind: "refused", reason: "in-force-already" };
    return all(changes, decided);
  };

  return {
    works,
    adopt: (version, { from, decidedBy, replaces }, decided) =>
      takePlace(version, { kind: "adopted", from, decidedBy }, replaces, decided),
    propose: (version, decided) => all([[version, { kind: "proposed" }]], decided),
    draft: (version, decided) => all([[version, { kind: "drafted" }]], decided),
    withdraw(version, { from, decidedBy }, decided) {
      const open = version.status === "draft" || version.status === "proposed";
      if (!open && !endsLater(version, from)) return { kind: "refused", reason: "not-in-force" };
      return all([[version, { kind: "withdrawn", from, decidedBy }]], decided);
    },
    supersede(version, by, from, decided) {
      if (version.id === by.id) return { kind: "refused", reason: "itself" };
      if (!endsLater(version, from)) return { kind: "refused", reason: "not-in-force" };
      const others = rivals(by, version.file).filter(({ id }) => id !== version.id);
      const begins = periodOn(by.periods, from) === null;
      const beginning = begins ? begin(by, { kind: "adopted", from, decidedBy: null }, others) : [];
      return all([[version, endBy(by, from, {})], ...beginning], decided);
    },
    reinstate: (version, { from, decidedBy }, decided) =>
      takePlace(version, { kind: "reinstated", from, decidedBy }, null, decided),
    amend(version, target, section, decided) {
      if (version.id === target.id) return { kind: "refused", reason: "itself" };
      return all([[version, { kind: "amends", file: target.file, section }]], decided);
    },
  };
}

function worksIn(store: CorpusStore, collection: CollectionInfo | null): readonly Work<DocumentVersion>[] {
  return collection === null ? [] : worksOf(store.documents(collection.id), (id) => store.life(id));
}

function endBy({ file }: DocumentVersion, from: string, until: { readonly until?: string }): LifeChange {
  return { kind: "superseded", from, ...until, successor: file };
}

/** The first day after another on which one of the versions comes into force, null when none does. */
function nextBeginning(versions: readonly DocumentVersion[], day: string | null): string | null {
  const begins = versions.flatMap(({ periods }) => periods.flatMap(({ from }) => from ?? []));
  return begins.filter((from) => day === null || from > day).toSorted()[0] ?? null;
}

/** Would it be in force on the very days on which it is? */
function isInForceAlready(
  { id, periods }: DocumentVersion,
  from: string | null,
  changes: readonly (readonly [DocumentVersion, LifeChange])[],
): boolean {
  const period = from === null ? null : periodOn(periods, from);
  const own = changes.find(([version]) => version.id === id)?.[1];
  const until = own?.kind === "adopted" || own?.kind === "reinstated" ? (own.until ?? null) : null;
  return period !== null && (period.to === null || (until !== null && period.to >= until)) && changes.length === 1;
}

/** Is it in force on the day, or after it? */
function endsLater({ periods }: DocumentVersion, day: string): boolean {
  return periods.some(({ to }) => to === null || to >= day);
}

function auditOf({ collection, file }: DocumentVersion, change: LifeChange, decided: Decided): AuditEntry {
  const { kind, ...details } = change;
  return { ...decided, action: kind, collection, file, details };
}
