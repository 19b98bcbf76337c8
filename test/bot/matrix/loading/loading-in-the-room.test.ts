import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { roomMessagesIn } from "../../../../bot/matrix/messages/in-language.ts";
import { loadingMessagesIn } from "../../../../bot/matrix/messages/loading.ts";
import { ADMIN, ADMINS, EVE, MEMBERS, type RoomWorld, roomWorld, SELF } from "./room-world.ts";

const en = loadingMessagesIn("en");
const OLD = `# Bylaws\n\n${Array.from({ length: 9 }, (_, n) => `## ${n + 1}. Rule\n\nRule number ${n + 1} of the house holds for members.`).join("\n\n")}\n`;
const NEW = OLD.replace("Rule number 3 of the house holds for members.", "Rule number 3 holds for tenants and guests.");

/** The one report of the bot in the admin room. */
function onlyReport(world: RoomWorld): { eventId: string; body: string } {
  const said = world.said();
  expect(said).toHaveLength(1);
  return said[0] ?? { eventId: "", body: "" };
}

async function reply(world: RoomWorld, words: string, target = world.said()[0]?.eventId ?? "", sender = ADMIN) {
  const event = world.homeserver.say(ADMINS, sender, words, {
    "m.relates_to": { "m.in_reply_to": { event_id: target } },
  });
  await world.calm();
  return event;
}

async function react(world: RoomWorld, key: string, { sender = ADMIN, target = world.said()[0]?.eventId ?? "" } = {}) {
  world.homeserver.react(ADMINS, sender, target, key);
  await world.calm();
}

