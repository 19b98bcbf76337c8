/** The life of a document in an encrypted admin room: compared, withdrawn, in force again, deleted for good. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Coop, replyTo, startCoop, undefanged } from "./coop.ts";
import { sentInClear } from "./replies.ts";

const PAGE_WORD = "lamplighter";

/** Forty sections, each of them changed from one edition to the next. */
function rules(word: string): string {
  const sections = Array.from(
    { length: 40 },
    (_, index) =>
      `## § ${index + 1} Rule ${index + 1}\n\nThe ${word} of floor ${index + 1} ${"keeps the lamps of this house clean. ".repeat(9)}The ${word} also ${"winds the clock of the hall. ".repeat(9)} This is work for one ${word} and a helper.`,
  );
  return `# House rules\n\n${sections.join("\n\n")}\n`;
}

let coop: Coop;

beforeAll(async () => {
  coop = await startCoop({
    documents: {
      main: {
        "house-rules-v1.md": rules("caretaker"),
        "house-rules-v2.md": rules(PAGE_WORD),
        "collection.yaml": [
          "title: Lamphouse",
          "documents:",
          "  - { file: house-rules-v1.md, title: House rules, rank: rules, inForceFrom: '2015-01-01', inForceTo: '2021-12-31' }",
          "  - { file: house-rules-v2.md, title: House rules, rank: rules, inForceFrom: '2022-01-01', replaces: house-rules-v1.md }",
        ].join("\n"),
      },
    },
  });
}, 600_000);

afterAll(() => coop?.[Symbol.asyncDispose](), 60_000);

test("what changed between two versions comes as an overview and a file that only the room can open", async () => {
  const { admin, adminRoom, botId } = coop;
  const overview = await coop.order("!diff house rules v1 v2");
  expect(undefanged(overview.body)).toContain("Sections changed: 40, new: 0, left out: 0, renumbered: 0");
  const file = await admin.waitFor(adminRoom, (all) => all.find(({ content }) => content.msgtype === "m.file"), 30_000);
  expect(file).toMatchObject({ sender: botId, encrypted: true, threadRoot: overview.threadRoot });
  expect(file.content.url).toBeUndefined();
  const page = Buffer.from(await admin.openFile(adminRoom, file.eventId)).toString();
  expect(page).toContain(`<del>caretaker</del><ins>${PAGE_WORD}</ins>`);
  expect(await sentInClear(admin, adminRoom, botId)).toEqual([]);
});

test("a version that is withdrawn is no longer quoted, and is again when it is in force again", async () => {
  const { ann, botId } = coop;
  const roomId = await coop.room({ collections: ["main"] });
  const ask = async (words: string) => {
    const asked = await ann.say(roomId, words, { mentions: [botId] });
    return (await replyTo(ann, roomId, asked, botId)).body ?? "";
  };
  const question = (number: number) => `Question ${number}: who keeps the lamps of floor 7 clean?`;
  expect(await ask(question(1))).toContain(`The ${PAGE_WORD} of floor`);
  expect((await coop.order("!withdraw house rules v2")).body).toContain("no version of “House rules” v2 is in force");
  expect((await coop.order("!withdraw house rules v2 yes")).body).toContain("is not in force any more from");
  expect(await ask(question(2))).not.toContain(PAGE_WORD);
  expect((await coop.order("!reinstate house rules v2")).body).toContain("is in force again from");
  expect(await ask(question(3))).toContain(`The ${PAGE_WORD} of floor`);
  const log = (await coop.order("!log 3")).body ?? "";
  expect(log.split("\n").map((line) => /withdrawn|put in force again|granted/u.exec(line)?.[0])).toEqual([
    "put in force again",
    "withdrawn",
    "granted",
  ]);

  expect((await coop.order("!purge house rules v2")).body).toContain("None of this can be undone");
  const receipt = await coop.order("!purge house rules v2 yes");
  expect(receipt.body).toMatch(/Deleted for good[\s\S]*messages of mine removed from the rooms: [1-9]/u);
  await ann.waitFor(
    roomId,
    (all) => (all.some(({ body }) => body?.includes(`The ${PAGE_WORD} of`)) ? undefined : all),
    30_000,
  );
  expect(await ask(question(4))).not.toContain(PAGE_WORD);
}, 240_000);
