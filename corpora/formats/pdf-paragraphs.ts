/**
 * Rebuilds paragraphs, list items and clauses from printed lines by gap, indent, length and type.
 * Knows nothing of pdf.js; what is a heading is decided later, by `headings.ts`.
 */
import { sectionNumber } from "../section-number.ts";
import { joinLines, wordsOf } from "./hyphens.ts";
import { listMarker } from "./list-marker.ts";
import { takeFootnotes, withFootnotes, withoutMarks } from "./pdf-footnotes.ts";
import type { Line } from "./pdf-lines.ts";
import { splitTables } from "./pdf-tables.ts";
import type { Piece } from "./pieces.ts";

/** Typical measures of the whole document: body size in points, line distance in ems, line width in points. */
type Measures = {
  readonly size: number;
  readonly leading: number;
  readonly width: number;
  readonly lefts: ReadonlyMap<string, number>;
  /** Where most lines of a column end; null where lines are not set flush. */
  readonly rights: ReadonlyMap<string, number> | null;
};

export function paragraphsOf(printed: readonly (readonly Line[])[]): Piece[] {
  const { pages, notes } = takeFootnotes(printed, bodySize(printed.flat()));
  const lines = pages.flat();
  if (lines.length === 0) return [];
  const measures = measure(lines);
  const known = wordsOf(lines.map((line) => line.text));
  const pieces = splitTables(lines, known).flatMap((stretch) =>
    stretch.kind === "table" ? stretch.pieces : toPieces(grouped(stretch.lines, measures), measures, known),
  );
  return withFootnotes(pieces, notes, (own) => joinLines(textsOf(own), known));
}

function textsOf(lines: readonly Line[]): string[] {
  return lines.map(({ text }) => text);
}

function grouped(lines: readonly Line[], measures: Measures): Line[][] {
  return lines.reduce<Line[][]>((all, line) => {
    const group = all[all.length - 1];
    if (group === undefined || breaksBefore(line, group, measures)) all.push([line]);
    else group.push(line);
    return all;
  }, []);
}

function measure(lines: readonly Line[]): Measures {
  const size = bodySize(lines);
  const body = lines.filter((line) => Math.abs(line.size - size) < 0.5);
  const steps = body.slice(1).flatMap((line, index): [number, number][] => {
    const step = (line.y - (body[index]?.y ?? 0)) / size;
    return step > 0.8 && step < 2.5 ? [[Math.round(step * 20) / 20, 1]] : [];
  });
  const lefts = new Map<string, number>();
  for (const line of body) lefts.set(columnKey(line), Math.min(lefts.get(columnKey(line)) ?? Infinity, line.x0));
  const widths = body.map((line) => line.x1 - (lefts.get(columnKey(line)) ?? line.x0)).sort((a, b) => a - b);
  return {
    size,
    leading: steps.length > 0 ? mostCommon(steps) : 1.2,
    width: widths[Math.floor(widths.length * 0.93)] ?? 400,
    lefts,
    rights: flushRights(body),
  };
}

/** Half of all lines end where most of their column do: then a last line that does is rare. */
function flushRights(lines: readonly Line[]): ReadonlyMap<string, number> | null {
  const columns = Map.groupBy(lines, columnKey);
  const rights = new Map([...columns].map(([key, own]) => [key, mostCommon(own.map(({ x1 }) => [Math.round(x1), 1]))]));
  const flush = lines.filter((line) => isFlush(line, rights)).length;
  return flush > 0.5 * lines.length ? rights : null;
}

function isFlush(line: Line, rights: ReadonlyMap<string, number>): boolean {
  return Math.abs(line.x1 - (rights.get(columnKey(line)) ?? Infinity)) < 1.2;
}

function bodySize(lines: readonly Line[]): number {
  return mostCommon(lines.map((line) => [Math.round(line.size * 2) / 2, line.text.length]));
}

function columnKey(line: Line): string {
  return `${line.page}/${line.column}`;
}

function mostCommon(weighted: readonly (readonly [number, number])[]): number {
  const weights = new Map<number, number>();
  for (const [value, weight] of weighted) weights.set(value, (weights.get(value) ?? 0) + weight);
  return [...weights].reduce((best, one) => (one[1] > best[1] ? one : best), [10, 0])[0];
}

