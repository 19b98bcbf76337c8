/** `rochdale bot`: answers in the rooms of a Matrix homeserver until it is stopped. */
import { appendFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { detectLanguageAmong } from "../../corpora/language.ts";
import { REPLY_LANGUAGES } from "../answer-types.ts";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../command.ts";
import { connectHomeserver } from "../matrix/connection/connect.ts";
import { runBot } from "../matrix/run-bot.ts";
import { loadMatrixSettings, type MatrixSettings } from "../matrix/settings.ts";
import { localToday } from "../today.ts";
import { PROFILE_OPTION, profileOf } from "./options.ts";

export const botCommand: Command = {
  name: "bot",
  summary: "Answer in Matrix rooms until it is stopped.",
  usage: "[OPTIONS]",
  details: [
    "Needs `rochdale setup` once. Members ask in a direct room, or in a group room by a mention; admins open a",
    "collection to a room with `!grant COLLECTION ROOM` in the admin room. Ctrl-C ends it; what is unfinished is",
    "answered after the next start.",
  ],
  options: {
    profile: PROFILE_OPTION,
    watch: {
      kind: "value",
      placeholder: "DIR",
      summary: "A folder whose new files are reported in the admin room (default: ROCHDALE_WATCH).",
    },
  },
  positionals: { label: "nothing", least: 0, most: 0 },
  run: bot,
};

async function bot(input: CommandInput, context: CommandContext): Promise<number> {
  const settings = await settingsOf(context);
  const watch = await watchedFolder(input.values.watch ?? settings.watch);
  const say = (line: string) => context.output.write(`${line}\n`);
  await using rochdale = await context.open({ installModels: true, profile: profileOf(input) });
  rochdale.embedding.begin();
  await using connection = await connectHomeserver({
    baseUrl: settings.homeserver,
    userId: settings.userId,
    accessToken: settings.accessToken.reveal(),
    storeFile: join(context.home, "rochdale.sqlite"),
    storeKey: settings.storeKey.reveal(),
    clock: Date.now,
    log: logTo(join(context.home, "matrix.log")),
    signal: context.signal,
  });
  const { userId, deviceId, crossSigned } = connection.identity;
  say(`Connected as ${userId}, device ${deviceId}${crossSigned ? ", cross-signed" : ""}.`);
  if (!crossSigned) say("This device is not cross-signed: members' apps may refuse it. `rochdale setup` signs it.");
  await runBot({
    homeserver: connection,
    store: connection.store,
    rochdale,
    settings: { ...settings, watch },
    detectLanguage: (words) => detectLanguageAmong(words, REPLY_LANGUAGES),
    roomOfAlias: (alias) => connection.roomOfAlias(alias),
    heldBack: () => connection.heldBack(),
    version: context.version,
    clock: Date.now,
    today: localToday,
    report: (error) => rochdale.reportFailure(error),
    onReady: (rooms) => say(`Listening in ${rooms === 1 ? "1 room" : `${rooms} rooms`}. Ctrl-C ends.`),
    signal: context.signal,
  });
  return 0;
}

/** @throws UsageError when there is no such folder. */
async function watchedFolder(path: string | null): Promise<string | null> {
  if (path === null) return null;
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return resolve(path);
  throw new UsageError(
    `Expected a folder to watch, got \`${path}\`, which is none. Make the folder, or correct \`--watch\` or \`ROCHDALE_WATCH\`.`,
  );
}

/** @throws UsageError that tells what is missing or wrong. */
async function settingsOf({ home, environment }: CommandContext): Promise<MatrixSettings> {
  const loaded = await loadMatrixSettings({ home, environment });
  switch (loaded.kind) {
    case "settings":
      return loaded.settings;
    case "none":
      throw new UsageError("Expected Matrix settings, got none. Run `rochdale setup` first.");
    case "problems":
      throw new UsageError(loaded.sentences.join("\n"));
    default:
      return loaded satisfies never;
  }
}

/** One line of JSON for each event of the connection: ids and kinds, never texts or tokens. */
function logTo(file: string) {
  return (level: string, event: string, facts: Readonly<Record<string, unknown>> = {}) => {
    const line = JSON.stringify({ at: new Date().toISOString(), level, event, ...facts });
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
  };
}
