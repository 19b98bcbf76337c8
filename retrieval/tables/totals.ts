/**
 * Checks by arithmetic what words call totals, finds totals that no word calls so, and gives rows the group that a
 * sub-total below names. Where sums do not agree the table is doubtful, and nothing is added up. Pure.
 */
import { readLabel, saysAll } from "./row-labels.ts";
import type { Column, Row } from "./table.ts";

/** An unnamed total over so few rows may be a coincidence. */
const COINCIDENCE = 3;
/** Half of the last printed digit for each row added. */
const ROUNDING = 0.0051;

export type CheckedTotals = { readonly rows: readonly Row[]; readonly doubtful: boolean };

export function checkTotals(rows: readonly Row[], columns: readonly Column[]): CheckedTotals {
  const figures = columns.flatMap(({ kind }, x) => (kind === "number" || kind === "money" ? [x] : []));
  if (figures.length === 0) return { rows, doubtful: false };
  const checked: Row[] = [];
  let doubtful = false;
  for (const row of rows) {
    const from = startOfSum(checked, row, figures);
    if (row.kind === "subtotal" || row.kind === "total") {
      if (from === null) doubtful = true;
      else nameGroup(checked, from, row);
      checked.push(row);
    } else if (row.kind === "data" && from !== null && isUnnamedTotal(row, checked.length - from, figures)) {
      if (saysAll(labelOf(row)) || labelOf(row) === "") checked.push({ ...row, kind: "total", group: null });
      else {
        doubtful = true;
        checked.push(row);
      }
    } else checked.push(row);
  }
  return { rows: checked, doubtful };
}

/** Where the rows begin whose figures add up to this row's, in every column of figures; null when nowhere. */
function startOfSum(above: readonly Row[], row: Row, figures: readonly number[]): number | null {
  const wanted = figures.flatMap((x) => {
    const value = row.cells[x]?.value;
    return value?.kind === "number" ? [{ x, value: value.value, sum: 0 }] : [];
  });
  if (wanted.length === 0 || wanted.every(({ value }) => value === 0)) return null;
  let added = 0;
  for (let at = above.length - 1; at >= 0; at -= 1) {
    const other = above[at];
    if (other?.kind !== "data") continue;
    added += 1;
    for (const one of wanted) {
      const value = other.cells[one.x]?.value;
      if (value?.kind === "number") one.sum += value.value;
    }
    const agrees = wanted.every(({ value, sum }) => Math.abs(value - sum) <= ROUNDING * added);
    if (agrees && added > 1 && !continues(above, at)) return at;
    if (agrees && added === 1 && row.kind !== "data" && !continues(above, at)) return at;
  }
  return null;
}

/** Does the row before belong to the same group? Then a sum that stops here is no sub-total. */
function continues(above: readonly Row[], at: number): boolean {
  const [before, row] = [above[at - 1], above[at]];
  return before?.kind === "data" && row !== undefined && before.group === row.group && row.group !== null;
}

function isUnnamedTotal(row: Row, covered: number, figures: readonly number[]): boolean {
  if (saysAll(labelOf(row)) || labelOf(row) === "") return true;
  const filled = figures.filter((x) => row.cells[x]?.value.kind === "number").length;
  return covered >= COINCIDENCE && (filled > 1 || covered > COINCIDENCE);
}

function labelOf(row: Row): string {
  return row.cells.find(({ text, value }) => value.kind === "text" && /\p{L}/u.test(text))?.text ?? "";
}

/** "Sub-total repairs" names the rows that it adds up, where no heading did. */
function nameGroup(rows: Row[], from: number, total: Row): void {
  const rest = readLabel(labelOf(total)).rest.join(" ");
  if (total.kind !== "subtotal" && rest === "") return;
  if (rest === "" || rows.slice(from).some((row) => row.group !== null || row.kind !== "data")) return;
  for (let at = from; at < rows.length; at += 1) {
    const row = rows[at];
    if (row !== undefined) rows[at] = { ...row, group: rest };
  }
}
