/**
 * Puts drawn lines together into the grids of ruled tables, with cells that span rows or columns. Knows nothing of
 * letters; what stands in a cell is asked by place.
 */
import type { Rule } from "./pdf-rules.ts";

/** `xs` and `ys` are the borders from left to right and from top to bottom. */
export type Grid = {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** The upper left cell of the (possibly merged) cell that holds row and column. */
  origin(row: number, column: number): { readonly row: number; readonly column: number };
};

/** Lines that miss each other by at most this many points meet. */
const TOUCH = 3;
/** A cell is at least this wide or high, in points. */
const LEAST = 5;

export function findGrids(rules: readonly Rule[]): Grid[] {
  return connected(rules).flatMap(toGrid);
}

const isLevel = (rule: Rule) => rule.y1 - rule.y0 < rule.x1 - rule.x0;

/** Groups of lines that touch each other. */
function connected(rules: readonly Rule[]): Rule[][] {
  const groups: Rule[][] = [];
  const sorted = rules.toSorted((a, b) => a.y0 - b.y0);
  for (const rule of sorted) {
    const touched = groups.filter((group) => group.some((other) => touch(rule, other)));
    const [first] = touched;
    if (first === undefined) groups.push([rule]);
    else {
      first.push(rule);
      for (const other of touched.slice(1)) {
        first.push(...other);
        groups.splice(groups.indexOf(other), 1);
      }
    }
  }
  return groups;
}

function touch(a: Rule, b: Rule): boolean {
  return a.x0 <= b.x1 + TOUCH && b.x0 <= a.x1 + TOUCH && a.y0 <= b.y1 + TOUCH && b.y0 <= a.y1 + TOUCH;
}

/** At least two columns and one upright line between them; tables with level lines alone are found by their cells. */
function toGrid(rules: readonly Rule[]): Grid[] {
  const [level, upright] = [rules.filter(isLevel), rules.filter((rule) => !isLevel(rule))];
  if (level.length === 0 || upright.length === 0) return [];
  const xs = distinct([...upright.map(({ x0 }) => x0), ...level.map(({ x0 }) => x0), ...level.map(({ x1 }) => x1)]);
  const ys = distinct([...level.map(({ y0 }) => y0), ...upright.map(({ y0 }) => y0), ...upright.map(({ y1 }) => y1)]);
  if (xs.length < 3 || ys.length < 2) return [];
  const right = (row: number, column: number) => covered(upright, "y", xs[column + 1] ?? 0, middle(ys, row));
  const below = (row: number, column: number) => covered(level, "x", ys[row + 1] ?? 0, middle(xs, column));
  return [{ xs, ys, origin: (row, column) => originOf(row, column, right, below) }];
}

function originOf(
  row: number,
  column: number,
  right: (row: number, column: number) => boolean,
  below: (row: number, column: number) => boolean,
): { row: number; column: number } {
  let [y, x] = [row, column];
  while (x > 0 && !right(y, x - 1)) x -= 1;
  while (y > 0 && !below(y - 1, x)) y -= 1;
  return { row: y, column: x };
}

function distinct(values: readonly number[]): number[] {
  return values
    .toSorted((a, b) => a - b)
    .reduce<number[]>((all, value) => {
      const last = all[all.length - 1];
      if (last === undefined || value - last > LEAST) all.push(value);
      return all;
    }, []);
}

function middle(borders: readonly number[], index: number): number {
  return ((borders[index] ?? 0) + (borders[index + 1] ?? 0)) / 2;
}

/** Whether a line at `place` passes `at`; `along` is the direction in which it runs. */
function covered(rules: readonly Rule[], along: "x" | "y", place: number, at: number): boolean {
  return rules.some((rule) => {
    const [across, from, to] = along === "x" ? [rule.y0, rule.x0, rule.x1] : [rule.x0, rule.y0, rule.y1];
    return Math.abs(across - place) <= LEAST && from <= at + TOUCH && to >= at - TOUCH;
  });
}
