import fc from "fast-check";
import { expect, test } from "vitest";
import { createDocumentBuilder, TextTooLongError } from "../../corpora/document-builder.ts";

const word = fc.string({ unit: "grapheme", maxLength: 30 });
const call = fc.oneof(
  fc.record({ kind: fc.constant("heading" as const), text: word, level: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ kind: fc.constant("paragraph" as const), text: word }),
  fc.record({ kind: fc.constant("item" as const), text: word, depth: fc.nat(4) }),
  fc.record({ kind: fc.constant("row" as const), cells: fc.array(word, { maxLength: 4 }), header: fc.boolean() }),
);
const about = { format: "text", title: null, pages: null } as const;

test("blocks lie in order, cover the text up to separators, and stand inside their sections, which nest", () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 30 }), (calls) => {
      const builder = createDocumentBuilder();
      for (const one of calls) {
        if (one.kind === "heading") builder.heading(one.text, one.level);
        else if (one.kind === "paragraph") builder.paragraph(one.text);
        else if (one.kind === "item") builder.item(one.text, one.depth);
        else builder.row(one.cells, one.header);
      }
      const { text, blocks, sections } = builder.finish(about);
      let end = 0;
      for (const block of blocks) {
        expect(text.slice(end, block.start)).toMatch(/^\n{0,2}$/u);
        expect(text.slice(block.start, block.end).trim()).not.toBe("");
        const section = sections[block.section];
        expect(section && section.start <= block.start && block.end <= section.end).toBe(true);
        end = block.end;
      }
      expect(end).toBe(text.length);
      for (const section of sections.slice(1)) {
        expect(section.path.at(-1)).toBe(section.title);
        expect(section.path.length).toBeLessThanOrEqual(section.level);
        expect(text.slice(section.start, section.start + section.title.length)).toBe(section.title);
      }
    }),
  );
});

test("a deeper heading nests under the last shallower one", () => {
  const builder = createDocumentBuilder();
  builder.heading("Article 1", 1);
  builder.heading("1.1 Name", 3);
  builder.heading("1.2 Seat", 3);
  builder.heading("Article 2", 1);
  const paths = builder.finish(about).sections.map((section) => section.path.join(" > "));
  expect(paths).toEqual(["", "Article 1", "Article 1 > 1.1 Name", "Article 1 > 1.2 Seat", "Article 2"]);
});

test("text past the limit is refused with both numbers", () => {
  const builder = createDocumentBuilder(10);
  expect(() => builder.paragraph("eleven characters")).toThrow(TextTooLongError);
  expect(() => builder.paragraph("eleven characters")).toThrow("Expected at most 10 characters of text");
});
