import { expect, test } from "vitest";
import type { ParsedDocument } from "../../corpora/document.ts";
import { fixture, parse, printed } from "./reading.ts";

const read = (name: string): Promise<ParsedDocument> => parse(fixture(name), name.split("/").pop() ?? name);

const numbers = ({ sections }: ParsedDocument): (string | null)[] => sections.slice(1).map((section) => section.number);

/** Cuts a text out by its offsets: what a quotation does. */
function cut({ text, blocks }: ParsedDocument, wanted: string): string {
  const start = text.indexOf(wanted);
  const block = blocks.find((one) => one.start <= start && start < one.end);
  return block === undefined ? "" : text.slice(block.start, block.end);
}

const ACCEPTED = "Tracked deletions were left out and tracked insertions taken in.";
const COMMENTS = "Comments were left out.";

const BYLAWS = [
  "The name is Weavers[1], with its seat in York.",
  "[1] Founded in 1844.",
  "    - (1) Any person may join.",
  "    - (2) A member is",
  "      - a) a natural person, or",
  "      - b) a legal person:",
  "        - i. a company;",
  "    - (3) Members pay dues.",
  "      - a) monthly,",
];
const FEES = ["|= Class | Fee / 2023 | Fee / 2024", "| Full | 20 € | 25 €", "| Low | 8 € | 10 €"];

test("DOCX on Word's template: styles, legal numbers, restarts, notes, changes, boxes", async () => {
  const document = await read("bylaws.docx");
  expect(document.title).toBe("Bylaws of the Weavers' Co-operative");
  expect(document.warnings).toEqual([ACCEPTED, COMMENTS]);
  expect(printed(document)).toEqual([
    "# Bylaws of the Weavers' Co-operative",
    "## Part I General",
    "### 1.1 Name",
    ...BYLAWS.slice(0, 2),
    "### 1.2 Members",
    ...BYLAWS.slice(2),
    "        - ii. or yearly.",
    "## Part II Bodies",
    "### 2.1 Board",
    "The board has three members.",
    "  - a. The chair",
    "- 01. Elections",
    "  - a. in spring",
    "  - b. in autumn",
    "- 05. Five again",
    "- 06. Six",
    ...FEES,
    "Beside the box.",
    "Said in a box.",
    "As said in 1.2, dues are yearly.",
  ]);
  expect(numbers(document)).toEqual([null, "Part I", "1.1", "1.2", "Part II", "2.1"]);
  expect(cut(document, "a company")).toBe("i. a company;");
});

test("the same saved by LibreOffice as ODT: numbers as LibreOffice prints them", async () => {
  const document = await read("bylaws.odt");
  expect(document.title).toBe("Bylaws of the Weavers' Co-operative");
  expect(document.warnings).toEqual([ACCEPTED, COMMENTS]);
  expect(printed(document)).toEqual([
    "Bylaws of the Weavers' Co-operative",
    "# Part I General",
    "## I.1 Name",
    ...BYLAWS.slice(0, 2),
    "## I.2 Members",
    ...BYLAWS.slice(2),
    "        - i. or yearly.",
    "# Part II Bodies",
    "## II.1 Board",
    "The board has three members.",
    "  - a. The chair",
    "- 02. Elections",
    "  - a. in spring",
    "  - b. in autumn",
    "- 05. Five again",
    "- 06. Six",
    ...FEES,
    "Beside the box.",
    "As said in 1.2, dues are yearly.",
  ]);
  expect(cut(document, "Founded")).toBe("[1] Founded in 1844.");
});

test("the same saved by LibreOffice as HTML: notes, table, no page header", async () => {
  const document = await read("bylaws.html");
  const lines = printed(document);
  expect(document.title).toBe("Bylaws of the Weavers' Co-operative");
  expect(lines).toContain("[1] Founded in 1844.");
  expect(lines).toContain("      - b. a legal person:");
  expect(lines.filter((line) => line.startsWith("|"))).toEqual(FEES);
  expect(document.text).not.toMatch(/page (?:header|footer)/u);
});

const STATUTES = (endnote: string, second: readonly string[], third: string): string[] => [
  "# § 1 Members",
  "## 1.1 Joining",
  "Members[1] pay within twelve days.",
  "[1] Natural and legal persons.",
  `- (1) First[${endnote}]`,
  "  - a) inner",
  "    - 1.a.1. deep",
  "- (7) Seventh",
  ...second,
  "Between.",
  "- (8) Eighth",
  "- (1) First again",
  "- III. Third",
  third,
  "- IV. Fourth",
  "# § 2 Fees",
  "## 2.1 Amounts",
  "|= Class | Fee / 2023 | Fee / 2024",
  "| Full | 20 € | 25 €",
  "| Full | none abroad | ",
  "A box stands here.",
  "Said in a box.",
];

test("ODT of LibreOffice: outline, levels, restarts, continued lists, notes, merged cells, box", async () => {
  const document = await read("statutes.odt");
  const second = ["- with a second paragraph.", "[i] Said at the end."];
  expect(printed(document)).toEqual(STATUTES("i", second, "- Unnumbered"));
  expect(document.warnings).toEqual([ACCEPTED, COMMENTS]);
  expect(numbers(document)).toEqual(["§ 1", "1.1", "§ 2", "2.1"]);
  expect(cut(document, "20 €")).toBe("Full | 20 € | 25 €");
});

test("DOCX of LibreOffice: the same text with the same numbers", async () => {
  const document = await read("statutes.docx");
  const second = ["[2] Said at the end.", "with a second paragraph."];
  expect(printed(document)).toEqual(STATUTES("2", second, "Unnumbered"));
  expect(document.warnings).toEqual([ACCEPTED, COMMENTS]);
  expect(numbers(document)).toEqual(["§ 1", "1.1", "§ 2", "2.1"]);
});

