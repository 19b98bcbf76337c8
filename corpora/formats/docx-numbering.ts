/**
 * Computes the list numbers that Word prints ("4.2", "(b)") from word/numbering.xml and word/styles.xml and writes
 * them, between two marks, into the paragraphs of word/document.xml; mammoth itself drops them.
 */
import { XMLParser } from "fast-xml-parser";
import { NUMBER_END, NUMBER_START } from "./html-pieces.ts";
import { countIn } from "./list-number.ts";
import { type Members, memberText } from "./zip.ts";

type Level = { readonly format: string; readonly text: string; readonly start: number };
type NumberedStyle = { readonly list: string | null; readonly level: number | null; readonly base: string | null };
type Xml = { readonly [name: string]: unknown };

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", processEntities: true });

/** ECMA-376 part 1, 17.9: a paragraph's w:numPr, or else its style's, names a list and a level. */
export function withPrintedNumbers(body: string, members: Members): string {
  const lists = readLists(memberText(members, "word/numbering.xml"));
  if (lists.size === 0) return body;
  const styles = readStyles(memberText(members, "word/styles.xml"));
  const counts = new Map<string, number[]>();
  return body.replace(/<w:pPr(?:\s[^>]*)?>([\s\S]*?)<\/w:pPr>/gu, (whole, inner: string) => {
    const place = numbering(inner, styles);
    const levels = place === null ? undefined : lists.get(place.list);
    if (place === null || levels === undefined || hasNoText(inner)) return whole;
    const printed = nextNumber(levels.levels, place.level, counterOf(counts, levels.id));
    return printed === "" ? whole : `${whole}<w:r><w:t>${NUMBER_START}${escapeXml(printed)}${NUMBER_END}</w:t></w:r>`;
  });
}

/** A paragraph mark that was deleted with change tracking prints nothing. */
function hasNoText(inner: string): boolean {
  return /<w:rPr>(?:(?!<\/w:rPr>)[\s\S])*<w:(?:del|vanish)[\s/>]/u.test(inner);
}

function counterOf(counts: Map<string, number[]>, id: string): number[] {
  const known = counts.get(id) ?? [];
  counts.set(id, known);
  return known;
}

function nextNumber(levels: readonly (Level | undefined)[], at: number, counter: number[]): string {
  const level = levels[at];
  if (level === undefined) return "";
  counter.length = Math.min(counter.length, at + 1);
  for (let i = 0; i < at; i += 1) counter[i] ??= levels[i]?.start ?? 1;
  counter[at] = counter[at] === undefined ? level.start : counter[at] + 1;
  if (level.format === "bullet" || level.format === "none") return "";
  return level.text.replace(/%(\d)/gu, (_, digit: string) => {
    const index = Number(digit) - 1;
    return countIn(levels[index]?.format ?? "decimal", counter[index] ?? 1);
  });
}

function numbering(inner: string, styles: ReadonlyMap<string, NumberedStyle>): { list: string; level: number } | null {
  const style = resolveStyle(/<w:pStyle w:val="([^"]*)"/u.exec(inner)?.[1] ?? null, styles);
  const list = /<w:numId w:val="(\d+)"/u.exec(inner)?.[1] ?? style.list;
  const own = /<w:ilvl w:val="(\d)"/u.exec(inner)?.[1];
  if (list === null || list === "0") return null;
  return { list, level: own === undefined ? (style.level ?? 0) : Number(own) };
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

type List = { readonly id: string; readonly levels: readonly (Level | undefined)[] };

function readLists(xml: string | null): ReadonlyMap<string, List> {
  const root = child(parse(xml), "w:numbering");
  const abstract = new Map(many(root, "w:abstractNum").map((one) => [text(one, "w:abstractNumId"), readLevels(one)]));
  return new Map(
    many(root, "w:num").map((num) => {
      const id = value(num, "w:abstractNumId") ?? "";
      const overrides = many(num, "w:lvlOverride");
      const levels = overrides.reduce((all, one) => withOverride(all, one), abstract.get(id) ?? []);
      const restarts = overrides.some((one) => value(one, "w:startOverride") !== null);
      return [text(num, "w:numId"), { id: restarts ? `${id}/${text(num, "w:numId")}` : id, levels }];
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
      levels[at] = { format: value(level, "w:numFmt") ?? "decimal", text: value(level, "w:lvlText") ?? "", start };
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
