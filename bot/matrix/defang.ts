/**
 * Takes the bite out of text: no client makes a link of it, fetches a preview for it, or tells somebody that they were
 * called. It still reads as it did: what could be fetched gets brackets (`hxxps://example[.]org/x`), the rest an
 * invisible joiner. Knows nothing of messages; expects text without invisible characters (`clean-text.ts`), so that
 * the joiners are all its own.
 */

/** U+2060, word joiner: no width, and no part of any address. */
export const JOINER = "\u2060";

export function defang(text: string): string {
  return text.replace(/\S+/gu, defangToken);
}

/** The full stops that name servers know; people can type all of them. */
const DOT = "[.．。｡․﹒]";

function defangToken(token: string): string {
  const dots = isAddress(token)
    ? token.replace(ADDRESS_DOT, "[.]")
    : token.replace(BARE_DOT, (dot: string) => dot + JOINER);
  return dots
    .replace(WORLD_WIDE_WEB, "$1[.]")
    .replace(
      /(h|f)(tt?)(?=ps?:)/giu,
      (_, first: string, t: string) => first + t.replace(/t/gu, "x").replace(/T/gu, "X"),
    )
    .replace(/(?<!hxxps?|fxps?):(?=\/\/)/giu, "[:]")
    .replace(SCHEME, "[:]")
    .replace(/@(?=.)/gsu, `@${JOINER}`)
    .replace(/[#!+$](?=[^:]{0,255}:.)/gsu, `$&${JOINER}`);
}

/** Schemes that clients link without "//" after them. */
const SCHEME =
  /(?<=(?<!\p{L})(?:mailto|matrix|mxc|magnet|data|javascript|vbscript|sms|xmpp|sips?|bitcoin|ethereum)):(?=.)/gisu;

const ADDRESS_DOT = new RegExp(`${DOT}(?=[^\\s.．。｡․﹒,;:!?)\\]"'”»])`, "gu");
/** "rules.md", "coop.example", and, harmlessly, a sentence that begins without a space. */
const BARE_DOT = new RegExp(`${DOT}(?=\\p{L}{2})`, "gu");

const WORLD_WIDE_WEB = new RegExp(`(www)${DOT}`, "giu");

const PATTERNS = [
  /:\/\//u,
  WORLD_WIDE_WEB,
  // A name with a path, a port or a query: clients fetch previews of these even without "https".
  new RegExp(`${DOT}\\p{L}[\\p{L}\\p{M}\\p{N}-]+${DOT}?(?:[/\\\\]|:\\d|[?#].)`, "u"),
  /(?<![\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?:\/|:\d)/u,
];

function isAddress(token: string): boolean {
  return PATTERNS.some((pattern) => token.search(pattern) !== -1);
}

/** Joins harmless texts so that they stay harmless: "https:" and "//x" are nothing before they meet. */
export function joinHarmless(texts: readonly string[]): string[] {
  let before = " ";
  return texts.map((text) => {
    if (text === "") return text;
    const joined = /\s/u.test(before + text.charAt(0)) ? text : JOINER + text;
    before = text.at(-1) ?? before;
    return joined;
  });
}
