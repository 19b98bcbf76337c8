/** The members that other tests use, among themselves: two servers, three clients, one encrypted room. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pythonDir } from "../../demo/python-venv.ts";
import { installSynapse, type Synapse, startSynapse } from "../../demo/synapse.ts";
import { type HydrogenMember, startHydrogen } from "../peers/hydrogen-member.ts";
import { type JsSdkMember, startJsSdkMember } from "../peers/js-sdk-member.ts";
import type { Member } from "../peers/member.ts";
import { installNio, startNioMember } from "../peers/nio-member.ts";
import { chromiumForTests } from "./browser.ts";

const executable = chromiumForTests();
let stack: AsyncDisposableStack;
let folder: string;
let near: Synapse;
let far: Synapse;
let ada: JsSdkMember;
let ben: Member;
let roomId: string;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  folder = await mkdtemp(join(tmpdir(), "rochdale-peers-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const options = { directory: pythonDir(process.env), signal: AbortSignal.timeout(300_000), onProgress: console.log };
  const [synapse, nio] = [await installSynapse(options), await installNio(options)];
  const start = (address: string) =>
    startSynapse({ python: synapse, folder: join(folder, address), address, federation: true });
  near = stack.use(await start("127.0.0.1"));
  far = stack.use(await start("127.0.0.2"));
  const [adasAccount, bensAccount] = [await near.registerUser("ada", "pw"), await far.registerUser("ben", "pw")];
  ada = stack.use(await startJsSdkMember({ baseUrl: near.baseUrl, account: adasAccount }));
  ben = stack.use(
    await startNioMember({ baseUrl: far.baseUrl, account: bensAccount, python: nio, folder: join(folder, "nio") }),
  );
  roomId = await ada.createRoom({ encrypted: true, name: "Meeting", invite: [ben.userId] });
  await ben.join(roomId);
}, 400_000);

afterAll(() => stack.disposeAsync());

describe("js-sdk on one server and nio on another", () => {
  test("read each other", async () => {
    const asked = await ada.say(roomId, "Who may sign?");
    expect(await seenBy(ben, asked)).toMatchObject({ body: "Who may sign?", encrypted: true, sender: ada.userId });
    const answered = await ben.say(roomId, "Two of the board.", { thread: asked, mentions: [ada.userId] });
    expect(await seenBy(ada, answered)).toMatchObject({
      body: "Two of the board.",
      encrypted: true,
      threadRoot: asked,
      replyTo: asked,
      content: { "m.mentions": { user_ids: [ada.userId] } },
      shield: { colour: "red", reason: "unsigned-device" },
    });
  });

  test.each([
    ["js-sdk", "nio", () => ({ writer: ada, reader: ben })],
    ["nio", "js-sdk", () => ({ writer: ben, reader: ada })],
  ] as const)("see an edit, a reaction, a redaction of %s in %s", async (_writer, _reader, members) => {
    const { writer, reader } = members();
    const eventId = await writer.say(roomId, "The quorum is eleven.");
    await seenBy(reader, eventId);
    await writer.edit(roomId, eventId, "The quorum is twelve.");
    const edited = await reader.waitFor(roomId, (all) => all.find((one) => one.eventId === eventId && one.edits === 1));
    expect(edited).toMatchObject({ body: "The quorum is twelve.", redacted: false });
    const thumb = await writer.react(roomId, eventId, "👍");
    expect(await seenBy(reader, thumb)).toMatchObject({
      type: "m.reaction",
      content: { "m.relates_to": { key: "👍", event_id: eventId } },
    });
    await writer.redact(roomId, eventId);
    const gone = await reader.waitFor(roomId, (all) => all.find((one) => one.eventId === eventId && one.redacted));
    expect(gone).toMatchObject({ body: null, content: {}, undecryptable: false });
  });

  test("send each other files", async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    for (const [writer, reader] of [[ada, ben] as const, [ben, ada] as const]) {
      const eventId = await writer.sendFile(roomId, "bylaws.pdf", bytes);
      expect(await seenBy(reader, eventId)).toMatchObject({ body: "bylaws.pdf", content: { msgtype: "m.file" } });
      expect(Buffer.from(await reader.openFile(roomId, eventId)).equals(bytes)).toBe(true);
    }
  });

  test("see who types and what was read", async () => {
    const eventId = await ada.say(roomId, "Are you there?");
    await seenBy(ben, eventId);
    const path = `/v3/rooms/${encodeURIComponent(roomId)}`;
    await ben.api("PUT", `${path}/typing/${encodeURIComponent(ben.userId)}`, { typing: true, timeout: 10_000 });
    await ada.waitForTyping(roomId, ben.userId);
    await ben.api("POST", `${path}/receipt/m.read/${encodeURIComponent(eventId)}`, {});
    await expect.poll(() => ada.readUpTo(roomId, ben.userId), { timeout: 10_000 }).toBe(eventId);
  });
});

if (executable !== null) {
  describe("Hydrogen in a browser", () => {
    let cleo: HydrogenMember;

    beforeAll(async () => {
      const { userId } = await near.registerUser("cleo", "pw");
      const options = { baseUrl: near.baseUrl, name: "cleo", password: "pw", executable };
      cleo = stack.use(await startHydrogen(options));
      await ada.invite(roomId, userId);
      await cleo.acceptInvite("Meeting");
    });

    test("reads what the others say, and they read it", async () => {
      await cleo.say("May a guest speak?");
      const asked = await ada.waitFor(roomId, (all) => all.find(({ body }) => body === "May a guest speak?"));
      expect(asked).toMatchObject({ encrypted: true, undecryptable: false });
      await seenBy(ben, asked.eventId);
      const answered = await ada.say(roomId, "Yes.", {
        html: "<p>Yes.</p><blockquote>8.2</blockquote>",
        thread: asked.eventId,
      });
      const shown = await cleo.waitForMessage(({ eventId }) => eventId === answered);
      expect(shown).toMatchObject({
        sender: ada.userId,
        html: "<p>Yes.</p><blockquote>8.2</blockquote>",
        replyTo: asked.eventId,
      });
      expect(shown.text).toMatch(/^Yes\.\s+8\.2$/);
      const further = await ben.say(roomId, "But not vote.");
      expect(await cleo.waitForMessage(({ eventId }) => eventId === further)).toMatchObject({
        sender: ben.userId,
        text: "But not vote.",
      });
    });

    test("shows an edit as a line of its own", async () => {
      const eventId = await ada.say(roomId, "On Mondya.");
      const edit = await ada.edit(roomId, eventId, "On Monday.");
      expect(await cleo.waitForMessage((message) => message.eventId === edit)).toMatchObject({ text: "* On Monday." });
    });

    test("can be photographed", async () => {
      const file = join(folder, "room.png");
      await cleo.screenshot(file);
      expect((await readFile(file)).subarray(1, 4).toString()).toBe("PNG");
    });
  });
}

test("what js-sdk says of a device is true: its own is signed, nio's is not", async () => {
  expect(await ada.trust(ada.userId, ada.deviceId)).toMatchObject({ crossSigned: true, userHasIdentity: true });
  expect(await ada.trust(ben.userId, ben.deviceId)).toMatchObject({ crossSigned: false, userHasIdentity: false });
  expect(await ada.trust(ben.userId, "NOSUCH")).toBeNull();
});

test("an unsigned js-sdk device is shown as one", async () => {
  const account = await near.registerUser("uta", "pw");
  await using uta = await startJsSdkMember({ baseUrl: near.baseUrl, account, crossSigned: false });
  expect(await ada.trust(uta.userId, uta.deviceId)).toMatchObject({ crossSigned: false });
});

test("what a member waited for in vain is told with what it saw", async () => {
  await expect(ada.waitFor(roomId, () => undefined, 50)).rejects.toThrow(/within 50 ms, got:\n(.|\n)*Who may sign\?/);
});

function seenBy(member: Member, eventId: string) {
  return member.waitFor(roomId, (all) => all.find((one) => one.eventId === eventId && !one.undecryptable));
}
