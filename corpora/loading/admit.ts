/**
 * Puts decided uploads into their collection, all of them in one transaction: document, passages, life, log, and the
 * upload's own row. Before it nothing of them can be found, after it everything. Knows nothing of who may decide.
 */
import type { CorpusStore, DocumentVersion } from "../corpus-store.ts";
import type { Decided, DocumentRecord } from "../document.ts";
import { dayBefore } from "../editions.ts";
import type { DocumentIndexer } from "../ingest.ts";
import { labelsOf, readsMore } from "../ingest.ts";
import type { Lifecycle, LifecycleResult } from "../lifecycle.ts";
import { ownName } from "./own-name.ts";
import type { OnStep } from "./steps.ts";
import type { Decision, Named, ReadUpload, UploadOutcome } from "./upload.ts";
import type { UploadsStore } from "./uploads-store.ts";

export type AdmitParts = {
  readonly store: CorpusStore;
  readonly indexer: DocumentIndexer;
  readonly lifecycle: Lifecycle;
  readonly uploads: UploadsStore;
  readonly onStep: OnStep;
};

/** What came of deciding. */
export type Admission = { readonly id: string } & (
  | { readonly kind: "visible"; readonly outcome: UploadOutcome }
  | { readonly kind: "refused"; readonly reason: Extract<LifecycleResult, { kind: "refused" }>["reason"] }
  /** It was dealt with before, or is not ready. */
  | { readonly kind: "nothing" }
);

type Entering = Exclude<Decision, { kind: "cancel" }>;
export type Decidedly = { readonly id: string; readonly decision: Entering };

/** All or nothing, but for those that are refused: they stay as they were. */
export function admit(decisions: readonly Decidedly[], decided: Decided, parts: AdmitParts): readonly Admission[] {
  return parts.store.transaction(() => {
    const admissions = inOrder(decisions).map((one) => admitOne(one, decided, parts));
    parts.onStep("before-commit");
    return admissions;
  });
}

/** Older versions first, so that each takes the place of the one before it. */
function inOrder(decisions: readonly Decidedly[]): readonly Decidedly[] {
  const day = ({ decision }: Decidedly) => (decision.kind === "adopt" ? (decision.from ?? "") : "9999");
  return decisions.toSorted((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0));
}

function admitOne({ id, decision: asDecided }: Decidedly, decided: Decided, parts: AdmitParts): Admission {
  const upload = parts.uploads.read(id);
  if (upload?.state !== "read" || upload.document === null || upload.facts === null) return { id, kind: "nothing" };
  const decision = withStoredNames(asDecided, upload, parts);
  parts.onStep("decision-checked");
  const there = sameFileIn(parts.store, upload);
  if (there !== null) takeFullerText(there, upload, decided, parts);
  const version = there ?? put(upload, decision, decided, parts);
  const result = enter(version, decision, decided, there !== null, parts);
  if (result.kind === "refused") return { id, kind: "refused", reason: result.reason };
  parts.onStep("decision-entered");
  const stored = again(version, parts);
  const { file, title, status, periods } = stored;
  const supersededBy = decision.kind === "adopt" ? successorOf(stored, parts) : null;
  const superseded = result.versions.slice(1).map((one) => ({ ...named(one), until: one.inForceTo }));
  const outcome = { file, title, status, periods, superseded, supersededBy, wasThere: there !== null };
  parts.uploads.setVisible(id, outcome);
  return { id, kind: "visible", outcome };
}

function named({ file, title }: Named): Named {
  return { file, title };
}

/** Another file of the same archive may have got a name of its own when it came into the collection. */
function withStoredNames(decision: Entering, { parent }: ReadUpload, { uploads }: AdmitParts): Entering {
  if (decision.kind !== "adopt" || parent === null) return decision;
  const sibling = uploads.members(parent).find(({ name }) => name === decision.replaces);
  return sibling?.outcome ? { ...decision, replaces: sibling.outcome.file } : decision;
}

function sameFileIn(store: CorpusStore, { collection, sha256 }: ReadUpload): DocumentVersion | null {
  const info = store.collection(collection);
  if (info === null) return null;
  return store.documents(info.id).find((version) => version.sha256 === sha256) ?? null;
}

