/** Writes small PDF, DOCX and ODT files for the tests, byte by byte. Knows nothing of the readers. */
import { strToU8, zipSync } from "fflate";

export type Text = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly bold?: boolean;
};

/** One page per list of texts; `y` counts from the top of a page of 612 × 792 points. */
export function makePdf(pages: readonly (readonly Text[])[], title = ""): Uint8Array {
  const kids = pages.map((_, index) => `${5 + index * 2} 0 R`).join(" ");
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${pages.length}/Kids[${kids}]>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    ...pages.flatMap((texts, index) => [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents ${6 + index * 2} 0 R/Resources<</Font<</F 3 0 R/B 4 0 R>>>>>>`,
      stream(texts.map(drawn).join("\n")),
    ]),
    `<</Title(${title})>>`,
  ];
  return file(objects);
}

function drawn({ text, x, y, size = 10, bold = false }: Text): string {
  const escaped = text.replace(/[\\()]/gu, "\\$&");
  return `BT /${bold ? "B" : "F"} ${size} Tf ${x} ${792 - y} Td (${escaped}) Tj ET`;
}

function stream(content: string): string {
  return `<</Length ${content.length}>>stream\n${content}\nendstream`;
}

function file(objects: readonly string[]): Uint8Array {
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const trailer = `trailer<</Size ${objects.length + 1}/Root 1 0 R/Info ${objects.length} 0 R>>\nstartxref\n${text.length}\n%%EOF`;
  return Buffer.from(`${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${trailer}`, "latin1");
}

const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** `body` is the inside of w:body; `numbering` and `styles` the inside of their root elements. */
export function makeDocx(body: string, parts: { numbering?: string; styles?: string } = {}): Uint8Array {
  const type = (part: string, kind: string): string =>
    `<Override PartName="/word/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${kind}+xml"/>`;
  const relation = (part: string, id: number): string =>
    `<Relationship Id="r${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${part}" Target="${part}.xml"/>`;
  const relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
  return zip({
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type("document", "document.main")}${type("numbering", "numbering")}${type("styles", "styles")}</Types>`,
    "_rels/.rels": `<Relationships ${relations}><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/_rels/document.xml.rels": `<Relationships ${relations}>${relation("numbering", 1)}${relation("styles", 2)}</Relationships>`,
    "word/document.xml": `<w:document ${WORD}><w:body>${body}</w:body></w:document>`,
    "word/numbering.xml": `<w:numbering ${WORD}>${parts.numbering ?? ""}</w:numbering>`,
    "word/styles.xml": `<w:styles ${WORD}>${parts.styles ?? ""}</w:styles>`,
  });
}

/** `body` is the inside of office:text, `styles` that of office:automatic-styles. */
export function makeOdt(body: string, styles = ""): Uint8Array {
  const names = ["office", "text", "style", "table", "fo", "dc"].map((name) => `xmlns:${name}="urn:${name}"`).join(" ");
  return zip({
    mimetype: "application/vnd.oasis.opendocument.text",
    "META-INF/manifest.xml": "<manifest/>",
    "content.xml": `<office:document-content ${names}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
  });
}

/** `rows` is the inside of the one table of office:spreadsheet. */
export function makeOds(rows: string): Uint8Array {
  const names = ["office", "text", "table"].map((name) => `xmlns:${name}="urn:${name}"`).join(" ");
  return zip({
    mimetype: "application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml": "<manifest/>",
    "content.xml": `<office:document-content ${names}><office:body><office:spreadsheet><table:table table:name="S">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`,
  });
}

/** `data` is the inside of the one sheet's sheetData. */
export function makeSheet(data: string): Uint8Array {
  return zip({
    "xl/workbook.xml": '<workbook><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${data}</sheetData></worksheet>`,
  });
}

/** `shapes` is the inside of the one slide's p:spTree. */
export function makePresentation(shapes: string): Uint8Array {
  return zip({
    "ppt/presentation.xml": '<p:presentation><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>',
    "ppt/_rels/presentation.xml.rels":
      '<Relationships><Relationship Id="r1" Target="slides/slide1.xml"/></Relationships>',
    "ppt/slides/slide1.xml": `<p:sld><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`,
  });
}

export function zip(members: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(members).map(([name, text]) => [name, strToU8(text)])));
}

/** One sheet; numbers stay numbers, `{ date }` is a serial day with a date format. */
export function makeXlsx(
  sheet: string,
  rows: readonly (readonly (string | number | { readonly date: number })[])[],
): Uint8Array {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
  const cell = (value: string | number | { readonly date: number }, at: string): string => {
    if (typeof value === "string") return `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
    return typeof value === "number"
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" s="1"><v>${value.date}</v></c>`;
  };
  const data = rows
    .map(
      (row, y) => `<row r="${y + 1}">${row.map((value, x) => cell(value, `${"ABCDEFG"[x]}${y + 1}`)).join("")}</row>`,
    )
    .join("");
  return zip({
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": `<Relationships ${relations}><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook ${main} xmlns:r="${office}"><sheets><sheet name="${sheet}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships ${relations}><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet ${main}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    "xl/worksheets/sheet1.xml": `<worksheet ${main}><sheetData>${data}</sheetData></worksheet>`,
  });
}
