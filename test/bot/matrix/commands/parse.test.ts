import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { REPLY_LANGUAGES } from "../../../../bot/answer-types.ts";
import { ALL_WORDS, COMMAND_NAMES, commandNamed, fold } from "../../../../bot/matrix/commands/names.ts";
import { type ParsedCommand, parseCommand } from "../../../../bot/matrix/commands/parse.ts";
import { roomMessagesIn } from "../../../../bot/matrix/messages/in-language.ts";

function kinds(lines: readonly string[]): string[] {
  return lines.map((line) => parseCommand(line).kind);
}

describe("a command", () => {
  test.each<[string, ParsedCommand]>([
    ["!help", { kind: "help" }],
    ["  !HELP  ", { kind: "help" }],
    ["!help!", { kind: "help" }],
    ["!help grant", { kind: "help" }],
    ["!sources", { kind: "sources" }],
    ["!why?", { kind: "why" }],
    ["!stop", { kind: "stop" }],
    ["!status", { kind: "status" }],
    ["!rooms", { kind: "rooms" }],
    ["!collections", { kind: "collections" }],
    ["!language de", { kind: "language", language: "de" }],
    ["!language Català", { kind: "language", language: "ca" }],
    ["!language auto", { kind: "language", language: "auto" }],
    ["!questions on", { kind: "questions", on: true }],
    ["!fragen aus", { kind: "questions", on: false }],
    ["!forget me", { kind: "forget" }],
    ["!grant board Board room", { kind: "grant", collection: "board", room: "Board room" }],
    ['!grant "old minutes" !a1:b.example', { kind: "grant", collection: "old minutes", room: "!a1:b.example" }],
    ["!revoke board\n#board:b.example", { kind: "revoke", collection: "board", room: "#board:b.example" }],
    ["!allow @ana:b.example", { kind: "allow", who: "@ana:b.example" }],
    ["!allow @\u2060ana:b.example", { kind: "allow", who: "@ana:b.example" }],
    // As the bot writes it, so that no client makes a link of it.
    ["!allow @\u2060eve:b[.]example:8448", { kind: "allow", who: "@eve:b.example:8448" }],
    ["!grant board !\u2060a1:b.\u2060example", { kind: "grant", collection: "board", room: "!a1:b.example" }],
    ["!allow b.example:8448", { kind: "allow", who: "b.example:8448" }],
    ["!documents", { kind: "documents", words: "" }],
    ["!documents main house", { kind: "documents", words: "main house" }],
    ["!document bylaws v2", { kind: "document", words: "bylaws v2" }],
    ["!diff bylaws v2 v3", { kind: "diff", words: "bylaws v2 v3" }],
    ["!adopt minutes[.]md from 1.6.2026", { kind: "adopt", words: "minutes.md from 1.6.2026" }],
    ["!aufheben Satzung", { kind: "withdraw", words: "Satzung" }],
    ["!purge bylaws v1 yes", { kind: "purge", words: "bylaws v1 yes" }],
    ["!log", { kind: "log", count: 10 }],
    ["!log 3", { kind: "log", count: 3 }],
    ["!log 999", { kind: "log", count: 50 }],
  ])("%j is understood", (line, expected) => {
    expect(parseCommand(line)).toEqual(expected);
  });

  test("is understood in each language, with and without accents", () => {
    expect(kinds(["!hilfe", "!aide", "!ayuda", "!ajuda", "!hjælp", "!hjaelp"])).toEqual(Array(6).fill("help"));
    expect(kinds(["!warum", "!pourquoi", "!por qué", "!per què", "!porque", "!hvorfor"])).toEqual(Array(6).fill("why"));
    expect(kinds(["!räume", "!raume", "!raeume", "!salons", "!salas", "!sales", "!rum"])).toEqual(
      Array(7).fill("rooms"),
    );
    expect(
      kinds(["!vergiss mich", "!oublie-moi", "!olvídame", "!olvidame", "!oblida'm", "!oblida’m", "!glem mig"]),
    ).toEqual(Array(7).fill("forget"));
  });

  test.each(REPLY_LANGUAGES)(
    "is written in the help of %s so that it is understood, as the one it stands for",
    (language) => {
      const { commands } = roomMessagesIn(language);
      expect(COMMAND_NAMES.map((name) => commandNamed(commands[name].usage.split(" ")[0]?.slice(1) ?? ""))).toEqual([
        ...COMMAND_NAMES,
      ]);
      const whole = COMMAND_NAMES.filter((name) => name !== "grant" && name !== "revoke" && name !== "allow");
      expect(kinds(whole.map((name) => commands[name].usage))).toEqual(whole);
    },
  );

  test("has no word that stands for two commands", () => {
    const folded = ALL_WORDS.map(fold);
    expect(folded.filter((word, index) => folded.indexOf(word) !== index)).toEqual([]);
    for (const name of COMMAND_NAMES) expect(commandNamed(name)).toBe(name);
  });
});

