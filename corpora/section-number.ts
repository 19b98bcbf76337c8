/** Reads the clause number that a heading or a paragraph opens with. Knows nothing of documents. */

const WORDS =
  "article|artikel|art|artículo|articulo|articolo|section|sektion|clause|chapter|kapitel|chapitre|capítulo|título|títol|titre|part|rule|regel|bylaw|annex|appendix|schedule|anlage|annexe|anexo|annex|bilag|paragraph|absatz|stk|punkt|item|point|punto|punt";
const NUMBER = "\\d+(?:\\.\\d+)*[a-z]?|[ivxlc]+";
const NAMED = new RegExp(`^(?:(?:${WORDS})\\.?\\s+(?:${NUMBER})\\b)`, "iu");
const PARAGRAPH_SIGN = /^§+\s*\d+(?:\.\d+)*\s?[a-z]?(?=[\s.:)–—-]|$)/iu;
const PLAIN = /^\d+(?:\.\d+)*(?=[.):]?\s|[.):]$)/u;

/** "§ 12 Quorum" → "§ 12"; "Article IV. Board" → "Article IV"; "4.2 Notice" → "4.2"; "Notice" → null. */
export function sectionNumber(heading: string): string | null {
  const match = PARAGRAPH_SIGN.exec(heading) ?? NAMED.exec(heading) ?? PLAIN.exec(heading);
  return match ? match[0].replace(/[.:)]$/u, "").trim() : null;
}
