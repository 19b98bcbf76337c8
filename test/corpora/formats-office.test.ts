import { expect, test } from "vitest";
import { makeDocx, makeOdt, makePdf, makeXlsx, type Text } from "./make-files.ts";
import { fixture, parse, printed } from "./reading.ts";

const MILL = [
  "# Rules of the Mill Co-operative",
  "## Article 1 Name",
  "The name is Mill.",
  "## Article 2 Members",
  "- 1. Any person.",
  "  - a. Natural persons;",
  "  - b. Legal persons.",
  "- 2. Pays dues.",
  "- bullet one",
  "|= Class | Dues",
  "| Full | 25 €",
  "| Low | 10 €",
  "Last words.",
];

test("an ODT that LibreOffice wrote", async () => {
  const document = await parse(fixture("mill.odt"), "mill.odt");
  expect(document.title).toBe("Rules of the Mill Co-operative");
  expect(printed(document)).toEqual(MILL);
});

test("a DOCX that LibreOffice wrote", async () => {
  const document = await parse(fixture("mill.docx"), "mill.docx");
  expect(printed(document)).toEqual(MILL);
});

test("XLSX: sheet name, header, dates and numbers without noise", async () => {
  const sheet = makeXlsx("Payments", [
    ["Name", "Date", "Amount"],
    ["Årsmøde", { date: 45352 }, 0.1 + 0.2],
    ["Smith", { date: 45414.5 }, 25],
  ]);
  expect(printed(await parse(sheet, "a.xlsx"))).toEqual([
    "# Payments",
    "|= Name | Date | Amount",
    "| Årsmøde | 2024-03-01 | 0.3",
    "| Smith | 2024-05-02 12:00 | 25",
  ]);
});

const level = (at: number, format: string, text: string): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
const paragraph = (text: string, at: number | null, style = ""): string =>
  `<w:p><w:pPr>${style && `<w:pStyle w:val="${style}"/>`}${at === null ? "" : `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="7"/></w:numPr>`}</w:pPr>${text}</w:p>`;
const run = (text: string): string => `<w:r><w:t>${text}</w:t></w:r>`;

test("DOCX: printed numbers are computed, tracked deletions left out", async () => {
  const numbering = `<w:abstractNum w:abstractNumId="3">${level(0, "decimal", "§ %1")}${level(1, "lowerLetter", "(%2)")}</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>`;
  const styles =
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>';
  const body = [
    paragraph(run("Name"), null, "Heading1"),
    paragraph(
      `${run("Mill ")}<w:del w:id="1"><w:r><w:delText>Old</w:delText></w:r></w:del><w:ins w:id="2">${run("New")}</w:ins>`,
      1,
    ),
    paragraph(run("York"), 1),
    paragraph(run("Members"), null, "Heading1"),
    paragraph(run("All"), 1),
  ].join("");
  const document = await parse(makeDocx(body, { numbering, styles }), "a.docx");
  expect(printed(document)).toEqual(
    ["# § 1 Name", "- (a) Mill New", "- (b) York", "# § 2 Members", "- (a) All"].map((line) =>
      line.replace(/^- /u, "  - "),
    ),
  );
  expect(document.sections.map((section) => section.number)).toEqual([null, "§ 1", "§ 2"]);
  expect(document.warnings).toEqual(["Tracked deletions were left out and tracked insertions taken in."]);
});

test("ODT: deletions lie apart and stay out; list numbers follow the list style", async () => {
  const body = `<text:tracked-changes><text:changed-region><text:deletion><text:p>old</text:p></text:deletion></text:changed-region></text:tracked-changes><text:h text:outline-level="1">Rules</text:h><text:list text:style-name="L"><text:list-item><text:p>One</text:p><text:list><text:list-item><text:p>Inner</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Two<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note></text:p></text:list-item></text:list>`;
  const styles =
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/></text:list-style>';
  const document = await parse(makeOdt(body, styles), "a.odt");
  expect(printed(document)).toEqual(["# Rules", "- 1. One", "  - (a) Inner", "- 2. Two[1]", "[1] A note."]);
  expect(document.warnings).toHaveLength(1);
});

