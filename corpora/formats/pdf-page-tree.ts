/**
 * A second way into a PDF whose list of pages is broken: the pages that still lie in it are looked for by what they say
 * of themselves, and a list of them is put behind the file. Works on bytes, and knows nothing of what stands on a page.
 */

/** More than any document that is worth mending has; a bomb of empty pages ends here. */
const MOST_PAGES = 5_000;
/** A page says what it is within so many bytes; pictures and fonts follow in objects of their own. */
const LONGEST_PAGE = 4_000;

export type PageObject = { readonly number: number; readonly generation: number };

/** The pages that lie in a file; none of an encrypted one, whose key is with its list. */
export function findPages(bytes: Uint8Array): readonly PageObject[] {
  const text = textOf(bytes);
  return /\/Encrypt\b/u.test(text) ? [] : inListedOrder(pageObjects(text), text).slice(0, MOST_PAGES);
}

/** The file with a list of these pages, and no other, behind it. */
export function withPageList(bytes: Uint8Array, pages: readonly PageObject[]): Uint8Array {
  const text = textOf(bytes);
  // Readers take the first trailer that names a catalogue, and leap over tables of places: the old ones are to be none.
  const body = text.replace(/\btrailer\b|\bxref\b/gu, (word) => "z".repeat(word.length));
  return Buffer.from(body + listOf(pages, freeNumber(text)), "latin1");
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

const OBJECT = /(?<!\d)(\d{1,7})\s+(\d{1,5})\s+obj\b/gu;
const SAYS_PAGE = /\/Type\s*\/Page(?![A-Za-z])/u;

/** In the order of the file; of an object that is there more than once, the last counts, as for whoever reads the file. */
function pageObjects(text: string): PageObject[] {
  const found = new Map<number, PageObject | null>();
  const starts = [...text.matchAll(OBJECT)];
  starts.forEach((start, at) => {
    const [number, generation] = [Number(start[1]), Number(start[2])];
    const end = Math.min(starts[at + 1]?.index ?? text.length, start.index + LONGEST_PAGE);
    const body = text.slice(start.index, end).split(/\bendobj|\bstream\b/u)[0] ?? "";
    const isPage = SAYS_PAGE.test(body);
    if (isPage || found.get(number) != null) found.set(number, isPage ? { number, generation } : null);
  });
  return [...found.values()].filter((page) => page !== null);
}

/** As far as an old list still names them, in its order; the others behind. */
function inListedOrder(pages: readonly PageObject[], text: string): readonly PageObject[] {
  const places = new Map<number, number>();
  for (const [kids] of text.matchAll(/\/Kids\s*\[[^\]]*/gu))
    for (const [, number] of kids.matchAll(/(\d+)\s+\d+\s+R/gu)) {
      if (!places.has(Number(number))) places.set(Number(number), places.size);
    }
  const placeOf = ({ number }: PageObject) => places.get(number) ?? Number.MAX_SAFE_INTEGER;
  return pages.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** A number that no object of the file bears. */
function freeNumber(text: string): number {
  return [...text.matchAll(OBJECT)].reduce((most, [, number]) => Math.max(most, Number(number)), 0) + 1;
}

/** Catalogue, list and trailer; the table of places is said to be where none is, so that objects are looked for. */
function listOf(pages: readonly PageObject[], free: number): string {
  const kids = pages.map(({ number, generation }) => `${number} ${generation} R`).join(" ");
  return [
    "",
    "endstream endobj",
    `${free} 0 obj << /Type /Pages /Count ${pages.length} /Kids [ ${kids} ] >> endobj`,
    `${free + 1} 0 obj << /Type /Catalog /Pages ${free} 0 R >> endobj`,
    `trailer << /Size ${free + 2} /Root ${free + 1} 0 R /ID [ <00> <00> ] >>`,
    "startxref",
    "0",
    "%%EOF",
    "",
  ].join("\n");
}
