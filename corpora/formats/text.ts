/** Reads plain text: blank lines part paragraphs; underlined, numbered, lone and ALL-CAPS lines are headings. */
import type { ParsedDocument } from "../document.ts";
import { sectionNumber } from "../section-number.ts";
import { tooLong } from "./csv.ts";
import { decodeText, lines } from "./decode-text.ts";
import { joinLines } from "./hyphens.ts";
import type { Limits } from "./limits.ts";
import { listMarker } from "./list-marker.ts";
import { buildDocument, type Piece } from "./pieces.ts";
import { tablePieces } from "./tables.ts";
import { Unreadable } from "./unreadable.ts";

export function readText(bytes: Uint8Array, _fileName: string, limits: Limits): ParsedDocument {
  const text = decodeText(bytes);
  if (text.length > limits.maxCharacters) throw new Unreadable(tooLong(text.length, limits.maxCharacters));
  const pieces = textPieces(text);
  return buildDocument(pieces, { format: "text", title: null, maxCharacters: limits.maxCharacters });
}

export function textPieces(text: string): Piece[] {
  const groups = lines(text).reduce<string[][]>(
    (all, line) => {
      if (line.trim() === "") all.push([]);
      else (all[all.length - 1] ?? all[all.push([]) - 1])?.push(line);
      return all;
    },
    [[]],
  );
  const width = wrapWidth(text);
  return groups.filter((group) => group.length > 0).flatMap((group) => groupPieces(group, width));
}

/** Text wrapped by hand has lines up to some width; where lines run far beyond 120, each is a paragraph: 0. */
function wrapWidth(text: string): number {
  const lengths = lines(text)
    .map((line) => line.trimEnd().length)
    .filter((length) => length > 0)
    .sort((a, b) => a - b);
  const long = lengths[Math.floor(lengths.length * 0.95)] ?? 0;
  return long > 120 ? 0 : long;
}

const UNDERLINE = /^\s*(?:={3,}|-{3,}|~{3,}|\*{3,}|_{3,})\s*$/u;

/** One group of lines between blank lines. */
function groupPieces(group: readonly string[], width: number): Piece[] {
  const [first = "", second] = group;
  const ruled = group.findIndex((line) => RULES.test(line));
  if (ruled === 1 && group.length > 2) return ruledTable(group);
  if (second !== undefined && UNDERLINE.test(second) && !UNDERLINE.test(first)) {
    const level = second.trim().startsWith("=") ? 1 : 2;
    return [{ kind: "heading", text: first, level }, ...(group.length > 2 ? groupPieces(group.slice(2), width) : [])];
  }
  const kept = group.filter((line) => !UNDERLINE.test(line));
  const units = kept.reduce<string[][]>((all, line, index) => {
    const previous = kept[index - 1];
    if (previous === undefined || startsUnit(line, previous, width)) all.push([line]);
    else all[all.length - 1]?.push(line);
    return all;
  }, []);
  return units.map((unit) => unitPiece(unit, units.length === 1 || isOwnLine(unit)));
}

/** "-----  ----": a rule under each column of a table. */
const RULES = /^\s*-{2,}(?:\s+-{2,})+\s*$/u;

/** Columns reach from one rule to the next; what is written to the right of its rule still belongs to it. */
function ruledTable(group: readonly string[]): Piece[] {
  const [names = "", rules = "", ...rest] = group;
  const starts = [...rules.matchAll(/-+/gu)].map((match) => match.index);
  const cells = (line: string): string[] =>
    starts.map((start, at) => line.slice(at === 0 ? 0 : start, starts[at + 1] ?? line.length).trim());
  return tablePieces([cells(names), ...rest.filter((line) => !/^[\s-]*$/u.test(line)).map(cells)], 1);
}

/** A list marker or clause number opens a unit, and so does what stands below a line that looks like a heading. */
function startsUnit(line: string, previous: string, width: number): boolean {
  const text = line.trim();
  const [first = ""] = text.split(/\s/u);
  const meant = previous.trimEnd().length + 1 + first.length < width - 2;
  if (width === 0 || (meant && /^[\p{Lu}\d]/u.test(text))) return true;
  if (listMarker(text) !== null) return true;
  if (sectionNumber(text) !== null) return /[.:;!?]$/u.test(previous.trim()) || previous.trim().length < 60;
  return isOwnLine([previous]) && /^\p{Lu}/u.test(text);
}

function isOwnLine(unit: readonly string[]): boolean {
  const text = (unit[0] ?? "").trim();
  if (unit.length > 1 || text.length > 80 || /[.;,]$/u.test(text)) return false;
  const letters = text.replace(/[^\p{L}]/gu, "");
  const caps = letters.length >= 4 && letters === letters.toUpperCase();
  return caps || (sectionNumber(text) !== null && listMarker(text) === null);
}

function unitPiece(unit: readonly string[], alone: boolean): Piece {
  const text = joinLines(unit.map((line) => line.trim()));
  const marker = listMarker(text);
  const indent = /^\s*/u.exec(unit[0] ?? "")?.[0].replaceAll("\t", "    ").length ?? 0;
  if (marker !== null && !(alone && marker.kind === "number" && /^\d/u.test(marker.marker))) {
    return { kind: "item", text: marker.text, depth: Math.min(5, Math.floor(indent / 3)) };
  }
  return { kind: "paragraph", text, look: { alone: alone && unit.length === 1 } };
}
