import { describe, expect, test } from "vitest";
import { REPLY_LANGUAGES } from "../../../../bot/answer-types.ts";
import { documentMessagesIn } from "../../../../bot/matrix/messages/documents.ts";
import { healthMessagesIn } from "../../../../bot/matrix/messages/health.ts";
import { roomMessagesIn } from "../../../../bot/matrix/messages/in-language.ts";

/** Every way a sentence can be called that changes its words. */
const ARGUMENTS: readonly (readonly unknown[])[] = [
  [1, 2, 3],
  [0, 0],
  [7, 8, 9],
  ["North", "South", "East"],
  ["North", null],
  [null, null],
  ["North", true],
  ["North", false],
  [[]],
  [["North", "South"]],
];

/** Every sentence by the path of its key; a function is written out for all arguments. */
function sentencesOf(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (isSentence(value))
    return ARGUMENTS.flatMap((given, index) => {
      const words = tryCall(value, given);
      return words === null ? [] : [[`${path}#${index}`, words] satisfies [string, string]];
    });
  if (typeof value !== "object" || value === null) throw new Error(`Expected a sentence at ${path}`);
  return Object.entries(value).flatMap(([key, part]) => sentencesOf(part, `${path}.${key}`));
}

function isSentence(value: unknown): value is (...given: unknown[]) => unknown {
  return typeof value === "function";
}

/** Null when a sentence does not take such arguments. */
function tryCall(sentence: (...given: unknown[]) => unknown, given: readonly unknown[]): string | null {
  try {
    const words = sentence(...given);
    return typeof words === "string" ? words : null;
  } catch {
    return null;
  }
}

const ALL = new Map(
  REPLY_LANGUAGES.map((language) => {
    const all = {
      ...roomMessagesIn(language),
      documentMessages: documentMessagesIn(language),
      healthMessages: healthMessagesIn(language),
    };
    return [language, new Map(sentencesOf(all))];
  }),
);

describe("the sentences of the rooms", () => {
  test("are more than a hundred", () => {
    expect(ALL.get("en")?.size).toBeGreaterThan(100);
  });

  test.each(REPLY_LANGUAGES)("are all there in %s, and none is empty", (language) => {
    const sentences = ALL.get(language) ?? new Map();
    expect([...sentences.keys()].toSorted()).toEqual([...(ALL.get("en")?.keys() ?? [])].toSorted());
    expect([...sentences].filter(([, words]) => words.trim() === "")).toEqual([]);
  });

  test("are in no two languages the same by mistake", () => {
    const alike: string[] = [];
    REPLY_LANGUAGES.forEach((first, index) => {
      for (const second of REPLY_LANGUAGES.slice(index + 1))
        for (const [path, words] of ALL.get(first) ?? [])
          if (ALL.get(second)?.get(path) === words && !isShared(words))
            alike.push(`${first} ${second} ${path}: ${words}`);
    });
    expect(alike).toEqual([]);
  });

  test.each(REPLY_LANGUAGES)("in %s name everything they are given", (language) => {
    const { queued, granted, inviteReported, roomUpgraded, hello, place } = roomMessagesIn(language);
    expect(queued(4)).toContain("4");
    for (const part of ["bylaws", "Board", "12"]) expect(granted("bylaws", "Board", 12)).toContain(part);
    for (const part of ["@eve:x.example", "Board"]) expect(inviteReported("@eve:x.example", "Board")).toContain(part);
    for (const part of ["Board", "!new:x.example"]) expect(roomUpgraded("Board", "!new:x.example")).toContain(part);
    expect(hello(["bylaws", "minutes"])).toContain("bylaws, minutes");
    expect(place("a.md", 3, 5)).toMatch(/^a\.md, .*3.*5$/);
  });

  test.each(REPLY_LANGUAGES)("in %s say whom to ask only when somebody is named", (language) => {
    const { nothingGranted } = roomMessagesIn(language);
    expect(nothingGranted("Ana Weis")).toContain("Ana Weis");
    expect(nothingGranted(null)).not.toMatch(/null|: *$/);
  });

  test.each(REPLY_LANGUAGES)("in %s hold no markup and no link", (language) => {
    const words = [...(ALL.get(language)?.values() ?? [])].join("\n");
    expect(words).not.toMatch(/<[a-z/]|https?:|`|\*\*|@room/i);
  });
});

/** A word or two of the same origin, perhaps with a number: "documents: 7" is French and Catalan. */
function isShared(words: string): boolean {
  const own = words.replace(/[\d:;.,\s]|North|South|East|null/g, " ").trim();
  return own.split(/\s+/).length <= 2;
}
