import { describe, expect, test } from "vitest";
import { greeting, languageOf } from "../../../../bot/matrix/setup/greeting.ts";

describe("the greeting", () => {
  test.each([
    [{ LANG: "de_AT.UTF-8" }, "de"],
    [{ LC_ALL: "ca_ES.UTF-8", LANG: "de_DE.UTF-8" }, "ca"],
    [{ LC_ALL: "", LANG: "da" }, "da"],
    [{ LANG: "C.UTF-8" }, "en"],
    [{ LANG: "fi_FI.UTF-8" }, "en"],
    [{}, "en"],
  ])("is in the language of the terminal (%j)", (environment, language) => {
    expect(languageOf(environment)).toBe(language);
  });

  test("notifies nobody in particular", () => {
    expect(greeting("fr")).toMatchObject({ body: expect.stringMatching(/^Bonjour/), "m.mentions": {} });
  });
});
