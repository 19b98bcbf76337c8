/**
 * T-R9: backups that are made while another process writes without a pause; each, restored into an empty folder, is the
 * database of one moment, and answers thirty fixed questions from the very same passages.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assembleRochdale } from "../../bot/assemble.ts";
import { backupCommandWith } from "../../bot/commands/backup.ts";
import { COMMANDS } from "../../bot/commands/registry.ts";
import { runCommandLine } from "../../bot/commands/run-command-line.ts";
import type { Rochdale } from "../../bot/rochdale.ts";
import { fakeContext } from "../fakes/fake-context.ts";
import { testModels } from "../fakes/test-models.ts";
import { tell } from "../rows/row.ts";
import type { KilledBackup } from "./backup-killed-child.ts";

/** The cost of a passphrase is tried elsewhere. */
const ENTRIES = COMMANDS.map((entry) =>
  entry.name === "backup" ? { ...entry, load: async () => backupCommandWith({ workFactor: 4 }) } : entry,
);
const BACKUPS = 3;
const CHILD = join(import.meta.dirname, "backup-load-child.ts");
const KILLED_CHILD = join(import.meta.dirname, "backup-killed-child.ts");
/** Of all that is written. */
const KILLED_AT = [0.01, 0.3, 0.6, 0.99, 1];

const QUESTIONS: readonly string[] = [
  "How many members make a quorum?",
  "How many people sit on the board?",
  "How long is a term of office?",
  "Who may invite guests?",
  "How long may a guest stay?",
  "What does a share cost?",
  "When are shares paid back?",
  "How is a member expelled?",
  "What is the notice period?",
  "Who checks the books?",
  "When is the annual meeting held?",
  "How are the bylaws amended?",
  "What are the quiet hours?",
  "May I keep a dog?",
  "Who cleans the stairs?",
  "Wie viel kostet die Werkstatt?",
  "Wer darf die Werkstatt benutzen?",
  "Wann ist die Werkstatt offen?",
  "Was gilt für Maschinen?",
  "Wer haftet für Schäden?",
  "Qui peut demander une aide ?",
  "Combien verse le fonds d'entraide ?",
  "Qui décide des aides ?",
  "Comment demander une aide ?",
  "How much is the monthly fee?",
  "What is the fee for a household of three?",
  "What was decided about the roof?",
  "Who wrote the welcome letter?",
  "What does the proposal of 2025 change?",
  "How many members joined in 2024?",
];

