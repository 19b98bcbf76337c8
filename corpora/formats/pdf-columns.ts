/** Puts the rows of a page into reading order: columns beside each other, below what spans them. Knows only places. */
import { type Part, splitAt } from "./pdf-parts.ts";

/** A row, or the share of it that stands in one column. `column` 0 spans the page. */
export type Placed = { readonly row: readonly Part[]; readonly column: number; readonly band: number };

type Row = readonly Part[];

/** Three columns are found as two, of which one is two again; four likewise. */
const DEEPEST = 2;
/** So many lines beside each other make columns. */
const FEWEST_PARTS = 8;
/** On a part of a page only, or inside a column, so many, and they must fill their column: else it is a table. */
const FEWEST_ROWS = 5;
/** … this share of their column's width, in at least half of the lines. */
const FILLED = 0.75;
/** Lines of a column take at least this share of the width, or the second if they fill it. */
const NARROW = 0.24;
const NARROWEST = 0.15;

export function columnsOf(rows: readonly Row[]): Placed[] {
  const count = { band: 0 };
  return order(rows, 0, 0, count);
}

type Count = { band: number };

/** `column` is the number of the column that is cut up, 0 for the page; those inside are numbered as in a heap. */
function order(rows: readonly Row[], column: number, depth: number, count: Count): Placed[] {
  const whole = depth < DEEPEST ? findGutter(rows.flat(), depth) : null;
  if (whole !== null) return inColumns(rows, whole, column, depth, count);
  const stretch = depth < DEEPEST ? findStretch(rows) : null;
  if (stretch === null) return plain(rows, column, count);
  const { from, to, gutter } = stretch;
  return [
    ...order(rows.slice(0, from), column, depth, count),
    ...inColumns(rows.slice(from, to), gutter, column, depth, count),
    ...order(rows.slice(to), column, depth, count),
  ];
}

function plain(rows: readonly Row[], column: number, count: Count): Placed[] {
  const band = count.band;
  return rows.map((row) => ({ row, column, band }));
}

/** A spanning row ends a band; within a band the left column comes before the right. */
function inColumns(rows: readonly Row[], gutter: number, column: number, depth: number, count: Count): Placed[] {
  const placed: Placed[] = [];
  let [left, right]: [Row[], Row[]] = [[], []];
  const endBand = (): void => {
    if (left.length + right.length === 0) return;
    placed.push(...order(left, column * 2 + 1, depth + 1, count), ...order(right, column * 2 + 2, depth + 1, count));
    [left, right] = [[], []];
    count.band += 1;
  };
  for (const printed of rows) {
    const row = printed.flatMap((part) => splitAt(part, gutter));
    if (row.some((part) => crosses(part, gutter))) {
      endBand();
      placed.push({ row: printed, column, band: count.band });
      continue;
    }
    const sides = [row.filter((part) => part.x1 <= gutter + 2), row.filter((part) => part.x1 > gutter + 2)];
    if (sides[0]?.length) left.push(sides[0]);
    if (sides[1]?.length) right.push(sides[1]);
  }
  endBand();
  return placed;
}

function crosses(part: Part, x: number): boolean {
  return part.x0 < x - 2 && part.x1 > x + 2;
}

/** The x of a blank strip that parts all rows into columns of running text; null when there is none. */
function findGutter(printed: readonly Part[], depth: number): number | null {
  let best: { x: number; crossing: number } | null = null;
  for (const x of candidates(printed)) {
    const parts = printed.flatMap((part) => splitAt(part, x));
    const crossing = parts.filter((part) => crosses(part, x)).length;
    if ((best !== null && crossing >= best.crossing) || crossing > 0.25 * (parts.length - crossing)) continue;
    if (areColumns(parts, x, FEWEST_PARTS) && (depth === 0 || isFilled(parts, x))) best = { x, crossing };
  }
  return best?.x ?? null;
}

