import fc from "fast-check";
import { expect, test } from "vitest";
import { cutPassages, MAX_PASSAGE_WORDS, spellOutRow } from "../../retrieval/passages.ts";
import { countWords } from "../../retrieval/sentences.ts";
import { makeDocument } from "../fakes/make-document.ts";

const passagesOf = (source: string) => {
  const document = makeDocument(source);
  const passages = cutPassages({ ...document, title: "Bylaws", labels: "" });
  return passages.map((passage) => ({ ...passage, text: document.text.slice(passage.start, passage.end) }));
};

test("a passage holds its heading and its section's text, and names the path above it", () => {
  const [passage] = passagesOf("# § 1 Quorum\nThirty members make a quorum.");
  expect(passage?.text).toBe("§ 1 Quorum\n\nThirty members make a quorum.");
  expect(passage?.heading).toBe("Bylaws > § 1 Quorum");
});

test("sections that are long enough stay apart", () => {
  const long = "Every member has one vote and may use it as they like. ".repeat(5);
  expect(passagesOf(`# § 1 Votes\n${long}\n# § 2 Fees\n${long}`)).toHaveLength(2);
});

test("small neighbouring sections share a passage", () => {
  expect(passagesOf("# § 1 Name\nIt is called Mill.\n# § 2 Seat\nIt sits in Esch.")).toHaveLength(1);
});

test("a list item knows the line that introduces it, a row the header of its table", () => {
  const [list] = passagesOf("# Fees\nThe fee is waived for:\n- students\n- pensioners");
  expect(list?.sentences.map(({ lead }) => lead)).toEqual(["", "The fee is waived for:", "The fee is waived for:"]);
  const [table] = passagesOf("# Fees\n| Household | Fee\n| 2 | 40 EUR");
  expect(table?.sentences.map(({ lead }) => lead)).toEqual(["", "Household | Fee"]);
});

test("a row is spelled out with its column names", () => {
  expect(spellOutRow("Household | Fee", "2 | 40 EUR")).toBe("Household: 2, Fee: 40 EUR");
});

test("whatever the text, passages keep to the limit, follow each other and cover every sentence once", () => {
  const word = fc.constantFrom("alpha", "beta.", "gamma;", "§", "4.2", "delta:", "Epsilon");
  const line = fc
    .tuple(fc.constantFrom("", "# ", "## ", "- ", "| "), fc.array(word, { minLength: 1, maxLength: 240 }))
    .map(([mark, words]) => `${mark}${words.join(" ")}`);
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
      const document = makeDocument(lines.join("\n"));
      const passages = cutPassages({ ...document, title: "T", labels: "" });
      let end = -1;
      for (const passage of passages) {
        expect(passage.start).toBeGreaterThan(end);
        end = passage.end;
        const heading = document.sections[passage.section]?.title ?? "";
        expect(countWords(document.text.slice(passage.start, passage.end))).toBeLessThanOrEqual(
          MAX_PASSAGE_WORDS + countWords(heading),
        );
      }
      const covered = passages.flatMap((passage) => passage.sentences);
      const body = document.blocks.filter((block) => block.kind !== "heading");
      for (const block of body) {
        const own = covered.filter((sentence) => sentence.start >= block.start && sentence.end <= block.end);
        expect(own[0]?.start).toBe(block.start);
        expect(own.at(-1)?.end).toBe(block.end);
      }
    }),
    { numRuns: 60 },
  );
});
