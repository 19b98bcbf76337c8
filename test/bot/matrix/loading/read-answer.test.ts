import { describe, expect, test } from "vitest";
import { REPLY_LANGUAGES } from "../../../../bot/answer-types.ts";
import { readAnswer, readCaption, type WrittenAnswer } from "../../../../bot/matrix/loading/read-answer.ts";
import { loadingMessagesIn } from "../../../../bot/matrix/messages/loading.ts";

const nothing: WrittenAnswer = { member: null, kind: "adopt", from: null, replaces: null, decidedBy: null };

describe("what an admin writes about a file", () => {
  test.each([
    ["adopt from 2026-06-01", { from: "2026-06-01" }],
    ["Please adopt it as of 1 June 2026.", { from: "2026-06-01" }],
    ["gilt ab 1.6.2026", { from: "2026-06-01" }],
    ["in Kraft ab dem 1. Juni 2026", { from: "2026-06-01" }],
    ["en vigueur à partir du 1er juin 2026", { from: "2026-06-01" }],
    ["en vigor desde el 1 de junio de 2026", { from: "2026-06-01" }],
    ["vigent a partir de l'1.6.2026", { from: "2026-06-01" }],
    ["gælder fra 1.6.2026", { from: "2026-06-01" }],
    ["1.6.2026", { from: "2026-06-01" }],
    ["adopt", {}],
    ["gilt ab heute", { from: "today" }],
    ["since ever", { from: "ever" }],
    ["replaces bylaws-2022.pdf", { replaces: "bylaws-2022.pdf" }],
    ["adopt from 2026-06-01 replaces “Bylaws of the house”", { from: "2026-06-01", replaces: "Bylaws of the house" }],
    ["ersetzt satzung-2022.pdf", { replaces: "satzung-2022.pdf" }],
    ["remplace statuts-2022.pdf", { replaces: "statuts-2022.pdf" }],
    ["substitueix estatuts-2022.pdf", { replaces: "estatuts-2022.pdf" }],
    [
      "adopt from 2026-06-01, decided by minutes-2026-05-02.md",
      { from: "2026-06-01", decidedBy: "minutes-2026-05-02.md" },
    ],
    ["gilt ab 1.6.2026 laut Protokoll vom Mai", { from: "2026-06-01", decidedBy: "Protokoll vom Mai" }],
    ["draft", { kind: "draft" }],
    ["comme brouillon", { kind: "draft" }],
    ["als Entwurf bitte", { kind: "draft" }],
    ["Forslag", { kind: "proposal" }],
    ["!cancel", { kind: "cancel" }],
    ["cancel·la", { kind: "cancel" }],
    ["verwerfen", { kind: "cancel" }],
    ["ok", { kind: "as-proposed" }],
    ["as proposed", { kind: "as-proposed" }],
    ["sí, por favor", { kind: "as-proposed" }],
    ["2: draft", { member: "2", kind: "draft" }],
    ["#3 cancel", { member: "3", kind: "cancel" }],
    ["house rules.pdf: gilt ab 1.6.2026", { member: "house rules.pdf", from: "2026-06-01" }],
  ] as const)("%s", (words, expected) => {
    expect(readAnswer(words)).toEqual({ ...nothing, ...expected });
  });

  test.each([
    "do not adopt this",
    "adopt from 2026-02-31",
    "adopt from 2026-06-01 or 2026-07-01",
    "draft from 2026-06-01",
    "yes and no",
    "What does clause 3 say?",
    "the new bylaws",
    "nicht annehmen",
    "",
  ])("%s is no answer", (words) => {
    expect(readAnswer(words)).toBeNull();
  });

  test("every example that the bot gives is understood", () => {
    for (const language of REPLY_LANGUAGES) {
      const { howToAnswer, howToAnswerFiles, notUnderstood } = loadingMessagesIn(language);
      const examples = [howToAnswer, howToAnswerFiles, notUnderstood].flatMap((words) => [
        ...words.matchAll(/[“„«]([^“„”»]+)[“”»]/gu),
      ]);
      expect(examples.length).toBeGreaterThan(8);
      for (const [, example = ""] of examples)
        expect([example, readAnswer(example.trim())?.kind]).not.toContain(undefined);
    }
  });
});

describe("a caption", () => {
  test.each([
    ["collection: board", { collection: "board", answer: null }],
    ["draft, collection: board", { collection: "board", answer: { ...nothing, kind: "draft" } }],
    ["Sammlung vorstand, gilt ab 1.6.2026", { collection: "vorstand", answer: { ...nothing, from: "2026-06-01" } }],
    ["The new bylaws, see page 3", { collection: null, answer: null }],
    ["", { collection: null, answer: null }],
  ] as const)("%s", (words, expected) => {
    expect(readCaption(words)).toEqual(expected);
  });
});
