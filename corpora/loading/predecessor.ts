/**
 * Of which document in the collection a new text seems to be the next version: said, or by name, title and text. Pure;
 * decides nothing: an admin sees it and says yes or no.
 */
import type { DocumentVersion } from "../corpus-store.ts";
import type { DocumentRecord, Rank } from "../document.ts";
import { editionStem } from "../guess-record.ts";
import { periodOn } from "../life.ts";
import type { Like } from "./facts.ts";

/** Minutes and decisions of several years are documents of their own, whatever they share. */
const OWN_EACH: readonly Rank[] = ["minutes", "resolution", "proposal"];
/** Ranks whose texts are told by their name alone: one set of statutes, one of each set of rules. */
const VERSIONED: readonly Rank[] = ["law", "statutes", "rules", "policy"];
/** With half of the shorter text in the longer one, and not only a letterhead, they are texts on one thing. */
const WITHIN = 0.5;
const SHARED_SENTENCES = 5;

export function predecessorOf(
  record: DocumentRecord,
  likes: readonly Like[],
  existing: readonly DocumentVersion[],
  today: string,
): DocumentVersion | null {
  if (record.replaces !== null) return existing.find(({ file }) => file === record.replaces) ?? null;
  if (OWN_EACH.includes(record.rank)) return null;
  const candidates = likes.filter(
    ({ version, likeness }) =>
      version.language === record.language &&
      (isNamedAlike(record, version) || (likeness.within >= WITHIN && likeness.shared >= SHARED_SENTENCES)) &&
      !OWN_EACH.includes(version.rank),
  );
  // `likes` is sorted: among those in force the one most alike is meant, else the most alike at all.
  const inForce = candidates.find(({ version }) => periodOn(version.periods, today) !== null);
  return (inForce ?? candidates[0])?.version ?? null;
}

function isNamedAlike(record: DocumentRecord, version: DocumentVersion): boolean {
  if (!VERSIONED.includes(record.rank) || version.rank !== record.rank) return false;
  const [stem, other] = [editionStem(record.file), editionStem(version.file)];
  return (stem !== "" && stem === other) || foldedTitle(record.title) === foldedTitle(version.title);
}

/** Without dates and versions: "Bylaws 2015" and "Bylaws 2022" are one title. */
function foldedTitle(title: string): string {
  return editionStem(title) || title.toLowerCase();
}
