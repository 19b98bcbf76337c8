/** A bot that a test starts, kills and starts again on the same data folder; it lives in `bot-child.ts`. */
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { BotSettings } from "../../bot/matrix/run-bot.ts";
import { endChild, spawnWatched } from "../../demo/watched-child.ts";
import type { BotChildOptions, BotOrder } from "./bot-child.ts";

const LINE = z.looseObject({ event: z.string() });
export type BotLine = z.infer<typeof LINE>;

const MEMORY = z.object({ residentBytes: z.number(), usedBytes: z.number(), openFiles: z.number() });
/** Resident: as the system counts it. Used: heap and buffers, without garbage and remembered answers. Sockets are files. */
export type BotMemory = z.infer<typeof MEMORY>;

const CHILD = join(import.meta.dirname, "bot-child.ts");
const WAIT_MS = 180_000;

export class BotUnderTest implements AsyncDisposable {
  readonly lines: BotLine[] = [];
  readonly #options: BotChildOptions;
  #child: ChildProcess | null = null;
  #remarks = "";
  readonly #watchers = new Set<() => void>();

  constructor(options: BotChildOptions) {
    this.#options = options;
  }

  get pid(): number {
    return this.#child?.pid ?? -1;
  }

  /** Resolves when it hears; `wait` false: at once. */
  async start({
    wait = true,
    baseUrl = this.#options.baseUrl,
    settings = {},
    now,
  }: {
    readonly wait?: boolean;
    /** Where the clock of the desk stands; by default it goes. */
    readonly now?: number;
    readonly baseUrl?: string;
    readonly settings?: Partial<BotSettings>;
  } = {}): Promise<void> {
    const from = this.lines.length;
    const all = { ...this.#options.settings, ...settings };
    const argument = JSON.stringify({ ...this.#options, baseUrl, settings: all, now });
    const child = spawnWatched(process.execPath, ["--disable-warning=ExperimentalWarning", CHILD, argument], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#child = child;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#remarks = (this.#remarks + text).slice(-4_000);
    });
    if (child.stdout !== null) createInterface({ input: child.stdout }).on("line", (line) => this.#take(line));
    if (wait) await this.waitFor(({ event }) => event === "ready", { from });
  }

  /** The power goes. */
  async kill(): Promise<void> {
    if (this.#child !== null) await endChild(this.#child, 0);
  }

  async stop(): Promise<void> {
    if (this.#child !== null) await endChild(this.#child, 15_000);
  }

  /** @throws Error with what the bot said last. */
  async waitFor(wanted: (line: BotLine) => boolean, { from = 0, timeoutMs = WAIT_MS } = {}): Promise<BotLine> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const found = this.lines.slice(from).find(wanted);
      if (found !== undefined) return found;
      if (Date.now() > until || this.#child?.exitCode != null)
        throw new Error(
          `Expected a line of the bot, got:\n${JSON.stringify(this.lines.slice(-15), null, 1)}\n${this.#remarks}`,
        );
      await this.#change(until - Date.now());
    }
  }

  /** How much memory its process has just now; it forgets the answers that it remembers, and throws its garbage away. */
  async memory(): Promise<BotMemory> {
    const from = this.lines.length;
    this.#child?.send("memory");
    return MEMORY.parse(await this.waitFor(({ event }) => event === "memory", { from }));
  }

  /** Asks something of the running bot; what comes of it is a line. */
  ask(order: BotOrder): void {
    this.#child?.send(order);
  }

  failures(): readonly BotLine[] {
    return this.lines.filter(({ event }) => event === "failure");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #take(line: string): void {
    if (!line.startsWith("{")) return;
    this.lines.push(LINE.parse(JSON.parse(line)));
    for (const watcher of [...this.#watchers]) watcher();
  }

  #change(atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#watchers.delete(end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(Math.max(atMostMs, 1), 500));
      this.#watchers.add(end);
    });
  }
}
