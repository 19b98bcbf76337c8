/** Brings admin, members and bot together: a room for the admins, and one whose members may ask about the sample. */
import type { Member } from "../test/peers/member.ts";

export type Gathering = { readonly admin: Member; readonly members: readonly Member[]; readonly botId: string };

/** Starting the bot takes seconds; the first log-in and cross-signing are in it. */
const BOT_MS = 120_000;

/** A room of the admin's, to which the bot is invited. */
export function makeAdminRoom(admin: Member, botId: string): Promise<string> {
  return admin.createRoom({ encrypted: true, name: "Rochdale: admins", invite: [botId] });
}

/** The bot is up: it speaks in the admin room. @returns what it says. */
export async function waitForGreeting(admin: Member, adminRoomId: string, botId: string): Promise<string> {
  const { body } = await admin.waitFor(
    adminRoomId,
    (timeline) => timeline.find(({ sender, body }) => sender === botId && body !== null),
    BOT_MS,
  );
  return body ?? "";
}

/** @returns the members' room, encrypted, with everybody in it and the sample granted to it. */
export async function makeMembersRoom(gathering: Gathering, adminRoomId: string, name: string): Promise<string> {
  const { admin, members, botId } = gathering;
  const invite = [botId, ...members.map(({ userId }) => userId)];
  const roomId = await admin.createRoom({ encrypted: true, name, invite });
  await Promise.all(members.map((member) => member.join(roomId)));
  // Not before: what is said before somebody is there is not encrypted for them.
  await admin.waitForMember(roomId, botId, BOT_MS);
  await grant(admin, adminRoomId, botId, `!grant sample ${roomId}`);
  return roomId;
}

async function grant(admin: Member, adminRoomId: string, botId: string, command: string): Promise<void> {
  const asked = await admin.say(adminRoomId, command);
  await admin.waitFor(
    adminRoomId,
    (timeline) =>
      timeline
        .slice(timeline.findIndex(({ eventId }) => eventId === asked) + 1)
        .find(({ sender, body }) => sender === botId && body !== null),
    BOT_MS,
  );
}
