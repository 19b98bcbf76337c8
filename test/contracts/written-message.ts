/**
 * What holds for every message that Rochdale writes, whatever stands in the documents: only the tags and links of its
 * list, both forms with the same words, nothing that a client makes a link or a call of, nothing too long. Reads the
 * result with parsers of others (parse5, GitHub's Markdown), not with the writer's own means.
 */
import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { describe, expect, test } from "vitest";
import { editOf, noticeMessage, textMessage } from "../../bot/matrix/message-content.ts";
import type { Block, Inline, Written } from "../../bot/matrix/rich-text.ts";
import { splitMessage, writeMessages } from "../../bot/matrix/split-message.ts";
import { writeMessage } from "../../bot/matrix/write-message.ts";

/** @param cases how many messages are invented for each property. */
export function describeWrittenMessages(cases: number): void {
  const runs = { numRuns: cases };
  describe("any message", () => {
    test("has only allowed tags, attributes and links, and is HTML without errors", () => {
      fc.assert(
        fc.property(BLOCKS, (blocks) => expectAllowed(writeMessage(blocks).html)),
        runs,
      );
    });

    test("says the same in the plain body as in HTML", () => {
      fc.assert(
        fc.property(BLOCKS, (blocks) => {
          const { body, html } = writeMessage(blocks);
          expect(squeezed(body)).toBe(squeezed(plainText(html)));
        }),
        runs,
      );
    });

    test("has nothing in either form that a client would link, fetch or call", () => {
      fc.assert(
        fc.property(BLOCKS, (blocks) => {
          const { body, html } = writeMessage(blocks);
          expectHarmless(body);
          expectHarmless(plainText(html));
          expect(markdownLinks(body)).toEqual([]);
        }),
        runs,
      );
    });

    test("as the new line of an edit is as allowed and as harmless", () => {
      fc.assert(
        fc.property(BLOCKS, (blocks) => {
          const { body, formatted_body: html } = editOf("$0", writeMessage(blocks));
          expectAllowed(String(html));
          expectHarmless(String(body));
        }),
        runs,
      );
    });

    test("is cut so that each part can be sent, edited and encrypted", () => {
      fc.assert(
        fc.property(LONG_BLOCKS, (blocks) => {
          for (const written of writeMessages(blocks)) {
            expectAllowed(written.html);
            expectFits(written);
          }
        }),
        { numRuns: Math.ceil(cases / 100) },
      );
    });

    test("says everything also when it is cut", () => {
      const words = fc.array(fc.constantFrom("quorum", "members.", "eleven", "the", "board;\n", "\n\n", "§ 12"), {
        minLength: 3000,
        maxLength: 4000,
      });
      fc.assert(
        fc.property(words, (parts) => {
          const quote = parts.join(" ");
          const quotation: Block = { kind: "quotation", quote, source: [] };
          const folded: Block = {
            kind: "folded",
            summary: "",
            blocks: [{ kind: "paragraph", inlines: [{ kind: "text", text: quote }] }],
          };
          for (const block of [quotation, folded]) {
            const pieces = splitMessage([block]);
            expect(pieces.length).toBeGreaterThan(1);
            expect(pieces.map((piece) => wordsOf(writeMessage(piece))).join(" ")).toBe(wordsOf(writeMessage([block])));
          }
        }),
        { numRuns: Math.ceil(cases / 100) },
      );
    });
  });
}

/** An edit stays below 27,000 bytes, which encrypted and signed stay below the 65,536 of the specification. */
function expectFits(written: Written): void {
  const user = `@${"a".repeat(240)}:coop.example`;
  const id = `$${"a".repeat(43)}`;
  const to = { mentions: [user], thread: { root: id, latest: id } };
  for (const content of [editOf(id, written, to), textMessage(written, to), noticeMessage(written, to)])
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(27_000);
}

function wordsOf({ body }: Written): string {
  return squeezed(body.replace(/^> /gmu, ""));
}

function squeezed(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const ALLOWED_TAGS = new Set("p br strong em code del u a blockquote ul ol li details summary".split(" "));
const PERMALINK = /^https:\/\/matrix\.to\/#\/[@!#$%\w.:=+\-()*~/]+$/u;

function expectAllowed(html: string): void {
  const errors: string[] = [];
  const fragment = parseFragment(html, { onParseError: ({ code }) => errors.push(code) });
  expect(errors).toEqual([]);
  for (const node of fragment.childNodes) expectAllowedNode(node, 1);
}

function expectAllowedNode(node: Node, depth: number): void {
  expect(depth).toBeLessThanOrEqual(100);
  if (node.nodeName === "#text") return;
  expect(ALLOWED_TAGS).toContain(node.nodeName);
  const { attrs, childNodes } = node as Element;
  for (const { name, value } of attrs) {
    if (node.nodeName === "ol" && name === "start") expect(value).toMatch(/^\d+$/u);
    else {
      expect([node.nodeName, name]).toEqual(["a", "href"]);
      expect(value).toMatch(PERMALINK);
    }
  }
  for (const child of childNodes) expectAllowedNode(child, depth + 1);
}

/** Written anew from the parsed HTML: what a client without HTML should show. */
function plainText(html: string): string {
  return parseFragment(html).childNodes.map(plainNode).join("\n");
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

function expectHarmless(text: string): void {
  for (const bite of BITES) expect(text).not.toMatch(bite);
  expect(text.replaceAll("\u2060", "")).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}|\p{Default_Ignorable_Code_Point}/u);
  expect(text.isWellFormed()).toBe(true);
}