const body = (lines: readonly string[], x: number, y: number): Text[] =>
  lines.map((text, index) => ({ text, x, y: y + index * 12 }));

test("PDF: title, clauses, hyphenation, items, headers and page numbers", async () => {
  const page = (number: number, texts: Text[]): Text[] => [
    { text: "Rules of the Mill", x: 72, y: 40, size: 8 },
    ...texts,
    { text: `Page ${number} of 2`, x: 290, y: 760, size: 8 },
  ];
  const first = [
    { text: "Rules of the Mill Co-operative", x: 180, y: 80, size: 18, bold: true },
    { text: "§ 1 Name", x: 72, y: 120, size: 13, bold: true },
    ...body(
      [
        "The name of the co-operative is Mill, and it has its registered seat in the city of York in Eng-",
        "land, where the Pioneers met and where its books are kept by the sec-",
        "retary and open to every member.",
      ],
      72,
      140,
    ),
    ...body(["(a) to trade;", "(b) to educate."], 90, 190),
  ];
  const second = [
    { text: "§ 2 Members", x: 72, y: 120, size: 13, bold: true },
    ...body(["Any person who is sixteen years of age or more, and who pays the dues, may become a member."], 72, 140),
  ];
  const document = await parse(makePdf([page(1, first), page(2, second)], "Microsoft Word - x.doc"), "a.pdf");
  expect(document.title).toBe("Rules of the Mill Co-operative");
  expect(printed(document)).toEqual([
    "# Rules of the Mill Co-operative",
    "## § 1 Name",
    "The name of the co-operative is Mill, and it has its registered seat in the city of York in England, where the Pioneers met and where its books are kept by the secretary and open to every member.",
    "- (a) to trade;",
    "- (b) to educate.",
    "## § 2 Members",
    "Any person who is sixteen years of age or more, and who pays the dues, may become a member.",
  ]);
  expect(document.blocks.map((block) => block.page)).toEqual([1, 1, 1, 1, 1, 2, 2]);
});

test("PDF: the left column is read before the right one", async () => {
  const column = (name: string): string[] =>
    Array.from({ length: 12 }, (_, n) => `${name} column runs on with its line ${n}, and`);
  const document = await parse(
    makePdf([
      [
        { text: "Two columns of rules across the whole width of a page", x: 72, y: 60, size: 16 },
        ...body(column("left"), 72, 100),
        ...body(column("right"), 320, 100),
      ],
    ]),
    "a.pdf",
  );
  expect(document.text.indexOf("left column runs on with its line 11")).toBeLessThan(
    document.text.indexOf("right column runs on with its line 0"),
  );
});

test("PDF: a page without text is named", async () => {
  const document = await parse(makePdf([[{ text: "Hello members", x: 72, y: 80 }], []]), "a.pdf");
  expect(document.warnings).toEqual([
    "Page 2 without text: scanned pages need text recognition (OCR) first; `rochdale models install ocr-eng` (or ocr-deu, ocr-fra, ocr-spa, ocr-cat, ocr-dan) brings it. Then load the file again.",
  ]);
});

test("PDF: rows whose cells begin at the same places are a table", async () => {
  const row = (y: number, cells: readonly string[]): Text[] =>
    cells.map((text, index) => ({ text, x: 72 + index * 150, y }));
  const rows = [
    ["Class", "Dues", "Votes"],
    ["Full", "25 EUR", "1"],
    ["Low", "10 EUR", "1"],
  ];
  const intro = { text: "The dues are set by the general meeting and are paid each year.", x: 72, y: 80 };
  const document = await parse(
    makePdf([[intro, ...rows.flatMap((cells, index) => row(110 + index * 14, cells))]]),
    "a.pdf",
  );
  expect(printed(document).slice(1)).toEqual(["|= Class | Dues | Votes", "| Full | 25 EUR | 1", "| Low | 10 EUR | 1"]);
});
