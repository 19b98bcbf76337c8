/**
 * What may be read: the filter that is part of every query, and the passages that pass it. Ranks nothing; knows
 * nothing of rooms or members, only of collections and days.
 */
import type { DatabaseSync } from "node:sqlite";

/** What may be read: these collections, on one day. `current` is false for a day in the past. */
export type ReadingScope = {
  readonly collections: readonly number[];
  readonly day: string;
  readonly current: boolean;
  /** Rules and proposals by other days, by each of one or two; minutes and figures stay by `day`. */
  readonly rules?: { readonly days: readonly [string, string?]; readonly current: boolean };
};

const IS_RULE = "d.rank NOT IN ('minutes', 'data')";
const COVERS = (day: string) =>
  `(q.from_day IS NULL OR q.from_day <= ${day}) AND (q.to_day IS NULL OR q.to_day >= ${day})`;

/**
 * The filter of a query on one collection of the scope, over `passages p` and `documents d`: what is in force on the day,
 * and, for today, drafts and proposals as what they are.
 */
export const IN_SCOPE = `p.collection_id = :collection AND (
  EXISTS (SELECT 1 FROM periods q WHERE q.document_id = d.id
    AND CASE WHEN ${IS_RULE} THEN (${COVERS(":rulesDay")}) OR (${COVERS(":otherRulesDay")}) ELSE ${COVERS(":day")} END)
  OR (d.status IN ('draft', 'proposed')
    AND (CASE WHEN ${IS_RULE} THEN :rulesCurrent ELSE :current END = 1
      OR (d.adopted_on IS NOT NULL AND d.adopted_on <= CASE WHEN ${IS_RULE} THEN :rulesDay ELSE :day END))))`;

/** What `IN_SCOPE` asks for. */
export function scopeParameters({ day, current, rules }: ReadingScope, collection: number) {
  const [rulesDay, otherRulesDay = rulesDay] = rules?.days ?? [day];
  return {
    collection,
    day,
    rulesDay,
    otherRulesDay,
    current: current ? 1 : 0,
    rulesCurrent: (rules?.current ?? current) ? 1 : 0,
  };
}

/** Each collection once, in an order that no grant changes. */
export function scopeCollections(collections: readonly number[]): readonly number[] {
  return [...new Set(collections)].toSorted((a, b) => a - b);
}

/** Scopes remembered at a time: rooms with other grants ask in turn, and 100,000 passages take a tenth of a second. */
const REMEMBERED = 8;

type AllowedPassages = (scope: ReadingScope) => ReadonlyMap<number, string>;

/** Gives the ids of all passages in scope, each with the language of its document. */
export function openAllowedPassages(database: DatabaseSync): AllowedPassages {
  const select = database.prepare(
    `SELECT p.id, json_extract(d.record, '$.language') AS language
     FROM passages p JOIN documents d ON d.id = p.document_id WHERE ${IN_SCOPE}`,
  );
  return rememberScopes(
    database,
    (scope, collections) =>
      new Map(
        collections
          .flatMap((collection) => select.all(scopeParameters(scope, collection)))
          .map((row) => [row.id as number, row.language as string]),
      ),
  );
}

/** Gives the ids of the documents in scope that are in force and have a table: drafts and proposals are no figures. */
export function openTableDocuments(database: DatabaseSync): (scope: ReadingScope) => readonly number[] {
  const select = database.prepare(
    `SELECT DISTINCT d.id FROM passages p JOIN documents d ON d.id = p.document_id
     WHERE ${IN_SCOPE} AND d.status NOT IN ('draft', 'proposed') AND instr(d.blocks, '"kind":"row"') > 0 ORDER BY d.id`,
  );
  return rememberScopes(database, (scope, collections) =>
    collections.flatMap((collection) => select.all(scopeParameters(scope, collection))).map((row) => row.id as number),
  );
}

/** Keeps what was read of the last scopes, as long as their collections do not change. */
function rememberScopes<Found>(
  database: DatabaseSync,
  read: (scope: ReadingScope, collections: readonly number[]) => Found,
): (scope: ReadingScope) => Found {
  const known = new Map<string, Found>();
  const revision = database.prepare("SELECT revision FROM collections WHERE id = ?");
  return (scope) => {
    const collections = scopeCollections(scope.collections);
    const states = collections.map((collection) => [collection, revision.get(collection)?.revision ?? null]);
    const key = JSON.stringify([states, scope.day, scope.current, scope.rules]);
    const found = known.get(key) ?? read(scope, collections);
    known.delete(key);
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    return found;
  };
}