/** Addresses with a scheme that GitHub's Markdown finds: links, images, definitions, bare addresses. */
function markdownLinks(markdown: string): string[] {
  const found: string[] = [];
  const visit = (node: { readonly url?: unknown; readonly children?: readonly unknown[] }): void => {
    if (typeof node.url === "string" && /^(?:https?|ftp|mailto|mxc|matrix|magnet|data|javascript):/iu.test(node.url))
      found.push(node.url);
    for (const child of node.children ?? []) visit(child as Parameters<typeof visit>[0]);
  };
  visit(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  return found;
}

const SPITEFUL = [
  "https://evil.example/?q=1",
  "HTTP://evil.com",
  "hhttp://x.de/y",
  "www.evil.com",
  "WWW.EVIL.COM/a",
  "evil.com/steal?x=1",
  "ev\u200bil.c\u2060om/x",
  "1.2.3.4/x",
  "bücher.example/é",
  "evil。com/x",
  "xn--e1afmkfd.xn--p1ai/x",
  "//evil.com/x",
  "mailto:eve@evil.com",
  "eve@evil.com",
  "matrix:u/eve:evil.com",
  "mxc://evil.com/x",
  "magnet:?xt=1",
  "javascript:alert(1)",
  "data:text/html,x",
  "@room",
  "@eve:evil.com",
  "#hall:evil.com",
  "!abc:evil.com",
  "[a](https://evil.com)",
  "![a](https://evil.com/x.png)",
  "[a]: https://evil.com",
  "[a]: <http://evil.com> 'x'",
  "<https://evil.com>",
  "<img src=x onerror=alert(1)>",
  "<mx-reply>",
  "</details></blockquote><script>x</script>",
  "&lt;b&gt;&#104;ttps://evil.com",
  "> <@eve:evil.com> quoted",
  "— Bylaws, version 3",
  "\u202egnp.exe",
  "\u{e0041}\u{e0042}",
  "https:",
  "//",
  "http",
  "s://",
  "ww",
  "w.",
  "evil.",
  "com/x",
  "@",
  "room",
  ":",
  "\n",
  "\r",
  "\t",
  " ",
  "\0",
  "\ud800",
  "’s",
  "rules.md",
];

const TEXT = fc.oneof(
  fc.string({ unit: fc.constantFrom(...SPITEFUL), maxLength: 6 }),
  fc.string({ unit: fc.constantFrom(..."htpsfw:/.@#!<>&\"'roomcmxailt \n\u2060\u200b") }),
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
);

const INLINE: fc.Arbitrary<Inline> = fc.oneof(
  fc.record({ kind: fc.constantFrom("text", "strong", "emphasis", "code", "deleted", "inserted"), text: TEXT }),
  fc.record({
    kind: fc.constant("event-link" as const),
    roomId: fc.oneof(fc.constantFrom("!r:coop.example", "!v12", "#hall:coop.example"), TEXT),
    eventId: fc.oneof(fc.constantFrom("$e", "$e:coop.example", null), TEXT),
    text: TEXT,
  }),
  fc.record({
    kind: fc.constant("mention" as const),
    userId: fc.oneof(fc.constantFrom("@ana:coop.example", "@Bob.x=/+:[::1]:8448"), TEXT),
  }),
);

const INLINES = fc.array(INLINE, { maxLength: 4 });

const { blocks: BLOCKS } = fc.letrec<{ block: Block; blocks: readonly Block[] }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant("paragraph" as const), inlines: INLINES }),
    fc.record({ kind: fc.constant("quotation" as const), quote: TEXT, source: INLINES }),
    fc.record({
      kind: fc.constant("list" as const),
      ordered: fc.boolean(),
      start: fc.nat({ max: 99 }),
      items: fc.array(INLINES, { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("folded" as const), summary: TEXT, blocks: tie("blocks") }),
  ),
  blocks: fc.array(tie("block"), { maxLength: 4 }),
}));

/** One text of every kind, repeated until it is too long for one message, in every place where a text can stand. */
const LONG_BLOCKS: fc.Arbitrary<readonly Block[]> = fc
  .record({ part: TEXT, times: fc.integer({ min: 500, max: 2000 }), around: BLOCKS, depth: fc.nat({ max: 40 }) })
  .map(({ part, times, around, depth }) => {
    const long = `${part}"`.repeat(times).slice(0, 14_000);
    const inlines: readonly Inline[] = [{ kind: "emphasis", text: long }];
    const items = Array.from({ length: 40 }, (_, index) => [
      { kind: "text" as const, text: long.slice(0, index * 40) },
    ]);
    const blocks: Block[] = [
      { kind: "paragraph", inlines },
      { kind: "quotation", quote: long, source: [{ kind: "text", text: "Bylaws" }] },
      { kind: "quotation", quote: "x", source: inlines },
      { kind: "list", ordered: true, items: [...items, inlines] },
      { kind: "folded", summary: long, blocks: around },
    ];
    return [...around, ...blocks, nested(depth, long.slice(0, 400), blocks.slice(0, 1))];
  });

function nested(depth: number, summary: string, blocks: readonly Block[]): Block {
  const folded: Block = { kind: "folded", summary, blocks };
  return depth === 0 ? folded : nested(depth - 1, summary, [folded]);
}
