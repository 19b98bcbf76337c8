/** Starts the bot as an admin does, with the commands `setup` and `bot`, in processes of their own. */
import { closeSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { endChild, runProgram, spawnWatched } from "./watched-child.ts";

export type BotOptions = {
  /** The bot's data folder (`ROCHDALE_HOME`). */
  readonly home: string;
  readonly homeserverUrl: string;
  /** The bot's account. */
  readonly userId: string;
  readonly password: string;
  /** A room of the admins, to which the bot is invited. */
  readonly adminRoomId: string;
  readonly adminId: string;
  /** Null: chosen by cores and memory. */
  readonly profile: string | null;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
};

export interface RunningBot extends AsyncDisposable {
  readonly logFile: string;
  /** Of its main process. */
  readonly pid: number;
}

export type StartBot = (options: BotOptions) => Promise<RunningBot>;

const MAIN = join(import.meta.dirname, "../bot/main.ts");
const STOP_MS = 5_000;

/** Models and sample are brought first. @throws Error with what a command says when it fails. */
export const startBot: StartBot = async (options) => {
  const { home, signal, onProgress } = options;
  const env = { ...withoutMatrixSettings(options.environment), ROCHDALE_HOME: home };
  const models = options.profile === null ? [] : ["--profile", options.profile];
  const passwordFile = join(home, "password");
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  for (const args of [["prepare", ...models], setupArguments(options, passwordFile)]) {
    const { code, output } = await runProgram(process.execPath, rochdale(args), { signal, env, onLine: onProgress });
    if (code !== 0) throw new Error(`Expected \`rochdale ${args[0]}\` to end well, got:\n${output.trim()}`);
  }
  const logFile = join(home, "bot.log");
  const log = openSync(logFile, "a");
  // The channel tells the bot of our end, however that happens.
  const child = spawnWatched(process.execPath, rochdale(["bot", ...models]), {
    env,
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  child.on("error", () => {}); // the log and the silence in the room tell it
  return { logFile, pid: child.pid ?? -1, [Symbol.asyncDispose]: () => endChild(child, STOP_MS) };
};

/** The settings of a bot in earnest would stand above what `setup` writes for this one. */
export function withoutMatrixSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("MATRIX_")));
}

const rochdale = (args: readonly string[]) => [
  "--disable-warning=ExperimentalWarning",
  "--disable-warning=DEP0060", // htmlencode, below the Matrix SDK
  MAIN,
  ...args,
];

function setupArguments(options: BotOptions, passwordFile: string): string[] {
  const { home, homeserverUrl, userId, adminRoomId, adminId } = options;
  const account = ["--homeserver", homeserverUrl, "--user", userId, "--password-file", passwordFile];
  const files = ["--recovery-key-file", join(home, "recovery-key")];
  return ["setup", "--yes", ...account, ...files, "--admin-room", adminRoomId, "--admins", adminId];
}

/** The end of its log, for when it does not answer. */
export async function logOf({ logFile }: RunningBot): Promise<string> {
  return (await readFile(logFile, "utf8")).trim().split("\n").slice(-20).join("\n");
}
