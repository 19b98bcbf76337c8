/** Files that are small and want to be enormous, deep or endless, made when a test needs them. Knows no reader. */
import { deflateRawSync, deflateSync } from "node:zlib";
import { makeDocx, makeOdt, makePdf, makeXlsx, zip } from "../corpora/make-files.ts";

export type Bomb = {
  readonly name: string;
  readonly what: string;
  /** `refused`: nothing in it is worth reading. `either`: what is read of it, if anything, must only end in time. */
  readonly ends: "refused" | "either" | "document";
  readonly make: () => string | Uint8Array;
};

const BLANKS = 600_000_000;

export const BOMBS: readonly Bomb[] = [
  {
    name: "flate.pdf",
    what: "a PDF stream of 600 MB",
    ends: "refused",
    make: () => streamPdf("/FlateDecode", packed()),
  },
  {
    name: "double.pdf",
    what: "a doubly packed PDF stream",
    ends: "refused",
    make: () => streamPdf("/FlateDecode/FlateDecode", deflateSync(packed(), { level: 9 })),
  },
  { name: "cycle.pdf", what: "a page tree that holds itself", ends: "either", make: cyclicPdf },
  { name: "pages.pdf", what: "a PDF of 100,000 pages", ends: "either", make: () => manyPages(100_000) },
  { name: "self.pdf", what: "a drawing that draws itself", ends: "either", make: selfDrawingPdf },
  { name: "arrays.pdf", what: "arrays nested 200,000 deep", ends: "either", make: () => nestedArraysPdf(200_000) },
  {
    name: "cells.docx",
    what: "a DOCX of 500,000 cells",
    ends: "refused",
    make: () => makeDocx(`<w:tbl><w:tr>${"<w:tc><w:p/></w:tc>".repeat(500_000)}</w:tr></w:tbl>`),
  },
  {
    name: "nested.docx",
    what: "paragraphs nested 200,000 deep",
    ends: "refused",
    make: () => makeDocx("<w:p>".repeat(200_000) + "</w:p>".repeat(200_000)),
  },
  {
    name: "spaces.docx",
    what: "a DOCX of 150 MB of spaces",
    ends: "refused",
    make: () => makeDocx(`<w:p><w:r><w:t>${" ".repeat(150_000_000)}</w:t></w:r></w:p>`),
  },
  { name: "styles.docx", what: "styles that are based on each other", ends: "document", make: cyclicStyles },
  {
    name: "lol.docx",
    what: "entities that multiply",
    ends: "refused",
    make: () => zip({ "word/document.xml": laughs() }),
  },
  {
    name: "lol.odt",
    what: "entities that multiply, in ODT",
    ends: "either",
    make: () => zip({ mimetype: ODT, "META-INF/manifest.xml": "<manifest/>", "content.xml": laughs() }),
  },
  { name: "spaces.odt", what: "two thousand million spaces in one element", ends: "either", make: countedSpaces },
  { name: "slip.docx", what: "members whose names climb out of the folder", ends: "document", make: climbing },
  { name: "overlap.docx", what: "a ZIP whose members overlap", ends: "refused", make: () => overlapping(2_000) },
  { name: "lying.docx", what: "a ZIP that declares less than it holds", ends: "refused", make: lying },
  {
    name: "big.xlsx",
    what: "a ZIP of 300 MB",
    ends: "refused",
    make: () => zip({ "xl/workbook.xml": " ".repeat(300_000_000) }),
  },
  { name: "shared.xlsx", what: "two million shared strings", ends: "either", make: () => sharedStrings(2_000_000) },
  { name: "far.xlsx", what: "one cell in the last corner of a sheet", ends: "either", make: farCell },
  { name: "repeated.ods", what: "a cell repeated a million million times", ends: "either", make: repeatedCells },
  { name: "slides.pptx", what: "10,000 slides", ends: "either", make: () => manySlides(10_000) },
  { name: "nested.eml", what: "an e-mail nested 1,000 deep", ends: "either", make: () => nestedMail(1_000) },
  { name: "parts.eml", what: "an e-mail of 100,000 parts", ends: "either", make: () => manyParts(100_000) },
  {
    name: "header.eml",
    what: "a header line of 20 MB",
    ends: "either",
    make: () => `Subject: ${"=?utf-8?q?a?= ".repeat(1_500_000)}\n\nText`,
  },
  { name: "line.txt", what: "10 MB of one line", ends: "refused", make: () => "a ".repeat(5_000_000) },
  { name: "nul.txt", what: "5 MB of NUL bytes", ends: "refused", make: () => new Uint8Array(5_000_000) },
  {
    name: "line.csv",
    what: "a quotation mark that never closes, over 10 MB",
    ends: "refused",
    make: () => `a,b\n"${"c,".repeat(5_000_000)}`,
  },
  {
    name: "wide.csv",
    what: "a million columns",
    ends: "either",
    make: () => `${"a,".repeat(1_000_000)}\n${"1,".repeat(1_000_000)}\n`,
  },
  { name: "line.md", what: "10 MB of one Markdown line", ends: "refused", make: () => "*a ".repeat(3_300_000) },
  { name: "brackets.md", what: "brackets that never close", ends: "refused", make: () => "[".repeat(2_000_000) },
  { name: "quotes.md", what: "quotations nested 50,000 deep", ends: "either", make: () => `${">".repeat(50_000)} a\n` },
  { name: "emphasis.md", what: "emphasis that may end anywhere", ends: "either", make: () => "**a _b ".repeat(60_000) },
  { name: "links.md", what: "links in links", ends: "either", make: () => "![a](".repeat(100_000) },
  {
    name: "pipes.md",
    what: "a table of 400,000 columns",
    ends: "either",
    make: () => `${"|a".repeat(400_000)}\n${"|-".repeat(400_000)}\n`,
  },
  {
    name: "nested.html",
    what: "HTML nested 300,000 deep",
    ends: "refused",
    make: () => `<html>${"<div>".repeat(300_000)}`,
  },
  { name: "spans.html", what: "cells that span a million columns", ends: "either", make: spanningCells },
];

