/** Sound files of every format that can be read: the sample's, the fixtures, and small ones made here. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { zip } from "../corpora/make-files.ts";

export type GoodFile = { readonly name: string; readonly bytes: Buffer };

const FOLDERS = ["../../corpora/sample/documents/", "../corpora/fixtures/"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);
const READABLE = /\.(?:pdf|docx|odt|xlsx|ods|pptx|odp|csv|eml|html|md|txt)$/u;

const RULES = "Thirty members make a quorum at a general meeting. The board calls it fourteen days beforehand.";

const MAIL = `From: Ana Weis <ana@example.org>
To: members@example.org
Date: Sat, 1 Mar 2025 10:00:00 +0000
Subject: General meeting
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="part"

--part
Content-Type: text/plain; charset=utf-8

${RULES}
--part
Content-Type: text/html; charset=utf-8

<p>${RULES}</p>
--part--
`;

/** In an order of names that is the same everywhere. */
export function goodFiles(): readonly GoodFile[] {
  const found = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => READABLE.test(name))
      .map((name) => ({ name: name.replaceAll("/", "-"), bytes: readFileSync(folder + name) })),
  );
  const made = [
    { name: "made.eml", bytes: Buffer.from(MAIL) },
    { name: "made.pptx", bytes: Buffer.from(makePptx()) },
    { name: "made.odp", bytes: Buffer.from(makeOdp()) },
  ];
  return [...found, ...made].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function makePptx(): Uint8Array {
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const names = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${office}"`;
  const packages = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
  return zip({
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "ppt/presentation.xml": `<p:presentation ${names}><p:sldIdLst><p:sldId id="1" r:id="r1"/></p:sldIdLst></p:presentation>`,
    "ppt/_rels/presentation.xml.rels": `<Relationships ${packages}><Relationship Id="r1" Type="${office}/slide" Target="slides/slide1.xml"/></Relationships>`,
    "ppt/slides/slide1.xml": `<p:sld ${names}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>${RULES}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`,
  });
}

function makeOdp(): Uint8Array {
  const kinds = ["office", "text", "draw"];
  const names = kinds.map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`).join(" ");
  const page = `<draw:page draw:name="1"><draw:frame><draw:text-box><text:p>${RULES}</text:p></draw:text-box></draw:frame></draw:page>`;
  return zip({
    mimetype: "application/vnd.oasis.opendocument.presentation",
    "META-INF/manifest.xml": "<manifest/>",
    "content.xml": `<office:document-content ${names}><office:body><office:presentation>${page}</office:presentation></office:body></office:document-content>`,
  });
}
