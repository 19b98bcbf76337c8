/** Takes running headers, footers and page numbers off a PDF's pages. Knows nothing of paragraphs. */
import type { Line } from "./pdf-lines.ts";

/** So many rows at the top and at the bottom of a page may belong to its header and footer. */
const EDGE_ROWS = 4;
/** Page numbers stand in the outer eighth of a page. */
const MARGIN = 0.125;
/** Lines of one header differ in height by no more than this many points from page to page. */
const SAME_HEIGHT = 5;

const PAGE_WORD = "(?:page|side|seite|p[àá]gina|pagina|sida|sivu|strona|s\\.|p\\.|pag\\.|pàg\\.)";
const OF = "(?:/|of|af|von|sur|de|di|av|van|z|/\\s)";
const PAGE_NUMBER = new RegExp(
  `^[-–—|•\\s]*(?:${PAGE_WORD}\\s*)?(\\d{1,4}|[ivxl]{1,6})(?:\\s*${OF}\\s*\\d{1,4})?[-–—|•.\\s]*$`,
  "iu",
);

/** Where nothing else stands on any page, what looks like headers is the text itself and stays; page numbers never do. */
export function withoutEdges(pages: readonly (readonly Line[])[]): Line[][] {
  const repeated = repeatedRows(pages);
  const without = (isEdge: (line: Line, page: number) => boolean) =>
    pages.map((lines, index) => {
      const edges = new Set(edgeLines(lines));
      return lines.filter((line) => !edges.has(line) || !isEdge(line, index + 1));
    });
  const isNumber = (line: Line, page: number) => isPageNumber(line, page, pages.length);
  const inner = without((line, page) => repeated(line) || isNumber(line, page));
  return inner.some((lines) => lines.length > 0) ? inner : without(isNumber);
}

function edgeLines(lines: readonly Line[]): Line[] {
  const heights = [...new Set(lines.map((line) => Math.round(line.y)))].sort((a, b) => a - b);
  const [top, bottom] = [heights[EDGE_ROWS - 1] ?? Infinity, heights[heights.length - EDGE_ROWS] ?? -Infinity];
  return lines.filter((line) => Math.round(line.y) <= top || Math.round(line.y) >= bottom);
}

/** Digits count as equal, so that "Page 3 of 7" repeats "Page 2 of 7". */
function repeatedRows(pages: readonly (readonly Line[])[]): (line: Line) => boolean {
  const seen = new Map<string, Line[]>();
  for (const line of pages.flatMap(edgeLines)) {
    const same = seen.get(alike(line.text));
    if (same) same.push(line);
    else seen.set(alike(line.text), [line]);
  }
  const filled = pages.filter((lines) => lines.length > 0).length;
  const needed = Math.max(2, filled * 0.4);
  return (line) => {
    const same = (seen.get(alike(line.text)) ?? []).filter((other) => Math.abs(other.y - line.y) <= SAME_HEIGHT);
    return new Set(same.map((other) => other.page)).size >= needed && inOuter(line, 0.2);
  };
}

function alike(text: string): string {
  return text.toLowerCase().replace(/\d+/gu, "#").replace(/\s+/gu, " ");
}

function inOuter(line: Line, share: number): boolean {
  return line.y < line.pageHeight * share || line.y > line.pageHeight * (1 - share);
}

/** "Weir Bulletin · 3" on page 3. */
function endsInPageNumber(line: Line, page: number): boolean {
  return (
    inOuter(line, MARGIN) &&
    new RegExp(`^.{3,60}\\s[·|•–—]\\s${page}$|^${page}\\s[·|•–—]\\s.{3,60}$`, "u").test(line.text)
  );
}

function isPageNumber(line: Line, page: number, pages: number): boolean {
  if (endsInPageNumber(line, page)) return true;
  const match = PAGE_NUMBER.exec(line.text);
  if (match === null || !inOuter(line, MARGIN)) return false;
  const number = Number(match[1]);
  return (
    Number.isNaN(number) ||
    /\D{2}|\//u.test(line.text) ||
    (number >= page - 20 && number <= page + pages + 20) ||
    pages > 1
  );
}