describe("a day", () => {
  const question = "Who may vote?";
  test.each([
    ["2023-05-01", "2023-05-01"],
    ["1.5.2023", "2023-05-01"],
    ["01/05/2023", "2023-05-01"],
    ["1 May 2023", "2023-05-01"],
    ["May 1, 2023", "2023-05-01"],
    ["1. Mai 2023", "2023-05-01"],
    ["1er mai 2023", "2023-05-01"],
    ["1 de maig de 2023", "2023-05-01"],
    ["2023-05-01:", "2023-05-01"],
  ])("may be written %j", (written, day) => {
    expect(parseCommand(`!as-of ${written} ${question}`)).toEqual({ kind: "as-of", day, wholeYear: false, question });
  });

  test("may be a year, whose last day is meant", () => {
    expect(parseCommand(`!stand 2023 ${question}`)).toEqual({
      kind: "as-of",
      day: "2023-12-31",
      wholeYear: true,
      question,
    });
  });

  test("is followed by the question as it was written, over several lines", () => {
    expect(parseCommand("!as-of 1.5.2023 Who may vote,\nand since 1.1.2020?")).toMatchObject({
      day: "2023-05-01",
      question: "Who may vote,\nand since 1.1.2020?",
    });
  });

  test.each([
    "!as-of",
    "!as-of 2023-05-01",
    "!as-of 2023",
    "!as-of Who may vote?",
    "!as-of 2023-02-31 Who?",
    "!as-of 99 Who?",
    "!as-of the rules of 1.5.2023",
  ])("is missing, is none or has no question in %j", (line) => {
    expect(parseCommand(line)).toEqual({ kind: "misused", name: "as-of" });
  });
});

describe("a known command is misused", () => {
  test.each([
    ["!language", "language"],
    ["!language klingon", "language"],
    ["!forget", "forget"],
    ["!forget everything", "forget"],
    ["!questions", "questions"],
    ["!questions maybe", "questions"],
    ["!grant board", "grant"],
    ["!revoke", "revoke"],
    ["!allow", "allow"],
    ["!allow everyone and me", "allow"],
    // The second letter is a Cyrillic one: another person.
    ["!allow @аna:b.example", "allow"],
    ["!allow @ana", "allow"],
    ["!document", "document"],
    ["!diff ", "diff"],
    ["!adopt", "adopt"],
    ["!purge", "purge"],
    ["!log many", "log"],
    ["!log 0", "log"],
  ])("in %j", (line, name) => {
    expect(parseCommand(line)).toEqual({ kind: "misused", name });
  });
});

describe("a mistyped command", () => {
  test.each([
    ["!hlep", "help"],
    ["!souces", "sources"],
    ["!quelen", "quellen"],
    ["!forgte me", "forget"],
    ["!grnat board Board", "grant"],
  ])("%j is not obeyed but gets a suggestion", (line, suggestion) => {
    expect(parseCommand(line)).toEqual({ kind: "unknown", typed: line.split(" ")[0]?.slice(1), suggestion });
  });

  test("that is like none gets none", () => {
    expect(parseCommand("!xyzzyplugh")).toEqual({ kind: "unknown", typed: "xyzzyplugh", suggestion: null });
  });

  test("that is very long is shown shortened", () => {
    expect(parseCommand(`!${"x".repeat(5000)}`)).toEqual({ kind: "unknown", typed: "x".repeat(30), suggestion: null });
  });
});

describe("no command", () => {
  test.each([
    "",
    "!",
    "!!",
    "! help",
    "help",
    "/help",
    "¡ayuda",
    "!1",
    "Help!",
    "> !grant board Board",
    "look: !help",
    "!important: read this",
    "！help",
    "\u202E!help",
  ])("is %j", (line) => {
    expect(parseCommand(line)).toEqual({ kind: "not-a-command" });
  });

  test("makes the parser throw or obey, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (line) => {
        const { kind } = parseCommand(line);
        if (!line.trim().startsWith("!")) expect(kind).toBe("not-a-command");
        expect(["grant", "revoke", "allow"]).not.toContain(parseCommand(`!help ${line}`).kind);
      }),
    );
  });
});
