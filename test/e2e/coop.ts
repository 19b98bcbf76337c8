/** What most tests of the bot in rooms begin with: a Synapse, an admin, members, a bot with two small collections. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BotSettings } from "../../bot/matrix/run-bot.ts";
import { pythonDir } from "../../demo/python-venv.ts";
import { installSynapse, type Synapse, type SynapseOptions, startSynapse } from "../../demo/synapse.ts";
import { type JsSdkMember, startJsSdkMember } from "../peers/js-sdk-member.ts";
import type { Member, Message } from "../peers/member.ts";
import { BotUnderTest } from "./bot-under-test.ts";

export const BYLAWS = `# Bylaws

## Quorum

Thirty voting members make a quorum of the general meeting. The board invites two weeks before it.

## Shares

Every member holds at least one share of fifty euros. Shares are paid back within a year of leaving.
`;
export const MINUTES = `# Board notes

## Roof

The board keeps the secret reserve of 4711 marmalade jars in the attic above the laundry.
`;

export type Coop = AsyncDisposable & {
  readonly synapse: Synapse;
  readonly folder: string;
  readonly admin: JsSdkMember;
  readonly ann: JsSdkMember;
  readonly bot: BotUnderTest;
  readonly botId: string;
  readonly botToken: string;
  readonly adminRoom: string;
  /** A room with admin, Ann and the bot in it, to which the bylaws are granted. */
  room(options?: {
    readonly encrypted?: boolean;
    readonly name?: string;
    readonly collections?: readonly string[];
  }): Promise<string>;
  /** Gives an order in the admin room; resolves to the bot's reply. */
  order(words: string): Promise<Message>;
};

export async function startCoop(
  options: {
    readonly delayMs?: number;
    readonly keyPatienceMs?: number;
    readonly settings?: Partial<BotSettings>;
    /** Collection → file → text. */
    readonly documents?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly synapse?: Partial<SynapseOptions>;
    /** Where the bot finds the homeserver, given where it really is. */
    readonly through?: (baseUrl: string) => string | Promise<string>;
  } = {},
): Promise<Coop> {
  await using stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "rochdale-coop-"));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const python = await installSynapse({
    directory: pythonDir(process.env),
    signal: AbortSignal.timeout(300_000),
    onProgress: console.log,
  });
  const synapse = stack.use(await startSynapse({ python, folder: join(folder, "synapse"), ...options.synapse }));
  const { baseUrl } = synapse;
  const account = await synapse.registerUser("rochdale", "a password");
  const admin = stack.use(
    await startJsSdkMember({ baseUrl, account: await synapse.registerUser("admin", "a password", { admin: true }) }),
  );
  const ann = stack.use(await startJsSdkMember({ baseUrl, account: await synapse.registerUser("ann", "a password") }));
  const botId = account.userId;
  const adminRoom = await admin.createRoom({ encrypted: true, name: "Admins", invite: [botId] });
  const bot = stack.use(
    new BotUnderTest({
      home: join(folder, "bot"),
      baseUrl: (await options.through?.(baseUrl)) ?? baseUrl,
      userId: botId,
      accessToken: account.accessToken,
      settings: {
        adminRoom,
        admins: [admin.userId],
        allowInvites: [synapse.serverName],
        allowServers: null,
        maxAgeHours: 24,
        ...options.settings,
      },
      delayMs: options.delayMs ?? 300,
      ...(options.keyPatienceMs === undefined ? {} : { keyPatienceMs: options.keyPatienceMs }),
      documents: options.documents ?? { bylaws: { "bylaws.md": BYLAWS }, board: { "notes.md": MINUTES } },
    }),
  );
  await bot.start();
  await admin.waitFor(adminRoom, (timeline) => timeline.find(({ sender, body }) => sender === botId && body !== null));
  const owned = stack.move();
  const order = async (words: string): Promise<Message> => {
    const asked = await admin.say(adminRoom, words);
    return admin.waitFor(adminRoom, (timeline) => repliesAfter(timeline, asked, botId)[0], 30_000);
  };
  return {
    synapse,
    folder,
    admin,
    ann,
    bot,
    botId,
    botToken: account.accessToken,
    adminRoom,
    order,
    async room({ encrypted = true, name = `Members ${Math.random()}`, collections = ["bylaws"] } = {}) {
      const roomId = await admin.createRoom({ encrypted, name, invite: [botId, ann.userId] });
      await ann.join(roomId);
      await ann.waitForMember(roomId, botId, 30_000);
      await ann.waitFor(
        roomId,
        (timeline) => timeline.find(({ sender, body }) => sender === botId && body !== null),
        30_000,
      );
      for (const collection of collections) await order(`!grant ${collection} ${roomId}`);
      return roomId;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Waits for the bot's reply to a message: in its thread, or below it. */
export function replyTo(member: Member, roomId: string, eventId: string, botId: string): Promise<Message> {
  return member.waitFor(roomId, (timeline) => answerTo(timeline, eventId, botId), REPLY_MS);
}

/** On a machine with other things to do. */
const REPLY_MS = 30_000;

/** The quiet first notice in the thread of a question. */
export function noticeTo(member: Member, roomId: string, eventId: string, botId: string): Promise<Message> {
  const isNotice = ({ sender, content, threadRoot }: Message) =>
    sender === botId && content.msgtype === "m.notice" && threadRoot === eventId;
  return member.waitFor(roomId, (timeline) => timeline.find(isNotice), REPLY_MS);
}

/** Words of the bot as they were before it made addresses in them harmless. */
export function undefanged(body: string | null): string {
  return (body ?? "").replaceAll("\u2060", "").replaceAll("[.]", ".");
}

/** What the bot said after an event, in order; nothing while the event itself has not come. */
export function repliesAfter(timeline: readonly Message[], eventId: string, botId: string): Message[] {
  const at = timeline.findIndex((message) => message.eventId === eventId);
  const after = at === -1 ? [] : timeline.slice(at + 1);
  return after.filter(({ sender, body, type }) => sender === botId && body !== null && type === "m.room.message");
}

/** The bot's final word on a question: no notice. */
export function answerTo(timeline: readonly Message[], eventId: string, botId: string): Message | undefined {
  return timeline.find(
    (message) =>
      message.sender === botId &&
      message.content.msgtype === "m.text" &&
      (message.threadRoot === eventId || message.replyTo === eventId),
  );
}

/** Resolves when each of a room's questions has its final answer. */
export async function allAnswered(
  { ann, botId }: Pick<Coop, "ann" | "botId">,
  roomId: string,
  questions: readonly string[],
): Promise<void> {
  const isAnswered = (timeline: readonly Message[]) =>
    questions.every((question) => answerTo(timeline, question, botId) !== undefined);
  await ann.waitFor(roomId, (timeline) => isAnswered(timeline) || undefined, ANSWERS_MS);
}

/** Many answers on a busy machine, with pauses of the connection between them. */
const ANSWERS_MS = 240_000;
