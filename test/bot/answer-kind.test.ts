import { describe, expect, test } from "vitest";
import { holdsKind, kindAskedFor } from "../../bot/answer-kind.ts";

describe("the kind of thing asked for", () => {
  test.each([
    ["How many members make a quorum?", "number"],
    ["how much does a key cost", "money"],
    ["what is the maximum rent increase", "money"],
    ["Wie viele Mitglieder braucht es?", "number"],
    ["Wie hoch ist der Mitgliedsbeitrag?", "money"],
    ["Combien de procurations par membre ?", "number"],
    ["Combien coûte une part sociale ?", "money"],
    ["¿Cuánto cuesta una cuota?", "money"],
    ["Quants membres fan quòrum?", "number"],
    ["Hvor mange medlemmer skal der til?", "number"],
    ["When is the annual meeting?", "time"],
    ["Wann ist die Versammlung?", "time"],
    ["Quand a lieu l'assemblée ?", "time"],
    ["Hvornår holdes generalforsamlingen?", "time"],
    ["who is the treasurer now?", "person"],
    ["Wer wurde in den Vorstand gewählt?", "person"],
    ["who may call a general meeting?", null],
    ["Can a member be expelled?", null],
    ["What happens when the co-op dissolves?", null],
    ["and when does it end?", "time"],
  ])("%s → %s", (question, kind) => {
    expect(kindAskedFor(question)).toBe(kind);
  });
});

describe("whether a sentence holds it", () => {
  test.each([
    ["number", "Thirty members make a quorum.", true],
    ["number", "Ein Drittel der Mitglieder", true],
    ["number", "The board sees to it.", false],
    ["money", "A key costs 38 euros.", true],
    ["money", "P2 | Bicycle box | 7.50 | 25.00", true],
    ["money", "Board members are unpaid.", true],
    ["money", "Members pay a fee.", false],
    ["money", "See section 12.", false],
    ["time", "The meeting is held in April.", true],
    ["time", "Innerhalb von vier Wochen", true],
    ["time", "The board decides.", false],
    ["person", "The chair is Ana Weis.", true],
    ["person", "The board chooses a chair.", false],
  ] as const)("%s: %s", (kind, text, holds) => {
    expect(holdsKind(text, kind)).toBe(holds);
  });
});