const PURPOSE = ["The rules hold for all members.[1] They are kept by the board.", "[1] Tenants are members too."];
const MEMBERS = (letter: (at: number) => string, quorum: readonly string[]): string[] => [
  "- 1. Any person may join.",
  "- 2. A member may leave:",
  `  - ${letter(0)} in writing;`,
  `  - ${letter(1)} by declaration before the board.`,
  "- 3. Fees are set yearly.[2]",
  "[2] By the general meeting.",
  ...quorum,
  "|= Household | Fee",
  "| One | 25 €",
  "| Two | 40 €",
];
const DEFINED = ["- Quorum: A third of the members."];
const APART = ["Quorum", "A third of the members."];

test.each<[string, readonly string[], (at: number) => string, readonly string[]]>([
  ["rules.md", ["# Purpose", "# Members"], (at) => `${"ab"[at]})`, DEFINED],
  ["rules.html", ["# House rules", "# Purpose", "# Members"], (at) => `${"ab"[at]}.`, DEFINED],
  ["rules.docx", ["# House rules", "## Purpose", "## Members"], (at) => `${"ab"[at]})`, APART],
  ["rules.odt", ["House rules", "# Purpose", "# Members"], (at) => `${"ab"[at]})`, APART],
])("%s by pandoc: lists, notes where they are called, definitions, table", async (name, headings, letter, quorum) => {
  const document = await read(name);
  expect(document.title).toBe("House rules");
  const [purpose = "", members = ""] = headings.slice(-2);
  expect(printed(document)).toEqual([
    ...headings.slice(0, -2),
    purpose,
    ...PURPOSE,
    members,
    ...MEMBERS(letter, quorum),
  ]);
  expect(cut(document, "40 €")).toBe("Two | 40 €");
  expect(cut(document, "By the general")).toBe("[2] By the general meeting.");
});

test("GitHub's Markdown by pandoc", async () => {
  const quorum = ["Quorum A third of the members."];
  expect(printed(await read("rules-gfm.md"))).toEqual([
    "# Purpose",
    ...PURPOSE,
    "# Members",
    ...MEMBERS((at) => `${at + 1})`, quorum),
  ]);
});

test("plain text by pandoc: a table ruled with dashes", async () => {
  const document = await read("rules.txt");
  expect(printed(document).slice(-8)).toEqual([
    "- 3. Fees are set yearly.[2]",
    "Quorum",
    "A third of the members.",
    "|= Household | Fee",
    "| One | 25 €",
    "| Two | 40 €",
    "[1] Tenants are members too.",
    "[2] By the general meeting.",
  ]);
  expect(cut(document, "25 €")).toBe("One | 25 €");
});

const MEETING = (wages: string): string[] => [
  "# General meeting 2024",
  "Weavers' Co-operative",
  "# Agenda",
  "- Budget",
  "  - Repairs",
  "  - Wages",
  "- Elections",
  "[Notes] Begin on time.",
  "[Notes] Ask for the proxies.",
  "# Budget",
  "|= Item | 2023 | 2024",
  "| Repairs | 1200 € | 1500 €",
  wages,
  "# 4",
  "Motions",
  "- a) No rise of fees",
  "- b) A new roof",
];

test.each(["meeting.pptx", "meeting.odp"])("%s: slides, depth, notes, merged cells, hidden slide", async (name) => {
  const document = await read(name);
  expect(document.title).toBe("General meeting 2024");
  expect(document.pages).toBe(4);
  expect(document.warnings).toEqual(["Slide 4 is hidden in the file; it was read all the same."]);
  expect(printed(document)).toEqual(MEETING("| Wages | 1200 € | 900 €"));
  expect(document.sections.slice(1).map((section) => section.page)).toEqual([1, 2, 3, 4]);
  expect(document.blocks.find((block) => document.text.startsWith("Repairs |", block.start))?.page).toBe(3);
});

test("PPTX by pandoc", async () => {
  const document = await read("rules.pptx");
  expect(document.sections.map((section) => section.title)).toEqual(["", "House rules", "Purpose", "Members", "Notes"]);
  expect(printed(document)).toContain("  - b) by declaration before the board.");
  expect(printed(document)).toContain("|= Household | Fee");
});

test("e-mail: headers first, the richer body, attachments named", async () => {
  const document = await read("invitation.eml");
  expect(document.title).toBe("Indkaldelse til generalforsamling – forår");
  expect(document.warnings).toEqual([
    "2 attachments were not read: `regnskab 2023.pdf`, `løn.csv`. Save them and load them one by one.",
  ]);
  expect(printed(document)).toEqual([
    "From: Åse Møller <ase@example.org>",
    "To: members@example.org, Bo Lund <bo@example.org>",
    "Date: 2024-05-02 23:30 +0200",
    "Subject: Indkaldelse til generalforsamling – forår",
    "Kære medlemmer",
    "## Dagsorden",
    "- 1. Valg af dirigent",
    "- 2. Budget 2024",
    "|= Post | Beløb",
    "| Løn | 900 kr.",
  ]);
  expect(cut(document, "900 kr.")).toBe("Løn | 900 kr.");
});

test("e-mail: what is quoted from an earlier one keeps its mark, whatever the file is called", async () => {
  const document = await parse(fixture("reply.eml"), "reply.eml");
  expect(printed(document).slice(-3)).toEqual(["I agree with this:", "> The fee is 25 € for each household.", "Bo"]);
  expect((await parse(fixture("invitation.eml"), "saved.txt")).format).toBe("eml");
});
