/** "The total expenses": a row that is a total, named by the rest of its label. Read as printed. Pure. */
import { readLabel } from "../../retrieval/tables/row-labels.ts";
import { figureOf, labelOf } from "../../retrieval/tables/run-query.ts";
import { conceptsOf } from "../../retrieval/tables/words.ts";
import { bind } from "./bind.ts";
import type { Reading } from "./interpret.ts";
import type { Ask } from "./lexicon.ts";
import type { TableQuestion } from "./read-question.ts";
import { matches, type TableWords } from "./table-words.ts";
import { isMeasure, targetsOf } from "./targets.ts";

/** A printed total answers a question that asks for nothing else. */
const ANSWERED: readonly Ask[] = ["much", "total"];

export function printedTotals(question: TableQuestion, own: TableWords): readonly Reading[] {
  if ([...question.asks].some((ask) => !ANSWERED.includes(ask)) || own.table.doubtfulTotals) return [];
  return own.table.rows.flatMap((row, at) => {
    const label = readLabel(labelOf(row));
    if (row.kind === "data" || label.rest.length === 0) return [];
    const isTotal = question.asks.has("total") || question.words.some((word) => /^(?:gesamt|samlede)$/u.test(word));
    if ((row.kind === "derived") === isTotal && row.kind !== "derived") return [];
    if (!label.rest.every((word) => matches(word, question.words))) return [];
    const words = question.words.filter((word) => !matches(word, label.rest) && !/^(?:gesamt|samlede)$/u.test(word));
    return targetsOf({ ...question, words }, own).flatMap((target) => {
      const column = own.table.columns[target.column];
      if (column === undefined || !isMeasure(column) || figureOf(row, target.column) === null) return [];
      const soft = (word: string) => conceptsOf(word).some((concept) => concept === "amount" || concept === "cost");
      const bound = bind(question, own, { words: target.words, used: [target.column], entity: false, soft });
      const [binding] = bound.filter(({ conditions }) => conditions.length === 0);
      if (binding === undefined) return [];
      const operation = { kind: "printed-total", column: target.column, row: at } as const;
      return [{ table: own.table, conditions: [], operation, titled: binding.titled }];
    });
  });
}