describe("a file in the admin room", () => {
  test("is reported on and asked about, and seen by nobody before the yes", async () => {
    await using world = await roomWorld();
    const file = world.drop("bylaws-2022.md", OLD);
    await world.calm();
    const report = onlyReport(world);
    expect(report.body).toBe(
      [
        "bylaws-2022.md is read; members do not see it yet.",
        "- Holds: 10 sections, English\n- Title: Bylaws (guessed)\n- Kind: statutes (guessed)\n- Collection: main",
        "As proposed: in force from 2022-01-01. The day is guessed from the name.",
        en.howToAnswer,
      ].join("\n\n"),
    );
    expect(world.homeserver.said(ADMINS)[0]?.content).toMatchObject({
      msgtype: "m.text",
      "m.mentions": { user_ids: [ADMIN] },
    });
    const [first] = world.homeserver.events.filter(({ sender, type }) => sender === SELF && type === "m.room.message");
    expect(first?.content).toMatchObject({
      msgtype: "m.notice",
      body: "Received: bylaws-2022.\u2060md (1 kB). I am reading it.",
      "m.relates_to": { rel_type: "m.thread", event_id: file },
    });
    const marks = world.homeserver.events.filter(({ type, sender }) => type === "m.reaction" && sender === SELF);
    expect(marks.map(({ content }) => content["m.relates_to"])).toEqual(
      ["✅", "📝", "📄", "❌"].map((key) => ({ rel_type: "m.annotation", event_id: report.eventId, key })),
    );
    expect(world.files()).toEqual([]);

    await react(world, "✅");
    expect(onlyReport(world).body).toBe("Bylaws (bylaws-2022.md): in force from 2022-01-01.");
    expect(world.files()).toEqual([["bylaws-2022.md", "adopted", "2022-01-01", null]]);
    expect(world.filesOnDisk()).toEqual([]);
    expect(world.failures).toEqual([]);
  });

  test("a reply names the day and what it replaces, and the report says what was superseded", async () => {
    await using world = await roomWorld();
    world.drop("bylaws.md", OLD);
    await world.calm();
    await reply(world, "adopt from 2022-07-01");
    world.drop("bylaws-new.md", NEW);
    await world.calm();
    const asked = world.said()[1];
    expect(asked?.body).toContain("Seems to be a new version of: Bylaws (bylaws.md)");
    await reply(world, "gilt ab 1.6.2026", asked?.eventId);
    expect(world.said()[1]?.body).toBe(
      "- Bylaws (bylaws-new.md): in force from 2026-06-01.\n- Superseded by it: Bylaws (bylaws.md), in force until 2026-05-31.",
    );
    expect(world.files()).toEqual([
      ["bylaws-new.md", "adopted", "2026-06-01", null],
      ["bylaws.md", "superseded", "2022-07-01", "2026-05-31"],
    ]);
  });

  test.each([
    ["📝", "draft", en.draftNow("Bylaws", "bylaws.md")],
    ["📄", "proposed", en.proposalNow("Bylaws", "bylaws.md")],
  ])("%s keeps it as that", async (key, status, words) => {
    await using world = await roomWorld();
    world.drop("bylaws.md", OLD);
    await world.calm();
    await react(world, key);
    expect(onlyReport(world).body).toBe(words);
    expect(world.files()).toEqual([["bylaws.md", status, null, null]]);
  });

  test.each([
    ["❌ on the report", (world: RoomWorld) => react(world, "❌")],
    ["🛑 on the file", (world: RoomWorld, file: string) => react(world, "🛑", { target: file })],
    ["!stop", (world: RoomWorld) => void world.homeserver.say(ADMINS, ADMIN, "!stop")],
    ["cancel, in words", (world: RoomWorld) => void reply(world, "cancel")],
    ["taking the file back", (world: RoomWorld, file: string) => void world.homeserver.takeBack(ADMINS, ADMIN, file)],
  ])("%s leaves nothing behind", async (_, cancel) => {
    await using world = await roomWorld();
    const file = world.drop("bylaws.md", OLD);
    await world.calm();
    await cancel(world, file);
    await world.calm();
    expect(world.said()[0]?.body).toBe(en.cancelled("bylaws.md"));
    expect(world.files()).toEqual([]);
    expect(world.filesOnDisk()).toEqual([]);
    expect(world.count("documents") + world.count("passages") + world.count("matrix_load_decisions")).toBe(0);
    expect(world.failures).toEqual([]);
  });

  test("what its caption says counts, unless something looks odd", async () => {
    await using world = await roomWorld();
    world.drop("bylaws.md", OLD, "adopt from 2022-07-01, collection: board");
    await world.calm();
    expect(onlyReport(world).body).toBe("Bylaws (bylaws.md): in force from 2022-07-01.");
    expect(world.rochdale.documents("board").map(({ file }) => file)).toEqual(["bylaws.md"]);
    world.drop("bylaws-copy.md", `${OLD}\n`, "draft, collection: board");
    await world.calm();
    expect(world.said()[1]?.body).toContain("The same text is here already: bylaws.md.");
    expect(world.rochdale.documents("board")).toHaveLength(1);
  });

  test("words that are no answer change nothing, and a document that is not there neither", async () => {
    await using world = await roomWorld();
    world.drop("bylaws.md", OLD);
    await world.calm();
    await reply(world, "do not adopt this");
    expect(world.said()[1]?.body).toBe(en.notUnderstood);
    await reply(world, "replaces the charter");
    expect(world.said()[2]?.body).toBe(en.noSuchDocument("the charter"));
    expect(world.files()).toEqual([]);
    await reply(world, "adopt");
    expect(world.files()).toEqual([["bylaws.md", "adopted", null, null]]);
  });

  test("from anybody but an admin it is refused, and so is their answer", async () => {
    await using world = await roomWorld();
    const bytes = new TextEncoder().encode(OLD);
    world.homeserver.sendFile(ADMINS, EVE, { name: "evil.md", bytes });
    await world.calm();
    expect(onlyReport(world).body).toBe(roomMessagesIn("en").refusals["not-an-admin"]);
    world.drop("bylaws.md", OLD);
    await world.calm();
    const report = world.said()[1]?.eventId ?? "";
    await react(world, "✅", { sender: EVE, target: report });
    await reply(world, "adopt", report, EVE);
    expect(world.said()[2]?.body).toBe(roomMessagesIn("en").refusals["not-an-admin"]);
    expect(world.files()).toEqual([]);
  });

  test("elsewhere it is ignored", async () => {
    await using world = await roomWorld();
    const bytes = new TextEncoder().encode(OLD);
    world.homeserver.sendFile(MEMBERS, ADMIN, { name: "bylaws.md", bytes });
    await world.calm();
    expect(world.homeserver.said(MEMBERS)).toEqual([]);
    expect(world.count("matrix_loads")).toBe(0);
  });

  test("that cannot be read says so in its report", async () => {
    await using world = await roomWorld();
    world.drop("picture.png", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]));
    await world.calm();
    expect(onlyReport(world).body).toMatch(
      /^picture\.png cannot be read, and nothing of it was kept\. `picture\.png` is a PNG image/,
    );
    expect(world.filesOnDisk()).toEqual([]);
  });

  test("several are asked about each by itself", async () => {
    await using world = await roomWorld();
    world.drop("bylaws.md", OLD);
    world.drop("house-rules.md", OLD.replaceAll("Bylaws", "House rules").replaceAll("house", "garden"));
    world.drop("notes.txt", "The board met and drank coffee. Nothing was decided on this day.");
    await world.calm();
    expect(world.said()).toHaveLength(3);
    for (const { eventId } of world.said()) await react(world, "✅", { target: eventId });
    expect(world.files().map(([file]) => file)).toEqual(["bylaws.md", "house-rules.md", "notes.txt"]);
  });
});

