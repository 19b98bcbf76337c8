/**
 * Takes footnotes out of a PDF's pages, by their smaller type, their place at the foot of a column and the mark that
 * stands both there and in the text. Knows nothing of paragraphs.
 */
import type { Line } from "./pdf-lines.ts";
import { CLOSE_MARK, OPEN_MARK } from "./pdf-parts.ts";
import type { Piece } from "./pieces.ts";

export type Footnote = { readonly mark: string; readonly page: number; readonly lines: Line[] };

/** Type smaller than the text by this factor is that of a note. */
const SMALLER = 0.93;
const OPENING = new RegExp(
  `^(?:${OPEN_MARK}(?<raised>\\d{1,2}|[*†‡])${CLOSE_MARK}|\\[?(?<plain>\\d{1,2}|[*†‡])[\\]).]?(?=\\s?[\\p{L}«"“„(]))\\s*`,
  "u",
);
const MARK = new RegExp(`${OPEN_MARK}([^${CLOSE_MARK}]*)${CLOSE_MARK}`, "gu");

/** `size` is that of the body text in points. The marks of the notes found stay in the text, with their page. */
export function takeFootnotes(
  pages: readonly (readonly Line[])[],
  size: number,
): { readonly pages: Line[][]; readonly notes: readonly Footnote[] } {
  const notes: Footnote[] = [];
  const rest = pages.map((lines) => {
    const taken = new Set(columnsOf(lines).flatMap((column) => takeFromColumn(column, lines, size, notes)));
    return lines.filter((line) => !taken.has(line)).map((line) => withMarks(line, notes));
  });
  return { pages: rest, notes };
}

function columnsOf(lines: readonly Line[]): Line[][] {
  return [...Map.groupBy(lines, (line) => line.column).values()].map((column) => column.toSorted((a, b) => a.y - b.y));
}

/** Adds the notes at the foot of a column and gives the lines they stand in. */
function takeFromColumn(column: readonly Line[], page: readonly Line[], size: number, notes: Footnote[]): Line[] {
  const isSmall = (line: Line) => line.table === undefined && line.size < SMALLER * size && line.size > 0.4 * size;
  const foot = column.slice(column.findLastIndex((line) => !isSmall(line)) + 1);
  const body = page.filter((line) => !foot.includes(line));
  if (foot.length === 0 || !body.some((line) => line.size >= SMALLER * size)) return [];
  const first = foot.findIndex((line) => isReferred(markOf(line), body));
  const carried = carriedOver(foot, first, notes);
  const taken = [...carried];
  for (const line of first === -1 ? [] : foot.slice(first)) {
    const last = notes[notes.length - 1];
    const mark = markOf(line);
    const opens = last === undefined || taken.length === carried.length || follows(mark, last.mark);
    if (opens && mark !== null) notes.push({ mark, page: line.page, lines: [withoutOpening(line)] });
    else last?.lines.push(line);
    taken.push(line);
  }
  return taken;
}

