/** Reads the clause number that a heading or a paragraph opens with. Knows nothing of documents. */

/** Words that name a clause, in the languages of European co-operative law; longer forms stand before shorter ones. */
const WORDS = [
  "article|artikel|artículo|articulo|articolo|artigo|artykuł|artikla|artikkel|článek|art|čl",
  "section|sektion|sección|seccion|secció|sezione|secção|sectie|clause|cláusula|clausula",
  "chapter|kapitel|kapittel|chapitre|capítulo|capitulo|capítol|capitol|capitolo|hoofdstuk|rozdział|luku|kap",
  "título|titulo|títol|titolo|titre|title|titel|teil|part|parte|partie|deel|del|abschnitt|avsnitt",
  "paragraph|paragraf|parágrafo|absatz|abs|stk|alinéa|regel|rule|bylaw|by-law|punkt|punto|punt|item|point|pkt",
  "annexe|annex|anexo|allegato|appendix|schedule|anlage|anhang|bilag|bilaga|bijlage|vedlegg|liite|załącznik",
].join("|");
const ROMAN = "(?=[ivxl])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})";
const END = "(?![\\p{L}\\p{N}])";
/** "1er", "5º", "3 bis" are part of the number. */
const ORDINAL = "(?:\\.?[ºª°]|er\\b|ère\\b|re\\b|r\\b|è|\\s(?:bis|ter|quater)\\b)?";
const NUMBER = `(?:\\d{1,4}(?:\\.\\d+)*(?:[a-z](?![\\p{L}\\p{N}]))?${ORDINAL}|${ROMAN}|[a-z])`;
/** "(2)", "(2) b", "Abs. 2", "stk. 3" behind a paragraph number. */
const SUB = "(?:\\s?\\(\\d{1,3}[a-z]?\\)(?:\\s[a-z](?=[\\s.):]|$))?|,?\\s(?:abs|stk)\\.?\\s\\d+)?";
const NAMED = new RegExp(`^(?:${WORDS})\\.?\\s+(?:nr\\.?\\s)?${NUMBER}${END}${SUB}`, "iu");
const PARAGRAPH_SIGN = new RegExp(`^§+\\s*\\d+(?:\\.\\d+)*(?:\\s?[a-z](?=[\\s.:)–—-]|$))?${SUB}${END}`, "iu");
/** Finnish, Swedish and Hungarian print the sign behind the number: "3 § Medlemmar", "3. § Tagok". */
const SIGN_BEHIND = /^\d+(?:\s?[a-z])?\.?\s?§(?=[\s.:)]|$)/iu;
const DOTTED = /^\d{1,3}(?:\.\d{1,3})+[a-z]?(?=[.):]?\s|[.):]?$)/u;
const PLAIN = /^\d{1,3}[a-z]?(?=[.):]\s|[.):]$|\s\p{Lu})/u;
const LETTER = new RegExp(`^(?:${ROMAN.toUpperCase()}|[A-Z])(?=[.)]\\s)`, "u");
/** "1. Januar 2024", "4 July": a date, not a clause. Stems of the month names that begin with a capital letter. */
const DATE = /^\d{1,2}\.?\s(?:jan|feb|m[äa]r|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[czs])\p{L}*\.?(?:\s\d{4}|$)/iu;

/** "§ 12 Quorum" → "§ 12"; "Article IV. Board" → "Article IV"; "4.2 Notice" → "4.2"; "Notice" → null. */
export function sectionNumber(heading: string): string | null {
  if (DATE.test(heading)) return null;
  const match = [PARAGRAPH_SIGN, SIGN_BEHIND, NAMED, DOTTED, PLAIN, LETTER]
    .map((pattern) => pattern.exec(heading))
    .find((found) => found !== null);
  return match ? match[0].replace(/[.:)]$/u, withoutOpenBracket(match[0])).trim() : null;
}

/** A final bracket is kept when its partner is part of the number: "§ 4 (2)". */
function withoutOpenBracket(number: string): string {
  return number.includes("(") ? ")" : "";
}

/** Words above "article": a part or chapter holds articles. */
const DIVISION =
  /^(?:chapter|kapitel|kapittel|chapitre|cap[íi]t|capitol|hoofdstuk|rozdział|luku|kap|t[íi]t|title|titel|teil|part|deel|del\b|abschnitt|avsnitt|annex|anexo|allegato|appendix|schedule|anlage|anhang|bilag|bijlage|vedlegg|liite)/iu;

/** How deep a clause number stands by its form: 0 chapter, 1 article or "3", 2 "3.1", 3 "3.1.2". */
export function numberDepth(number: string): number {
  if (DIVISION.test(number) || /^[IVXL]+$/u.test(number)) return 0;
  if (/^[A-Z]$/u.test(number)) return 2;
  return 1 + (/\d+(?:\.\d+)*/u.exec(number)?.[0].split(".").length ?? 1) - 1 + (number.includes("(") ? 1 : 0);
}
