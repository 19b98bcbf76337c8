/**
 * What makes a message of the bot dangerous to those who read it, found with parsers of others (parse5, GitHub's
 * Markdown), not with the writer's own means: tags, attributes and links that are on no list, text that a client would
 * link, fetch or call, two forms that say different things. Each problem is a sentence; none is good.
 */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import type { Written } from "../../bot/matrix/rich-text.ts";

/** All that is wrong with a message. */
export function problemsOf(written: Written): string[] {
  return [...problemsOfForms(written), ...linksOf(written.body)];
}

/** The same but for what a reader of Markdown makes of the plain body, which takes ten times as long. */
export function problemsOfForms({ body, html }: Written): string[] {
  const { problems, text } = readHtml(html);
  if (squeezed(body) !== squeezed(text)) problems.push(`the plain body differs from the HTML: ${body} / ${text}`);
  return [...problems, ...problemsOfText(body), ...problemsOfText(text)];
}

/** What a client shows of the HTML, and what it should never have been given. */
export function readHtml(html: string): { readonly problems: string[]; readonly text: string } {
  const problems: string[] = [];
  const fragment = parseFragment(html, { onParseError: ({ code }) => problems.push(`broken HTML: ${code}`) });
  for (const node of fragment.childNodes) problems.push(...problemsOfNode(node, 1));
  return { problems, text: fragment.childNodes.map(plainNode).join("\n") };
}

export function squeezed(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const ALLOWED_TAGS = new Set("p br strong em code del u a blockquote ul ol li details summary".split(" "));
const PERMALINK = /^https:\/\/matrix\.to\/#\/[@!#$%\w.:=+\-()*~/]+(?:\?via=[\w.%-]+)?$/u;

function problemsOfNode(node: Node, depth: number): string[] {
  if (depth > 100) return ["more than 100 tags inside each other"];
  if (node.nodeName === "#text") return [];
  const { attrs = [], childNodes = [] } = node as Element;
  return [
    ...(ALLOWED_TAGS.has(node.nodeName) ? [] : [`tag <${node.nodeName}>`]),
    ...attrs.flatMap(({ name, value }) => problemsOfAttribute(node.nodeName, name, value)),
    ...childNodes.flatMap((child) => problemsOfNode(child, depth + 1)),
  ];
}

function problemsOfAttribute(tag: string, name: string, value: string): string[] {
  if (tag === "ol" && name === "start" && /^\d+$/u.test(value)) return [];
  if (tag === "a" && name === "href" && PERMALINK.test(value)) return [];
  return [`attribute ${name}="${value}" of <${tag}>`];
}

function plainNode(node: Node): string {
  if (node.nodeName === "#text") return (node as DefaultTreeAdapterTypes.TextNode).value;
  if (node.nodeName === "br") return "\n";
  const { childNodes, attrs } = node as Element;
  const inner = childNodes.map(plainNode);
  switch (node.nodeName) {
    case "blockquote":
      return inner
        .join("\n")
        .split("\n")
        .map((line) => `> ${line}`)
        .join("\n");
    case "ul":
      return inner.map((item) => `- ${item}`).join("\n");
    case "ol": {
      const start = Number(attrs.find(({ name }) => name === "start")?.value ?? 1);
      return inner.map((item, index) => `${start + index}. ${item}`).join("\n");
    }
    case "details":
      return inner.join("\n");
    case "del":
      return `~~${inner.join("")}~~`;
    case "u":
      return `__${inner.join("")}__`;
    default:
      return inner.join("");
  }
}

/** What the linkifiers, previewers and push rules of known clients look for. */
const BITES = [
  /https?:/iu,
  /ftps?:/iu,
  /(?<!hxxps?|fxps?):\/\//iu,
  /www\./iu,
  // As for ids below: a joiner after the colon is no part of any address.
  /(?<!\p{L})(?:mailto|matrix|mxc|magnet|javascript|data):[^\s\u2060]/iu,
  /@room/iu,
  /@[^\s\u2060]+:/u,
  /[^\s@]@[\p{L}\p{N}]/u,
  /(?<![\p{L}\p{N}])[#!][^\s\u2060:]+:[^\s\u2060]/u,
  /\p{L}\.(?:com|org|net|example|md|de|io)\b/iu,
];

/** Nothing that a client links, fetches or tells somebody of; nothing that nobody sees. */
export function problemsOfText(text: string): string[] {
  const bites = BITES.filter((bite) => bite.test(text)).map((bite) => `${bite} in ${text}`);
  const hidden = /(?!\n)\p{Cc}|\p{Cf}|\p{Default_Ignorable_Code_Point}/u.test(text.replaceAll("\u2060", ""));
  return [
    ...bites,
    ...(hidden ? [`invisible characters in ${JSON.stringify(text)}`] : []),
    ...(text.isWellFormed() ? [] : [`half a character in ${JSON.stringify(text)}`]),
  ];
}

const GITHUB = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };

/** Addresses with a scheme that GitHub's Markdown finds: links, images, definitions, bare addresses. */
export function linksOf(markdown: string): string[] {
  const found: string[] = [];
  const visit = (node: { readonly url?: unknown; readonly children?: readonly unknown[] }): void => {
    if (typeof node.url === "string" && /^(?:https?|ftp|mailto|mxc|matrix|magnet|data|javascript):/iu.test(node.url))
      found.push(`Markdown link ${node.url}`);
    for (const child of node.children ?? []) visit(child as Parameters<typeof visit>[0]);
  };
  visit(fromMarkdown(markdown, GITHUB));
  return found;
}
