import { describe, expect, it } from "vitest";
import { matchCitations } from "../../eval/citation-match.ts";
import { citation, passage } from "./samples.ts";

const quorum = "A quorum is ten members present in person or by written proxy";
const notice = "Notice is sent fourteen days before the meeting";
const gold = [quorum, notice].map((quote) => ({ file: "co-op/bylaws.md", quote }));
const match = (
  citations: ReturnType<typeof citation>[],
  retrieved: ReturnType<typeof passage>[] = [],
  evidence = gold,
) => matchCitations({ citations, retrieved }, evidence);

describe("a citation is on a gold quote", () => {
  it.each([
    ["which it holds", quorum, 1],
    ["of which it holds 60 % in one run: 8 of 12 words", "A quorum is ten members present in person.", 1],
    ["of which it holds less in one run", "A quorum is ten of the members, those present in person, of all.", 0],
    ["which holds it", "members present in person or by", 1],
    ["not if it shares four words only", "present in person or", 0],
    ["not if it is about something else", "Guests have no vote at any meeting", 0],
  ])("%s", (_, quote, onQuote) => {
    expect(match([citation({ quote })], [], gold.slice(0, 1))).toMatchObject({ cited: 1, onQuote });
  });
});

describe("a citation is from the section of a gold quote", () => {
  const other = (section: string, file = "co-op/bylaws.md") =>
    citation({ quote: "Guests have no vote at any meeting", section, file });

  it("when a retrieved passage of that section holds the quote", () => {
    const retrieved = [passage(`${quorum}. More.`)];
    expect(match([other("§ 3"), other("§ 4"), other("§ 3", "co-op/old.md")], retrieved)).toMatchObject({
      cited: 3,
      onQuote: 0,
      onSection: 1,
    });
  });

  it("when another citation of it holds the quote", () => {
    expect(match([other("§ 3"), citation({ quote: quorum })])).toMatchObject({ onQuote: 1, onSection: 2 });
  });

  it("but not when the place has no name", () => {
    const nowhere = citation({ quote: quorum, section: "" });
    expect(match([nowhere, other("")])).toMatchObject({ cited: 2, onQuote: 1, onSection: 1 });
  });
});

describe("recall", () => {
  it("counts every gold quote that a citation holds", () => {
    expect(match([citation({ quote: quorum })])).toMatchObject({ wanted: 2, found: 1 });
    expect(match([])).toEqual({ cited: 0, onQuote: 0, onSection: 0, wanted: 2, found: 0 });
  });

  it("counts quotes of the same words once, whichever is cited", () => {
    const twice = [...gold.slice(0, 1), { file: "co-op/old.md", quote: "a quorum is ten members present in person" }];
    expect(match([citation({ quote: "A quorum is ten members present in person." })], [], twice)).toMatchObject({
      wanted: 1,
      found: 1,
    });
  });

  it("reads quotations that follow each other in a file as one, others not", () => {
    const first = citation({ quote: "A quorum is ten members", start: 0, end: 23 });
    const second = { quote: "present in person or by written proxy" };
    expect(match([citation({ ...second, start: 24, end: 61 }), first])).toMatchObject({ found: 1 });
    expect(match([citation({ ...second, start: 90, end: 127 }), first])).toMatchObject({ found: 0 });
    expect(match([citation({ ...second, start: 24, end: 61, file: "co-op/old.md" }), first])).toMatchObject({
      found: 0,
    });
  });
});
