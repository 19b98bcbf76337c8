/** The rows of one suite as a table in plain text. */
import type { Row } from "./row.ts";

const HEAD = ["row", "what was tried", "tried", "failed", "may fail", ""] as const;

/** One line for each row, in the order of their ids; rows of one id and words are added up. */
export function rowTable(rows: readonly Row[]): string {
  const cells = joined(rows).map(({ id, what, tried, failed, allowed = 0, note = "" }) => [
    id,
    what,
    String(tried),
    String(failed),
    String(allowed),
    failed > allowed ? `NOT KEPT ${note}`.trim() : note,
  ]);
  const widths = HEAD.map((head, column) => Math.max(head.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return `${[line(HEAD), ...cells.map(line)].join("\n")}\n`;
}

function joined(rows: readonly Row[]): Row[] {
  const known = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.id}\n${row.what}`;
    const before = known.get(key);
    known.set(key, before === undefined ? row : added(before, row));
  }
  return [...known.values()].sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
}

function added(a: Row, b: Row): Row {
  return {
    ...b,
    tried: a.tried + b.tried,
    failed: a.failed + b.failed,
    allowed: (a.allowed ?? 0) + (b.allowed ?? 0),
  };
}
