import fc from "fast-check";
import { expect, test } from "vitest";
import { searchTerms } from "../../retrieval/terms.ts";

test("diacritics and case are folded, inflections meet", () => {
  expect(searchTerms("Règlement")).toEqual(searchTerms("reglement"));
  expect(searchTerms("amendment")).toEqual(searchTerms("AMENDMENTS"));
  expect(searchTerms("vedtægter")).toEqual(searchTerms("VEDTÆGTERNE"));
});

test("clause numbers are terms of their own", () => {
  expect(searchTerms("§ 12.3 applies")).toEqual(["12", "3", "appl", "12x3"]);
});

test("nothing but letters and digits comes out, whatever goes in", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      for (const term of searchTerms(text)) expect(term).toMatch(/^[\p{L}\p{N}]+$/u);
    }),
  );
});
