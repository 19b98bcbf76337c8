import { expect, test } from "vitest";
import { answeredTurns, isGreeting, leansOnTurnBefore, understand } from "../../bot/understand.ts";

const EN = { detect: () => "en", home: "en" };

const turns = [
  { role: "user", content: "How many proxies may one person hold?" },
  { role: "assistant", content: "One." },
] as const;

test("a follow-up is searched with the question before it", () => {
  const understood = understand("and at an extraordinary meeting?", turns, EN);
  expect(understood).toMatchObject({
    followUp: true,
    asked: "How many proxies may one person hold? and at an extraordinary meeting?",
  });
});

test("a question that stands alone is searched alone", () => {
  const question = "Which majority is needed when the general meeting changes the bylaws of our cooperative?";
  expect(understand(question, turns, EN)).toMatchObject({ followUp: false, asked: question });
});

test.each(["and then?", "et en AG extraordinaire ?", "what if we dont use it all?", "Und wer entscheidet das?"])(
  "%s leans on the turn before",
  (question) => {
    expect(leansOnTurnBefore(question)).toBe(true);
  },
);

test("a language Rochdale does not speak is answered in English", () => {
  expect(understand("Quorum?", [], { detect: () => "und", home: "und" }).language).toBe("en");
});

test("politeness is no question", () => {
  expect(isGreeting("Bonjour !")).toBe(true);
  expect(isGreeting("Hello, what is the quorum?")).toBe(false);
});

test("what was too long to be answered is nothing that a question leans on", () => {
  const tooLong = { role: "user", content: "What is the quorum? ".repeat(200) } as const;
  const declined = { role: "assistant", content: "That is too long." } as const;
  const [asked, answered] = [
    { role: "user", content: "What is a share?" },
    { role: "assistant", content: "Fifty euros." },
  ] as const;
  expect(answeredTurns([asked, answered, tooLong, declined])).toEqual([asked, answered]);
  expect(answeredTurns([tooLong, declined, asked, answered])).toEqual([asked, answered]);
});
