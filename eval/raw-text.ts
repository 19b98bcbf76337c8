/**
 * An extraction of Markdown, plain text and HTML that shares no code with `corpora/`, to check that citations really
 * stand in the file. It keeps only the words; it is no parser for anything else.
 */
import { quoteWords } from "./normalise.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  shy: "",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  aelig: "æ",
  AElig: "Æ",
  oslash: "ø",
  Oslash: "Ø",
  aring: "å",
  Aring: "Å",
  eacute: "é",
  egrave: "è",
  agrave: "à",
  ccedil: "ç",
  euro: "€",
  sect: "§",
};

function decodeEntities(text: string): string {
  return text
    .replace(/&#x([0-9a-f]{1,6});/giu, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d{1,7});/gu, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&([a-z]{2,8});/giu, (whole, name: string) => ENTITIES[name] ?? whole);
}

/** Tags that run inside a word or line; every other tag parts words. */
const INLINE_TAG = /<\/?(?:a|abbr|b|code|em|font|i|ins|mark|s|small|span|strong|sub|sup|u|wbr)(?:\s[^>]*)?>/giu;

function stripTags(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/gu, " ")
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/giu, " ")
    .replace(INLINE_TAG, "")
    .replace(/<\/?[a-z!][^<>]*>/giu, " ");
}

function stripMarkdown(markdown: string): string {
  return markdown
    .replace(/^\s*(?:```|~~~).*$/gmu, "")
    .replace(/^\s*[-*+]\s+\[[ xX]\]\s/gmu, " ")
    .replace(/!?\[([^\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)/gu, "$1")
    .replace(/!?\[([^\]]*)\]\[[^\]]*\]/gu, "$1")
    .replace(/<(https?:[^>\s]+|mailto:[^>\s]+)>/gu, "$1")
    .replace(/\{#[^}]*\}/gu, " ");
}

/**
 * The words of a file in reading order, or null for a format that this module does not read. Several readings where
 * a format leaves open what counts as text (a Markdown file with its markup or without).
 */
export function rawReadings(text: string, file: string): readonly string[] | null {
  const extension = file.slice(file.lastIndexOf(".") + 1).toLowerCase();
  if (extension === "txt" || extension === "text") return [wordLine(text)];
  if (extension === "md" || extension === "markdown") {
    return [text, stripMarkdown(text)].flatMap((reading) => [wordLine(reading), wordLine(htmlText(reading))]);
  }
  return extension === "html" || extension === "htm" ? [wordLine(htmlText(text))] : null;
}

function htmlText(text: string): string {
  return decodeEntities(stripTags(text));
}

/** Normalised words parted and surrounded by single spaces, so that `includes` finds whole words only. */
export function wordLine(text: string): string {
  return ` ${quoteWords(text).join(" ")} `;
}
