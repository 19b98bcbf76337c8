/** The demonstration from its first line to its last: everything it starts it stops, everything it writes it removes. */
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startJsSdkMember } from "../test/peers/js-sdk-member.ts";
import type { Member } from "../test/peers/member.ts";
import { aborted } from "./aborted.ts";
import { CONVERSATION } from "./conversation.ts";
import { play } from "./play.ts";
import { makeAdminRoom, makeMembersRoom, waitForGreeting } from "./prepare-rooms.ts";
import { logOf, type StartBot } from "./start-bot.ts";
import { installSynapse, type Synapse, startSynapse } from "./synapse.ts";

export type DemoOptions = {
  /** Where Synapse is installed: `pythonDir(process.env)`. */
  readonly pythonDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly startBot: StartBot;
  readonly write: (text: string) => void;
  readonly signal: AbortSignal;
  /** Resolves when a person has had enough; null: it ends after the conversation. */
  readonly waitForKey: (() => Promise<void>) | null;
};

const ROOM_NAME = "Lamphouse Co-operative";
const NAMES = ["admin", "ada", "benno", "rochdale"] as const;
type Name = (typeof NAMES)[number];
type Cast = { readonly admin: Member; readonly ada: Member; readonly benno: Member; readonly botId: string };

/**
 * @returns the exit code: 0 only when every line of the conversation was decrypted and right.
 * @throws the signal's reason when aborted, after everything was stopped and removed.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "rochdale-demo-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  return await Promise.race([demonstrate(options, folder, stack), aborted(options.signal)]);
}

async function demonstrate(options: DemoOptions, folder: string, stack: AsyncDisposableStack): Promise<number> {
  const { write, signal, waitForKey } = options;
  const progress = (line: string) => write(`· ${line}\n`);
  const python = await installSynapse({ directory: options.pythonDirectory, signal, onProgress: progress });
  const synapse = stack.use(await startSynapse({ python, folder: join(folder, "synapse") }));
  progress(`Synapse runs at ${synapse.baseUrl}.`);
  const passwords = await makeAccounts(synapse);
  const members = await logMembersIn(synapse, passwords, stack);
  const { admin, botId } = members;
  const adminRoomId = await makeAdminRoom(admin, botId);
  const home = join(folder, "rochdale");
  await mkdir(home);
  const bot = stack.use(
    await options.startBot({
      home,
      homeserverUrl: synapse.baseUrl,
      userId: botId,
      password: passwords.rochdale,
      adminRoomId,
      adminId: admin.userId,
      environment: options.environment,
      profile: null,
      signal,
      onProgress: progress,
    }),
  );
  try {
    progress(`In the admin room Rochdale says: ${await waitForGreeting(admin, adminRoomId, botId)}`);
    const { ada, benno } = members;
    const roomId = await makeMembersRoom({ admin, members: [ada, benno], botId }, adminRoomId, ROOM_NAME);
    progress(`Ada, Benno and Rochdale are in the encrypted room "${ROOM_NAME}".`);
    const allRight = await play({ roomId, botId, speakers: members, lines: CONVERSATION, write, signal });
    write(`\n${invitation(synapse, passwords)}\n`);
    if (waitForKey !== null) await waitForKey();
    return allRight ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) write(`\nThe end of the bot's log:\n${await logOf(bot)}\n`);
    throw error;
  }
}

async function logMembersIn(
  synapse: Synapse,
  passwords: Readonly<Record<Name, string>>,
  stack: AsyncDisposableStack,
): Promise<Cast> {
  const member = async (name: Name, crossSigned: boolean) => {
    const account = await synapse.logIn(name, passwords[name]);
    return stack.use(await startJsSdkMember({ baseUrl: synapse.baseUrl, account, crossSigned }));
  };
  return {
    admin: await member("admin", true), // orders are taken from signed devices only
    ada: await member("ada", false),
    benno: await member("benno", false),
    botId: `@rochdale:${synapse.serverName}`,
  };
}

async function makeAccounts(synapse: Synapse): Promise<Readonly<Record<Name, string>>> {
  const password = () => randomBytes(9).toString("base64url");
  const passwords = { admin: password(), ada: password(), benno: password(), rochdale: password() };
  for (const name of NAMES) await synapse.registerUser(name, passwords[name], { admin: name === "admin" });
  return passwords;
}

function invitation({ baseUrl }: Synapse, passwords: Readonly<Record<Name, string>>): string {
  const people = NAMES.filter((name) => name !== "rochdale").map((name) => `  ${name.padEnd(6)} ${passwords[name]}`);
  return [
    `To join by hand, open any Matrix client on this machine, take ${baseUrl} as the homeserver, and log in as`,
    ...people,
    "A new device reads what is said from then on.",
  ].join("\n");
}
