/**
 * Which rules in force are changed by which other texts in force on a day, as the co-op said (`amends`). Minutes and
 * proposals change nothing. Pure.
 */
import { isRuleRank } from "./calendar.ts";
import { type Clause, clauseOf } from "./clauses.ts";
import type { DocumentVersion } from "./corpus-store.ts";
import { periodOn } from "./life.ts";

/** `clause` is null where the whole text is changed. `section` is the clause number as the co-op wrote it. */
export type AmendmentInForce = {
  readonly by: DocumentVersion;
  readonly target: DocumentVersion;
  readonly section: string | null;
  readonly clause: Clause | null;
};

/** @param amending versions that amend something. @param find gives a version by collection and file. */
export function amendmentsOn(
  day: string,
  amending: readonly DocumentVersion[],
  find: (collection: string, file: string) => DocumentVersion | null,
): readonly AmendmentInForce[] {
  const found = new Map<string, AmendmentInForce>();
  for (const by of amending) {
    if (!isRuleRank(by.rank) || periodOn(by.periods, day) === null) continue;
    for (const { file, section } of by.amends) {
      const target = find(by.collection, file);
      if (target === null || target.id === by.id || periodOn(target.periods, day) === null) continue;
      const clause = section === null ? null : clauseOf(section);
      found.set(`${by.id} ${target.id} ${clause?.join(".") ?? ""}`, { by, target, section, clause });
    }
  }
  return [...found.values()];
}