const ODT = "application/vnd.oasis.opendocument.text";

let packedOnce: Buffer | null = null;
/** 600 MB of spaces in half a megabyte. */
function packed(): Buffer {
  packedOnce ??= deflateSync(Buffer.alloc(BLANKS, 32), { level: 9 });
  return packedOnce;
}

function pdf(objects: readonly string[]): Buffer {
  const body = objects.map((object, index) => `${index + 1} 0 obj${object}endobj\n`).join("");
  return Buffer.from(`%PDF-1.4\n${body}trailer<</Root 1 0 R/Size ${objects.length + 1}>>\n%%EOF`, "latin1");
}

function streamPdf(filters: string, stream: Buffer): Buffer {
  const head = pdf([
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
  ]).toString("latin1");
  return Buffer.concat([
    Buffer.from(
      `${head.slice(0, head.indexOf("trailer"))}4 0 obj<</Length ${stream.length}/Filter[${filters}]>>stream\n`,
    ),
    stream,
    Buffer.from("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"),
  ]);
}

function cyclicPdf(): Buffer {
  return pdf([
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>",
    "<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>",
  ]);
}

function manyPages(count: number): Uint8Array {
  return makePdf(Array.from({ length: count }, () => []));
}

function selfDrawingPdf(): Buffer {
  const content = "/X Do /X Do";
  return pdf([
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
    `<</Length ${content.length}>>stream\n${content}\nendstream `,
    `<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length ${content.length}>>stream\n${content}\nendstream `,
  ]);
}

