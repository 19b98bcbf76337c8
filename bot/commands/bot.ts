/** `rochdale bot`: answers in the rooms of a Matrix homeserver until it is stopped. */
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { detectLanguageAmong } from "../../corpora/language.ts";
import { type Answer, REPLY_LANGUAGES } from "../answer-types.ts";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../command.ts";
import { openDiskReserve } from "../disk-reserve.ts";
import { connectHomeserver } from "../matrix/connection/connect.ts";
import { inWords } from "../matrix/connection/log.ts";
import { Health } from "../matrix/health/health.ts";
import { openHealthStore } from "../matrix/health/health-store.ts";
import { TROUBLES } from "../matrix/health/trouble.ts";
import type { Identity } from "../matrix/ports.ts";
import { runBot } from "../matrix/run-bot.ts";
import { loadMatrixSettings, type MatrixSettings } from "../matrix/settings.ts";
import type { Recorder } from "../recorder.ts";
import type { Rochdale } from "../rochdale.ts";
import { localToday } from "../today.ts";
import { type BotLog, openBotLog } from "../watching/log.ts";
import { type Watching, watchBot } from "../watching/watch-bot.ts";
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
  const { home, output, signal, version } = context;
  const settings = await settingsOf(context);
  const watch = await watchedFolder(input.values.watch ?? settings.watch);
  const log = openBotLog({ output, file: join(home, "matrix.log"), clock: Date.now });
  const reserve = openDiskReserve(join(home, "reserve"));
  reserve.fill(); // a start needs some room, which is given back where there is none
  await using rochdale = await context.open({ installModels: true, profile: profileOf(input) });
  rochdale.embedding.begin();
  await using connection = await connectHomeserver({
    baseUrl: settings.homeserver,
    userId: settings.userId,
    accessToken: settings.accessToken.reveal(),
    storeFile: join(home, "rochdale.sqlite"),
    storeKey: settings.storeKey.reveal(),
    clock: Date.now,
    log: log.event,
    signal,
  });
  sayIdentity(connection.identity, log);
  const health = new Health({ store: openHealthStore(connection.store), clock: Date.now });
  const watching = watchBot({
    home,
    rochdale,
    degraded: () => health.status(),
    kinds: TROUBLES,
    version,
    clock: Date.now,
    closing: signal,
  });
  await using _pages = await pagesAt(settings.metricsPort, watching, log);
  await runBot({
    homeserver: connection,
    store: connection.store,
    rochdale,
    settings: { ...settings, watch },
    detectLanguage: (words) => detectLanguageAmong(words, REPLY_LANGUAGES),
    roomOfAlias: (alias) => connection.roomOfAlias(alias),
    ownReplies: (roomId, since, signal) => connection.ownReplies(roomId, since, signal),
    heldBack: () => connection.heldBack(),
    version,
    clock: Date.now,
    today: localToday,
    report: reportTo(rochdale, watching.recorder, log),
    onAccessDecision: ({ kind, ...facts }) => log.event("info", kind, facts),
    onAnswer: logAnswer(log, settings),
    health,
    reserve,
    recorder: watching.recorder,
    watched: watching.watched,
    onReady(rooms) {
      const where = rooms === 1 ? "1 room" : `${rooms} rooms`;
      log.say("info", "bot-ready", `Listening in ${where}. Ctrl-C ends.`, { rooms });
    },
    signal,
  });
  log.event("info", "bot-ended");
  return 0;
}

function sayIdentity({ userId, deviceId, crossSigned }: Identity, log: BotLog): void {
  const words = `Connected as ${userId}, device ${deviceId}${crossSigned ? ", cross-signed" : ""}.`;
  log.say("info", "homeserver-connected", words, { userId, deviceId, crossSigned });
  if (crossSigned) return;
  const unsigned = "This device is not cross-signed: members' apps may refuse it. `rochdale setup` signs it.";
  log.say("warn", "device-unsigned", unsigned);
}

/** A port that cannot be had is told; the bot answers all the same. */
async function pagesAt(port: number | null, watching: Watching, log: BotLog): Promise<AsyncDisposable | null> {
  if (port === null) return null;
  try {
    const pages = await watching.serve(port);
    const words = `Watched at http://127.0.0.1:${pages.port}/healthz and /metrics.`;
    log.say("info", "watching-begun", words, { port: pages.port });
    return pages;
  } catch (error) {
    log.say("warn", "watching-refused", inWords(error));
    return null;
  }
}

/** Cause and stack stand in `failures.log`, under the reference. */
function reportTo(rochdale: Pick<Rochdale, "reportFailure">, recorder: Recorder, log: BotLog) {
  return (error: unknown): string => {
    const reference = rochdale.reportFailure(error);
    recorder.failed();
    log.event("error", "failure-reported", { reference, kind: error instanceof Error ? error.name : typeof error });
    return reference;
  };
}

/** How each question ended and how long it took; its words and those of the reply only where that is set. */
function logAnswer(log: BotLog, { logTexts }: Pick<MatrixSettings, "logTexts">): (answer: Answer) => void {
  return ({ outcome, milliseconds, model, language, asked, shown }) => {
    const texts = logTexts ? { asked, shown } : {};
    log.event("info", "question-answered", { outcome, language, model, milliseconds, ...texts });
  };
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
