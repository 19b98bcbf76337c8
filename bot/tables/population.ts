/**
 * Lists of members keep those who have left. A count or a sum that does not say whether they count is sure only when
 * it comes to the same without them. Pure.
 */
import type { QueryResult } from "../../retrieval/tables/query.ts";
import { runQuery } from "../../retrieval/tables/run-query.ts";
import { hasConcept, tableWords } from "../../retrieval/tables/words.ts";
import type { Reading } from "./interpret.ts";
import type { TableQuestion } from "./read-question.ts";

const ONE_ROW = ["look-up", "list", "difference", "printed-total"];

/** Would the answer be another one without the rows that have a day of leaving? */
export function otherPopulation(reading: Reading, { value }: QueryResult, question: TableQuestion): boolean {
  const { table, conditions, operation } = reading;
  if (ONE_ROW.includes(operation.kind)) return false;
  const field = table.columns.findIndex(({ kind, name }) => kind === "date" && hasConcept(tableWords(name), "leave"));
  if (field < 0 || conditions.some((condition) => condition.field === field) || asksOfJoining(reading, question))
    return false;
  const without = runQuery({ table, conditions: [...conditions, { kind: "unfilled", field }], operation });
  return JSON.stringify(without?.value) !== JSON.stringify(value);
}

/** Who joined in a year has joined, whatever came after. */
function asksOfJoining({ table, conditions, operation }: Reading, { words }: TableQuestion): boolean {
  const joined = (field: number | "group") =>
    field !== "group" && hasConcept(tableWords(table.columns[field]?.name ?? ""), "join");
  return operation.kind === "count" && hasConcept(words, "join") && conditions.some(({ field }) => joined(field));
}