/** The document and everything that makes it found; a proposal, draft or text to be adopted begins as that. */
function put(upload: ReadUpload, decision: Entering, decided: Decided, parts: AdmitParts): DocumentVersion {
  const { store, indexer, onStep } = parts;
  const { document, facts, sha256 } = upload;
  if (document === null || facts === null) throw new Error(`Expected upload \`${upload.id}\` to be read.`);
  const collection = store.ensureCollection(upload.collection);
  onStep("collection-ready");
  const taken = new Set(store.documents(collection.id).map(({ file }) => file));
  const record = recordFor({ ...facts.record, file: ownName(upload.name, taken) }, decision);
  const documentId = store.putDocument(collection.id, { ...document, ...record, sha256 }, decided);
  onStep("document-put");
  const details = { status: record.status, inForceFrom: record.inForceFrom, sha256 };
  store.audit({ ...decided, action: "loaded", collection: collection.name, file: record.file, details });
  indexer.add(collection.id, documentId, { ...document, title: record.title, labels: labelsOf(record) });
  store.touch(collection.id);
  onStep("document-indexed");
  return again({ id: documentId }, parts);
}

/** What could not be read of the same file then takes its place in it; its record and history stay as they are. */
function takeFullerText(there: DocumentVersion, upload: ReadUpload, decided: Decided, parts: AdmitParts): void {
  const { store, indexer, onStep } = parts;
  const { document, sha256 } = upload;
  const collection = store.collection(upload.collection);
  if (document === null || collection === null) return;
  if (!readsMore(document.text, store.text(collection.id, there.file) ?? "")) return;
  const record = store.loadedRecords(collection.id).find(({ id }) => id === there.id);
  if (record === undefined) throw new Error(`Expected document ${there.id} to have a record, got none.`);
  indexer.remove(collection.id, there.id);
  store.putDocument(collection.id, { ...document, ...record, sha256 }, decided);
  onStep("document-put");
  store.audit({ ...decided, action: "corrected", collection: collection.name, file: there.file, details: { sha256 } });
  indexer.add(collection.id, there.id, { ...document, title: record.title, labels: labelsOf(record) });
  store.touch(collection.id);
  onStep("document-indexed");
}

/** What was decided is in the version's life; its record begins before that, without days that were only guessed. */
function recordFor(record: DocumentRecord, decision: Entering): DocumentRecord {
  if (decision.kind === "as-said") return record;
  const status = decision.kind === "proposal" ? "proposed" : "draft";
  const replaces = decision.kind === "adopt" ? decision.replaces : record.replaces;
  const guessed = record.guessed.filter((field) => field !== "status" && field !== "inForceFrom");
  return { ...record, status, inForceFrom: null, inForceTo: null, replaces, guessed };
}

function enter(
  version: DocumentVersion,
  decision: Entering,
  decided: Decided,
  wasThere: boolean,
  { lifecycle }: AdmitParts,
): LifecycleResult {
  switch (decision.kind) {
    case "adopt":
      return lifecycle.adopt(version, decision, decided);
    case "draft":
      return wasThere ? lifecycle.draft(version, decided) : { kind: "changed", versions: [version] };
    case "proposal":
      return wasThere ? lifecycle.propose(version, decided) : { kind: "changed", versions: [version] };
    case "as-said":
      return { kind: "changed", versions: [version] };
    default:
      return decision satisfies never;
  }
}

/** The version of the document that begins where this one, loaded late, ends; null where it has no end. */
function successorOf({ id, collection, periods }: DocumentVersion, { lifecycle }: AdmitParts): Named | null {
  const end = periods.at(-1)?.to ?? null;
  if (end === null) return null;
  const work = lifecycle.works(collection).find(({ versions }) => versions.some((one) => one.id === id));
  const next = work?.versions.find((other) =>
    other.periods.some(({ from }) => from !== null && dayBefore(from) === end),
  );
  return next === undefined ? null : named(next);
}

function again({ id }: Pick<DocumentVersion, "id">, { store }: AdmitParts): DocumentVersion {
  const version = store.documentById(id);
  if (version === null) throw new Error(`Expected document ${id} to be in the store, got none.`);
  return version;
}
