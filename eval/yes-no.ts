/**
 * Does a sentence open with a bare yes or no? A rule of its own, sharing nothing with the code that answers.
 */
const VERDICT = /^(?:yes|ja|nein|oui|sí|nej)(?![\p{L}\p{N}-])/iu;

/** Words that also open other sentences ("No member may …", "Doch der Vorstand …"): only before a pause or the end. */
const VERDICT_BEFORE_PAUSE = /^(?:no|non|doch|jo)(?=\s*(?:[.,;:!]|\s-\s|$))/iu;

export function opensWithYesOrNo(sentence: string): boolean {
  const opening = sentence
    .normalize("NFKC")
    .replace(/^[\s"'“„«*]+/u, "")
    .replace(/[–—]/gu, "-");
  return VERDICT.test(opening) || VERDICT_BEFORE_PAUSE.test(opening);
}
