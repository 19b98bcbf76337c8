/** Library rooms as admins and members live with them: a whole bot over a homeserver in memory. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { purgeOf } from "../../../../bot/documents/purge.ts";
import { openConnectionStore } from "../../../../bot/matrix/connection-store.ts";
import { leftInLibrary } from "../../../../bot/matrix/library/left-in-library.ts";
import { openLibraryStore } from "../../../../bot/matrix/library/library-store.ts";
import { NotSent } from "../../../../bot/matrix/ports.ts";
import { openCorpusStore } from "../../../../corpora/corpus-store.ts";
import { openIndexStore } from "../../../../retrieval/index-store.ts";
import type { InMemoryHomeserver } from "../../../fakes/in-memory-homeserver.ts";
import { ADMIN, ADMINS, EVE, MEMBERS, type RoomWorld, roomWorld, SELF } from "../loading/room-world.ts";

const ANN = "@ann:coop.example";
const STRANGER = "@stranger:coop.example";
const BYLAWS = "# Bylaws\n\n## § 1 Quorum\n\nTwelve members make a quorum.\n\n## § 2 Seat\n\nThe seat is in Esch.\n";
const NEWER = BYLAWS.replace("Twelve", "Thirty");

async function order(world: RoomWorld, words: string): Promise<string> {
  const before = world.homeserver.said(ADMINS).length;
  world.homeserver.say(ADMINS, ADMIN, words);
  await world.calm();
  return world
    .said()
    .slice(before)
    .map(({ body }) => body)
    .join("\n");
}

/** A data folder with the bylaws in force, granted to the members. */
const prepared = mkdtempSync(join(tmpdir(), "rochdale-library-"));
beforeAll(async () => {
  const world = await roomWorld({ home: prepared });
  world.drop("bylaws-2020.md", BYLAWS, "adopt from 2020-01-01");
  await world.calm();
  await order(world, `!grant main ${MEMBERS}`);
  await world.end();
}, 60_000);
afterAll(() => rmSync(prepared, { recursive: true, force: true }));

async function worldWithBylaws(options: Parameters<typeof roomWorld>[0] = {}): Promise<RoomWorld> {
  const home = mkdtempSync(join(tmpdir(), "rochdale-library-"));
  cpSync(prepared, home, { recursive: true });
  const world = await roomWorld({ home, idsFrom: 1_000, ...options });
  world.homeserver.state(MEMBERS, ANN, "m.room.member", ANN, { membership: "join" });
  await world.calm();
  return world;
}

/** As `rochdale documents purge` does it while the bot runs. */
async function purgeBeside(home: string, file: string) {
  const path = join(home, "rochdale.sqlite");
  using corpus = openCorpusStore(path);
  using connection = openConnectionStore(path, () => 0);
  const index = openIndexStore(corpus.database);
  const purge = purgeOf({ store: corpus, index, graphs: join(home, "graphs"), forget: () => {} });
  using _eraser = purge.also(leftInLibrary(openLibraryStore(connection)));
  const version = corpus.documentByFile("main", file);
  if (version === null) throw new Error("Expected the document to be there.");
  const decided = { by: "command line", at: "2026-03-01T12:00:00Z" };
  return await purge.run([version], decided, new AbortController().signal);
}

/** The library room that the bot is in. */
function libraryOf(homeserver: InMemoryHomeserver): string {
  const created = homeserver.events.findLast(({ type, sender }) => type === "m.room.create" && sender === SELF);
  if (created === undefined) throw new Error("Expected a room of the bot's own.");
  return created.roomId;
}

/** Everything that the bot says in the admin room, as it reads now. */
const toldIn = (world: RoomWorld) =>
  world
    .said()
    .map(({ body }) => body)
    .join("\n");

const bodies = (world: RoomWorld, room: string) => world.homeserver.said(room).map(({ body }) => body);

