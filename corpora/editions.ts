/**
 * Works out which edition of a document is in force: from `replaces`, and, where nothing was said, from editions that
 * carry the same name with different dates or version numbers. Pure; knows nothing of the store.
 */
import type { DocumentRecord } from "./document.ts";
import { editionMark, editionStem } from "./guess-record.ts";

/** Records of one collection in, the same records with status and dates settled out, in the same order. */
export function settleEditions(records: readonly DocumentRecord[]): DocumentRecord[] {
  return applyReplacements(applyGuessedEditions(records));
}

/** One day before a date, both YYYY-MM-DD. */
export function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** One day after a date, both YYYY-MM-DD. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** What a record replaces ends the day before it begins, whoever forgot to say so. */
function applyReplacements(records: readonly DocumentRecord[]): DocumentRecord[] {
  return records.map((record) => {
    const successor = records.find(
      (other) => other.replaces === record.file && other.file !== record.file && isLaw(other),
    );
    if (successor === undefined || !isLaw(record)) return record;
    const end = successor.inForceFrom === null ? null : dayBefore(successor.inForceFrom);
    return { ...record, status: "superseded" as const, inForceTo: record.inForceTo ?? end };
  });
}

function isLaw(record: DocumentRecord): boolean {
  return record.status === "adopted" || record.status === "superseded";
}

function applyGuessedEditions(records: readonly DocumentRecord[]): DocumentRecord[] {
  const result = [...records];
  for (const group of editionGroups(records)) {
    group.forEach((edition, position) => {
      const next = group[position + 1];
      const index = records.indexOf(edition.record);
      result[index] = settled(edition, next);
    });
  }
  return result;
}

type Edition = { readonly record: DocumentRecord; readonly date: string | null; readonly order: string };

/** Groups of two or more editions, oldest first; records whose place was said by the co-op are left alone. */
function editionGroups(records: readonly DocumentRecord[]): Edition[][] {
  const groups = new Map<string, Edition[]>();
  for (const record of records) {
    if (!canHaveEditions(record)) continue;
    const { date, version } = editionMark(record.file, record.title);
    if (date === null && version === null) continue;
    const folder = record.file.split("/").slice(0, -1).join("/");
    const key = `${folder}\n${record.rank}\n${record.language}\n${editionStem(record.file) || editionStem(record.title)}`;
    const edition = { record, date, order: date ?? `v${(version ?? "").padStart(12, "0")}` };
    groups.set(key, [...(groups.get(key) ?? []), edition]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1 && new Set(group.map((edition) => edition.order)).size === group.length)
    .map((group) => group.toSorted((a, b) => (a.order < b.order ? -1 : 1)));
}

function canHaveEditions(record: DocumentRecord): boolean {
  const saidNothing = record.guessed.includes("status") && record.replaces === null && record.inForceFrom === null;
  return saidNothing && record.status === "adopted" && ["statutes", "rules", "policy", "law"].includes(record.rank);
}

function settled(edition: Edition, next: Edition | undefined): DocumentRecord {
  const { record } = edition;
  const guessed = new Set([...record.guessed, "status", ...(edition.date === null ? [] : ["inForceFrom"])]);
  if (next !== undefined && next.date !== null) guessed.add("inForceTo");
  if (record.version === null && edition.date !== null) guessed.add("version");
  return {
    ...record,
    status: next === undefined ? "adopted" : "superseded",
    version: record.version ?? edition.date?.slice(0, 4) ?? null,
    inForceFrom: edition.date,
    inForceTo: next?.date ? dayBefore(next.date) : null,
    guessed: [...guessed],
  };
}
