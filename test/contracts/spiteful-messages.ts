/** Invents messages whose texts try everything that a text can try: links, calls, markup, invisible letters. */
import fc from "fast-check";
import { type Citation, OUTCOMES } from "../../bot/answer-types.ts";
import { answerBlocks } from "../../bot/matrix/answer-blocks.ts";
import type { Block, Inline } from "../../bot/matrix/rich-text.ts";
import { fakeAnswer } from "../fakes/fake-rochdale.ts";

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

/** Texts of every spiteful kind. */
export const TEXT = fc.oneof(
  fc.string({ unit: fc.constantFrom(...SPITEFUL), maxLength: 6 }),
  fc.string({ unit: fc.constantFrom(..."htpsfw:/.@#!<>&\"'roomcmxailt \n\u2060\u200b") }),
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
);

export const INLINE: fc.Arbitrary<Inline> = fc.oneof(
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

export const { blocks: BLOCKS } = fc.letrec<{ block: Block; blocks: readonly Block[] }>((tie) => ({
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

/** One text in one place: hundreds of these are looked at in the time that a whole message takes. */
export const ONE_TEXT: fc.Arbitrary<readonly Block[]> = fc
  .tuple(TEXT, fc.constantFrom("text", "strong", "emphasis", "code", "quote", "source", "item", "summary", "person"))
  .map(([text, place]) => [inPlace(text, place)]);

function inPlace(text: string, place: string): Block {
  switch (place) {
    case "quote":
      return { kind: "quotation", quote: text, source: [{ kind: "text", text: "Bylaws" }] };
    case "source":
      return { kind: "quotation", quote: "Seven.", source: [{ kind: "text", text }] };
    case "item":
      return { kind: "list", ordered: true, items: [[{ kind: "text", text }]] };
    case "summary":
      return { kind: "folded", summary: text, blocks: [] };
    case "person":
      return { kind: "paragraph", inlines: [{ kind: "mention", userId: text }] };
    case "strong":
    case "emphasis":
    case "code":
      return { kind: "paragraph", inlines: [{ kind: place, text }] };
    default:
      return { kind: "paragraph", inlines: [{ kind: "text", text }] };
  }
}

const CITATION: fc.Arbitrary<Citation> = fc
  .record({ document: TEXT, section: TEXT, file: TEXT, quote: TEXT, version: TEXT, amendedBy: fc.array(TEXT) })
  .map((said) => ({
    ...said,
    status: "adopted",
    adoptedOn: null,
    inForceFrom: null,
    inForceTo: null,
    page: null,
    collection: "main",
    language: "en",
    start: 0,
    end: 1,
    rank: "rules",
  }));

/** Whole answers, laid out as the bot does it; everything in them that is not ours is spiteful. */
export const ANSWERS: fc.Arbitrary<readonly Block[]> = fc
  .record({
    outcome: fc.constantFrom(...OUTCOMES),
    shown: TEXT,
    sentence: fc.option(TEXT),
    citations: fc.array(CITATION, { maxLength: 3 }),
    nearest: fc.array(fc.record({ document: TEXT, section: TEXT }), { maxLength: 2 }),
    notes: fc.array(TEXT, { maxLength: 2 }),
    contact: fc.option(TEXT),
    asked: TEXT,
    linked: fc.boolean(),
  })
  .map(({ linked, ...parts }) =>
    answerBlocks(fakeAnswer(parts), () =>
      linked ? { roomId: "!library:coop.example", eventId: "$section", via: "coop.example" } : null,
    ),
  );

/** One text of every kind, repeated until it is too long for one message, in every place where a text can stand. */
export const LONG_BLOCKS: fc.Arbitrary<readonly Block[]> = fc
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
