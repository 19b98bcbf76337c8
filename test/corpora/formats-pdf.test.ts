/** The PDFs in `fixtures/` were made by `fixtures/make-pdfs.py`; pages of a few letters are made here. */
import { expect, test } from "vitest";
import type { ParsedDocument } from "../../corpora/document.ts";
import { makePdf, type Text } from "./make-files.ts";
import { fixture, parse, printed } from "./reading.ts";

const read = (name: string) => parse(fixture(name), name);

function numbers({ sections }: ParsedDocument): (string | null)[] {
  return sections.slice(2).map((section) => section.number);
}

/** What stands in the text at given offsets, and on which page. */
function at({ text, blocks }: ParsedDocument, start: number) {
  const block = blocks.find((one) => one.start === start);
  return [block?.kind, block?.page, text.slice(start, block?.end)];
}

test("LibreOffice: two columns, a ruled table and footnotes are read in order", async () => {
  const document = await read("columns-libreoffice.pdf");
  expect(document).toMatchObject({ title: "Rules of the Harbour Bakery Co-operative", pages: 2, warnings: [] });
  expect(numbers(document)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((number) => `Article ${number}`));
  expect(printed(document).slice(11, 26)).toEqual([
    "3.2 Members are admitted as",
    "- (a) household members, who hold at least one share,",
    "- (b) working members, who hold at least five shares, and",
    "- (c) supporting members, who hold shares without a claim to bread.",
    "3.3 A member may leave at the end of a financial year by giving three months' notice in writing.[2] Shares are repaid within a year after the accounts have been approved by the general meeting.",
    "[2] Notice by electronic mail is enough: see the resolution of 12 June 2021.",
    "## Article 4. Contributions",
    "4.1 The contributions for a week are:",
    "|= Household | Loaves | Price per week",
    "| One person, or two persons who share a flat and bake some of their bread themselves | 2 | £3.20",
    "| Family | 5 | £7.50",
    "| House with more than six persons | 9 | £12.80",
    "4.2 Whoever works at least four hours in a week at the ovens pays half. The half is rounded down to full pennies.",
    "4.3 Contributions are due on the first day of the month. After the second reminder the board may stop deliveries until the arrears have been paid in full.",
    "## Article 5. General meeting",
  ]);
});

test("a paragraph that runs over the end of a page is one, with the page on which it begins", async () => {
  const document = await read("columns-libreoffice.pdf");
  expect(at(document, 2038)).toEqual([
    "paragraph",
    1,
    "5.1 The general meeting is held once a year, before the end of May. The board calls it at least twenty-one days beforehand by a letter or by electronic mail to every member, and the letter names the place, the hour and the items on which a decision is to be taken.",
  ]);
  expect(document.text).not.toContain("Page 1 of 2");
  expect(document.text.split("Harbour Bakery Co-operative · Rules")).toHaveLength(1);
});

test("Chromium: spanned cells, a two-row table over the end of a page, lettered clauses", async () => {
  const document = await read("bylaws-chromium.pdf");
  expect(numbers(document)).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `§ ${number}`));
  expect(printed(document).filter((line) => line.startsWith("|"))).toEqual([
    "|= Haushalt | Beitrag im Monat / Wohnung | Beitrag im Monat / Werkstatt",
    "| Eine Person, die allein in einer Wohnung der Genossenschaft lebt | 48,50 € | 12 €",
    "| Zwei Personen | 72 € | 18 €",
    "| Drei und mehr Personen | 90 € | 22 €",
    "|= Amt | Zuständig für | Vertretung",
    "| Vorsitz | Sitzungen, Verträge | Kasse",
  ]);
  expect(at(document, 434)).toEqual(["item", 1, "(2) Sie kann sich an Unternehmen beteiligen, wenn dies"]);
  expect(at(document, 489)).toEqual(["item", 1, "a. der Förderung der Mitglieder dient,"]);
  expect(at(document, 2097)).toEqual(["row", 3, "Vorsitz | Sitzungen, Verträge | Kasse"]);
  expect(document.text).not.toMatch(/Seite \d von/u);
});

