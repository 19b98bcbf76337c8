/**
 * What admins decide about documents: adopted, withdrawn, superseded, in force again, a resolution that changes a rule.
 * Each is one transaction: history, days in force, log. Checks what makes no sense; knows nothing of who may decide.
 */
import type { CollectionInfo, CorpusStore, DocumentVersion } from "./corpus-store.ts";
import type { Decided } from "./document.ts";
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
  /** The other versions of the document, and the one named, that are in force on a day or come into force later. */
  const rivals = (version: DocumentVersion, day: string, named: string | null) => {
    const own = works(version.collection).find(({ versions }) => versions.some(({ id }) => id === version.id));
    const files = new Set([...(own?.versions.map(({ file }) => file) ?? []), ...(named === null ? [] : [named])]);
    const collection = store.collection(version.collection);
    const versions = collection === null ? [] : store.documents(collection.id);
    return versions.filter(
      ({ id, file, periods }) => id !== version.id && files.has(file) && periodOn(periods, day) !== null,
    );
  };
  const takePlace = (
    version: DocumentVersion,
    change: Extract<LifeChange, { kind: "adopted" | "reinstated" }>,
    named: string | null,
    decided: Decided,
  ): LifecycleResult => {
    if (named === version.file) return { kind: "refused", reason: "itself" };
    const { from } = change;
    if (from !== null && periodOn(version.periods, from)?.to === null) {
      return { kind: "refused", reason: "in-force-already" };
    }
    const ended = from === null ? [] : rivals(version, from, named);
    const ends = ended.map((one) => [one, { kind: "superseded", from: from ?? "", successor: version.file }] as const);
    return all([[version, change], ...ends], decided);
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
      const begins = periodOn(by.periods, from) === null;
      const adopted: LifeChange = { kind: "adopted", from, decidedBy: null };
      const end: LifeChange = { kind: "superseded", from, successor: by.file };
      return all([[version, end], ...(begins ? [[by, adopted] as const] : [])], decided);
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

/** Is it in force on the day, or after it? */
function endsLater({ periods }: DocumentVersion, day: string): boolean {
  return periods.some(({ to }) => to === null || to >= day);
}

function auditOf({ collection, file }: DocumentVersion, change: LifeChange, decided: Decided): AuditEntry {
  const { kind, ...details } = change;
  return { ...decided, action: kind, collection, file, details };
}