describe("an archive in the admin room", () => {
  const archive = zipSync({
    "bylaws-2015.md": strToU8(OLD),
    "bylaws-2022.md": strToU8(NEW),
    "budget draft.md": strToU8("# Budget\n\nThis is a draft. The roof costs nine thousand euros this year."),
  });

  test("has one report, and one yes is enough for all of it", async () => {
    await using world = await roomWorld();
    world.drop("co-op.zip", archive);
    await world.calm();
    expect(onlyReport(world).body).toContain("co-op.zip is read: 3 files. Members see nothing of it yet.");
    await react(world, "✅");
    expect(world.files()).toEqual([
      ["budget draft.md", "draft", null, null],
      ["bylaws-2015.md", "superseded", "2015-01-01", "2021-12-31"],
      ["bylaws-2022.md", "adopted", "2022-01-01", null],
    ]);
  });

  test("has an answer for each file, by its number or name", async () => {
    await using world = await roomWorld();
    world.drop("co-op.zip", archive);
    await world.calm();
    const report = onlyReport(world).eventId;
    await reply(world, "1: adopt from 2015-07-01", report);
    expect(world.files()).toEqual([["bylaws-2015.md", "adopted", "2015-07-01", null]]);
    await reply(world, "budget draft.md: cancel", report);
    await reply(world, "9: draft", report);
    expect(world.said().at(-1)?.body).toBe(en.notUnderstood);
    await reply(world, "2: adopt from 2022-07-01", report);
    expect(world.files()).toEqual([
      ["bylaws-2015.md", "superseded", "2015-07-01", "2022-06-30"],
      ["bylaws-2022.md", "adopted", "2022-07-01", null],
    ]);
    expect(world.said()[0]?.body).toContain("Bylaws (bylaws-2022.md): in force from 2022-07-01.");
    expect(world.filesOnDisk()).toEqual([]);
  });
});

test("what an end of the bot left in the middle goes on after the next start", async () => {
  const world = await roomWorld();
  world.drop("bylaws.md", OLD);
  await world.calm();
  const { eventId } = onlyReport(world);
  await world.end();
  world.homeserver.react(ADMINS, ADMIN, eventId, "✅");
  await using next = await roomWorld({ home: world.home, homeserver: world.homeserver });
  await next.calm();
  expect(onlyReport(next).body).toBe("Bylaws (bylaws.md): in force since ever.");
  expect(next.files()).toEqual([["bylaws.md", "adopted", null, null]]);
});
