import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ORDER_KINDS, type Order } from "../../../../../bot/documents/orders.ts";
import { readOrder, withoutYes } from "../../../../../bot/matrix/commands/documents/order-words.ts";

const TODAY = "2026-11-21";
const TITLES = [
  "bylaws v2",
  "bylaws v3",
  "Rules for voting by post",
  "Protokoll vom 12. Mai 2026",
  "resolution",
  "Satzung",
];
const known = (words: string) => TITLES.some((title) => title.toLowerCase() === words.toLowerCase());

function read(kind: Order["kind"], words: string): string {
  const order = readOrder(kind, words, known, TODAY);
  if (order === null) return "(misused)";
  const { what, from, decidedBy, other, section, sure } = order;
  return [what, from, decidedBy, other, section, sure ? "sure" : null].map((part) => part ?? "–").join(" | ");
}

describe("an order", () => {
  test.each<[Order["kind"], string, string]>([
    ["withdraw", "bylaws v2", "bylaws v2 | – | – | – | – | –"],
    ["withdraw", "bylaws v2 from today yes", "bylaws v2 | 2026-11-21 | – | – | – | sure"],
    ["withdraw", "bylaws v2 ab heute, ja", "bylaws v2 | 2026-11-21 | – | – | – | sure"],
    ["withdraw", "bylaws v2 from 2027", "bylaws v2 | 2027-01-01 | – | – | – | –"],
    [
      "adopt",
      "bylaws v3 from 1 June 2026 by minutes.md replaces bylaws v2",
      "bylaws v3 | 2026-06-01 | minutes.md | bylaws v2 | – | –",
    ],
    ["adopt", "bylaws v3 by the vote by post from 1.6.2026", "bylaws v3 | 2026-06-01 | the vote by post | – | – | –"],
    ["adopt", "Rules for voting by post by minutes.md", "Rules for voting by post | – | minutes.md | – | – | –"],
    ["adopt", '"bylaws v3" by "minutes from 1 May 2026"', "bylaws v3 | – | minutes from 1 May 2026 | – | – | –"],
    [
      "withdraw",
      "Protokoll vom 12. Mai 2026 ab 1. Juni 2026",
      "Protokoll vom 12. Mai 2026 | 2026-06-01 | – | – | – | –",
    ],
    [
      "adopt",
      "Satzung ab dem 1.6.2026 durch Beschluss vom 12. Mai 2026",
      "Satzung | 2026-06-01 | Beschluss vom 12. Mai 2026 | – | – | –",
    ],
    ["supersede", "bylaws v2 by bylaws v3 from 2026-06-01", "bylaws v2 | 2026-06-01 | – | bylaws v3 | – | –"],
    ["supersede", "bylaws v2 von bylaws v3 vom 1.6.2026", "bylaws v2 | 2026-06-01 | – | bylaws v3 | – | –"],
    ["amend", "resolution changes bylaws v2 § 7 (2)", "resolution | – | – | bylaws v2 | § 7 (2) | –"],
    ["amend", "resolution ändert Satzung Art. 7", "resolution | – | – | Satzung | Art. 7 | –"],
    ["amend", "resolution changes bylaws v2", "resolution | – | – | bylaws v2 | – | –"],
    ["withdraw", "zebra from 2026-06-01", "zebra | 2026-06-01 | – | – | – | –"],
    ["withdraw", "bylaws v2 at once", "bylaws v2 at once | – | – | – | – | –"],
    ["adopt", "bylaws v3 from 31 February 2026", "bylaws v3 from 31 February 2026 | – | – | – | – | –"],
    ["adopt", "bylaws v3 by", "bylaws v3 by | – | – | – | – | –"],
    ["supersede", "bylaws v2", "(misused)"],
    ["supersede", "bylaws v2 from 2026-06-01", "(misused)"],
    ["adopt", "bylaws v3 from 2026-06-01 or so", "(misused)"],
  ])("to %s: %s", (kind, words, expected) => {
    expect(read(kind, words)).toBe(expected);
  });

  test("is confirmed in each language, by the last word alone", () => {
    for (const yes of ["yes", "ja", "oui", "sí", "si", "YES", "Ja!"])
      expect(withoutYes(`bylaws v2 ${yes}`)).toEqual({ words: "bylaws v2", sure: true });
    for (const words of ["yes", "bylaws yes v2", "bylawsyes", "bylaws yesterday"])
      expect(withoutYes(words)).toEqual({ words, sure: false });
  });

  test("never loses a word: all that was typed stands in one of its parts or opened one", () => {
    const word = fc.constantFrom(
      "bylaws",
      "v2",
      "by",
      "from",
      "2026-06-01",
      "replaces",
      "minutes.md",
      "post",
      "changes",
      "§",
      "7",
      "vom",
    );
    fc.assert(
      fc.property(fc.constantFrom(...ORDER_KINDS), fc.array(word, { minLength: 1, maxLength: 8 }), (kind, words) => {
        const order = readOrder(kind, words.join(" "), known, TODAY);
        if (order === null) return;
        const { what, from, decidedBy, other, section } = order;
        const kept = [what, from, decidedBy, other, section].join(" ").split(" ");
        const lost = words.filter((one) => !kept.includes(one));
        expect(lost.filter((one) => !["by", "from", "replaces", "changes", "vom"].includes(one))).toEqual([]);
      }),
    );
  });
});
