/**
 * Loads file after file into a bot that is killed again and again, at every named step and at random moments, and says
 * what came of it. The number of kills and the seed are the caller's.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { strToU8, zipSync } from "fflate";
import { LOAD_STEPS } from "../../bot/matrix/loading/load-steps.ts";
import { LOADING_STEPS } from "../../corpora/loading/steps.ts";
import { ServedHomeserver } from "../fakes/homeserver-over-ipc.ts";
import { InMemoryHomeserver } from "../fakes/in-memory-homeserver.ts";
import type { LoadingChildOptions } from "./loading-child.ts";

const CHILD = join(import.meta.dirname, "loading-child.ts");
const SELF = "@rochdale:coop.example";
const ADMIN = "@admin:coop.example";
const ADMINS = "!admins";
const NOW = Date.UTC(2026, 2, 1, 12);

/** Every step at which the process is killed by name; in each round of kills all of them come first. */
export const NAMED_STEPS: readonly string[] = [...LOADING_STEPS, ...LOAD_STEPS, "in-the-middle-of-embedding"];

export type KillReport = {
  readonly kills: number;
  /** Named steps that were reached and killed at. */
  readonly steps: readonly string[];
  /** Sentences about what was lost, doubled, half visible or left behind; empty when all is well. */
  readonly wrong: readonly string[];
};

type Dropped = {
  readonly eventId: string;
  readonly name: string;
  /** Names in the collection that it must come to, each with a sentence that is in no other file. */
  readonly expected: ReadonlyMap<string, string>;
  readonly verdict: "✅" | "❌";
  answered: boolean;
};

export async function killWhileLoading(count: number, seed: number): Promise<KillReport> {
  await using run = new KillRun(seed);
  const steps: string[] = [];
  for (let kill = 0; kill < count; kill += 1) {
    const step = NAMED_STEPS[kill] ?? null;
    run.drop(kill, step);
    if (await run.untilKilled(step)) steps.push(step ?? "at random");
    run.examine(`after kill ${kill + 1} (${step ?? "at random"})`);
  }
  await run.finish();
  run.examine("in the end");
  run.examineEnd();
  return { kills: count, steps: steps.filter((step) => step !== "at random"), wrong: run.wrong };
}

class KillRun implements AsyncDisposable {
  readonly wrong: string[] = [];
  readonly #home = mkdtempSync(join(tmpdir(), "rochdale-kills-"));
  readonly #homeserver = new InMemoryHomeserver(SELF, () => NOW);
  readonly #ending = new AbortController();
  readonly #served: ServedHomeserver;
  readonly #dropped: Dropped[] = [];
  #random: number;
  #failures: string[] = [];

  constructor(seed: number) {
    this.#random = seed;
    this.#homeserver.room(ADMINS, [ADMIN]);
    this.#served = new ServedHomeserver(this.#homeserver, this.#ending.signal);
  }