let folder: string;
let child: ChildProcess | null = null;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-backups-"));
  writeFileSync(join(folder, "passphrase"), "seven horses eat a haystack\n");
});
afterAll(() => {
  child?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Those of the sample that are read quickest. */
const PAPERS = join(import.meta.dirname, "../../corpora/sample/documents");
const papers = () =>
  readdirSync(PAPERS)
    .filter((name) => /\.(?:md|txt)$/u.test(name))
    .map((name) => join(PAPERS, name));

const open = (home: string): Promise<Rochdale> =>
  assembleRochdale({
    home: join(folder, home),
    sample: false,
    caution: "balanced",
    signal: new AbortController().signal,
    models: testModels(),
  });

async function rochdale(home: string, name: string, file: string) {
  const context = fakeContext({
    home: join(folder, home),
    modelsDir: join(folder, "models"),
    models: { list: async () => [], install: async () => {}, verify: async () => null },
  });
  const words = [name, join(folder, file), "--passphrase-file", join(folder, "passphrase")];
  const code = await runCommandLine(words, ENTRIES, context, "1.2.3").catch((error: unknown) => String(error));
  return { code, told: context.output.text + context.remarks.text };
}

/** Which outcome each question has, and from which passages. */
async function sourcesOf(opened: Rochdale): Promise<string[]> {
  const { signal } = new AbortController();
  const found: string[] = [];
  for (const question of QUESTIONS) {
    const answer = await opened.ask({ question, history: [], collections: ["papers"], asOf: null, signal });
    const sources = answer.citations.map(({ file, start, end, quote }) => [file, start, end, quote]);
    found.push(JSON.stringify({ question, outcome: answer.outcome, sources }));
  }
  return found;
}

function startLoad(): ChildProcess {
  return fork(CHILD, [join(folder, "old")], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

/** Resolves when the child has come so much further. */
function further(from: ChildProcess, steps: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = steps;
    from.once("exit", () => reject(new Error("Expected the load to go on, got its end.")));
    from.on("message", () => {
      left -= 1;
      if (left === 0) resolve();
    });
  });
}

/** One moment: what one transaction wrote is there whole, and nothing of the next. */
function wrongIn(home: string): string[] {
  using database = new DatabaseSync(join(folder, home, "rochdale.sqlite"));
  const value = (sql: string) => Object.values(database.prepare(sql).get() ?? {})[0];
  const last = Number(value("SELECT value FROM matrix_values WHERE key = 'load'"));
  const wrong: string[] = [];
  if (value("PRAGMA integrity_check") !== "ok") wrong.push("integrity_check is not ok");
  for (const table of ["matrix_questions", "matrix_outbox"])
    if (value(`SELECT count(*) FROM ${table}`) !== last) wrong.push(`${table}: not ${last} rows`);
  const unindexed = "SELECT count(*) FROM documents WHERE id NOT IN (SELECT document_id FROM passages)";
  if (value(unindexed) !== 0) wrong.push("documents without passages");
  if (!(last > 0)) wrong.push("nothing was written before it");
  return wrong;
}

test("each backup under load is the database of one moment, and answers as the original does", async (context) => {
  let original: string[];
  {
    await using opened = await open("old");
    await opened.ingest({ paths: papers(), collection: "papers", signal: new AbortController().signal });
    original = await sourcesOf(opened);
  }
  expect(original.filter((line) => !line.includes('"sources":[]')).length).toBeGreaterThan(20);
  child = startLoad();
  const sentences: string[] = [];
  const sizes: number[] = [];
  for (let number = 1; number <= BACKUPS; number += 1) {
    await further(child, 3);
    const made = await rochdale("old", "backup", `${number}.age`);
    if (made.code !== 0) sentences.push(`backup ${number}: ${made.code} ${made.told}`);
    sizes.push(statSync(join(folder, `${number}.age`)).size);
  }
  child.kill("SIGKILL");
  child = null;
  expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  for (let number = 1; number <= BACKUPS; number += 1) {
    const restored = await rochdale(`new${number}`, "restore", `${number}.age`);
    if (restored.code !== 0) sentences.push(`restore ${number}: ${restored.code} ${restored.told}`);
    for (const sentence of wrongIn(`new${number}`)) sentences.push(`restore ${number}: ${sentence}`);
  }
  let asked = 0;
  for (const number of [1, BACKUPS]) {
    await using opened = await open(`new${number}`);
    for (const [index, line] of (await sourcesOf(opened)).entries()) {
      asked += 1;
      if (line !== original[index]) sentences.push(`restore ${number}: got ${line}, expected ${original[index]}`);
    }
  }
  expect(new Set(sizes.map((size) => size >= (sizes[0] ?? 0)))).toEqual(new Set([true]));
  const tried = BACKUPS + asked;
  tell(
    context,
    { id: "T-R9", what: "backups under load; thirty questions after", tried, failed: sentences.length },
    sentences,
  );
});

test("a backup that is killed leaves an unfinished encrypted file at most, and the one from before as it was", async (context) => {
  const sentences: string[] = [];
  const home = join(folder, "old");
  const file = join(folder, "kept.age");
  expect(await rochdale("old", "backup", "kept.age")).toMatchObject({ code: 0 });
  const before = readFileSync(file);
  const known = new Set(readdirSync(home, { recursive: true }).map(String));
  for (const share of KILLED_AT) {
    const killed = fork(KILLED_CHILD, [JSON.stringify({ home, file, share } satisfies KilledBackup)], {
      execArgv: ["--disable-warning=ExperimentalWarning"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const signal = await new Promise((resolve) => killed.once("exit", (_code, signal) => resolve(signal)));
    if (signal !== "SIGKILL") sentences.push(`killed at ${share}: never came so far`);
    if (!readFileSync(file).equals(before)) sentences.push(`killed at ${share}: the backup from before is another`);
    const left = readdirSync(home, { recursive: true });
    const more = left.filter((name) => !known.has(String(name)) && !/-(?:wal|shm)$/u.test(String(name)));
    if (more.length > 0) sentences.push(`killed at ${share}: left ${more.join(", ")} in the data folder`);
    const part = readFileSync(`${file}.part`);
    if (part.includes("Question 1") || part.includes("members make a quorum"))
      sentences.push(`killed at ${share}: in clear`);
  }
  expect(await rochdale("old", "backup", "kept.age")).toMatchObject({ code: 0 });
  expect(readdirSync(folder).filter((name) => name.startsWith("kept"))).toEqual(["kept.age"]);
  const row = { id: "T-R9", what: "backups killed half-way", tried: KILLED_AT.length, failed: sentences.length };
  tell(context, row, sentences);
});