function candidates(parts: readonly Part[]): number[] {
  const { left, width } = extent(parts);
  const steps = Math.max(0, Math.floor((width * 0.5) / 2));
  return Array.from({ length: steps }, (_, step) => left + width * 0.25 + step * 2);
}

function extent(parts: readonly Part[]): { readonly left: number; readonly width: number } {
  const left = Math.min(...parts.map((part) => part.x0));
  return { left, width: Math.max(...parts.map((part) => part.x1)) - left };
}

function areColumns(parts: readonly Part[], x: number, fewest: number): boolean {
  const { width } = extent(parts);
  const sides = [parts.filter((part) => part.x1 <= x + 2), parts.filter((part) => part.x0 >= x - 2)];
  if (!sides.every((side) => side.length >= fewest && meanWidth(side) > width * NARROWEST)) return false;
  return overlap(sides) && sides.every((side) => meanWidth(side) > width * NARROW || fillsItself(side));
}

function meanWidth(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.x1 - part.x0, 0) / Math.max(1, parts.length);
}

/** Columns stand beside each other, for at least half the height of the shorter one. */
function overlap(sides: readonly (readonly Part[])[]): boolean {
  const [a, b] = sides.map((side) => ({
    top: Math.min(...side.map((p) => p.y)),
    bottom: Math.max(...side.map((p) => p.y)),
  }));
  if (a === undefined || b === undefined) return false;
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return shared > 0.5 * Math.min(a.bottom - a.top, b.bottom - b.top);
}

type Stretch = { readonly from: number; readonly to: number; readonly gutter: number };

/** The longest run of rows that no part crosses at some place, and whose parts fill the columns on both sides. */
function findStretch(rows: readonly Row[]): Stretch | null {
  let best: Stretch | null = null;
  for (const gutter of candidates(rows.flat())) {
    const parted = rows.map((row) => row.flatMap((part) => splitAt(part, gutter)));
    for (const { from, to } of uncrossed(parted, gutter)) {
      const longer = best === null || to - from > best.to - best.from;
      if (longer && isFilled(parted.slice(from, to).flat(), gutter)) best = { from, to, gutter };
    }
  }
  return best;
}

function uncrossed(rows: readonly Row[], x: number): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  let from = 0;
  for (let index = 0; index <= rows.length; index += 1) {
    const row = rows[index];
    if (row !== undefined && !row.some((part) => crosses(part, x) || part.table !== undefined)) continue;
    const run = trimmed(rows, from, index, x);
    if (run.to - run.from >= FEWEST_ROWS) runs.push(run);
    from = index + 1;
  }
  return runs;
}

/** From the first row with parts on both sides; a lone row far below the last such row is no longer of the columns. */
function trimmed(rows: readonly Row[], from: number, to: number, x: number): { from: number; to: number } {
  const both = (row: Row | undefined) => row?.some((part) => part.x1 <= x + 2) && row.some((part) => part.x0 >= x - 2);
  let [start, end] = [from, to];
  while (start < to && !both(rows[start])) start += 1;
  let last = to - 1;
  while (last > start && !both(rows[last])) last -= 1;
  for (end = last + 1; end < to; end += 1) {
    const [above, row] = [rows[end - 1]?.[0], rows[end]?.[0]];
    if (above === undefined || row === undefined || row.y - above.y > 1.6 * row.size) break;
  }
  return { from: start, to: end };
}

function isFilled(parts: readonly Part[], x: number): boolean {
  if (!areColumns(parts, x, FEWEST_ROWS)) return false;
  const sides = [parts.filter((part) => part.x1 <= x + 2), parts.filter((part) => part.x0 >= x - 2)];
  return sides.every(fillsItself);
}

/** More than half of the lines reach across; a side that is itself in columns is judged by its parts' common width. */
function fillsItself(side: readonly Part[]): boolean {
  const widths = side.map((part) => part.x1 - part.x0).toSorted((a, b) => a - b);
  const widest = widths[Math.floor(widths.length * 0.9)] ?? 0;
  return widths.filter((width) => width > FILLED * widest).length > 0.5 * side.length;
}
