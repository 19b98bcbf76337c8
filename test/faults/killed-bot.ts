/**
 * Starts and kills bots (`killed-bot-child.ts`), the next one always standing by: starting Node and
 * importing everything is most of a start. Knows nothing of what the bot is asked.
 */
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { hasEnded } from "../../demo/watched-child.ts";
import type { FillOrder, KilledBotOptions, KilledBotSays } from "./killed-bot-child.ts";

const CHILD = join(import.meta.dirname, "killed-bot-child.ts");

export class RunningBot {
  readonly failures: string[] = [];
  /** How often it has filled its disk. */
  fills = 0;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #ready = Promise.withResolvers<void>();

  constructor(child: ChildProcess, options: KilledBotOptions) {
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      if (hasEnded(child)) resolve();
      else child.once("exit", () => resolve());
    });
    child.on("message", (words: KilledBotSays) => {
      if (words.says === "failure") this.failures.push(words.what);
      if (words.says === "filled") this.fills += 1;
      if (words.says === "ready") this.#ready.resolve();
    });
    child.send(options, () => {});
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  /** It hears; never while it was killed before. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** The process is gone, however. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  get hasEnded(): boolean {
    return hasEnded(this.#child);
  }

  order(order: FillOrder): void {
    this.#child.send(order, () => {});
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}

/** Bots, as a test wants them. */
export class BotStable implements AsyncDisposable {
  readonly #compiled: string;
  #standby: Promise<ChildProcess>;
  readonly #running = new Set<RunningBot>();

  /** @param folder for what is compiled once for all of them. */
  constructor(folder: string) {
    this.#compiled = folder;
    this.#standby = this.#saddle();
  }

  async start(options: KilledBotOptions): Promise<RunningBot> {
    const standby = this.#standby;
    this.#standby = this.#saddle();
    const child = await standby;
    const bot = new RunningBot(child, options);
    this.#running.add(bot);
    void bot.ended.then(() => this.#running.delete(bot));
    return bot;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const standby = await this.#standby;
    standby.kill("SIGKILL");
    for (const bot of [...this.#running]) await bot.kill();
  }

  #saddle(): Promise<ChildProcess> {
    const child = fork(CHILD, [], {
      execArgv: ["--disable-warning=ExperimentalWarning", "--disable-warning=DEP0060"],
      serialization: "advanced",
      env: { ...process.env, NODE_COMPILE_CACHE: this.#compiled },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    return new Promise((resolve, reject) => {
      child.once("message", () => resolve(child));
      child.once("exit", (code) => reject(new Error(`Expected a bot to stand by, got its end (${code}).`)));
    });
  }
}
