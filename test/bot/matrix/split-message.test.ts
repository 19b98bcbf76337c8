import { expect, test } from "vitest";
import { cutText } from "../../../bot/matrix/cut-text.ts";
import { type Block, paragraph, text } from "../../../bot/matrix/rich-text.ts";
import { splitMessage } from "../../../bot/matrix/split-message.ts";

const SENTENCE = "Thirty voting members make a quorum. ";

test("what fits is one message, what says nothing is none", () => {
  expect(splitMessage([paragraph("One."), paragraph("Two.")])).toEqual([[paragraph("One."), paragraph("Two.")]]);
  expect(splitMessage([])).toEqual([]);
});

test("a long message is cut between blocks where that is enough", () => {
  const blocks = Array.from({ length: 8 }, (_, index) => paragraph(`${index}. ${SENTENCE.repeat(50)}`));
  const messages = splitMessage(blocks);
  expect(messages.length).toBeGreaterThan(1);
  expect(messages.flat()).toEqual(blocks);
});

test("a paragraph that is too long is cut between sentences", () => {
  const texts = splitMessage([paragraph(SENTENCE.repeat(600))])
    .flat()
    .map((block) => (block.kind === "paragraph" ? block.inlines.map((inline) => "text" in inline && inline.text) : []))
    .map((parts) => parts.join(""));
  expect(texts.length).toBeGreaterThan(1);
  for (const part of texts) expect(part).toMatch(/^(?:Thirty voting members make a quorum\. )+$/u);
});

test("every part of a long quotation tells its source", () => {
  const quotation: Block = { kind: "quotation", quote: SENTENCE.repeat(600), source: [text("Bylaws")] };
  const parts = splitMessage([quotation]).flat();
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) expect(part).toMatchObject({ kind: "quotation", source: [text("Bylaws")] });
});

test("a cut list goes on counting", () => {
  const items = Array.from({ length: 300 }, (_, index) => [text(`${index + 1}: ${SENTENCE}`)]);
  const parts = splitMessage([{ kind: "list", ordered: true, items }]).flat();
  expect(parts.length).toBeGreaterThan(1);
  let next = 1;
  for (const part of parts) {
    if (part.kind !== "list") throw new Error("Expected a list.");
    expect(part.start ?? 1).toBe(next);
    next += part.items.length;
  }
  expect(next).toBe(301);
});

test("a fold that is cut has its heading again", () => {
  const blocks = Array.from({ length: 8 }, () => paragraph(SENTENCE.repeat(50)));
  const parts = splitMessage([{ kind: "folded", summary: "Sources", blocks }]).flat();
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) expect(part).toMatchObject({ kind: "folded", summary: "Sources" });
});

test("a text is cut near its middle: after a line, a sentence, a word, never inside a character", () => {
  expect(cutText("one two\nthree four. five")).toEqual(["one two\n", "three four. five"]);
  expect(cutText("One two. Three four five")).toEqual(["One two. ", "Three four five"]);
  expect(cutText("abc def ghi jkl")).toEqual(["abc def ", "ghi jkl"]);
  expect(cutText("a😀😀b".slice(1, 5))).toEqual(["😀", "😀"]);
  expect(cutText("😀x")).toEqual(["😀", "x"]);
});
