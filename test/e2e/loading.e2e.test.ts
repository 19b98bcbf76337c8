/** Files dropped into the encrypted admin room of a real Synapse by a real client, until a member is answered from them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message } from "../peers/member.ts";
import { type Coop, replyTo, startCoop, undefanged } from "./coop.ts";

const SAMPLE = join(import.meta.dirname, "../../corpora/sample/documents");
const GARDEN = `# Garden rules

## Hens

At most seven hens may live in the garden of the house at any time.
`;
const CELLAR = `# Cellar rules

## Bicycles

Every member may park two bicycles in the cellar below the laundry.
`;

let coop: Coop;
beforeAll(async () => {
  coop = await startCoop();
}, 300_000);
afterAll(() => coop?.[Symbol.asyncDispose]());

/** On a busy machine. */
const WAIT_MS = 90_000;

/** The bot's one message about a file, as it reads now. */
function reportOn(timeline: readonly Message[], file: string): Message | undefined {
  return timeline.find(
    ({ sender, type, threadRoot, replyTo }) =>
      sender === coop.botId && type === "m.room.message" && (threadRoot === file || replyTo === file),
  );
}

function waitForReport(file: string, words: string): Promise<Message> {
  const { admin, adminRoom } = coop;
  const fits = (timeline: readonly Message[]) => {
    const report = reportOn(timeline, file);
    return report !== undefined && undefanged(report.body).includes(words) ? report : undefined;
  };
  return admin.waitFor(adminRoom, fits, WAIT_MS);
}

function react(target: string, key: string): Promise<string> {
  const relation = { rel_type: "m.annotation", event_id: target, key };
  return coop.admin.send(coop.adminRoom, "m.reaction", { "m.relates_to": relation });
}

async function askedIn(roomId: string, question: string): Promise<string> {
  const { ann, botId } = coop;
  const asked = await ann.say(roomId, question, { mentions: [botId] });
  return undefanged((await replyTo(ann, roomId, asked, botId)).body);
}

test("a PDF and an archive dropped into the encrypted admin room are reported on, and after one tap members are answered from them", async () => {
  const { admin, adminRoom, order } = coop;
  const pdf = await admin.sendFile(adminRoom, "bylaws-2022.pdf", readFileSync(join(SAMPLE, "bylaws-2022.pdf")));
  const archive = await admin.sendFile(
    adminRoom,
    "rules.zip",
    zipSync({ "garden-rules.md": strToU8(GARDEN), "cellar-rules.md": strToU8(CELLAR) }),
  );
  const question = await waitForReport(pdf, "As proposed");
  expect(question.encrypted).toBe(true);
  expect(undefanged(question.body)).toMatch(/^(?:\* )?bylaws-2022\.pdf is read; members do not see it yet\./);
  expect(undefanged(question.body)).toMatch(/Holds: \d+ pages, \d+ sections/);
  const files = await waitForReport(archive, "2 files");

  // The collection is there once its first file is: a room can be let in only then, and sees all of it at once.
  await react(question.eventId, "✅");
  await waitForReport(pdf, "in force from");
  const room = await coop.room({ collections: ["main"] });
  const hens = "How many hens may live in the garden?";
  expect(await askedIn(room, hens)).not.toContain("seven hens");
  await react(files.eventId, "✅");
  await waitForReport(archive, "Cellar rules");
  expect(await askedIn(room, `${hens} Please.`)).toContain("At most seven hens may live in the garden of the house");
  expect(await askedIn(room, "How many bicycles may a member park in the cellar?")).toContain(
    "two bicycles in the cellar",
  );
  expect(await order("!collections")).toMatchObject({ body: expect.stringContaining("main") });
  expect(coop.bot.failures()).toEqual([]);
});

test("a file that is dropped again by 🛑 leaves nothing behind", async () => {
  const { admin, adminRoom } = coop;
  const file = await admin.sendFile(
    adminRoom,
    "secret.md",
    strToU8("# Secret\n\nThe treasure lies below the old apple tree.\n"),
  );
  await waitForReport(file, "As proposed");
  await react(file, "🛑");
  await waitForReport(file, "dropped, and nothing of it was kept");
});
