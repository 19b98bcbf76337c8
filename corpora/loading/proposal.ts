/**
 * What would be done with a file if nobody said more than yes. What `collection.yaml` says holds; else what the name
 * tells; else today, or, where nothing is replaced, since ever. Pure.
 */
import type { DocumentVersion } from "../corpus-store.ts";
import type { DocumentRecord, Rank } from "../document.ts";
import { editionMark } from "../guess-record.ts";
import { periodOn } from "../life.ts";
import type { SaidRecord } from "../record.ts";
import type { Decision } from "./upload.ts";

export type Proposed = { readonly proposal: Decision; readonly dayGuessed: "from-name" | "today" | null };

export function proposalFor(about: {
  readonly record: DocumentRecord;
  readonly upload: { readonly said: SaidRecord | null };
  /** A version that holds the very same bytes. */
  readonly sameFile: DocumentVersion | null;
  /** More of it was read this time. */
  readonly isFuller: boolean;
  readonly newVersionOf: DocumentVersion | null;
  readonly today: string;
}): Proposed {
  const { record, upload, sameFile, isFuller, newVersionOf, today } = about;
  if (isFuller) return undated({ kind: "as-said" });
  if (sameFile !== null && periodOn(sameFile.periods, today) !== null) return undated({ kind: "cancel" });
  if (record.status === "draft") return undated({ kind: "draft" });
  if (record.status === "proposed") return undated({ kind: "proposal" });
  if (record.status !== "adopted" || upload.said?.inForceTo) return undated({ kind: "as-said" });
  const { from, dayGuessed } = dayOf(record, newVersionOf, today);
  const replaces = newVersionOf?.file ?? record.replaces;
  return { proposal: { kind: "adopt", from, replaces, decidedBy: record.decidedBy }, dayGuessed };
}

/** Has somebody said in a `collection.yaml` what the text is, so that nobody need be asked? */
export function isConfirmed(said: SaidRecord | null): boolean {
  if (said === null) return false;
  return said.status !== undefined || typeof said.inForceFrom === "string" || typeof said.adoptedOn === "string";
}

function undated(proposal: Decision): Proposed {
  return { proposal, dayGuessed: null };
}

const NAMED_BY_DATE: readonly Rank[] = ["law", "statutes", "rules", "policy"];

function dayOf(
  record: DocumentRecord,
  newVersionOf: DocumentVersion | null,
  today: string,
): { readonly from: string | null; readonly dayGuessed: Proposed["dayGuessed"] } {
  const known = record.inForceFrom ?? record.adoptedOn;
  if (known !== null) {
    const guessed = record.guessed.includes(record.inForceFrom === null ? "adoptedOn" : "inForceFrom");
    return { from: known, dayGuessed: guessed ? "from-name" : null };
  }
  const { date } = editionMark(record.file, record.title);
  if (date !== null && NAMED_BY_DATE.includes(record.rank)) return { from: date, dayGuessed: "from-name" };
  return newVersionOf === null ? { from: null, dayGuessed: null } : { from: today, dayGuessed: "today" };
}
