/** Puts a page's positioned letters into lines in reading order, two columns included. Knows nothing of pdf.js. */

export type Letters = {
  readonly text: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly bold: boolean;
};
export type View = { readonly transform: readonly number[]; readonly width: number; readonly height: number };

/** Positions in points from the page's upper left corner; `y` is the baseline; `column` 0 spans the page. */
export type Line = {
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  readonly size: number;
  readonly bold: boolean;
  readonly page: number;
  readonly pageHeight: number;
  readonly column: 0 | 1 | 2;
  /** Counts the stretches between spanning lines, so that a column's end is seen. */
  readonly band: number;
  /** What wide gaps part on this line; one cell in running text. */
  readonly cells: readonly Cell[];
};

export type Cell = { readonly text: string; readonly x0: number; readonly x1: number };

type Part = { text: string; x0: number; x1: number; y: number; size: number; boldLetters: number };

/** Letters further apart than this many ems stand in different columns or cells. */
const WIDE_GAP = 1.5;
/** A gap of this many ems is a space. */
const SPACE_GAP = 0.17;

export function pageLines(letters: readonly Letters[], page: number, view: View): Line[] {
  const parts = letters.flatMap((one) => placed(one, view)).sort((a, b) => a.y - b.y || a.x0 - b.x0);
  const rows = groupRows(parts).map(joinParts);
  const gutter = findGutter(rows.flat());
  const toLine = (row: readonly Part[], column: 0 | 1 | 2, band: number): Line =>
    lineOf(mergeRow(row), row, { column, band, page, pageHeight: view.height });
  const lines = gutter === null ? rows.map((row) => toLine(row, 0, 0)) : inColumns(rows, gutter, toLine);
  return lines.filter((line) => line.text !== "");
}

function lineOf(part: Part, row: readonly Part[], place: Pick<Line, "column" | "band" | "page" | "pageHeight">): Line {
  const cells = row.map(({ text, x0, x1 }) => ({ text: text.trim(), x0, x1 }));
  const bold = part.boldLetters > countLetters(part.text) * 0.8;
  return { text: part.text.trim(), x0: part.x0, x1: part.x1, y: part.y, size: part.size, bold, cells, ...place };
}

/** Text space → page space. Letters that stand askew (watermarks, stamps) are left out. */
function placed(letters: Letters, view: View): Part[] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = view.transform;
  const [ta = 1, tb = 0, tc = 0, td = 1, te = 0, tf = 0] = letters.transform;
  const [right, up] = [a * ta + c * tb, b * ta + d * tb];
  if (letters.text.trim() === "" || Math.abs(up) > Math.abs(right) * 0.3 || right <= 0) return [];
  const size = Math.hypot(a * tc + c * td, b * tc + d * td);
  const x0 = a * te + c * tf + e;
  const { text } = letters;
  const part = { text, x0, x1: x0 + letters.width, y: b * te + d * tf + f, size };
  return [{ ...part, boldLetters: letters.bold ? countLetters(text) : 0 }];
}

function countLetters(text: string): number {
  return text.replace(/\s/gu, "").length;
}

/** Parts on (nearly) one baseline; a superscript is up to 0.4 em off it. */
function groupRows(parts: readonly Part[]): Part[][] {
  const rows: { y: number; size: number; parts: Part[] }[] = [];
  for (const part of parts) {
    const row = rows[rows.length - 1];
    if (row !== undefined && Math.abs(part.y - row.y) < 0.4 * Math.max(part.size, row.size)) {
      row.parts.push(part);
      if (part.size > row.size) [row.y, row.size] = [part.y, part.size];
    } else rows.push({ y: part.y, size: part.size, parts: [part] });
  }
  return rows.map((row) => row.parts.sort((a, b) => a.x0 - b.x0));
}

/** Joins what stands close together; what a wide gap parts stays apart. Overprinted doubles (fake bold) go. */
function joinParts(row: readonly Part[]): Part[] {
  return row.reduce<Part[]>((joined, part) => {
    const last = joined[joined.length - 1];
    if (last === undefined) return [{ ...part }];
    const gap = part.x0 - last.x1;
    if (last.text.endsWith(part.text) && gap < -0.8 * (part.x1 - part.x0)) return joined;
    if (gap > WIDE_GAP * Math.max(part.size, last.size)) joined.push({ ...part });
    else append(last, part, gap > SPACE_GAP * part.size ? " " : "");
    return joined;
  }, []);
}

function append(last: Part, part: Part, space: string): void {
  const raised =
    part.size < last.size * 0.8 && /^\d{1,2}$/u.test(part.text.trim()) && part.y < last.y - 0.15 * last.size;
  last.text += raised && space === "" ? "" : space + part.text;
  last.x1 = Math.max(last.x1, part.x1);
  last.boldLetters += part.boldLetters;
  if (part.size > last.size) [last.size, last.y] = [part.size, part.y];
}

function mergeRow(row: readonly Part[]): Part {
  const [first, ...rest] = row;
  if (first === undefined) throw new Error("Expected a row to hold at least one part, got none.");
  const merged = { ...first };
  for (const part of rest) append(merged, part, " ");
  return merged;
}

/** The x of a blank strip that parts a page into two columns of running text; null when there is none. */
function findGutter(parts: readonly Part[]): number | null {
  const left = Math.min(...parts.map((part) => part.x0));
  const right = Math.max(...parts.map((part) => part.x1));
  const width = right - left;
  let best: { x: number; crossing: number } | null = null;
  for (let x = left + width * 0.35; x <= left + width * 0.65; x += 2) {
    const crossing = parts.filter((part) => part.x0 < x - 2 && part.x1 > x + 2).length;
    if (best === null || crossing < best.crossing) best = { x, crossing };
  }
  if (best === null) return null;
  const { x, crossing } = best;
  const sides = [parts.filter((part) => part.x1 <= x + 2), parts.filter((part) => part.x0 >= x - 2)];
  const enough = sides.every((side) => side.length >= 8 && meanWidth(side) > width * 0.24);
  return enough && crossing <= 0.25 * (parts.length - crossing) && overlap(sides) ? x : null;
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

/** A spanning row ends a band; within a band the left column comes before the right. */
function inColumns(
  rows: readonly Part[][],
  gutter: number,
  toLine: (row: readonly Part[], column: 0 | 1 | 2, band: number) => Line,
): Line[] {
  const lines: Line[] = [];
  let [leftLines, rightLines, band]: [Line[], Line[], number] = [[], [], 0];
  const endBand = (): void => {
    lines.push(...leftLines, ...rightLines);
    [leftLines, rightLines, band] = [[], [], band + 1];
  };
  for (const row of rows) {
    if (row.some((part) => part.x0 < gutter - 2 && part.x1 > gutter + 2)) {
      endBand();
      lines.push(toLine(row, 0, band));
      continue;
    }
    const sides = [row.filter((part) => part.x1 <= gutter + 2), row.filter((part) => part.x1 > gutter + 2)];
    if (sides[0]?.length) leftLines.push(toLine(sides[0], 1, band));
    if (sides[1]?.length) rightLines.push(toLine(sides[1], 2, band));
  }
  endBand();
  return lines;
}