test("pandoc: footnotes whose marks are printed on the line, a table with level lines only", async () => {
  expect(printed(await read("rules-pandoc-typst.pdf"))).toEqual([
    "# Règlement du fonds d’entraide",
    "## Article premier. Objet",
    "Le fonds d’entraide de la coopérative soutient les membres qui traversent une difficulté passagère[1]. Il est alimenté par une contribution de deux euros par part et par an.",
    "[1] Est passagère une difficulté qui ne dépasse pas douze mois.",
    "## Article 2. Aides",
    "2.1 Une aide ne dépasse pas six cents euros par ménage et par an.",
    "2.2 La demande est adressée au comité[2], qui répond dans les dix jours.",
    "[2] Le comité est élu par l’assemblée générale pour deux ans.",
    "## Article 3. Barème",
    "|= Ménage | Aide maximale | Remboursement",
    "| Une personne | 300 € | 12 mois",
    "| Deux personnes | 450 € | 18 mois",
    "| Trois et plus | 600 € | 24 mois",
    "## Article 4. Comité",
    "Le comité se compose de trois membres, qui ne peuvent pas être en même temps membres du conseil d’administration. Il se réunit au moins une fois par trimestre et rend compte à l’assemblée générale.",
  ]);
});

test("ReportLab: a title across three columns", async () => {
  const document = await read("bulletin-reportlab.pdf");
  const lines = printed(document);
  expect(document.title).toBe("The Weir Bulletin: house rules and fees of the Weir Co-operative");
  expect(numbers(document)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
  expect(lines[6]).toBe("## 2. Staircases");
  expect(lines[7]).toBe(
    "2.1 Staircases and landings are kept free, since they are the way out in a fire. Prams may stand in the niche on the ground floor.",
  );
  expect(lines.slice(-3)).toEqual(["Each household pays every month:", "|= Household | Fee", "| one person | 30 EUR"]);
  expect(lines.flatMap((line) => /^\d\.\d/u.exec(line)?.[0] ?? [])).toEqual(
    [1, 2, 3, 4, 5, 6, 7].flatMap((rule) => [1, 2, 3].map((clause) => `${rule}.${clause}`)),
  );
});

const WORDS = "members meet in the hall every month and decide together".split(" ");
/** Lines that fill 240 points or so. */
const column = (x: number, from: number, count: number, first: string): Text[] =>
  Array.from({ length: count }, (_, index) => ({
    text: `${index === 0 ? first : WORDS[index % WORDS.length]} ${WORDS.slice(0, 7).join(" ")} of`,
    x,
    y: from + 14 * index,
  }));

test("a page may be in columns from the middle on", async () => {
  const across = Array.from({ length: 10 }, (_, index) => ({
    text: `Line ${index} runs across the whole of the page, since here is only one column of text and nothing beside it.`,
    x: 72,
    y: 80 + 14 * index,
  }));
  const [left, right] = [column(72, 300, 7, "left"), column(320, 300, 7, "right")];
  const { text } = await parse(makePdf([[...across, ...left, ...right]]), "a.pdf");
  const places = ["Line 9", "left members", "right members"].map((words) => text.indexOf(words));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(text.slice(places[1], places[2])).not.toContain("right");
});

test("a cell that is printed on two lines is one, and numbered rows are a table", async () => {
  const row = (y: number, cells: readonly string[]): Text[] =>
    cells.map((text, index) => ({ text, x: [72, 110, 330][index] ?? 0, y }));
  const rows = [
    ...row(100, ["No", "What", "Cost"]).map((cell) => ({ ...cell, bold: true })),
    ...row(125, ["1", "Roof of the old hall and of", "900 EUR"]),
    { text: "the shed behind it", x: 110, y: 137 },
    ...row(162, ["2", "Window", "120 EUR"]),
    ...row(187, ["3", "Door", "80 EUR"]),
  ];
  expect(printed(await parse(makePdf([rows]), "a.pdf"))).toEqual([
    "|= No | What | Cost",
    "| 1 | Roof of the old hall and of the shed behind it | 900 EUR",
    "| 2 | Window | 120 EUR",
    "| 3 | Door | 80 EUR",
  ]);
});

test("raised numbers that mark no footnote go, but for those of square and cubic measures", async () => {
  const line: Text[] = [
    { text: "A garden of 12 m", x: 72, y: 100 },
    { text: "2", x: 149.5, y: 96, size: 6 },
    { text: " may be let to a member by the board.", x: 153, y: 100 },
  ];
  expect((await parse(makePdf([[...line, { text: "It is let for a year.", x: 72, y: 130 }]]), "a.pdf")).text).toContain(
    "A garden of 12 m² may be let",
  );
});

test("pages that hold nothing but one line alike, as sheets of labels do, keep it", async () => {
  const pages = [1, 2, 3, 4].map((at) => [{ text: `Shed ${at}`, x: 72, y: 80 }]);
  expect((await parse(makePdf(pages), "sheds.pdf")).text).toBe("Shed 1 Shed 2 Shed 3 Shed 4");
});
