/**
 * What a clause is called, whatever a document or a question prints: "§ 4 (2) b", "Art. 4 Abs. 2 lit. b" and
 * "4.2(b)" are one path. Numbers and words only; knows nothing of documents or questions. Pure.
 */

/** How a clause is named: the sign, an article by its word, a bare number, a part above articles, an annex, a point. */
export type ClauseMark = "sign" | "article" | "bare" | "division" | "annex" | "item";

/** `path` from the outermost number inwards: numbers in digits, letters small; "5a" and "3bis" are one step each. */
export type ClauseName = { readonly mark: ClauseMark; readonly path: readonly string[] };

/** Words before a number, in the six languages and some neighbours; matched without regard to case. */
export const MARK_WORDS: Readonly<Record<Exclude<ClauseMark, "sign" | "bare">, string>> = {
  article:
    "article|artikel|artículo|articulo|articles|artikler|artículos|artikeln?|art|section|sections|sektion|sección|seccion|secció|seccio|clause|cláusula|clausula|clàusula|rule|regel|regla|règle|bylaw|by-law",
  division:
    "chapter|kapitel|chapitre|capítulo|capitulo|capítol|capitol|part|teil|partie|parte|del|title|titel|titre|título|titulo|títol|titol|abschnitt|afsnit",
  annex: "annexe|annex|anexo|annexos?|appendix|schedule|anlage|anhang|bilag|apèndix|apéndice",
  item: "item|punkt|point|punto|punt|pkt|top|tagesordnungspunkt|dagsordenspunkt",
};

/** Words before the number or letter of a part of a clause. */
export const SUB_WORDS =
  "abs|absatz|stk|stykke|paragraph|para|subsection|sub-section|subclause|alinéa|alinea|al|apartado|apartat|párrafo|parrafo|paràgraf|paragraf|number|nummer|numéro|número|número|nr|no|lit|litera|litra|buchst|buchstabe|letter|lettre|letra|lletra|bogstav|point|punkt|punto|punt|pkt|item";

const ORDINALS: Readonly<Record<string, string>> = {
  premier: "1",
  première: "1",
  primero: "1",
  primer: "1",
  primera: "1",
  erste: "1",
  første: "1",
  first: "1",
};

/** A number as printed: "12.3.1", "5a", "1er", "5º", "3 bis", "IV", "premier". */
export const NUMBER =
  "(?:\\d{1,4}(?:\\.\\d{1,3})*(?:\\s(?:bis|ter|quater)\\b|(?:er|ère|re|r|è|[ºª°])(?![\\p{L}\\p{N}])|[a-z](?![\\p{L}\\p{N}]))?|premier|première|primero|primera|primer|erste|første|first|[IVXL]{1,6}(?![\\p{L}\\p{N}])|[ivxl]{2,6}(?![\\p{L}\\p{N}]))";

/** "12.3.1" → 12, 3, 1; "1er" → 1; "5a" → 5a; "3 bis" → 3bis; "IV" → 4; null for what is no number. */
export function numberPath(printed: string): string[] | null {
  const text = printed.trim().toLowerCase().replace(/\.$/u, "");
  const ordinal = ORDINALS[text];
  if (ordinal !== undefined) return [ordinal];
  const plain = /^(\d{1,4}(?:\.\d{1,3})*)\s?(?:(bis|ter|quater)|er|ère|re|r|è|[ºª°]|([a-z]))?$/u.exec(text);
  if (plain) {
    const steps = (plain[1] ?? "").split(".").map((step) => String(Number(step)));
    const last = `${steps.pop() ?? ""}${plain[2] ?? plain[3] ?? ""}`;
    return [...steps, last];
  }
  const roman = fromRoman(text);
  return roman === null ? null : [String(roman)];
}

const ROMAN: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

export function fromRoman(text: string): number | null {
  if (!/^(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/u.test(text)) return null;
  const values = [...text].map((letter) => ROMAN[letter] ?? 0);
  return values.reduce((sum, value, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value), 0);
}

/**
 * "(2)", "(2) b", ", Abs. 2 lit. b", " stk. 3" at the beginning of a text: the steps and how much was read.
 * `dotted`: behind "3.1", where a letter alone is a step too.
 */
export function readSteps(
  text: string,
  dotted = false,
): { readonly steps: readonly string[]; readonly length: number } {
  const steps: string[] = [];
  let length = 0;
  for (;;) {
    const match =
      STEP.exec(text.slice(length)) ?? (steps.length > 0 || dotted ? LOOSE_LETTER.exec(text.slice(length)) : null);
    const step = match?.slice(1).find((group) => group !== undefined);
    if (match === null || step === undefined) return { steps, length };
    steps.push(step.toLowerCase());
    length += match[0].length;
  }
}

const STEP = new RegExp(
  `^(?:\\s?\\((\\d{1,3}[a-z]?|[a-z]|[ivx]{1,5})\\)|,?\\s(?:${SUB_WORDS})\\.?\\s?\\(?(\\d{1,3}[a-z]?|[a-z](?![\\p{L}\\p{N}]))\\)?)`,
  "iu",
);
/** A letter that stands alone and is no word ("i", "y", "o", "e"; "a" only where no more of a sentence follows). */
export const LONE_LETTER =
  "(?:[b-df-hj-np-tv-xz](?=\\)?(?:[\\s.,;:?!)]|$))|a(?=\\)?\\s?(?:[.,;:?!)]|$|(?:of|der|des|von|vom|du|del?|af)\\s)))";
/** "§ 4 (2) b", "3.1 b" */
const LOOSE_LETTER = new RegExp(`^\\s(${LONE_LETTER})\\)?`, "u");

/** One string for a path, the same for the same clause. */
export function clauseKey(path: readonly string[]): string {
  return path.join(".");
}
