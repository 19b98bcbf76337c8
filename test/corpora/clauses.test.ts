import { describe, expect, test } from "vitest";
import { clauseAt, clauseOf, liesWithin } from "../../corpora/clauses.ts";
import { makeDocument } from "../fakes/make-document.ts";

test.each([
  ["§ 4 (2) b", ["4", "2", "b"]],
  ["5.2", ["5", "2"]],
  ["Article 7", ["7"]],
  ["Art. 12 Abs. 3", ["12", "3"]],
  ["§ 8, stk. 2", ["8", "2"]],
  ["Article 1er", ["1"]],
  ["§ 4a", ["4a"]],
  ["Article 3 bis", ["3bis"]],
  ["Article IV", ["iv"]],
  ["Guests", []],
])("%s is %j", (number, parts) => {
  expect(clauseOf(number)).toEqual(parts);
});

test("a sub-clause lies within its clause, whatever stands between the figures; 5.20 is not within 5.2", () => {
  expect(liesWithin(clauseOf("§ 5 (2) a"), clauseOf("5.2"))).toBe(true);
  expect(liesWithin(clauseOf("5.2"), clauseOf("5.2"))).toBe(true);
  expect(liesWithin(clauseOf("5.20"), clauseOf("5.2"))).toBe(false);
  expect(liesWithin(clauseOf("5"), clauseOf("5.2"))).toBe(false);
  expect(liesWithin(clauseOf("5"), [])).toBe(false);
});

describe("the clause of a stretch of text", () => {
  const at = (source: string, words: string) => {
    const document = makeDocument(source);
    return clauseAt(document, document.text.indexOf(words)).join(".");
  };
  const HOUSE = `# House rules
    ## 5. Guests
    5.1 A guest is whoever stays overnight.
    5.2 A guest may stay ten nights.
    The host tells the board.
    5.3 The guest room is let by the week.
    ## 6. Laundry
    The laundry closes at ten.`;

  test("is that of its paragraph, or of the numbered one before it in its section", () => {
    expect(at(HOUSE, "ten nights")).toBe("5.2");
    expect(at(HOUSE, "The host")).toBe("5.2");
    expect(at(HOUSE, "by the week")).toBe("5.3");
    expect(at(HOUSE, "closes at ten")).toBe("6");
  });

  test("adds the numbers of paragraphs and letters to that of the heading", () => {
    const source =
      "# Satzung\n## § 4 Beiträge\n(1) Jeder zahlt.\n(2) Die Frist:\n- a) ein Monat,\n- b) zwei Monate.\n## § 5 Sitz\nGent.";
    expect(at(source, "Jeder")).toBe("4.1");
    expect(at(source, "zwei Monate")).toBe("4.2.b");
    expect(at(source, "Gent")).toBe("5");
  });

  test("knows chapters from articles", () => {
    const source = "# Chapter 2 Members\nGeneral words.\n## Article 2 Joining\nAnyone may join.";
    expect(at(source, "General")).toBe("");
    expect(at(source, "Anyone")).toBe("2");
  });
});
