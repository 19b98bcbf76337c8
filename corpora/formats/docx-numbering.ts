/**
 * Computes the list numbers that Word prints ("4.2", "(b)") from word/numbering.xml and word/styles.xml and writes
 * them, between two marks, into the paragraphs of word/document.xml; mammoth itself drops them.
 */
import { XMLParser } from "fast-xml-parser";
import { NUMBER_END, NUMBER_START } from "./html-pieces.ts";
import { countIn, repeatedLetters } from "./list-number.ts";
import { type Members, memberText } from "./zip.ts";

type Level = {
  readonly format: string;
  readonly text: string;
  readonly start: number;
  /** The style whose paragraphs stand on this level by themselves. */
  readonly style: string | null;
  /** "1.1" even where the level above is printed in Roman numerals. */
  readonly legal: boolean;
  /** Starts anew below a level up to this one, counted from 1; 0 never; null below any. */
  readonly restart: number | null;
};
type NumberedStyle = { readonly list: string | null; readonly level: number | null; readonly base: string | null };
type Xml = { readonly [name: string]: unknown };

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", processEntities: true });

/** ECMA-376 part 1, 17.9: a paragraph's w:numPr, or else its style's, names a list and a level. */
export function withPrintedNumbers(body: string, members: Members): string {
  const lists = readLists(memberText(members, "word/numbering.xml"));
  if (lists.size === 0) return body;
  const styles = readStyles(memberText(members, "word/styles.xml"));
  const counts = new Map<string, (number | undefined)[]>();
  const used = new Set<string>();
  return withoutOldProperties(body).replace(/<w:pPr(?:\s[^>]*)?>([\s\S]*?)<\/w:pPr>/gu, (whole, inner: string) => {
    const place = numbering(inner, styles, lists);
    const levels = place === null ? undefined : lists.get(place.list);
    if (place === null || levels === undefined || hasNoText(inner)) return whole;
    const counter = counterOf(counts, levels.id);
    if (!used.has(place.list)) for (const at of levels.restarts) counter[at] = undefined;
    used.add(place.list);
    const printed = nextNumber(levels.levels, place.level, counter);
    return printed === "" ? whole : `${whole}<w:r><w:t>${NUMBER_START}${escapeXml(printed)}${NUMBER_END}</w:t></w:r>`;
  });
}

/** A paragraph mark that was deleted with change tracking prints nothing. */
function hasNoText(inner: string): boolean {
  return /<w:rPr>(?:(?!<\/w:rPr>)[\s\S])*<w:(?:del|vanish)[\s/>]/u.test(inner);
}

function counterOf(counts: Map<string, (number | undefined)[]>, id: string): (number | undefined)[] {
  const known = counts.get(id) ?? [];
  counts.set(id, known);
  return known;
}

/** What paragraph and run properties were before a tracked change. */
function withoutOldProperties(body: string): string {
  return body.replace(/<w:(\w+PrChange)\b[^>]*>[\s\S]*?<\/w:\1>/gu, "");
}

/** A level counts only its own paragraphs: one that was not used yet is printed with its start and begins there. */
function nextNumber(levels: readonly (Level | undefined)[], at: number, counter: (number | undefined)[]): string {
  const level = levels[at];
  if (level === undefined) return "";
  for (let deeper = at + 1; deeper < counter.length; deeper += 1) {
    const restart = levels[deeper]?.restart ?? null;
    if (restart === null || restart > at) counter[deeper] = undefined;
  }
  const before = counter[at];
  counter[at] = before === undefined ? level.start : before + 1;
  if (level.format === "bullet") return "";
  return level.text.replace(/%(\d)/gu, (_, digit: string) => {
    const index = Number(digit) - 1;
    const shown = levels[index];
    return shown === undefined ? "" : printedCount(shown, counter[index] ?? shown.start, level.legal);
  });
}

function printedCount({ format }: Level, count: number, legal: boolean): string {
  if (format === "bullet" || format === "none") return "";
  if (legal) return String(count);
  if (!/letter$/iu.test(format)) return countIn(format, count);
  return format.startsWith("upper") ? repeatedLetters(count).toUpperCase() : repeatedLetters(count);
}

/** The level is the paragraph's own; else that which the list binds to the style; else the style's. */
function numbering(
  inner: string,
  styles: ReadonlyMap<string, NumberedStyle>,
  lists: ReadonlyMap<string, List>,
): { list: string; level: number } | null {
  const name = /<w:pStyle w:val="([^"]*)"/u.exec(inner)?.[1] ?? null;
  const style = resolveStyle(name, styles);
  const list = /<w:numId w:val="(\d+)"/u.exec(inner)?.[1] ?? style.list;
  const own = /<w:ilvl w:val="(\d)"/u.exec(inner)?.[1];
  if (list === null || list === "0") return null;
  if (own !== undefined) return { list, level: Number(own) };
  const bound = lists.get(list)?.levels.findIndex((level) => level?.style != null && level.style === name) ?? -1;
  return { list, level: bound >= 0 ? bound : (style.level ?? 0) };
}

