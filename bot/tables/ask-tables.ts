/**
 * A question and the tables that may be read in, one sure result or none. Several readings that agree are one; two that
 * differ are none. Pure.
 */
import { joinTables } from "../../retrieval/tables/join-tables.ts";
import type { QueryResult, Value } from "../../retrieval/tables/query.ts";
import { runQuery } from "../../retrieval/tables/run-query.ts";
import type { Table } from "../../retrieval/tables/table.ts";
import type { ReplyLanguage } from "../answer-types.ts";
import { differences } from "./differences.ts";
import { interpret, type Reading } from "./interpret.ts";
import { otherPopulation } from "./population.ts";
import { printedTotals } from "./printed-totals.ts";
import { isTold, revealsFew } from "./privacy.ts";
import { readAsNames, readTableQuestion, type TableQuestion } from "./read-question.ts";
import { wordsOfTable } from "./table-words.ts";

export type Computed = { readonly reading: Reading; readonly result: QueryResult };
export type TableAnswer =
  | { readonly kind: "computed"; readonly computed: Computed }
  | { readonly kind: "too-few"; readonly reading: Reading };

/** Joins are tried among the tables of one document, and among all where there are few. */
const FEW_TABLES = 12;

export function askTables(question: string, language: ReplyLanguage, tables: readonly Table[]): TableAnswer | null {
  const asked = [readTableQuestion(question, language), readAsNames(question, language)];
  const [first] = asked;
  if (first === undefined || first.words.length === 0) return null;
  const single = asked.flatMap((one) => tables.flatMap((table) => answersOf(one, table)));
  const found =
    single.length > 0 ? single : asked.flatMap((one) => joined(tables).flatMap((table) => answersOf(one, table)));
  return agreed(found);
}

type Answered = TableAnswer | { readonly kind: "unsure" };

function answersOf(question: TableQuestion, table: Table): Answered[] {
  const own = wordsOfTable(table);
  const readings = [...interpret(question, own), ...differences(question, own), ...printedTotals(question, own)];
  return readings.flatMap((reading): Answered[] => {
    const result = runQuery(reading);
    if (!isTold(reading)) return [{ kind: "unsure" }];
    if (result === null) return isCertainlyMeant(reading) ? [{ kind: "unsure" }] : [];
    if (revealsFew(reading, result)) return [{ kind: "too-few", reading }];
    if (otherPopulation(reading, result, question)) return [{ kind: "unsure" }];
    if (isEmptyAnswer(reading, result)) return [];
    return [{ kind: "computed", computed: { reading, result } }];
  });
}

/** Where a reading explains the question and its cells cannot answer, another reading must not answer instead. */
function isCertainlyMeant({ operation }: Reading): boolean {
  return operation.kind !== "look-up" && operation.kind !== "difference";
}

/** Nothing was found to add up or to look up: another reading may find it. */
function isEmptyAnswer({ operation }: Reading, { rows }: QueryResult): boolean {
  return rows.length === 0 && operation.kind !== "count" && operation.kind !== "share";
}

/** Fewest words explained by titles first; among those all must say the same. */
function agreed(found: readonly Answered[]): TableAnswer | null {
  if (found.some(({ kind }) => kind === "unsure")) return null;
  const few = found.find((one) => one.kind === "too-few");
  const computed = found.flatMap((one) => (one.kind === "computed" ? [one.computed] : []));
  if (few !== undefined) {
    const { documentId } = few.reading.table;
    // Of another document, it says something else: which of the two is meant is not known.
    return computed.some(({ reading }) => reading.table.documentId !== documentId) ? null : few;
  }
  const fewest = Math.min(...computed.map(({ reading }) => reading.titled));
  const closest = computed.filter(({ reading }) => reading.titled === fewest);
  const [first] = closest;
  if (first === undefined || closest.some((other) => !sameValue(other.result.value, first.result.value))) return null;
  return { kind: "computed", computed: first };
}

function sameValue(a: Value, b: Value): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function joined(tables: readonly Table[]): Table[] {
  return tables.flatMap((left) =>
    tables.flatMap((right) => {
      const near = left.documentId === right.documentId || tables.length <= FEW_TABLES;
      return left !== right && near ? (joinOnce(left, right) ?? []) : [];
    }),
  );
}

const joins = new WeakMap<Table, WeakMap<Table, Table | null>>();

/** A join is made once, and goes when one of its tables goes. */
function joinOnce(left: Table, right: Table): Table | null {
  const known = joins.get(left) ?? new WeakMap<Table, Table | null>();
  joins.set(left, known);
  const before = known.get(right);
  if (before !== undefined) return before;
  const made = joinTables(left, right);
  known.set(right, made);
  return made;
}
