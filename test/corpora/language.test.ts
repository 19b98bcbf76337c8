import { expect, test } from "vitest";
import { detectLanguage, detectLanguageAmong } from "../../corpora/language.ts";

test.each([
  ["da", "hvornår holdes den ordinære generalforsamling"],
  ["da", "hvem vælger bestyrelsen?"],
  ["fr", "C'est combien la cotisation maintenant ?"],
  ["fr", "qui peut voter ?"],
  ["de", "ist die satzung schon beschlossen worden?"],
  ["de", "wie hoch ist der Mitgliedsbeitrag"],
  ["en", "how much are dues per month?"],
  ["en", "can i borrow pto"],
  ["ca", "quant costa la quota?"],
  ["ca", "quan és l'assemblea"],
  ["it", "quanto costa la quota?"],
  ["es", "quien puede votar"],
  ["pt", "quanto custa a quota"],
  ["nl", "hoeveel bedraagt de contributie?"],
  ["sv", "när är årsmötet"],
  ["no", "hva koster medlemskap"],
  ["fi", "paljonko jäsenmaksu on"],
  ["pl", "ile wynosi składka"],
])("%s: %s", (language, question) => {
  expect(detectLanguage(question)).toBe(language);
});

test("numbers and signs have no language", () => {
  expect(detectLanguage("12 % ?")).toBe("und");
  expect(detectLanguage("")).toBe("und");
});

test("among the languages of a collection a doubtful word falls to one of them", () => {
  expect(detectLanguageAmong("Quorum?", ["da"])).toBe("da");
  expect(["de", "en"]).toContain(detectLanguageAmong("wer darf abstimmen", ["de", "en"]));
});
