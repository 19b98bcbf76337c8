/**
 * The bot in an encrypted room of an idle homeserver on this machine, timed by another member's client. Everything it
 * starts it stops, everything it writes it removes. Knows nothing of how the bot is started.
 */
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { aborted } from "../../demo/aborted.ts";
import { makeAdminRoom, makeMembersRoom, waitForGreeting } from "../../demo/prepare-rooms.ts";
import { logOf, type RunningBot, type StartBot } from "../../demo/start-bot.ts";
import { installSynapse, startSynapse } from "../../demo/synapse.ts";
import { startJsSdkMember } from "../../test/peers/js-sdk-member.ts";
import type { Member } from "../../test/peers/member.ts";
import { ProgressLine, type ProgressSink } from "../progress-line.ts";
import { residentBytesOf } from "./resident-memory.ts";
import { type AskedRoom, askInRoom, type RoomTime, type RoomTimes, summariseRoomTimes } from "./room-times.ts";
import { type BenchReport, describeMachine } from "./run-bench.ts";

export type MatrixBenchOptions = {
  /** Where Synapse is installed: `pythonDir(process.env)`. */
  readonly pythonDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly startBot: StartBot;
  readonly models: BenchReport["models"];
  /** Null: chosen by cores and memory. */
  readonly profile: string | null;
  /** The first is asked before the clock counts; all different, or the second answer would come from memory. */
  readonly questions: readonly string[];
  readonly progress: ProgressSink;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

export type MatrixReport = {
  readonly machine: BenchReport["machine"];
  readonly models: BenchReport["models"];
  readonly room: RoomTimes;
  /** Of the bot's main process, the models' processes left out; null where the system does not tell. */
  readonly memory: {
    readonly readyBytes: number | null;
    readonly afterBytes: number | null;
    readonly afterQuestions: number;
  };
};

/** Old machines without a fast model answer in a minute. */
const PATIENCE_MS = 180_000;

/** @throws the signal's reason when aborted, after everything was stopped and removed. */
export async function benchMatrix(options: MatrixBenchOptions): Promise<MatrixReport> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "rochdale-bench-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  return await Promise.race([benchIn(folder, stack, options), aborted(options.signal)]);
}

async function benchIn(folder: string, stack: AsyncDisposableStack, options: MatrixBenchOptions) {
  const { bot, room } = await makeWorld(folder, stack, options);
  try {
    const readyBytes = await residentBytesOf(bot.pid);
    const times = await askAll(room, options);
    const memory = { readyBytes, afterBytes: await residentBytesOf(bot.pid), afterQuestions: options.questions.length };
    return { machine: describeMachine(), models: options.models, room: summariseRoomTimes(times), memory };
  } catch (error) {
    if (!options.signal.aborted) options.say(`The end of the bot's log:\n${await logOf(bot)}`);
    throw error;
  }
}

async function makeWorld(
  folder: string,
  stack: AsyncDisposableStack,
  options: MatrixBenchOptions,
): Promise<{ readonly bot: RunningBot; readonly room: AskedRoom }> {
  const { signal, say } = options;
  const python = await installSynapse({ directory: options.pythonDirectory, signal, onProgress: say });
  const synapse = stack.use(await startSynapse({ python, folder: join(folder, "synapse") }));
  const { baseUrl } = synapse;
  const member = async (name: string): Promise<Member> =>
    stack.use(await startJsSdkMember({ baseUrl, account: await synapse.registerUser(name, newPassword()) }));
  const [watcher, asker] = [await member("admin"), await member("ada")];
  const password = newPassword();
  const { userId: botId } = await synapse.registerUser("rochdale", password);
  const adminRoomId = await makeAdminRoom(watcher, botId);
  const home = join(folder, "rochdale");
  await mkdir(home);
  const { environment, profile } = options;
  const account = { homeserverUrl: baseUrl, userId: botId, password };
  const place = { home, adminRoomId, adminId: watcher.userId, environment, profile, signal, onProgress: say };
  const bot = stack.use(await options.startBot({ ...account, ...place }));
  await waitForGreeting(watcher, adminRoomId, botId);
  const roomId = await makeMembersRoom({ admin: watcher, members: [asker], botId }, adminRoomId, "Benchmark");
  const timing = { now: Date.now, pause: (milliseconds: number) => sleep(milliseconds), patienceMs: PATIENCE_MS };
  return { bot, room: { roomId, botId, asker, watcher, signal, ...timing } };
}

const newPassword = () => randomBytes(9).toString("base64url");

/** One question is asked before the clock counts: it loads models and shares the keys of the room. */
async function askAll(room: AskedRoom, { questions, progress }: MatrixBenchOptions): Promise<RoomTime[]> {
  const line = new ProgressLine("Questions in the room", progress);
  const [first = "", ...timed] = questions;
  await askInRoom(room, first);
  const times: RoomTime[] = [];
  for (const question of timed) {
    times.push(await askInRoom(room, question));
    line.show(times.length, timed.length);
  }
  line.end();
  return times;
}
