/**
 * Walks XML tag by tag without holding a tree, for sheets of many thousand cells. Knows nothing of what the elements
 * mean; entities that a document declares itself are not expanded.
 */
import { Parser } from "saxen";

export type Attributes = Readonly<Record<string, string>>;

export type XmlEvents = {
  readonly open: (name: string, attributes: Attributes) => void;
  readonly close: (name: string) => void;
  readonly text?: (text: string) => void;
};

/** Far beyond any office document; the same bound as in odt-xml.ts. */
const MAX_DEPTH = 1000;

/** @throws RangeError for XML nested deeper than 1,000 levels, Error for XML that is none. */
export function walkXml(xml: string, { open, close, text }: XmlEvents): void {
  let depth = 0;
  const parser = new Parser()
    .on("openTag", (name, attributes, decode) => {
      depth += 1;
      if (depth > MAX_DEPTH) throw new RangeError(`Expected at most ${MAX_DEPTH} nested elements, got more.`);
      open(name, decoded(attributes(), decode));
    })
    .on("closeTag", (name) => {
      depth -= 1;
      close(name);
    })
    .on("warn", () => {})
    .on("error", (error) => {
      throw error;
    });
  if (text !== undefined) parser.on("text", (raw, decode) => text(decode(raw))).on("cdata", text);
  parser.parse(xml);
}

function decoded(attributes: Record<string, string>, decode: (text: string) => string): Attributes {
  for (const name in attributes) {
    const raw = attributes[name] ?? "";
    if (raw.includes("&")) attributes[name] = decode(raw);
  }
  return attributes;
}

/** "x:row" → "row": writers of spreadsheets choose their own prefixes. */
export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
