/**
 * What should lie in a collection's library room on a day: each version that is in force, and of those that were
 * published before what has become of them, older versions first. Knows no homeserver.
 */
import { setImmediate as turn } from "node:timers/promises";
import type { DocumentVersion } from "../../../corpora/corpus-store.ts";
import { periodOn, standing } from "../../../corpora/life.ts";
import type { Work } from "../../../corpora/works.ts";
import { REPLY_LANGUAGES, type ReplyLanguage } from "../../answer-types.ts";
import { type Leaf, leavesOf } from "./leaves.ts";

export type WantedParts = {
  readonly works: readonly Work<DocumentVersion>[];
  /** The stored text of a file; null when it is gone. */
  readonly text: (file: string) => string | null;
  /** Is something of this version in the room already? */
  readonly isPublished: (documentId: number) => boolean;
  /** YYYY-MM-DD. */
  readonly today: string;
  /** Of what we say about documents in other languages than ours. */
  readonly language: ReplyLanguage;
};

/** Makes way for other work between two documents. */
export async function wantedLeaves({ works, text, isPublished, today, language }: WantedParts): Promise<Leaf[]> {
  const leaves: Leaf[] = [];
  for (const { versions } of works) {
    const work = versions.map(({ id }) => id);
    for (const version of versions) {
      const stored = isWanted(version, isPublished(version.id), today) ? text(version.file) : null;
      if (stored === null) continue;
      const own = REPLY_LANGUAGES.find((known) => known === version.language) ?? language;
      leaves.push(...leavesOf(version, stored, { work, language: own, today }));
      await turn();
    }
  }
  return leaves;
}

/** Proposals and drafts never; tables and whatever has columns about people neither. */
export function isWanted(version: DocumentVersion, isPublished: boolean, today: string): boolean {
  if (!isFit(version)) return false;
  if (periodOn(version.periods, today) !== null) return true;
  const now = standing(version, today);
  return isPublished && now !== "draft" && now !== "proposed";
}

/** Rows are not clauses, and those about people are nobody's to scroll through. */
export function isFit({ rank, personalColumns }: Pick<DocumentVersion, "rank" | "personalColumns">): boolean {
  return rank !== "data" && rank !== "proposal" && personalColumns.length === 0;
}
