/** T-S4 on a real homeserver: who commands the bot: the admin, by id, from a signed device, in the admin room, in a message of its own. Nobody else. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Coop, replyTo, startCoop, undefanged } from "../e2e/coop.ts";
import { type JsSdkMember, startJsSdkMember } from "../peers/js-sdk-member.ts";
import type { Member } from "../peers/member.ts";
import { tell } from "../rows/row.ts";

const FOR_ADMINS = "This command is for admins.";

let coop: Coop;
let roomId: string;
/** Has the admin's display name and picture. */
let double: JsSdkMember;

beforeAll(async () => {
  coop = await startCoop();
  const { admin, adminRoom, synapse } = coop;
  roomId = await coop.room({ name: "Members" });
  const { baseUrl } = synapse;
  double = await startJsSdkMember({ baseUrl, account: await synapse.registerUser("adrnin", "a password") });
  for (const member of [admin, double]) await dressUp(member);
  await admin.invite(adminRoom, double.userId);
  await double.join(adminRoom);
}, 600_000);

afterEach((context) => {
  const failed = context.task.result?.state === "fail" ? 1 : 0;
  tell(context, { id: "T-S4", what: "orders, on a Synapse", tried: 1, failed });
});

afterAll(async () => {
  await double?.stop();
  await coop?.[Symbol.asyncDispose]();
}, 60_000);

test("somebody with the admin's name and picture is not obeyed", async () => {
  expect(await repliedTo(double, coop.adminRoom, order())).toBe(FOR_ADMINS);
});

test("power 50 is not enough, power 100 is, and who has lost it is not obeyed any more", async () => {
  await setPower(50);
  expect(await repliedTo(double, coop.adminRoom, order())).toBe(FOR_ADMINS);
  await setPower(100);
  expect(await repliedTo(double, coop.adminRoom, "!allow @guest:elsewhere.example")).toContain("may invite me");
  await setPower(0);
  expect(await repliedTo(double, coop.adminRoom, order())).toBe(FOR_ADMINS);
});

test("an admin's command in another room is not obeyed", async () => {
  expect(await repliedTo(coop.admin, roomId, order())).toBe("This command works in the admin room only.");
});

test("a command that came into being by an edit is not obeyed", async () => {
  const { admin, adminRoom, botId } = coop;
  const said = await admin.say(adminRoom, "Shall we open the notes to all?");
  await admin.edit(adminRoom, said, order());
  expect((await replyTo(admin, adminRoom, said, botId)).body).toBe(
    "I obey no edited message. Please send the command as a new one.",
  );
});

test("a command in a reply is not obeyed: it may be quoted", async () => {
  const { admin, adminRoom } = coop;
  const said = await double.say(adminRoom, `Please write ${order()}`);
  expect(await repliedTo(admin, adminRoom, order(), { replyTo: said })).toBe(
    "I obey no command in a reply. Please send it as a message of its own.",
  );
});

test("the admin's own device is not obeyed before it is verified", async () => {
  const { synapse, adminRoom } = coop;
  const account = await synapse.logIn("admin", "a password");
  await using other = await startJsSdkMember({ baseUrl: synapse.baseUrl, account, crossSigned: false });
  expect(await repliedTo(other, adminRoom, order())).toContain("Your device is not verified");
});

test("after all that, only what the admins decided is so", async () => {
  const log = undefanged((await coop.order("!log 50")).body);
  expect(log).toContain("@guest:elsewhere.example");
  // That a document was loaded stands there too, by the command line.
  const decided = log.split("\n").filter((line) => !line.includes("command line"));
  expect(decided.filter((line) => line.includes("board"))).toEqual([]);
  expect((await coop.order("!collections")).body).toMatch(/board[^\n]*granted to no room/);
  expect((await coop.order(order())).body).toContain("Granted.");
});

/** Opens what the members' room must not read. */
const order = () => `!grant board ${roomId}`;

async function repliedTo(member: Member, room: string, words: string, options = {}): Promise<string | null> {
  const said = await member.say(room, words, options);
  return (await replyTo(member, room, said, coop.botId)).body;
}

async function dressUp(member: Member): Promise<void> {
  const profile = `/v3/profile/${encodeURIComponent(member.userId)}`;
  await member.api("PUT", `${profile}/displayname`, { displayname: "Ada Admin" });
  await member.api("PUT", `${profile}/avatar_url`, { avatar_url: "mxc://example.org/face" });
}

async function setPower(power: number): Promise<void> {
  const { admin, adminRoom } = coop;
  const path = `/v3/rooms/${encodeURIComponent(adminRoom)}/state/m.room.power_levels`;
  const levels = (await admin.api("GET", path)) as { readonly users: Readonly<Record<string, number>> };
  await admin.api("PUT", path, { ...levels, users: { ...levels.users, [double.userId]: power } });
}
