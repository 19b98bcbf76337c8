/**
 * What is not told of tables with personal columns. A personal column's cells are neither read out, compared nor added
 * up. Where a row is a person, only counts, sums and averages of at least five people are told, and only when what is
 * left out by any one condition is nobody or at least five people: else the difference of two answers would tell of
 * fewer. Pure.
 */
import type { QueryResult } from "../../retrieval/tables/query.ts";
import { matchingRows } from "../../retrieval/tables/run-query.ts";
import type { Reading } from "./interpret.ts";

/** The smallest group of people that is told of (the rule of the project). */
export const FEWEST_PEOPLE = 5;

const OF_GROUPS = ["count", "share", "sum", "average"];

/** May this be told at all, however many rows it is about? */
export function isTold({ table, conditions, operation }: Reading): boolean {
  const fields = conditions.map(({ field }) => field);
  const columns = "column" in operation ? [operation.column] : [];
  const others = "from" in operation ? [operation.from.column] : [];
  const labels = "label" in operation ? [operation.label] : [];
  const personal = [...fields, ...columns, ...others, ...labels].some(
    (field) => field !== "group" && table.columns[field]?.personal === true,
  );
  return !personal && (!table.aboutPeople || OF_GROUPS.includes(operation.kind) || operation.kind === "look-up");
}

export function revealsFew({ table, conditions, operation }: Reading, { rows }: QueryResult): boolean {
  if (!table.aboutPeople) return false;
  if (rows.length < FEWEST_PEOPLE || operation.kind === "look-up") return true;
  return conditions.some((condition) => {
    const others = matchingRows(
      table,
      conditions.filter((one) => one !== condition),
    );
    const left = others === null ? 0 : others.length - rows.length;
    return others === null || (left > 0 && left < FEWEST_PEOPLE);
  });
}
