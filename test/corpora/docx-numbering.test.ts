import { expect, test } from "vitest";
import { makeDocx } from "./make-files.ts";
import { parse, printed } from "./reading.ts";

const level = (at: number, format: string, text: string, more = ""): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
const list = (id: number, levels: string): string => `<w:abstractNum w:abstractNumId="${id}">${levels}</w:abstractNum>`;
const num = (id: number, abstract: number, more = ""): string =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${abstract}"/>${more}</w:num>`;
const item = (text: string, at: number, id = 1): string =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${id}"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;

async function lines(body: string, numbering: string, styles = ""): Promise<string[]> {
  return printed(await parse(makeDocx(body, { numbering, styles }), "a.docx")).map((line) => line.trim());
}

test("a sub-list before its first top item takes no number from it", async () => {
  const numbering = list(1, level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2")) + num(1, 1);
  const body = item("sub", 1) + item("sub", 1) + item("top", 0) + item("sub", 1) + item("top", 0);
  expect(await lines(body, numbering)).toEqual(["- 1.1 sub", "- 1.2 sub", "- 1. top", "- 1.1 sub", "- 2. top"]);
});

test("lists of one definition count on together, and anew from an override", async () => {
  const override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>';
  const numbering = list(1, level(0, "upperRoman", "%1.")) + num(1, 1) + num(2, 1, override) + num(3, 1);
  const body = item("a", 0, 1) + item("b", 0, 2) + item("c", 0, 2) + item("d", 0, 3);
  expect(await lines(body, numbering)).toEqual(["- I. a", "- VII. b", "- VIII. c", "- IX. d"]);
});

test("letters go on as Word counts them, and a level without a number of its own prints none", async () => {
  const levels = level(0, "lowerLetter", "%1)") + level(1, "bullet", "–") + level(2, "decimal", "%1.%2%3");
  const numbering = list(1, levels) + num(1, 1);
  const body = Array.from({ length: 28 }, () => item("x", 0)).join("") + item("deep", 2);
  const read = await lines(body, numbering);
  expect(read.slice(25)).toEqual(["- z) x", "- aa) x", "- bb) x", "- bb.1 deep"]);
});

test("a level that is bound to a style, without a level in the paragraph or the style", async () => {
  const bound = (at: number, text: string, style: string): string =>
    level(at, "decimal", text, `<w:pStyle w:val="${style}"/>`);
  const numbering = list(1, bound(0, "Art. %1", "H1") + bound(1, "%1.%2", "H2")) + num(1, 1);
  const style = (id: string, name: string): string =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`;
  const heading = (text: string, id: string): string =>
    `<w:p><w:pPr><w:pStyle w:val="${id}"/></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
  const body = heading("Members", "H1") + heading("Joining", "H2") + heading("Leaving", "H2") + heading("Board", "H1");
  expect(await lines(body, numbering, style("H1", "heading 1") + style("H2", "heading 2"))).toEqual([
    "# Art. 1 Members",
    "## 1.1 Joining",
    "## 1.2 Leaving",
    "# Art. 2 Board",
  ]);
});

test("a list that only links to a numbering style is found where the style is defined", async () => {
  const numbering = `<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Own"/></w:abstractNum>${list(2, `<w:styleLink w:val="Own"/>${level(0, "ordinalZero", "§ %1")}`)}${num(1, 1)}`;
  expect(await lines(item("Name", 0), numbering)).toEqual(["- § 01 Name"]);
});