describe("a library room", () => {
  test("is made when an admin has read what that means and said yes, and shows each section that is in force", async () => {
    await using world = await worldWithBylaws();
    const asked = await order(world, "!library on main");
    expect(asked).toContain("UNENCRYPTED");
    expect(asked).toContain("Only members of these rooms can join");
    expect(asked).toContain("!library on main yes");
    expect(world.homeserver.events.some(({ type, sender }) => type === "m.room.create" && sender === SELF)).toBe(false);

    await order(world, "!library on main yes");
    const library = libraryOf(world.homeserver);
    const { homeserver } = world;
    expect(bodies(world, library)).toEqual([
      expect.stringContaining("Twelve members make a quorum."),
      expect.stringContaining("The seat is in Esch."),
    ]);
    expect(homeserver.stateNow(library, "m.room.join_rules")).toEqual({
      join_rule: "restricted",
      allow: [{ type: "m.room_membership", room_id: MEMBERS }],
    });
    expect(homeserver.stateNow(library, "m.room.guest_access")).toEqual({ guest_access: "forbidden" });
    expect(homeserver.stateNow(library, "m.room.history_visibility")).toEqual({ history_visibility: "shared" });
    expect(homeserver.stateNow(library, "m.room.encryption")).toEqual({});
    expect([homeserver.tryJoin(library, STRANGER), homeserver.tryJoin(library, ANN)]).toEqual([false, true]);
    expect(homeserver.trySay(library, ANN, "hello")).toBe(false);
    expect(toldIn(world)).toContain("up to date, 2 sections");
    expect(await order(world, "!log 1")).toContain("switched on the library of main");
    expect(await order(world, "!library")).toContain("2 of 2 sections are there");
    expect(world.failures).toEqual([]);
  });

  test("shows no draft and no proposal, and lets nobody in while no room reads the collection", async () => {
    await using world = await worldWithBylaws();
    world.drop("plan.md", "# Plan\n\nWe sell the house to a bank.\n", "proposal");
    await world.calm();
    await order(world, `!revoke main ${MEMBERS}`);
    expect(await order(world, "!library on main")).toContain("nobody can join");
    await order(world, "!library on main yes");
    const library = libraryOf(world.homeserver);
    expect(bodies(world, library).join()).not.toContain("bank");
    expect(world.homeserver.tryJoin(library, ANN)).toBe(false);
    await order(world, "!adopt plan from 2026-01-01");
    expect(bodies(world, library).join()).toContain("We sell the house to a bank.");
    await order(world, "!draft plan yes");
    expect(bodies(world, library).join()).not.toContain("bank");
    expect(bodies(world, library)).toHaveLength(2);
  });

  test("has the new version in the thread of the old, which says that it is superseded", async () => {
    await using world = await worldWithBylaws();
    await order(world, "!library on main yes");
    const library = libraryOf(world.homeserver);
    const first = world.homeserver.said(library)[0]?.eventId;
    world.drop("bylaws-2026.md", NEWER, "adopt from 2026-01-01");
    await world.calm();
    const said = world.homeserver.said(library);
    expect(said[0]?.body).toContain("superseded");
    const newer = said.find(({ body }) => body.includes("Thirty members"));
    expect(newer?.content["m.relates_to"]).toMatchObject({ rel_type: "m.thread", event_id: first });
    expect(newer?.body).toContain("in force since 2026-01-01");
    expect(said).toHaveLength(4);
  });

  test("follows grants and revokes: who lost the right is out, and who leaves their room too", async () => {
    await using world = await worldWithBylaws();
    const { homeserver } = world;
    homeserver.room("!board", [ADMIN, STRANGER]);
    await order(world, "!library on main yes");
    const library = libraryOf(homeserver);
    await order(world, "!grant main !board");
    expect([ANN, EVE, STRANGER].map((user) => homeserver.tryJoin(library, user))).toEqual([true, true, true]);
    await order(world, `!revoke main ${MEMBERS}`);
    expect([ANN, EVE, STRANGER, SELF].map((user) => homeserver.isIn(library, user))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(homeserver.tryJoin(library, ANN)).toBe(false);
    expect(world.said().map(({ body }) => body)).toContain(
      "Put out of the library of “main”, because no room of theirs reads it any more: 2.",
    );
    homeserver.state("!board", STRANGER, "m.room.member", STRANGER, { membership: "leave" });
    await world.calm();
    expect(homeserver.isIn(library, STRANGER)).toBe(false);
  });

  test("puts the others out when the homeserver keeps one in, and counts those who are gone", async () => {
    await using world = await worldWithBylaws();
    const { homeserver } = world;
    await order(world, "!library on main yes");
    const library = libraryOf(homeserver);
    for (const user of [EVE, ANN]) homeserver.tryJoin(library, user);
    const remove = homeserver.removeMember.bind(homeserver);
    homeserver.removeMember = (roomId, user) =>
      user === EVE ? Promise.reject(new NotSent("they have more power")) : remove(roomId, user);
    await order(world, `!revoke main ${MEMBERS}`);
    expect([EVE, ANN].map((user) => homeserver.isIn(library, user))).toEqual([true, false]);
    expect(toldIn(world)).toContain("no room of theirs reads it any more: 1.");
    expect(world.failures.map(String)).toContain("NotSent: they have more power");
  });

  test("is closed to a room that anybody may join, whatever was granted", async () => {
    await using world = await worldWithBylaws();
    const { homeserver } = world;
    await order(world, "!library on main yes");
    const library = libraryOf(homeserver);
    expect(homeserver.tryJoin(library, ANN)).toBe(true);
    homeserver.state(MEMBERS, ADMIN, "m.room.join_rules", "", { join_rule: "public" });
    await world.calm();
    expect(homeserver.isIn(library, ANN)).toBe(false);
    expect(homeserver.tryJoin(library, ANN)).toBe(false);
  });

  test("is linked to by answers, in rooms whose members may join it", async () => {
    await using world = await worldWithBylaws();
    const { homeserver } = world;
    homeserver.room("!other", [ADMIN, STRANGER]);
    const ask = async (room: string, user: string, question: string) => {
      homeserver.say(room, user, question, { "m.mentions": { user_ids: [SELF] } });
      await world.calm();
      return String(homeserver.said(room).at(-1)?.content.formatted_body ?? "");
    };
    expect(await ask(MEMBERS, ANN, "How many members make a quorum?")).not.toContain("matrix.to/#/!");
    await order(world, "!library on main yes");
    const library = libraryOf(homeserver);
    const section = homeserver.said(library)[0]?.eventId ?? "";
    const link = `https://matrix.to/#/${encodeURIComponent(library)}/${encodeURIComponent(section)}?via=coop.example`;
    expect(await ask(MEMBERS, ANN, "How many members make a quorum now?")).toContain(link);
    expect(await ask("!other", STRANGER, "How many members make a quorum?")).not.toContain(library);
    await order(world, "!library off main");
    expect(await ask(MEMBERS, ANN, "How many members make a quorum then?")).not.toContain(library);
  });

  test("loses what is purged, with a receipt", async () => {
    await using world = await worldWithBylaws();
    await order(world, "!library on main yes");
    const library = libraryOf(world.homeserver);
    expect(await order(world, "!purge bylaws yes")).toContain("library room: 2");
    expect(bodies(world, library)).toEqual([]);
    expect(world.count("matrix_library_events")).toBe(0);
    const left = world.homeserver.events.filter((event) => event.roomId === library);
    expect(JSON.stringify(left)).not.toContain("quorum");
  });

  test("loses what was purged from the command line, once the bot looks after it; the receipt there counts it", async () => {
    await using world = await worldWithBylaws();
    await order(world, "!library on main yes");
    const library = libraryOf(world.homeserver);
    const receipt = await purgeBeside(world.home, "bylaws-2020.md");
    expect(receipt.counts).toMatchObject({ documents: 1, messagesLeft: 2, published: 0 });
    expect(bodies(world, library)).toHaveLength(2);
    world.bot.tidy();
    await world.calm();
    expect(bodies(world, library)).toEqual([]);
  });

  test("is emptied and left when it is switched off, and can be made anew", async () => {
    await using world = await worldWithBylaws();
    const { homeserver } = world;
    await order(world, "!library on main yes");
    const library = libraryOf(homeserver);
    homeserver.tryJoin(library, ANN);
    expect(await order(world, "!library off main")).toContain("is being closed");
    expect(bodies(world, library)).toEqual([]);
    expect([ANN, SELF].map((user) => homeserver.isIn(library, user))).toEqual([false, false]);
    expect(homeserver.stateNow(library, "m.room.join_rules")).toEqual({ join_rule: "invite" });
    expect(world.said().map(({ body }) => body)).toContain("The library of “main” is closed. Messages removed: 2.");
    expect(await order(world, "!library off main")).toContain("“main” has no library.");
    await order(world, "!library on main yes");
    expect(libraryOf(homeserver)).not.toBe(library);
    expect(bodies(world, libraryOf(homeserver))).toHaveLength(2);
    expect(world.failures).toEqual([]);
  });

  test("is gone on with after an end in the middle, and each section is there once", async () => {
    const world = await worldWithBylaws();
    const { homeserver, home } = world;
    const ended = Promise.withResolvers<void>();
    homeserver.beforeSend = ({ roomId }) => {
      if (roomId === ADMINS || homeserver.said(roomId).length < 1) return;
      ended.resolve();
      throw new Error("the power is gone");
    };
    homeserver.say(ADMINS, ADMIN, "!library on main yes");
    await ended.promise;
    await world.end();
    homeserver.beforeSend = () => {};
    await using next = await roomWorld({ home, homeserver });
    await next.calm();
    const library = libraryOf(homeserver);
    expect(bodies(next, library)).toHaveLength(2);
    expect(homeserver.events.filter(({ type, sender }) => type === "m.room.create" && sender === SELF)).toHaveLength(1);
    expect(toldIn(next)).toContain("up to date, 2 sections");
  });

  test("of which nothing is known any more after a crash is found again by its mark", async () => {
    const world = await worldWithBylaws();
    const { homeserver, home } = world;
    const create = homeserver.createRoom.bind(homeserver);
    const made = Promise.withResolvers<void>();
    homeserver.createRoom = async (room) => {
      await create(room);
      made.resolve();
      throw new Error("the power is gone");
    };
    homeserver.say(ADMINS, ADMIN, "!library on main yes");
    await made.promise;
    await world.end();
    homeserver.createRoom = create;
    await using next = await roomWorld({ home, homeserver });
    await next.calm();
    expect(homeserver.events.filter(({ type, sender }) => type === "m.room.create" && sender === SELF)).toHaveLength(1);
    expect(bodies(next, libraryOf(homeserver))).toHaveLength(2);
  });

  test("is filled only while no rate limit holds the account back", async () => {
    const NOT_HELD = 3;
    let asked = 0;
    await using world = await worldWithBylaws({ heldBack: () => ++asked < NOT_HELD });
    const when: number[] = [];
    world.homeserver.beforeSend = ({ roomId }) => void (roomId !== ADMINS && when.push(asked));
    await order(world, "!library on main yes");
    expect(when).toHaveLength(2);
    expect(Math.min(...when)).toBeGreaterThanOrEqual(NOT_HELD);
  });

  test("is not filled where the homeserver encrypts every room by itself, and the admins are told", async () => {
    await using world = await worldWithBylaws();
    const { homeserver } = world;
    const create = homeserver.createRoom.bind(homeserver);
    homeserver.createRoom = async (room) => {
      const roomId = await create(room);
      homeserver.state(roomId, SELF, "m.room.encryption", "", { algorithm: "m.megolm.v1.aes-sha2" });
      return roomId;
    };
    await order(world, "!library on main yes");
    expect(bodies(world, libraryOf(homeserver))).toEqual([]);
    expect(toldIn(world)).toContain("this homeserver encrypts every room by itself");
  });

  test("that the homeserver will not make is told to the admins, and tried again later", async () => {
    await using world = await worldWithBylaws();
    const { homeserver, bot } = world;
    const create = homeserver.createRoom.bind(homeserver);
    homeserver.createRoom = () => Promise.reject(new NotSent("not allowed to make rooms"));
    expect(await order(world, "!library on main yes")).toContain("cannot go on just now (reference reference)");
    homeserver.createRoom = create;
    bot.tidy();
    await world.calm();
    expect(bodies(world, libraryOf(homeserver))).toHaveLength(2);
    expect(toldIn(world)).toContain("up to date, 2 sections");
  });
});
