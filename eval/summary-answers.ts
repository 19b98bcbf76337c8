/**
 * Prints the two sides of the decision: what became of answerable and of unanswerable questions, and what asserting
 * more or less would have brought.
 */
import type { FigureName } from "./figures.ts";
import type { RiskPoint, RiskReport } from "./risk-coverage.ts";
import type { Summary } from "./summary.ts";

/** Both sides in one small table, with counts: neither can be read without the other. */
export function twoSidedTable(summary: Pick<Summary, "figures" | "answerable" | "unanswerable">): readonly string[] {
  const answerable = ["right", "partly", "wrong", "refused"] as const;
  const unanswerable = ["asserted", "closest", "told"] as const;
  const names = unanswerable.map((word): FigureName => `unanswerable ${word}`);
  const told = names.map((name) => countOf(summary, name));
  const other = summary.unanswerable - told.reduce((sum, count) => sum + count, 0);
  const rows = [
    tableRow(
      `${summary.answerable} answerable`,
      answerable.map((name) => [name, countOf(summary, name)]),
    ),
    tableRow(`${summary.unanswerable} unanswerable`, [
      ...unanswerable.map((word, index): Cell => [word, told[index] ?? 0]),
      ["other", other],
    ]),
  ];
  return [...rows, ""];
}

type Cell = readonly [word: string, count: number];

function tableRow(title: string, cells: readonly Cell[]): string {
  return (
    title.padEnd(18) +
    cells
      .map(([word, count]) => `${word} ${count}`.padEnd(14))
      .join("")
      .trimEnd()
  );
}

function countOf({ figures }: Pick<Summary, "figures">, name: FigureName): number {
  return figures.find((figure) => figure.name === name)?.count ?? 0;
}

/** The shares of wrong assertions for which the curve is read off. */
const RISKS = [0, 0.05, 0.1] as const;

export function riskLines({ points, of, aurc, auc }: RiskReport): readonly string[] {
  const lines =
    auc === null ? [] : [`AUC of the decision's score, answerable against unanswerable: ${auc.toFixed(2)}.`];
  if (aurc === null) return lines;
  const reach = RISKS.map((limit) => `${(limit * 100).toFixed(0)} %: ${mostAsserted(points, limit)}`);
  return [
    ...lines,
    `Area under risk–coverage: ${aurc.toFixed(3)} over ${of} questions.`,
    `Most that could be asserted with risk up to ${reach.join(", ")} of ${of}.`,
  ];
}

function mostAsserted(points: readonly RiskPoint[], limit: number): number {
  return Math.max(0, ...points.filter(({ risk }) => risk <= limit).map(({ asserted }) => asserted));
}