/** Follows w:basedOn; 20 steps end any circle. */
function resolveStyle(name: string | null, styles: ReadonlyMap<string, NumberedStyle>): NumberedStyle {
  let found: NumberedStyle = { list: null, level: null, base: name };
  for (let step = 0; step < 20 && found.base !== null; step += 1) {
    const style: NumberedStyle | undefined = styles.get(found.base);
    if (style === undefined) break;
    found = { list: found.list ?? style.list, level: found.level ?? style.level, base: style.base };
    if (found.list !== null && found.level !== null) break;
  }
  return found;
}

/** Lists of one `id` count on together; the levels in `restarts` begin anew where the list is first used. */
type List = {
  readonly id: string;
  readonly levels: readonly (Level | undefined)[];
  readonly restarts: readonly number[];
};

function readLists(xml: string | null): ReadonlyMap<string, List> {
  const root = child(parse(xml), "w:numbering");
  const abstract = new Map(many(root, "w:abstractNum").map((one) => [text(one, "w:abstractNumId"), readLevels(one)]));
  return new Map(
    many(root, "w:num").map((num) => {
      const id = value(num, "w:abstractNumId") ?? "";
      const overrides = many(num, "w:lvlOverride");
      const levels = overrides.reduce((all, one) => withOverride(all, one), abstract.get(id) ?? []);
      const restarts = overrides.flatMap((one) =>
        value(one, "w:startOverride") === null ? [] : [Number(text(one, "w:ilvl"))],
      );
      return [text(num, "w:numId"), { id, levels, restarts }];
    }),
  );
}

function withOverride(levels: readonly (Level | undefined)[], override: Xml): (Level | undefined)[] {
  const at = Number(text(override, "w:ilvl"));
  const start = value(override, "w:startOverride");
  const own = readLevels(override)[at] ?? levels[at];
  const next = [...levels];
  if (own !== undefined) next[at] = start === null ? own : { ...own, start: Number(start) };
  return next;
}

function readLevels(holder: Xml): (Level | undefined)[] {
  const levels: (Level | undefined)[] = [];
  for (const level of many(holder, "w:lvl")) {
    const at = Number(text(level, "w:ilvl") || "0");
    if (at >= 0 && at <= 8) {
      const start = Number(value(level, "w:start") ?? "1");
      const restart = value(level, "w:lvlRestart");
      levels[at] = {
        format: value(level, "w:numFmt") ?? "decimal",
        text: value(level, "w:lvlText") ?? "",
        start,
        style: value(level, "w:pStyle"),
        legal: many(level, "w:isLgl").length > 0 && !/^(?:0|false)$/u.test(value(level, "w:isLgl") ?? "1"),
        restart: restart === null ? null : Number(restart),
      };
    }
  }
  return levels;
}

function readStyles(xml: string | null): ReadonlyMap<string, NumberedStyle> {
  const root = child(parse(xml), "w:styles");
  return new Map(
    many(root, "w:style").map((style) => {
      const about = child(child(style, "w:pPr"), "w:numPr");
      const level = value(about, "w:ilvl");
      const numbered = { list: value(about, "w:numId"), level: level === null ? null : Number(level) };
      return [text(style, "w:styleId"), { ...numbered, base: value(style, "w:basedOn") }];
    }),
  );
}

function parse(xml: string | null): Xml {
  if (xml === null) return {};
  try {
    return asXml(parser.parse(xml));
  } catch {
    return {};
  }
}

function asXml(node: unknown): Xml {
  return typeof node === "object" && node !== null ? (node as Xml) : {};
}

function child(node: Xml, name: string): Xml {
  return many(node, name)[0] ?? {};
}

function many(node: Xml, name: string): Xml[] {
  const found = node[name];
  return found === undefined ? [] : (Array.isArray(found) ? found : [found]).map(asXml);
}

function text(node: Xml, name: string): string {
  const found = node[name];
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

/** The w:val attribute of a child element. */
function value(node: Xml, name: string): string | null {
  const found = many(node, name)[0];
  return found === undefined || found["w:val"] === undefined ? null : text(found, "w:val");
}

function escapeXml(raw: string): string {
  return raw.replace(/&/gu, "&amp;").replace(/</gu, "&lt;");
}