/** What stands above the first note of a page, where the last note of the page before had not ended. */
function carriedOver(foot: readonly Line[], first: number, notes: readonly Footnote[]): Line[] {
  const last = notes[notes.length - 1];
  const page = foot[0]?.page ?? 0;
  const ended = /[.!?][»”"’)]?$/u.test(last?.lines.at(-1)?.text ?? ".");
  if (last === undefined || ended || last.lines.at(-1)?.page !== page - 1) return [];
  const carried = first === -1 ? [...foot] : foot.slice(0, first);
  last.lines.push(...carried);
  return carried;
}

function markOf(line: Line): string | null {
  const groups = OPENING.exec(line.text)?.groups;
  return groups?.raised ?? groups?.plain ?? null;
}

function follows(mark: string | null, last: string): boolean {
  if (mark === null) return false;
  return Number.isNaN(Number(mark)) ? OPEN_SIGNS.includes(mark) && mark !== last : Number(mark) === Number(last) + 1;
}

const OPEN_SIGNS = ["*", "†", "‡"];

function isReferred(mark: string | null, body: readonly Line[]): boolean {
  if (mark === null) return false;
  const found = body.filter((line) => line.text.includes(`${OPEN_MARK}${mark}${CLOSE_MARK}`) || inTable(line, mark));
  return found.length > 0 || attachedTo(mark, body).length === 1;
}

function inTable(line: Line, mark: string): boolean {
  return line.table?.rows.flat(2).some((text) => text.includes(`${OPEN_MARK}${mark}${CLOSE_MARK}`)) === true;
}

/** Some programs print the mark with raised letters of the font itself: "comité2," is on the baseline like its word. */
function attachedTo(mark: string, body: readonly Line[]): Line[] {
  return body.filter((line) => attached(mark).test(line.text));
}

function attached(mark: string): RegExp {
  const sign = mark.replace(/[*]/u, "\\*");
  return new RegExp(`(?<=\\p{L}{2}[.,;:!?)»”"’]?)${sign}(?=[\\s.,;:!?)»]|$)`, "u");
}

function withoutOpening(line: Line): Line {
  return { ...line, text: line.text.replace(OPENING, "") };
}

/** Marks of notes are given their page; raised numbers that mark none go, but for "m²" and "m³". */
function withMarks(line: Line, notes: readonly Footnote[]): Line {
  const own = notes.filter(({ page }) => page === line.page).map(({ mark }) => mark);
  const settle = (text: string): string => {
    const raised = text.replace(MARK, (_, mark: string, at: number) => {
      if (own.includes(mark)) return reference(line.page, mark);
      return /(?<!\p{L})[cdk]?m$/u.test(text.slice(0, at)) && /^[23]$/u.test(mark) ? (mark === "2" ? "²" : "³") : "";
    });
    return own
      .filter((mark) => !raised.includes(reference(line.page, mark)))
      .reduce((all, mark) => all.replace(attached(mark), reference(line.page, mark)), raised);
  };
  const table = line.table && {
    ...line.table,
    rows: line.table.rows.map((row) => row.map((cell) => cell.map(settle))),
  };
  const cells = line.cells.map((cell) => ({ ...cell, text: settle(cell.text) }));
  const chunks = line.chunks.map((cell) => ({ ...cell, text: settle(cell.text) }));
  return { ...line, text: settle(line.text), cells, chunks, ...(table ? { table } : {}) };
}

function reference(page: number, mark: string): string {
  return `${OPEN_MARK}${page}/${mark}${CLOSE_MARK}`;
}

/** Text without the marks, to see how it ends. */
export function withoutMarks(text: string): string {
  return text.replace(MARK, "");
}

/** Prints marks as "[1]" and puts each note, "[1] …", behind the piece that holds its mark. */
export function withFootnotes(
  pieces: readonly Piece[],
  notes: readonly Footnote[],
  join: (lines: readonly Line[]) => string,
): Piece[] {
  const left = [...notes];
  const printed = pieces.flatMap((piece): Piece[] => {
    if (piece.kind === "table-end") return [piece];
    const referred = [...textOf(piece).matchAll(MARK)].map(([, mark]) => mark);
    const own = left.filter(({ page, mark }) => referred.includes(`${page}/${mark}`));
    for (const note of own) left.splice(left.indexOf(note), 1);
    return [withPlainMarks(piece), ...own.map((note) => asPiece(note, join))];
  });
  return [...printed, ...left.map((note) => asPiece(note, join))];
}

function textOf(piece: Exclude<Piece, { kind: "table-end" }>): string {
  return piece.kind === "row" ? piece.cells.join(" ") : piece.text;
}

function withPlainMarks<T extends Exclude<Piece, { kind: "table-end" }>>(piece: T): T {
  const plain = (text: string) => text.replace(MARK, (_, mark: string) => `[${mark.replace(/^\d+\//u, "")}]`);
  return piece.kind === "row" ? { ...piece, cells: piece.cells.map(plain) } : { ...piece, text: plain(piece.text) };
}

function asPiece({ mark, page, lines }: Footnote, join: (lines: readonly Line[]) => string): Piece {
  return { kind: "paragraph", text: `[${mark}] ${withoutMarks(join(lines))}`, note: true, page };
}
