/**
 * A bot whose disk is filled to the last byte at named moments, on a small disk of its own: run in a namespace of mounts
 * that has one (`full-disk.test.ts`). Its one argument is JSON; its last line on standard output is a `FullDiskReport`.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { RESERVE_BYTES } from "../../bot/disk-reserve.ts";
import { healthMessagesIn } from "../../bot/matrix/messages/health.ts";
import { EncryptedHomeserver } from "../fakes/encrypted-homeserver.ts";
import { DroppedFiles, isAllWorkedOff, wrongInFolder } from "./dropped-files.ts";
import { BYLAWS } from "./kill-run.ts";
import { BotStable, type RunningBot } from "./killed-bot.ts";
import { BALLAST, type KillStep } from "./killed-bot-child.ts";
import { ADMIN, ADMINS, SELF, Town } from "./town.ts";

export type FullDiskOptions = {
  /** The small disk. */
  readonly home: string;
  /** For everything else. */
  readonly folder: string;
  readonly from: number;
  readonly to: number;
};

export type FullDiskReport = {
  readonly fills: number;
  readonly questions: number;
  /** One sentence for each promise that did not hold. */
  readonly wrong: readonly string[];
  /** The longest that it took from the return of room until all was done, in milliseconds. */
  readonly slowestMs: number;
};

/** Moments of hearing, answering and sending, and of loading: at each the last byte is taken. */
const WHILE_ANSWERING: readonly KillStep[] = [
  "sync-received",
  "inbox-written",
  "crypto-rows-written",
  "token-written",
  "keys-saved",
  "question-entered",
  "question-taken",
  "event-encrypted",
  "payload-written",
  "event-sent",
  "answer-ready",
  "answer-sent",
];
const WHILE_LOADING: readonly KillStep[] = [
  "load-taken",
  "file-part-written",
  "row-received",
  "file-read",
  "decision-stored",
  "document-put",
  "words-put",
  "vectors-put",
];
const MOMENTS = [...WHILE_ANSWERING, ...WHILE_LOADING];

/** On a busy machine; a trouble that lasts longer has not ended. */
const PATIENCE_MS = 90_000;
const WORDS = healthMessagesIn("en");

const options: FullDiskOptions = JSON.parse(process.argv[2] ?? "{}");
process.stdout.write(`${JSON.stringify(await run(options))}\n`);
process.exit(0);

async function run({ home, folder, from, to }: FullDiskOptions): Promise<FullDiskReport> {
  const wrong: string[] = [];
  let slowestMs = 0;
  await using homeserver = await EncryptedHomeserver.start(SELF);
  await using town = await Town.open(homeserver, mkdtempSync(join(folder, "members-")));
  await using stable = new BotStable(join(folder, "compiled"));
  const files = new DroppedFiles(homeserver);
  const bot = await stable.start({
    home,
    baseUrl: homeserver.baseUrl,
    self: SELF,
    admin: ADMIN,
    adminRoom: ADMINS,
    failAt: null,
    model: { delayMs: 20, dies: 0 },
    documents: { "bylaws.md": BYLAWS },
    rooms: town.rooms.map(({ roomId }) => roomId),
  });
  await Promise.race([bot.ready, bot.ended]);
  for (let fill = from; fill < to; fill += 1) {
    const step = MOMENTS[fill % MOMENTS.length] ?? "sync-received";
    const tell = (words: string) => void wrong.push(`filled at ${step} (${fill}): ${words}`);
    if (!(await until(bot, () => hasReserve(home)))) tell("there is no reserve");
    bot.order({ fillAt: step, nth: 1 + Math.floor(fill / MOMENTS.length / 2) });
    const fillsBefore = bot.fills;
    const notices = saidInAdminRoom(homeserver);
    if (WHILE_LOADING.includes(step)) files.drop(fill, { isArchive: fill % 4 === 3, verdict: "✅" });
    else await askBoth(town, fill);
    const filled = await until(bot, () => {
      files.answerReports();
      return bot.fills > fillsBefore;
    });
    if (!filled) tell("the moment never came");
    await askBoth(town, fill + 1);
    if (!(await until(bot, () => town.isQuiet))) tell("questions are not answered while it is full");
    const begins = () => saidInAdminRoom(homeserver, notices).includes(WORDS.begins.disk);
    if (!(await until(bot, begins))) tell("the admins are not told");
    if (bot.hasEnded) {
      tell(`the bot has ended: ${bot.failures.slice(-3).join("\n")}`);
      break;
    }
    rmSync(join(home, BALLAST), { force: true });
    const freedAt = Date.now();
    const isNormal = () => {
      files.answerReports();
      return files.haveEnded && isAllWorkedOff(home) && hasReserve(home);
    };
    if (!(await until(bot, isNormal))) tell("it does not go on by itself when there is room again");
    slowestMs = Math.max(slowestMs, Date.now() - freedAt);
    const isOver = () => saidInAdminRoom(homeserver, notices).includes(WORDS.over.disk);
    if (!(await until(bot, isOver))) tell("the admins are not told that it is over");
    wrong.push(...wrongInFolder(home).map((words) => `filled at ${step} (${fill}): ${words}`));
  }
  await bot.kill();
  wrong.push(...wrongInFolder(home), ...files.wrongInTheEnd(home), ...(await town.wrong()));
  if (wrong.length > 0) wrong.push(...bot.failures.slice(-5));
  return { fills: to - from, questions: town.asked.length, wrong, slowestMs };
}

/** In a room that is encrypted and in one that is not. */
async function askBoth(town: Town, number: number): Promise<void> {
  await town.askIn(number % 5);
  await town.askIn(5 + (number % 5));
}

async function until(bot: RunningBot, condition: () => boolean): Promise<boolean> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end && !bot.hasEnded) {
    if (condition()) return true;
    await sleep(50);
  }
  return condition();
}

function hasReserve(home: string): boolean {
  return statSync(join(home, "reserve"), { throwIfNoEntry: false })?.size === RESERVE_BYTES;
}

/** All words of the bot there, from a position on. */
function saidInAdminRoom({ rooms }: EncryptedHomeserver): number;
function saidInAdminRoom({ rooms }: EncryptedHomeserver, from: number): string;
function saidInAdminRoom({ rooms }: EncryptedHomeserver, from?: number): number | string {
  const own = rooms.inRoom(ADMINS).filter(({ sender }) => sender === SELF);
  if (from === undefined) return own.length;
  return own
    .slice(from)
    .map(({ content }) => String(content.body))
    .join("\n");
}
