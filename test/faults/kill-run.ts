/**
 * Members ask and an admin loads files while the bot is killed again and again, at every named step and at random
 * moments, stopped, and cut off from its homeserver; and what came of it. The number of kills and the seed are the
 * caller's.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LOAD_STEPS } from "../../bot/matrix/loading/load-steps.ts";
import { STEPS } from "../../bot/matrix/steps.ts";
import { LOADING_STEPS } from "../../corpora/loading/steps.ts";
import { type Random, seededRandom } from "../../eval/statistics.ts";
import { INDEX_STEPS } from "../../retrieval/index-steps.ts";
import { EncryptedHomeserver, type HomeserverFault } from "../fakes/encrypted-homeserver.ts";
import { DroppedFiles, isAllWorkedOff, wrongInFolder } from "./dropped-files.ts";
import { BotStable, type RunningBot } from "./killed-bot.ts";
import type { KilledBotOptions, KillStep } from "./killed-bot-child.ts";
import { ADMIN, ADMINS, SELF, Town } from "./town.ts";

/** Every step at which the process is killed by name; in each run of kills all of them come first. */
export const NAMED: readonly KillStep[] = [...STEPS, "in-the-middle-of-embedding", "in-the-middle-of-the-model"];

export type KillReport = {
  readonly kills: number;
  readonly questions: number;
  readonly files: number;
  /** Named steps that were to be killed at, and were not reached. */
  readonly unreached: readonly KillStep[];
  /** Sentences about questions that were not answered exactly once, and words in clear. */
  readonly wrongAnswers: readonly string[];
  /** Sentences about what was lost, doubled, half visible or left behind of files and rows. */
  readonly wrongRows: readonly string[];
  readonly nemesis: Readonly<Record<Trouble, number>>;
};

/** Besides the kill that every round ends with. */
export type Trouble = "none" | "stopped" | "homeserver-away" | "network-faulty";

/** Questions of one round. */
const QUESTIONS = 3;
/** A step that is not reached in this time is not reached: on a busy machine with everything that was left over. */
const REACHED_MS = 240_000;
const ENDED_MS = 240_000;
/** So often everything is waited for: else files pile up that no bot lives long enough to read. */
const BREATH = 6;
const OF_FILES: ReadonlySet<string> = new Set([...LOADING_STEPS, ...LOAD_STEPS, ...INDEX_STEPS]);
export const BYLAWS = `# Bylaws

## Quorum

Thirty voting members make a quorum of the general meeting. The board invites two weeks before it.

## Shares

Every member holds at least one share of fifty euros. Shares are paid back within a year of leaving.
`;

/** Kills number `from` to `to`; those that have no name any more come at random. */
export async function killAgainAndAgain(from: number, to: number): Promise<KillReport> {
  await using run = await KillRun.open(from);
  for (let kill = from; kill < to; kill += 1) {
    await run.kill(kill);
    if (kill % BREATH === BREATH - 1) await run.finish();
  }
  return await run.report(to - from);
}

class KillRun implements AsyncDisposable {
  readonly #folder: string;
  readonly #home: string;
  readonly #random: Random;
  readonly #homeserver: EncryptedHomeserver;
  readonly #town: Town;
  readonly #files: DroppedFiles;
  readonly #stable: BotStable;
  readonly #unreached: KillStep[] = [];
  readonly #wrongRows: string[] = [];
  readonly #nemesis: Record<Trouble, number> = { none: 0, stopped: 0, "homeserver-away": 0, "network-faulty": 0 };
  readonly #failures: string[] = [];

  private constructor(seed: number, folder: string, homeserver: EncryptedHomeserver, town: Town) {
    this.#folder = folder;
    this.#home = join(folder, "home");
    this.#random = seededRandom(20_260_301 + seed);
    this.#homeserver = homeserver;
    this.#town = town;
    this.#files = new DroppedFiles(homeserver);
    this.#stable = new BotStable(join(folder, "compiled"));
  }

  static async open(seed: number): Promise<KillRun> {
    const folder = mkdtempSync(join(tmpdir(), "rochdale-kills-"));
    const homeserver = await EncryptedHomeserver.start(SELF);
    const run = new KillRun(seed, folder, homeserver, await Town.open(homeserver, folder));
    // The first one makes the device's keys: who asks must know them.
    const bot = await run.#start(null, { documents: { "bylaws.md": BYLAWS } });
    await Promise.race([bot.ready, bot.ended]);
    await run.#end(bot);
    return run;
  }

