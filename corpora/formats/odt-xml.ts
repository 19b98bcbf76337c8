/** XML as a tree that keeps the order of text and elements, for ODT. Knows nothing of what the elements mean. */
import { XMLParser } from "fast-xml-parser";

/** The shape that fast-xml-parser gives with `preserveOrder`. */
export type XmlNode = { readonly [name: string]: unknown };

const ATTRIBUTES = ":@";

/** 1,000 levels of nesting are far beyond any office document; the parser refuses more. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
  htmlEntities: false,
  maxNestedTags: 1000,
});

export function parseXml(xml: string): XmlNode {
  return { "#root": parser.parse(xml) as unknown };
}

export function nameOf(node: XmlNode): string {
  for (const name in node) if (name !== ATTRIBUTES) return name;
  return "";
}

export function childrenOf(node: XmlNode): readonly XmlNode[] {
  const inner = node[nameOf(node)];
  return Array.isArray(inner) ? (inner as XmlNode[]) : [];
}

export function attribute(node: XmlNode | null, name: string): string | null {
  const attributes = node?.[ATTRIBUTES];
  if (typeof attributes !== "object" || attributes === null) return null;
  const found = (attributes as XmlNode)[name];
  return typeof found === "string" ? found : null;
}

/** ODF collapses white space in text; the builder does that. */
export function xmlText(node: XmlNode | null): string {
  if (node === null) return "";
  const own = node["#text"];
  return own === undefined ? childrenOf(node).map(xmlText).join("") : String(own);
}

export function findAll(node: XmlNode, name: string): XmlNode[] {
  return childrenOf(node).flatMap((child) => (nameOf(child) === name ? [child] : findAll(child, name)));
}

export function findFirst(node: XmlNode, name: string): XmlNode | null {
  for (const child of childrenOf(node)) {
    const found = nameOf(child) === name ? child : findFirst(child, name);
    if (found !== null) return found;
  }
  return null;
}