function nestedArraysPdf(depth: number): Buffer {
  return pdf(["<</Type/Catalog/Pages 2 0 R>>", `<</Type/Pages/Count 1/Kids${"[".repeat(depth)}${"]".repeat(depth)}>>`]);
}

function cyclicStyles(): Uint8Array {
  const style = (id: string, on: string) =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${id}"/><w:basedOn w:val="${on}"/></w:style>`;
  const body = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>Members decide.</w:t></w:r></w:p>';
  return makeDocx(body, { styles: style("A", "B") + style("B", "A") });
}

/** "Billion laughs": nine generations of ten. */
function laughs(): string {
  const generations = Array.from({ length: 9 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join("");
  return `<!DOCTYPE w [<!ENTITY e0 "lol">${generations}]><w>&e9;</w>`;
}

function countedSpaces(): Uint8Array {
  return makeOdt('<text:p>Members<text:s text:c="2000000000"/>decide.</text:p>');
}

function climbing(): Uint8Array {
  const honest = makeDocx("<w:p><w:r><w:t>Members decide.</w:t></w:r></w:p>");
  return appendMember(Buffer.from(honest), "../../../../../../tmp/rochdale-was-here");
}

/** Adds an empty stored member of any name to a ZIP. */
function appendMember(archive: Buffer, name: string): Buffer {
  const end = archive.lastIndexOf("PK\u0005\u0006");
  const directory = archive.readUInt32LE(end + 16);
  const local = Buffer.alloc(30);
  local.write("PK\u0003\u0004", "latin1");
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.write("PK\u0001\u0002", "latin1");
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(directory, 42);
  const added = Buffer.concat([local, Buffer.from(name)]);
  const listed = Buffer.concat([archive.subarray(directory, end), entry, Buffer.from(name)]);
  const closing = Buffer.from(archive.subarray(end));
  const members = closing.readUInt16LE(10) + 1;
  closing.writeUInt16LE(members, 8);
  closing.writeUInt16LE(members, 10);
  closing.writeUInt32LE(listed.length, 12);
  closing.writeUInt32LE(directory + added.length, 16);
  return Buffer.concat([archive.subarray(0, directory), added, listed, closing]);
}

/** Every entry of the directory points to the same 10 MB (David Fifield, "A better zip bomb", 2019). */
function overlapping(entries: number): Buffer {
  const data = deflateRawSync(Buffer.alloc(10_000_000, 32), { level: 9 });
  const local = Buffer.alloc(30);
  local.write("PK\u0003\u0004", "latin1");
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(10_000_000, 22);
  local.writeUInt16LE(17, 26);
  const listed = Array.from({ length: entries }, (_, at) => {
    const name = Buffer.from(at === 0 ? "word/document.xml" : `word/${String(at).padStart(8, "0")}.xml`);
    const entry = Buffer.alloc(46);
    entry.write("PK\u0001\u0002", "latin1");
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(10_000_000, 24);
    entry.writeUInt16LE(name.length, 28);
    return Buffer.concat([entry, name]);
  });
  const directory = Buffer.concat(listed);
  const start = local.length + 17 + data.length;
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([local, Buffer.from("word/document.xml"), data, directory, end]);
}

function lying(): Buffer {
  const honest = Buffer.from(makeDocx(`<w:p><w:r><w:t>${" ".repeat(150_000_000)}</w:t></w:r></w:p>`));
  const declared = Buffer.alloc(4);
  for (let at = honest.indexOf("PK\u0001\u0002"); at !== -1; at = honest.indexOf("PK\u0001\u0002", at + 4)) {
    if (honest.readUInt32LE(at + 24) > 1_000_000) honest.copy(declared, 0, at + 24, at + 28);
  }
  for (let at = honest.indexOf(declared); at !== -1; at = honest.indexOf(declared, at + 4))
    honest.writeUInt32LE(1000, at);
  return honest;
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';

function workbook(sheet: string, parts: Readonly<Record<string, string>> = {}): Uint8Array {
  return zip({
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": `<Relationships ${PACKAGE}><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook ${MAIN} xmlns:r="${OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships ${PACKAGE}><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet ${MAIN}>${sheet}</worksheet>`,
    ...parts,
  });
}

function sharedStrings(count: number): Uint8Array {
  const strings = `<sst ${MAIN}>${"<si><t>member</t></si>".repeat(count)}</sst>`;
  return workbook('<sheetData><row r="1"><c r="A1" t="s"><v>1</v></c></row></sheetData>', {
    "xl/sharedStrings.xml": strings,
  });
}

function farCell(): Uint8Array {
  const cell = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>';
  const merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>';
  return workbook(`<dimension ref="A1:XFD1048576"/><sheetData>${cell}</sheetData>${merged}`);
}

function repeatedCells(): Uint8Array {
  const names = ["office", "text", "table"].map(
    (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  );
  const cell =
    '<table:table-cell table:number-columns-repeated="1000000" office:value-type="string"><text:p>again</text:p></table:table-cell>';
  const table = `<table:table table:name="A"><table:table-row table:number-rows-repeated="1000000000">${cell}</table:table-row></table:table>`;
  return zip({
    mimetype: "application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml": "<manifest/>",
    "content.xml": `<office:document-content ${names.join(" ")}><office:body><office:spreadsheet>${table}</office:spreadsheet></office:body></office:document-content>`,
  });
}

function manySlides(count: number): Uint8Array {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const names = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${OFFICE}"`;
  const slide = (at: number) =>
    `<p:sld ${names}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>Slide ${at}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`;
  return zip({
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "ppt/presentation.xml": `<p:presentation ${names}><p:sldIdLst>${numbers.map((at) => `<p:sldId id="${at}" r:id="r${at}"/>`).join("")}</p:sldIdLst></p:presentation>`,
    "ppt/_rels/presentation.xml.rels": `<Relationships ${PACKAGE}>${numbers.map((at) => `<Relationship Id="r${at}" Type="${OFFICE}/slide" Target="slides/slide${at}.xml"/>`).join("")}</Relationships>`,
    ...Object.fromEntries(numbers.map((at) => [`ppt/slides/slide${at}.xml`, slide(at)])),
  });
}

const MAIL =
  "From: a@example.org\nTo: b@example.org\nDate: Sat, 1 Mar 2025 10:00:00 +0000\nSubject: Minutes\nMIME-Version: 1.0\n";

function nestedMail(depth: number): string {
  let mail = "Content-Type: text/plain\n\nMembers decide.\n";
  for (let at = 0; at < depth; at += 1)
    mail = `Content-Type: multipart/mixed; boundary="b${at}"\n\n--b${at}\n${mail}\n--b${at}--\n`;
  return MAIL + mail;
}

function manyParts(count: number): string {
  return `${MAIL}Content-Type: multipart/mixed; boundary="b"\n\n${"--b\nContent-Type: text/plain\n\nMembers decide.\n".repeat(count)}--b--\n`;
}

function spanningCells(): string {
  const row = `<tr>${'<td colspan="1000000" rowspan="65534">a</td>'.repeat(50)}</tr>`;
  return `<html><table>${row.repeat(200)}</table></html>`;
}

/** A good file under the name of another format: what it holds decides. */
export const DISGUISED: readonly { readonly name: string; readonly make: () => string | Uint8Array }[] = [
  { name: "really-pdf.docx", make: () => makePdf([[{ text: "Members decide.", x: 72, y: 80 }]]) },
  { name: "really-docx.pdf", make: () => makeDocx("<w:p><w:r><w:t>Members decide.</w:t></w:r></w:p>") },
  { name: "really-xlsx.csv", make: () => makeXlsx("A", [["Who"], ["Members decide."]]) },
  { name: "really-odt.txt", make: () => makeOdt("<text:p>Members decide.</text:p>") },
];
