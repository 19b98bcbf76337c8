/** Puts a page's positioned letters into rows of parts that stand close together. Knows nothing of columns or pdf.js. */

export type Letters = {
  readonly text: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly bold: boolean;
};
export type View = { readonly transform: readonly number[]; readonly width: number; readonly height: number };

/** The cells of a ruled table, row by row; each cell holds the lines that are printed in it. */
export type RuledTable = {
  readonly rows: readonly (readonly (readonly string[])[])[];
  /** So many of the first rows are printed in bold throughout. */
  readonly headers: number;
};

/** Positions in points from the page's upper left corner; `y` is the baseline. */
export type Part = {
  text: string;
  x0: number;
  x1: number;
  y: number;
  size: number;
  boldLetters: number;
  /** What gaps wider than a space part: cells of a table whose columns stand close together. */
  chunks: Chunk[];
  /** Stands above the line: perhaps the mark of a footnote. */
  readonly raised?: boolean;
  readonly table?: RuledTable;
};

export type Chunk = Pick<Part, "text" | "x0" | "x1" | "y" | "size" | "boldLetters">;

/** Letters further apart than this many ems stand in different columns or cells. */
const WIDE_GAP = 1.5;
/** A gap of this many ems is a space. */
const SPACE_GAP = 0.17;
/** A gap of this many ems is more than the space between words, as a rule. */
const CHUNK_GAP = 0.6;

/** Text space → page space. Letters that stand askew (watermarks, stamps) are left out. */
export function placed(letters: Letters, view: View): Part[] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = view.transform;
  const [ta = 1, tb = 0, tc = 0, td = 1, te = 0, tf = 0] = letters.transform;
  const [right, up] = [a * ta + c * tb, b * ta + d * tb];
  if (letters.text.trim() === "" || Math.abs(up) > Math.abs(right) * 0.3 || right <= 0) return [];
  const size = Math.hypot(a * tc + c * td, b * tc + d * td);
  const x0 = a * te + c * tf + e;
  const { text } = letters;
  const x1 = x0 + letters.width;
  const boldLetters = letters.bold ? countLetters(text) : 0;
  const part = { text, x0, x1, y: b * te + d * tf + f, size, boldLetters };
  return [{ ...part, chunks: [part] }];
}

export function countLetters(text: string): number {
  return text.replace(/\s/gu, "").length;
}

/** Parts on (nearly) one baseline, from left to right; what a wide gap parts stays apart. */
export function rowsOf(parts: readonly Part[]): Part[][] {
  const level = parts.map((part) => onItsLine(part, parts));
  return groupRows(level.toSorted((a, b) => a.y - b.y || a.x0 - b.x0)).map(joinParts);
}

/** A raised mark is put on the line of the word that it stands beside. */
function onItsLine(part: Part, parts: readonly Part[]): Part {
  if (!MARK.test(part.text.trim())) return part;
  const word = parts.find(
    (other) => isRaised(part, other) && part.y > other.y - 0.7 * other.size && isBeside(part, other),
  );
  return word === undefined ? part : { ...part, y: word.y, raised: true };
}

function isBeside(mark: Part, word: Part): boolean {
  const behind = mark.x0 - word.x1;
  const before = word.x0 - mark.x1;
  return (
    (behind > -0.5 * word.size && behind < 0.4 * word.size) || (before > -0.5 * word.size && before < 2 * word.size)
  );
}

/** A superscript is up to 0.4 em off the baseline. */
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

/** Joins what stands close together. Overprinted doubles (fake bold) go. */
function joinParts(row: readonly Part[]): Part[] {
  return row.reduce<Part[]>((joined, part) => {
    const last = joined[joined.length - 1];
    if (last === undefined) return [{ ...part }];
    const gap = part.x0 - last.x1;
    if (last.text.endsWith(part.text) && gap < -0.8 * (part.x1 - part.x0)) return joined;
    const apart = gap > WIDE_GAP * Math.max(part.size, last.size) && !isHangingMark(last, part);
    if (apart || part.table !== undefined || last.table !== undefined) joined.push({ ...part });
    else append(last, part, gap > SPACE_GAP * part.size ? " " : "");
    return joined;
  }, []);
}

/** The number of a footnote hangs before its text. */
function isHangingMark(last: Part, part: Part): boolean {
  return isRaised(last, part) && MARK.test(last.text.trim());
}

/** A part in two where one of its wider gaps holds `x`, else as it is. */
export function splitAt(part: Part, x: number): Part[] {
  if (part.x0 >= x || part.x1 <= x) return [part];
  const left = part.chunks.filter((chunk) => chunk.x1 <= x + 2);
  const right = part.chunks.filter((chunk) => chunk.x0 >= x - 2);
  if (left.length === 0 || right.length === 0 || left.length + right.length < part.chunks.length) return [part];
  return [left, right].map((chunks) => {
    const [first, ...others] = chunks.map((chunk): Part => ({ ...chunk, chunks: [chunk] }));
    if (first === undefined) throw new Error("Expected each side of a gap to hold a part, got none.");
    for (const other of others) append(first, other, " ");
    return first;
  });
}

/** A row of parts as one. */
export function mergeRow(row: readonly Part[]): Part {
  const [first, ...rest] = row;
  if (first === undefined) throw new Error("Expected a row to hold at least one part, got none.");
  const merged = { ...first };
  for (const part of rest) append(merged, part, " ");
  return merged;
}

/** A raised number of one or two digits, or a sign, which may be the mark of a footnote. */
const MARK = /^(?:\d{1,2}|[*†‡])$/u;
/** Around such a mark, until it is known whether there is a footnote to it: private-use characters. */
export const OPEN_MARK = "\uE000";
export const CLOSE_MARK = "\uE001";

function append(last: Part, part: Part, space: string): void {
  last.chunks = joinChunks(last, part, space);
  if (isRaised(part, last) && space === "") last.text += marked(part.text);
  else if (isRaised(last, part)) last.text = `${marked(last.text)} ${part.text.trimStart()}`;
  else last.text += space + part.text;
  last.x1 = Math.max(last.x1, part.x1);
  last.boldLetters += part.boldLetters;
  if (part.size > last.size) [last.size, last.y] = [part.size, part.y];
}

function joinChunks(last: Part, part: Part, space: string): Chunk[] {
  const own = isRaised(part, last) ? [{ ...part, text: marked(part.text) }] : part.chunks;
  const [end, next] = [last.chunks[last.chunks.length - 1], own[0]];
  if (end === undefined || next === undefined) return [...last.chunks, ...own];
  const hanging = isRaised(last, part);
  if (!hanging && next.x0 - end.x1 > CHUNK_GAP * part.size) return [...last.chunks, ...own];
  const text = hanging ? `${marked(end.text)} ${next.text.trimStart()}` : end.text + space + next.text;
  const larger = next.size > end.size ? next : end;
  const boldLetters = end.boldLetters + next.boldLetters;
  const joined = { text, x0: end.x0, x1: Math.max(end.x1, next.x1), y: larger.y, size: larger.size, boldLetters };
  return [...last.chunks.slice(0, -1), joined, ...own.slice(1)];
}

function isRaised(part: Part, beside: Part): boolean {
  if (part.raised === true) return beside.raised !== true;
  return part.size < beside.size * 0.8 && MARK.test(part.text.trim()) && part.y < beside.y - 0.15 * beside.size;
}

function marked(text: string): string {
  return `${OPEN_MARK}${text.trim()}${CLOSE_MARK}`;
}