  /** A file that is made so that the step will be reached. */
  drop(number: number, step: string | null): void {
    const isArchive = step === null ? this.#next() < 0.3 : /archive|member/u.test(step);
    const verdict = step === "cancel-stored" || (step === null && this.#next() < 0.25) ? "❌" : "✅";
    const name = `${isArchive ? "papers" : "rules"}-of-${wordOf(number)}.${isArchive ? "zip" : "md"}`;
    const expected = new Map<string, string>();
    const file = (own: string): Uint8Array => {
      const mark = `The ${wordOf(number)} ${own.replace(/\W/gu, " ")} clause holds`;
      expected.set(own, mark);
      return strToU8(documentOf(wordOf(number), own, mark));
    };
    const bytes = isArchive
      ? zipSync(
          Object.fromEntries(
            ["a", "b", "c"].map((part) => `${part}-${wordOf(number)}.md`).map((own) => [own, file(own)]),
          ),
        )
      : file(name);
    const eventId = this.#homeserver.sendFile(ADMINS, ADMIN, { name, bytes });
    this.#dropped.push({ eventId, name, expected: verdict === "✅" ? expected : new Map(), verdict, answered: false });
  }

  /** Runs the bot until it dies at the step, or, without one, is killed somewhere. */
  async untilKilled(step: string | null): Promise<boolean> {
    const child = this.#start(step);
    const dead = new Promise<boolean>((resolve) => child.once("exit", () => resolve(true)));
    const quiet =
      step === null ? sleep(200 + this.#next() * 3_000).then(() => false) : this.#untilEnded(child).then(() => false);
    const reached = await Promise.race([dead, this.#answering(child, dead, quiet)]);
    child.kill("SIGKILL");
    await dead;
    return reached;
  }

  /** Lets a bot that nobody kills finish all of it. */
  async finish(): Promise<void> {
    const child = this.#start(null);
    const dead = new Promise<boolean>((resolve) => child.once("exit", () => resolve(true)));
    await this.#answering(
      child,
      dead,
      this.#untilEnded(child).then(() => false),
    );
    await sleep(500);
    await this.#untilEmbedded(child);
    child.kill("SIGKILL");
    await dead;
    if (this.#dropped.some(({ eventId }) => !this.#hasEnded(eventId)))
      this.wrong.push(`not all ended: ${this.#failures.join("\n")}`);
  }

  /** What must hold at every moment. */
  examine(when: string): void {
    using database = new DatabaseSync(join(this.#home, "rochdale.sqlite"), { timeout: 10_000 });
    const value = (sql: string) => Object.values(database.prepare(sql).get() ?? {})[0];
    const tell = (words: string) => void this.wrong.push(`${when}: ${words}`);
    if (value("PRAGMA integrity_check") !== "ok") tell("integrity_check is not ok");
    if (value("SELECT count(*) FROM sqlite_master WHERE name = 'documents'") === 0) return;
    for (const [sql, words] of CONSISTENT) if (value(sql) !== 0) tell(`${words}: ${value(sql)}`);
    for (const row of database.prepare("SELECT id FROM collections").all()) {
      const table = `passages_fts_${row.id}`;
      if (value(`SELECT count(*) FROM sqlite_master WHERE name = '${table}'`) === 0) continue;
      const passages = value(`SELECT count(*) FROM passages WHERE collection_id = ${row.id}`);
      const entries = value(`SELECT count(*) FROM ${table}`);
      if (passages !== entries) tell(`${passages} passages and ${entries} full-text entries`);
    }
  }

  /** What must hold when everything has ended: each file once and whole, nothing left over. */
  examineEnd(): void {
    using database = new DatabaseSync(join(this.#home, "rochdale.sqlite"));
    const rows = database.prepare("SELECT file, text FROM documents").all();
    const expected = new Map(this.#dropped.flatMap(({ expected }) => [...expected]));
    for (const [file, mark] of expected) {
      const found = rows.filter(({ text }) => String(text).includes(mark));
      if (found.length !== 1) this.wrong.push(`${file}: expected once, got ${found.length} times`);
    }
    if (rows.length !== expected.size) this.wrong.push(`expected ${expected.size} documents, got ${rows.length}`);
    const left = readdirSync(join(this.#home, "uploads"));
    if (left.length > 0) this.wrong.push(`left behind in uploads: ${left.join(", ")}`);
    const open = database.prepare("SELECT count(*) AS n FROM uploads WHERE state IN ('received', 'read')").get();
    if (open?.n !== 0) this.wrong.push(`uploads still open: ${open?.n}`);
    const missing = database
      .prepare("SELECT count(*) AS n FROM passages WHERE hash NOT IN (SELECT hash FROM vectors)")
      .get();
    if (missing?.n !== 0) this.wrong.push(`passages without a vector: ${missing?.n}`);
    for (const { eventId, name } of this.#dropped) {
      const reports = this.#reportsOn(eventId);
      if (reports.length !== 1) this.wrong.push(`${name}: expected one report, got ${reports.length}`);
    }
  }

  #start(failAt: string | null): ChildProcess {
    const argument: LoadingChildOptions = {
      home: this.#home,
      self: SELF,
      admin: ADMIN,
      adminRoom: ADMINS,
      failAt,
      now: NOW,
    };
    const child = fork(CHILD, [JSON.stringify(argument)], {
      execArgv: ["--disable-warning=ExperimentalWarning"],
      serialization: "advanced",
      // Compiled once for all: a start is most of the work here.
      env: { ...process.env, NODE_COMPILE_CACHE: join(this.#home, "compiled") },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child.on("message", (message) => {
      if (typeof message === "object" && message !== null && "failure" in message)
        this.#failures.push(String(message.failure));
    });
    this.#served.serve(child);
    return child;
  }

  /** Answers every question as it comes, until the process is dead or `end` comes. */
  async #answering(child: ChildProcess, dead: Promise<boolean>, end: Promise<boolean>): Promise<boolean> {
    let over = false;
    const ended = Promise.race([dead, end]).finally(() => {
      over = true;
    });
    while (!over && child.exitCode === null) {
      for (const file of this.#dropped) if (!file.answered) this.#answer(file);
      await Promise.race([ended, sleep(20)]);
    }
    return ended;
  }

  #answer(file: Dropped): void {
    const [report] = this.#reportsOn(file.eventId);
    if (report === undefined || !/^(?:✅)/mu.test(report.body)) return;
    file.answered = true;
    this.#homeserver.react(ADMINS, ADMIN, report.eventId, file.verdict);
  }

  async #untilEnded(child: ChildProcess): Promise<void> {
    const until = Date.now() + ENDED_MS;
    while (Date.now() < until && child.exitCode === null && child.signalCode === null) {
      if (this.#dropped.every(({ eventId }) => this.#hasEnded(eventId))) return void (await sleep(SETTLED_MS));
      await sleep(20);
    }
  }

  async #untilEmbedded(child: ChildProcess): Promise<void> {
    using database = new DatabaseSync(join(this.#home, "rochdale.sqlite"), { timeout: 10_000 });
    const pending = database.prepare("SELECT count(*) AS n FROM passages WHERE hash NOT IN (SELECT hash FROM vectors)");
    const until = Date.now() + ENDED_MS;
    while (Date.now() < until && child.exitCode === null && pending.get()?.n !== 0) await sleep(50);
  }

  #hasEnded(eventId: string): boolean {
    const [report] = this.#reportsOn(eventId);
    return (
      report !== undefined &&
      (report.body.includes("in force") || report.body.includes("dropped")) &&
      !report.body.includes("✅")
    );
  }

  #reportsOn(eventId: string) {
    const ofBot = this.#homeserver.events.filter(({ sender, type }) => sender === SELF && type === "m.room.message");
    const roots = new Set(ofBot.filter(({ content }) => answers(content) === eventId).map((event) => event.eventId));
    return this.#homeserver.said(ADMINS).filter((said) => roots.has(said.eventId));
  }

  /** Between 0 and 1; mulberry32. */
  #next(): number {
    this.#random = (this.#random + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#random ^ (this.#random >>> 15), 1 | this.#random);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** On a busy machine, with everything that was left over from before. */
const ENDED_MS = 120_000;
/** What comes after the last report: its row in the ledger, vectors. */
const SETTLED_MS = 300;

/** Counts that are zero as long as rows, sentences and vectors belong together and nothing is half visible. */
const CONSISTENT: readonly (readonly [string, string])[] = [
  [
    "SELECT count(*) FROM documents d WHERE NOT EXISTS (SELECT 1 FROM passages p WHERE p.document_id = d.id)",
    "documents without passages",
  ],
  ["SELECT count(*) FROM passages WHERE document_id NOT IN (SELECT id FROM documents)", "passages without a document"],
  ["SELECT count(*) FROM sentences WHERE passage_id NOT IN (SELECT id FROM passages)", "sentences without a passage"],
  [
    "SELECT count(*) FROM passages p WHERE NOT EXISTS (SELECT 1 FROM sentences s WHERE s.passage_id = p.id)",
    "passages without sentences",
  ],
  ["SELECT count(*) FROM vectors WHERE hash NOT IN (SELECT hash FROM embedding_texts)", "vectors of no text"],
  [
    "SELECT count(*) FROM documents d WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.file = d.file AND a.action = 'loaded')",
    "documents that no line of the log speaks of",
  ],
  ["SELECT count(*) FROM documents d WHERE d.status = 'draft'", "documents that are loaded and not adopted"],
  [
    "SELECT count(*) FROM documents d WHERE NOT EXISTS (SELECT 1 FROM uploads u WHERE u.sha256 = d.sha256 AND u.state = 'visible')",
    "documents whose upload does not know of it",
  ],
  [
    "SELECT count(*) FROM uploads u WHERE u.state = 'visible' AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.sha256 = u.sha256)",
    "visible uploads without a document",
  ],
  ["SELECT count(*) - count(DISTINCT sha256) FROM documents", "documents loaded twice"],
];

function answers(content: Readonly<Record<string, unknown>>): unknown {
  const relation = content["m.relates_to"];
  if (typeof relation !== "object" || relation === null) return null;
  if ("rel_type" in relation && relation.rel_type === "m.replace") return null;
  const reply = "m.in_reply_to" in relation ? relation["m.in_reply_to"] : null;
  return typeof reply === "object" && reply !== null && "event_id" in reply ? reply.event_id : null;
}

const NAMES = ["ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine", "rowan", "willow"];

/** A word for a number, so that no two files seem editions of one. */
function wordOf(number: number): string {
  return number < NAMES.length
    ? (NAMES[number] ?? "")
    : `${wordOf(Math.floor(number / NAMES.length) - 1)}${NAMES[number % NAMES.length]}`;
}

function documentOf(word: string, own: string, mark: string): string {
  const clauses = Array.from(
    { length: 6 },
    (_, index) =>
      `## Clause ${index + 1}\n\nIn the ${word} house ${own.replace(/\W/gu, " ")} rule ${index + 1} is kept by its members.`,
  );
  return `# Paper ${own}\n\n${mark} for the whole ${word} garden.\n\n${clauses.join("\n\n")}\n`;
}
