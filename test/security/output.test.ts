/**
 * T-S5: whatever stands in documents, questions and the model's mouth, a message of the bot holds no tag, attribute or
 * address that is on no list, says the same in both forms, can be sent, and has nothing in it that nobody sees.
 */
import fc from "fast-check";
import { test } from "vitest";
import { editOf, noticeMessage, textMessage } from "../../bot/matrix/message-content.ts";
import type { Block, Written } from "../../bot/matrix/rich-text.ts";
import { writeMessages } from "../../bot/matrix/split-message.ts";
import { DEFAULT_LIMITS } from "../../corpora/formats/limits.ts";
import { parseDocument } from "../../corpora/formats/parse.ts";
import { Unreadable } from "../../corpora/formats/unreadable.ts";
import { linksOf, problemsOfForms } from "../contracts/harmless-message.ts";
import { ANSWERS, BLOCKS, LONG_BLOCKS, ONE_TEXT, TEXT } from "../contracts/spiteful-messages.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";

/** The most that an event may weigh (spec); encryption makes four bytes of three. */
const EVENT_BYTES = 65_536;
/** A reader of Markdown takes ten times as long as all other checks: it sees every tenth of the short messages. */
const MARKDOWN_EVERY = 10;

/** In four formats. */
const FILES = 2_000;
/** By the words of Unicode, not by ours: format characters, tags, marks of direction, variation selectors, fillers. */
const HIDDEN = /\p{Cf}|\p{Default_Ignorable_Code_Point}|\p{Cs}/u;

/** Rounds of 100,000 messages; each begins with another seed. */
const { from, to } = sliceOf("messages", 20, 1);

/** One sentence for each message that is not harmless, the shortest first: it tells the most. */
function attempt(messages: fc.Arbitrary<readonly Block[]>, cases: number, seed: number, markdownEvery: number) {
  const sample = fc.sample(messages, { numRuns: cases, seed });
  const problems = sample.flatMap((blocks, index) => {
    const found = writeMessages(blocks).flatMap((written) => [
      ...problemsOfForms(written),
      ...weightOf(written),
      ...(index % markdownEvery === 0 ? linksOf(written.body) : []),
    ]);
    return found.length === 0 ? [] : [found.join("; ")];
  });
  return problems.toSorted((a, b) => a.length - b.length);
}

/** As a message, a notice and an edit in a thread, encrypted. */
function weightOf(written: Written): string[] {
  const user = `@${"a".repeat(240)}:coop.example`;
  const id = `$${"a".repeat(43)}`;
  const to = { mentions: [user], thread: { root: id, latest: id } };
  const bytes = [editOf(id, written, to), textMessage(written, to), noticeMessage(written, to)].map(
    (content) => 2_000 + Math.ceil((Buffer.byteLength(JSON.stringify(content)) * 4) / 3),
  );
  const most = Math.max(...bytes);
  return most > EVENT_BYTES ? [`an event of ${most} bytes`] : [];
}

const KINDS = [
  { what: "messages of one hostile text", messages: ONE_TEXT, cases: 90_000, markdownEvery: MARKDOWN_EVERY },
  { what: "answers with hostile citations and sentences", messages: ANSWERS, cases: 5_000, markdownEvery: 1 },
  { what: "nested hostile messages", messages: BLOCKS, cases: 5_000, markdownEvery: 1 },
  { what: "messages too long for one event", messages: LONG_BLOCKS, cases: 20, markdownEvery: 1 },
];

test.for(KINDS)("$what come out harmless", ({ what, messages, cases, markdownEvery }, context) => {
  const rounds = Array.from({ length: to - from }, (_, index) => attempt(messages, cases, from + index, markdownEvery));
  const problems = rounds.flat();
  tell(context, { id: "T-S5", what, tried: cases * rounds.length, failed: problems.length }, problems);
});

test("documents lose what nobody sees when they are read", async (context) => {
  const texts = fc.sample(fc.tuple(TEXT, TEXT), { numRuns: FILES, seed: from });
  const read = await Promise.all(texts.map(readText));
  const shown = read.filter((text) => text !== null);
  const problems = shown.filter((text) => HIDDEN.test(text)).map((text) => JSON.stringify(text));
  const what = "documents with invisible text";
  tell(context, { id: "T-S5", what, tried: shown.length, failed: problems.length }, problems);
});

/** Null for what is so broken that it is refused. */
async function readText([first, second]: readonly [string, string], index: number): Promise<string | null> {
  const name = ["a.md", "a.txt", "a.html", "a.csv"][index % 4] ?? "";
  const bytes = new TextEncoder().encode(`# Rules\n\nSeven ${first} eight\n\n${second}, nine\n`);
  try {
    const { text, title } = await parseDocument(bytes, name, DEFAULT_LIMITS);
    return `${title ?? ""}\n${text}`;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}