/** Whether a line opens a new paragraph after the lines of `group`. */
function breaksBefore(line: Line, group: readonly Line[], measures: Measures): boolean {
  const previous = group[group.length - 1];
  if (previous === undefined) return true;
  if (Math.abs(line.size - previous.size) > 0.08 * previous.size) return true;
  const ended = /[.:;!?…][»”"’)\]]?$/u.test(withoutMarks(previous.text));
  const fits = wouldHaveFitted(line, previous, measures);
  if (line.page !== previous.page || line.column !== previous.column || line.band !== previous.band) {
    return !continuesElsewhere(line, previous, ended, fits, measures);
  }
  const step = (line.y - previous.y) / line.size;
  if (step < 0 || step > Math.max(measures.leading * 1.25, measures.leading + 0.22))
    return !(isTitle(line, measures) && isTitle(previous, measures) && step < 1.9 && opensNothing(line));
  if (line.bold !== previous.bold && (ended || fits)) return true;
  if (opensClause(line, previous, ended, fits)) return true;
  if (isTitle(line, measures)) return false;
  if (breaksByIndent(line, group, ended, fits)) return true;
  return fits && (ended || !/^[\p{Ll}(]/u.test(line.text));
}

function isTitle(line: Line, measures: Measures): boolean {
  return line.size > measures.size * 1.08;
}

function opensNothing(line: Line): boolean {
  return listMarker(line.text) === null && sectionNumber(line.text) === null;
}

/** The first word of this line had room on the previous one, so the break was meant. */
function wouldHaveFitted(line: Line, previous: Line, { width, lefts, size }: Measures): boolean {
  const [first = ""] = line.text.split(/\s/u);
  const letter = (line.x1 - line.x0) / Math.max(1, line.text.length);
  const left = lefts.get(columnKey(previous)) ?? previous.x0;
  return previous.x1 + letter * (first.length + 1) + 0.5 * size < left + width;
}

/**
 * Across a page or column a sentence goes on when it had not ended, or when the text goes on in lower case; a paragraph
 * goes on where its line was set flush to the end.
 */
function continuesElsewhere(line: Line, previous: Line, ended: boolean, fits: boolean, measures: Measures): boolean {
  if (line.bold !== previous.bold) return false;
  if (/\p{L}[-\u00AD]$/u.test(previous.text) && /^\p{Ll}/u.test(line.text)) return true;
  if (!opensNothing(line)) return false;
  const indented = line.x0 > (measures.lefts.get(columnKey(line)) ?? line.x0) + 0.8 * line.size;
  if (ended && !fits && !indented && measures.rights !== null && isFlush(previous, measures.rights)) return true;
  return ended ? !fits && /^\p{Ll}/u.test(line.text) : !fits || /^\p{Ll}/u.test(line.text);
}

/** A bullet always opens; a number only where the line before it had come to an end, since numbers wrap too. */
function opensClause(line: Line, previous: Line, ended: boolean, fits: boolean): boolean {
  const marker = listMarker(line.text);
  if (marker?.kind === "bullet" && !/^[-–—*o]/u.test(marker.marker)) return true;
  if (marker === null && sectionNumber(line.text) === null) return false;
  const outdented = line.x0 < previous.x0 - 0.5 * line.size;
  return ended || fits || outdented || (listMarker(previous.text) !== null && Math.abs(line.x0 - previous.x0) < 1);
}

function breaksByIndent(line: Line, group: readonly Line[], ended: boolean, fits: boolean): boolean {
  const previous = group[group.length - 1] ?? line;
  const shift = (line.x0 - previous.x0) / line.size;
  if (shift > 0.8) {
    const hanging = group.length === 1 && (!opensNothing(previous) || !fits);
    return !hanging && (ended || fits);
  }
  return (
    shift < -0.8 && !(group.length === 1 && !fits && opensNothing(previous)) && (ended || fits || group.length > 1)
  );
}

function toPieces(groups: readonly (readonly Line[])[], measures: Measures, known: (word: string) => boolean): Piece[] {
  const indents: number[] = [];
  return groups.flatMap((group): Piece[] => {
    const [first] = group;
    if (first === undefined) return [];
    const text = joinLines(textsOf(group), known);
    const look = { bold: group.every((line) => line.bold), size: first.size / measures.size };
    const marker = listMarker(text);
    if (marker === null || (marker.kind === "number" && (look.bold || look.size > 1.08) && text.length < 120)) {
      if (first.x0 <= (indents[0] ?? Infinity)) indents.length = 0;
      return [{ kind: "paragraph", text, look, page: first.page }];
    }
    return [{ kind: "item", text: marker.text, depth: depthOf(first, indents), page: first.page }];
  });
}

/** Keeps the indents of the open list levels; half an em more opens a level. */
function depthOf(line: Line, indents: number[]): number {
  while (indents.length > 0 && (indents[indents.length - 1] ?? 0) > line.x0 + 0.5 * line.size) indents.pop();
  if (indents.length === 0 || line.x0 > (indents[indents.length - 1] ?? 0) + 0.5 * line.size) indents.push(line.x0);
  return indents.length - 1;
}
