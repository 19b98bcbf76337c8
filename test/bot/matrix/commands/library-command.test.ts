/** `!library`: what an admin is told before a room is made, and how it is written in six languages. */
import { describe, expect, test } from "vitest";
import { REPLY_LANGUAGES } from "../../../../bot/answer-types.ts";
import type { CommandDeps } from "../../../../bot/matrix/commands/run-command.ts";
import type { LibraryState } from "../../../../bot/matrix/library/library.ts";
import { documentMessagesIn } from "../../../../bot/matrix/messages/documents.ts";
import { roomMessagesIn } from "../../../../bot/matrix/messages/in-language.ts";
import { libraryMessagesIn } from "../../../../bot/matrix/messages/library.ts";
import { ANA, room } from "../room-samples.ts";
import { call, coop, NOW, said } from "./command-samples.ts";

const OPEN: LibraryState = { collection: "board", state: "open", roomId: "!lib", there: 3, total: 7, members: 2 };

function world(
  states: readonly LibraryState[] = [],
  parts: Partial<ReturnType<CommandDeps["library"]["preview"]>> = {},
) {
  const ordered: string[] = [];
  const { deps, grants } = coop({
    library: {
      switchOn: (collection, { by, at }) => ordered.push(`on ${collection} ${by} ${at}`) > 0,
      switchOff: (collection) => states.length > 0 && ordered.push(`off ${collection}`) > 0,
      states: () => states,
      preview: () => ({ documents: 4, sections: 31, leftOut: 0, rooms: [room()], ...parts }),
    },
  });
  return {
    ordered,
    grants,
    order: (line: string, language: "en" | "de" = "en") => said(line, call({ language }), deps),
  };
}

test("is switched on only when the admin has been told what that means and said yes", async () => {
  const { ordered, order, grants } = world();
  expect(await order("!library on board")).toBe(
    [
      "A library room for “board”: every section that is in force becomes a message that answers link to (documents: 4, sections: 31).",
      "- The text will then lie on the homeserver UNENCRYPTED, since those who join later could not read it otherwise. Whoever runs the homeserver, or the server of a member who joins, can read it, and so can whoever gets at their backups.",
      "- Only members of these rooms can join: Board.",
      "- It can be switched off and everything removed, but no program takes back what somebody has copied or another server has kept.",
      "To do it, send: `!library on board yes`",
    ].join("\n"),
  );
  expect([ordered, grants.log(5)]).toEqual([[], []]);
  expect(await order("!library on board yes")).toBe("The library of “board” is being made; I tell here how far it is.");
  expect(ordered).toEqual([`on board ${ANA} ${NOW}`]);
  expect(grants.log(5)).toMatchObject([{ action: "library-on", subject: "board", by: ANA }]);
});

test("says what is not published, and that nobody can join where no room reads the collection", async () => {
  const { order } = world([], { leftOut: 2, rooms: [] });
  const asked = await order("!library on board");
  expect(asked).toContain("- Not published: tables, and documents with columns about people (2).");
  expect(asked).toContain("- No room reads this collection: nobody can join until one is granted it.");
});

test("of a collection that is not there names those that are", async () => {
  const { ordered, order } = world();
  expect(await order("!library on bord yes")).toContain("board");
  expect(await order("!library off bord")).toBe("“bord” has no library.");
  expect(ordered).toEqual([]);
});

test("that is there tells how it stands, and is switched off at once", async () => {
  const { ordered, order, grants } = world([OPEN]);
  const standing = [
    "“board” has its library: !lib",
    "- Library of “board”: 3 of 7 sections are there.",
    "- members: 2",
    "- Only members of these rooms can join: Board.",
  ].join("\n");
  for (const line of ["!library", "!library status", "!library status board", "!library on board yes"])
    expect(await order(line)).toBe(standing);
  expect(await order("!library status bylaws")).toBe("“bylaws” has no library.");
  expect(await order("!library off board")).toContain("is being closed: nobody can join any more");
  expect(ordered).toEqual(["off board"]);
  expect(grants.log(1)).toMatchObject([{ action: "library-off", subject: "board" }]);
});

test("that is being emptied is left alone", async () => {
  const { ordered, order } = world([{ ...OPEN, state: "closing" }]);
  for (const line of ["!library on board yes", "!library off board", "!library"])
    expect(await order(line)).toBe("The library of “board” is being emptied. It can be switched on again after that.");
  expect(ordered).toEqual([]);
});

test("without any says so, and without a collection how it is written", async () => {
  const { order } = world();
  expect(await order("!library")).toBe("No collection has a library.");
  expect(await order("!library on")).toContain("`!library on COLLECTION`");
  expect(await order("!library sideways board")).toContain("`!library on COLLECTION`");
});

describe.each(REPLY_LANGUAGES)("in %s", (language) => {
  test("the command that is to be sent does it, also for a name of two words", async () => {
    const name = "house rules";
    const ordered: string[] = [];
    const { deps } = coop({
      collections: () => [{ name, title: name, documents: 1, isPublic: false }],
      library: {
        switchOn: (collection) => ordered.push(collection) > 0,
        switchOff: () => false,
        states: () => [],
        preview: () => ({ documents: 1, sections: 1, leftOut: 1, rooms: [] }),
      },
    });
    const [command = "", on = ""] = roomMessagesIn(language).commands.library.usage.split(" ");
    const asked = await said(`${command} ${on} "${name}"`, call({ language }), deps);
    expect(asked).toContain(libraryMessagesIn(language).unencrypted);
    const [, remedy = ""] = /`([^`]+)`$/u.exec(asked) ?? [];
    expect(remedy).toContain(documentMessagesIn(language).yes);
    await said(remedy, call({ language }), deps);
    expect(ordered).toEqual([name]);
  });
});