  /** One bot from its start to its kill. */
  async kill(number: number): Promise<void> {
    const step = NAMED[number] ?? null;
    const random = this.#random;
    if (step === null ? random() < 0.4 : OF_FILES.has(step) || step === "in-the-middle-of-embedding")
      this.#files.drop(number, {
        isArchive: step === null ? random() < 0.3 : /archive|member/u.test(step),
        verdict: step === "cancel-stored" || (step === null && random() < 0.25) ? "❌" : "✅",
      });
    await this.#town.ask(random);
    const bot = await this.#startDoomed(step);
    const asking = this.#askMore(step);
    if (step === null) await this.#troubled(bot);
    else await this.#untilReached(bot, step);
    await asking;
    await this.#end(bot);
    for (const wrong of wrongInFolder(this.#home))
      this.#wrongRows.push(`after kill ${number + 1} (${step ?? "at random"}): ${wrong}`);
  }

  async report(kills: number): Promise<KillReport> {
    await this.finish();
    this.#wrongRows.push(...wrongInFolder(this.#home), ...this.#files.wrongInTheEnd(this.#home));
    if (this.#wrongRows.length > 0) this.#wrongRows.push(...this.#failures.slice(-5));
    return {
      kills,
      questions: this.#town.asked.length,
      files: this.#files.count,
      unreached: this.#unreached,
      wrongAnswers: await this.#town.wrong(),
      wrongRows: this.#wrongRows,
      nemesis: this.#nemesis,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stable[Symbol.asyncDispose]();
    await this.#town[Symbol.asyncDispose]();
    await this.#homeserver[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Lets a bot that nobody kills finish all of it. */
  async finish(): Promise<void> {
    const bot = await this.#start(null);
    const until = Date.now() + ENDED_MS;
    while (Date.now() < until && !bot.hasEnded) {
      this.#files.answerReports();
      if (this.#files.haveEnded && this.#town.isQuiet && isAllWorkedOff(this.#home)) break;
      await sleep(50);
    }
    await this.#end(bot);
  }

  #start(
    failAt: KilledBotOptions["failAt"],
    { documents = null, model = { delayMs: 20, dies: 0 } }: Partial<KilledBotOptions> = {},
  ): Promise<RunningBot> {
    return this.#stable.start({
      home: this.#home,
      baseUrl: this.#homeserver.baseUrl,
      self: SELF,
      admin: ADMIN,
      adminRoom: ADMINS,
      failAt,
      model,
      documents,
      rooms: this.#town.rooms.map(({ roomId }) => roomId),
    });
  }

  /** A bot that dies at the step; without one, often at another, and with a model that dies too. */
  #startDoomed(step: KillStep | null): Promise<RunningBot> {
    const random = this.#random;
    if (step !== null)
      return this.#start({ step, nth: 1 }, { model: { delayMs: SLOWLY.has(step) ? 3_000 : 20, dies: 0 } });
    const any = NAMED[Math.floor(random() * NAMED.length)] ?? "sync-received";
    const failAt = random() < 0.5 ? { step: any, nth: 1 + Math.floor(random() * 6) } : null;
    return this.#start(failAt, { model: { delayMs: 20 + random() * 100, dies: 0.2 } });
  }

  async #end(bot: RunningBot): Promise<void> {
    await bot.kill();
    this.#failures.push(...bot.failures);
  }

  async #askMore(step: KillStep | null): Promise<void> {
    const random = this.#random;
    for (let question = 1; question < QUESTIONS; question += 1) {
      const asked = await this.#town.ask(random);
      const chance = step === null ? random() : 1;
      if (step === "question-stopped" || chance < 0.05) this.#town.stop(asked);
      else if (step === "words-changed" || chance < 0.1) await this.#town.reword(asked);
    }
    const isAboutTakingBack = step !== null && TAKING_BACK.has(step);
    const answered = isAboutTakingBack || (step === null && random() < 0.15) ? this.#town.answered() : null;
    if (answered !== null) this.#town.takeBack(answered);
  }

  async #untilReached(bot: RunningBot, step: KillStep): Promise<void> {
    const until = Date.now() + REACHED_MS;
    while (!bot.hasEnded && Date.now() < until) {
      this.#files.answerReports();
      await Promise.race([bot.ended, sleep(20)]);
    }
    if (!bot.hasEnded) this.#unreached.push(step);
  }

  /** Some trouble, and the kill somewhere. */
  async #troubled(bot: RunningBot): Promise<void> {
    const random = this.#random;
    const trouble = TROUBLES[Math.floor(random() * TROUBLES.length)] ?? "none";
    this.#nemesis[trouble] += 1;
    await this.#living(bot, 100 + random() * 700);
    if (trouble === "stopped") bot.signal("SIGSTOP");
    if (trouble === "homeserver-away") this.#homeserver.fault = () => "cut";
    if (trouble === "network-faulty")
      this.#homeserver.fault = () => FAULTS[Math.floor(random() * FAULTS.length)] ?? null;
    await this.#living(bot, 100 + random() * 700);
    if (trouble === "stopped") bot.signal("SIGCONT");
    if (random() < 0.5) this.#homeserver.fault = () => null;
    await this.#living(bot, random() * 700);
    await bot.kill();
    this.#homeserver.fault = () => null;
  }

  async #living(bot: RunningBot, ms: number): Promise<void> {
    const until = Date.now() + ms;
    while (!bot.hasEnded && Date.now() < until) {
      this.#files.answerReports();
      await Promise.race([bot.ended, sleep(Math.min(20, ms))]);
    }
  }
}

/** What happens while the model reads. */
const SLOWLY: ReadonlySet<KillStep> = new Set<KillStep>(["question-stopped", "words-changed"]);
const TAKING_BACK: ReadonlySet<KillStep> = new Set<KillStep>([
  "question-emptied",
  "replies-redacted",
  "question-removed",
  "redaction-sent",
]);
const TROUBLES: readonly Trouble[] = ["none", "none", "stopped", "homeserver-away", "network-faulty"];
/** A third of everything is lost. */
const FAULTS: readonly (HomeserverFault | null)[] = ["cut", "lost", "bad-gateway", null, null, null, null, null, null];
