import { expect, test } from "vitest";
import { readClauseQuestion } from "../../retrieval/clause-reference.ts";

test.each([
  ["what does 12.3 say?", "bare 12.3"],
  ["What is the quorum under 11.4?", "bare 11.4"],
  ["quote 12.3.1", "bare 12.3.1"],
  ["article 7?", "article 7"],
  ["Article IV", "article 4"],
  ["clause 4(2)(b)", "article 4.2.b"],
  ["paragraph 2 of article 7", "article 7.2"],
  ["Section 8 and Annex B", "article 8, annex b"],
  ["rule 3 of the house rules", "article 3"],
  ["compare § 4 and § 5a", "sign 4, sign 5a"],
  ["Was steht in § 4 Abs. 2?", "sign 4.2"],
  ["§ 4 (2) b", "sign 4.2.b"],
  ["§4 Absatz 2 Buchstabe b der Satzung", "sign 4.2.b"],
  ["Absatz 2 von § 4", "sign 4.2"],
  ["Was sagt Artikel 3 Nr. 4?", "article 3.4"],
  ["Que dit l'article 7, alinéa 2 ?", "article 7.2"],
  ["alinéa 2 de l'article 7", "article 7.2"],
  ["article premier", "article 1"],
  ["l'article 1er des statuts", "article 1"],
  ["article 3.1 b du fonds", "article 3.1.b"],
  ["¿Qué dice el artículo 5.2?", "article 5.2"],
  ["el artículo 12, apartado 3, letra b", "article 12.3.b"],
  ["apartado 3 del artículo 12", "article 12.3"],
  ["artículo 5º", "article 5"],
  ["Què diu l'article 3, apartat 2?", "article 3.2"],
  ["la clàusula 4.1", "article 4.1"],
  ["Hvad står der i § 4, stk. 2?", "sign 4.2"],
  ["stk. 2 i § 4", "sign 4.2"],
  ["artikel 7 stk. 2 litra b", "article 7.2.b"],
  ["Paragraf 8 i vedtægterne", "sign 8"],
  ["punkt 5 på dagsordenen", "item 5"],
])("%s names %s", (question, names) => {
  const { references } = readClauseQuestion(question);
  expect(references.map(({ mark, path }) => `${mark} ${path.join(".")}`).join(", ")).toBe(names);
});

test.each([
  "how many of the 12 members came in 2024?",
  "What did the 12 members decide on 4.5.2023?",
  "on 12.3.2024",
  "12.3.24",
  "Is it 3.5 % or 2.5 percent?",
  "is the fee 12.50 euros?",
  "Does it cost € 12.50?",
  "at 19.30",
  "Wird um 19.30 Uhr begonnen?",
  "Kl. 19.30 eller senere?",
  "the meeting of 2024 had 12.5 hours",
  "Wie viele Mitglieder hat 2.5 Stimmen",
  "In 2024 the co-op had 1.200 members",
  "Articles of association",
  "Who wrote the article about the 5 directors?",
  "section 2024",
  "Which version 1.2 is in force?",
  "¿Cuántos de los 30 socios votaron en 2023?",
  "Combien des 120 membres ont voté le 4 mai 2023 ?",
  "Hvor mange af de 12 medlemmer kom i 2024?",
  "Quants dels 30 socis van votar el 2023?",
])("%s names no clause", (question) => {
  expect(readClauseQuestion(question).references).toEqual([]);
});

test.each([
  ["what does 12.3 say?", true],
  ["Was steht in § 4 Abs. 2?", true],
  ["Zeige mir bitte den Wortlaut von Artikel 7", true],
  ["Que dit exactement l'article 7 ?", true],
  ["¿Qué dice el artículo 7?", true],
  ["Què diu l'article 7?", true],
  ["Hvad siger § 7?", true],
  ["Darf man nach § 6 Abs. 4 Alkohol trinken?", false],
  ["Does 4.2 allow dogs?", false],
  ["What is the quorum?", false],
])("%s asks for nothing but a text: %s", (question, lookup) => {
  expect(readClauseQuestion(question).lookup).toBe(lookup);
});
