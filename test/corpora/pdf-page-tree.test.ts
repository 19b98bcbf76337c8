import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../corpora/formats/limits.ts";
import { readPdf } from "../../corpora/formats/pdf.ts";
import { findPages, withPageList } from "../../corpora/formats/pdf-page-tree.ts";

const WORDS = ["Quorum", "Notice", "Election", "Shares", "Dissolution"];
const pageNumber = (at: number) => 10 + at;

type Damage = {
  readonly kids?: readonly string[];
  readonly pages?: (at: number, page: string) => string;
  readonly behind?: string;
};

/** A PDF of five pages, a word on each, without a table of places: whoever reads it looks for its objects. */
function makePdf({ kids = WORDS.map((_, at) => `${pageNumber(at)} 0 R`), pages, behind = "" }: Damage): Buffer {
  const contents = WORDS.map((word, at) => {
    const drawn = `BT /F1 24 Tf 72 720 Td (${word} of the general meeting) Tj ET`;
    return `${20 + at} 0 obj << /Length ${drawn.length} >> stream\n${drawn}\nendstream endobj`;
  });
  const made = WORDS.map((_, at) => {
    const page = `${pageNumber(at)} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${20 + at} 0 R /Resources << /Font << /F1 3 0 R >> >> >> endobj`;
    return pages?.(at, page) ?? page;
  });
  return Buffer.from(
    [
      "%PDF-1.4",
      "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
      `2 0 obj << /Type /Pages /Count 5 /Kids [ ${kids.join(" ")} ] >> endobj`,
      "3 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj",
      "4 0 obj 46 endobj",
      ...made,
      ...contents,
      behind,
      "trailer << /Size 30 /Root 1 0 R /ID [ <01> <01> ] >>",
      "startxref",
      "0",
      "%%EOF",
    ].join("\n"),
    "latin1",
  );
}

const read = (bytes: Uint8Array) => readPdf(bytes, "rules.pdf", DEFAULT_LIMITS, () => {});
const wordsIn = (text: string) => WORDS.filter((word) => text.includes(word));
const ANEW =
  "The file's list of pages is damaged, so they were looked for one by one: some may be missing or in another order.";

describe("a PDF whose list of pages is broken", () => {
  test("is read page by page: one wrong entry hides none of the others", async () => {
    const document = await read(makePdf({ kids: ["10 0 R", "4 0 R", "12 0 R", "13 0 R", "14 0 R"] }));
    expect(wordsIn(document.text)).toEqual(WORDS);
    expect(document.pages).toBe(5);
    expect(document.warnings).toEqual([ANEW]);
  });

  test("loses no more than the pages that are damaged themselves", async () => {
    const document = await read(
      makePdf({ pages: (at, page) => (at === 1 ? page.replace("/MediaBox", "/Media\u0000 K) Box") : page) }),
    );
    expect(wordsIn(document.text)).toEqual(WORDS.filter((word) => word !== "Notice"));
  });

  test("keeps the order of what is left of the list; what that does not name comes last", () => {
    const bytes = makePdf({ kids: ["14 0 R", "4 0 R", "10 0 R"] });
    expect(findPages(bytes).map(({ number }) => number)).toEqual([14, 10, 11, 12, 13]);
  });

  test("takes of an object that is there twice the one that was written last", () => {
    expect(findPages(makePdf({ behind: "12 0 obj << /Type /Catalog >> endobj" })).map(({ number }) => number)).toEqual([
      10, 11, 13, 14,
    ]);
  });

  test("has no pages to be found in fonts and lists, nor where its key is unknown", () => {
    expect(findPages(Buffer.from("1 0 obj << /Type /Pages >> endobj 2 0 obj << /Type /PageLabel >> endobj"))).toEqual(
      [],
    );
    expect(findPages(makePdf({ behind: "9 0 obj << /Encrypt 8 0 R >> endobj" }))).toEqual([]);
  });
});

test("a sound PDF is read as it is", async () => {
  const document = await read(makePdf({}));
  expect(wordsIn(document.text)).toEqual(WORDS);
  expect(document.warnings).toEqual([]);
});

test("of a list of pages put behind a file, only these are read", async () => {
  const bytes = makePdf({});
  const [first, , third] = findPages(bytes);
  if (first === undefined || third === undefined) throw new Error("Expected five pages.");
  const document = await read(withPageList(bytes, [third, first]));
  expect(wordsIn(document.text)).toEqual(["Quorum", "Election"]);
  expect(document.text.indexOf("Election")).toBeLessThan(document.text.indexOf("Quorum"));
});
