/**
 * What a person sees in Hydrogen, a client without threads and edits and with an Olm of its own: the answer must read
 * well there too. The screenshot lies in the system's folder for temporary files.
 */
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HydrogenMember, startHydrogen } from "../peers/hydrogen-member.ts";
import type { Message } from "../peers/member.ts";
import { chromiumForTests } from "./browser.ts";
import { type Coop, startCoop } from "./coop.ts";

const SCREENSHOT = join(tmpdir(), "rochdale-hydrogen.png");
const THIRTY = "Thirty voting members make a quorum of the general meeting.";

const executable = chromiumForTests();
const stack = new AsyncDisposableStack();
let coop: Coop;
let cleo: HydrogenMember;
let roomId: string;

if (executable !== null) {
  beforeAll(async () => {
    coop = stack.use(await startCoop());
    const { baseUrl } = coop.synapse;
    const { userId } = await coop.synapse.registerUser("cleo", "a password");
    cleo = stack.use(await startHydrogen({ baseUrl, name: "cleo", password: "a password", executable }));
    roomId = await coop.room({ name: "General meeting" });
    await coop.admin.invite(roomId, userId);
    await cleo.acceptInvite("General meeting");
    await coop.ann.waitForMember(roomId, userId);
  }, 600_000);

  afterAll(() => stack.disposeAsync(), 60_000);

  test("a member with Hydrogen names the bot, asks in an encrypted room, and reads the answer", async () => {
    const { botId } = coop;
    await cleo.say("rochdale: How many members make a quorum?");
    const isQuestion = ({ body }: Message) => body?.includes("How many members") === true;
    const asked = await coop.ann.waitFor(roomId, (all) => all.find(isQuestion), 30_000);
    expect(asked).toMatchObject({ encrypted: true, undecryptable: false });
    const notice = await cleo.waitForMessage(({ sender, text }) => sender === botId && text.includes(THIRTY), 30_000);
    expect(notice.replyTo).toBe(asked.eventId);
    expect(notice.html).toContain("<blockquote>");
    const answer = await cleo.waitForMessage(({ sender, text }) => sender === botId && text.startsWith("* "), 30_000);
    expect(answer.text).toContain(THIRTY);
    expect(answer.text).not.toMatch(/<\/?[a-z]|> >|\*\*/);
    await cleo.page.waitForTimeout(500); // it scrolls to the end
    await cleo.screenshot(SCREENSHOT);
    expect((await readFile(SCREENSHOT)).subarray(1, 4).toString()).toBe("PNG");
  });
}
