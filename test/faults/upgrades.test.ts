/**
 * T-R10: a database that an earlier Rochdale wrote (made by its code: `fixtures/README.md`) is brought up to date while the
 * process is killed at every step. What was in it is in it afterwards, and a copy of what it was lies beside it.
 */
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openConnectionStore } from "../../bot/matrix/connection-store.ts";
import { openQuestionStore } from "../../bot/matrix/desk/question-store.ts";
import { openCorpusStore, SCHEMA_VERSION } from "../../corpora/corpus-store.ts";
import { dropUpgradeCopies, UPGRADE_STEPS, type UpgradeStep, upgradeCopy } from "../../corpora/upgrade-store.ts";
import { openIndexStore } from "../../retrieval/index-store.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";
import type { UpgradeChildOptions } from "./upgrade-child.ts";

const CHILD = join(import.meta.dirname, "upgrade-child.ts");
/** Formats that were ever in use, with a database of each in `fixtures/`. */
const OLD_FORMATS = [1];
const DOCUMENTS = 24;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-upgrade-"));
  file = join(folder, "rochdale.sqlite");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function putOld(format: number): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  const packed = readFileSync(join(import.meta.dirname, "fixtures", `format-${format}.sqlite.gz`));
  writeFileSync(file, gunzipSync(packed));
}

/** Resolves to whether the child was killed where it was to be. */
async function upgradeUntil(failAt: UpgradeChildOptions["failAt"]): Promise<boolean> {
  const argument: UpgradeChildOptions = { file, failAt };
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", CHILD, JSON.stringify(argument)], {
    stdio: "ignore",
    // Compiled once for all: a start is most of the work here.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "rochdale-upgrade-compiled") },
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once("exit", (code, signal) => resolve([code, signal])),
  );
  if (failAt === null) expect({ code, signal }).toEqual({ code: 0, signal: null });
  return signal === "SIGKILL";
}

const TABLES = ["documents", "passages", "sentences", "vectors", "embedding_texts", "passages_fts_1"];
const BOT_TABLES = ["matrix_questions", "matrix_outbox", "matrix_values"];

/** Everything that must survive, read as plain rows. */
function content(path: string): Record<string, unknown> {
  using database = new DatabaseSync(path);
  const all = (sql: string) =>
    database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  const [check] = all("PRAGMA integrity_check");
  return {
    check,
    texts: all("SELECT id, file, text, sections, blocks, record, sha256 FROM documents ORDER BY id"),
    counts: TABLES.map((table) => all(`SELECT count(*) AS n FROM ${table}`)[0]),
    questions: all("SELECT event_id, text, status, answer_id FROM matrix_questions ORDER BY event_id"),
    outbox: all("SELECT txn_id, content, event_id FROM matrix_outbox"),
    values: all("SELECT key, value FROM matrix_values WHERE key <> 'tables-format' ORDER BY key"),
  };
}

/** What is wrong with a database that has been brought up to date; nothing when all is well. */
function wrongAfter(before: Record<string, unknown>): string[] {
  const wrong: string[] = [];
  {
    using store = openCorpusStore(file);
    openIndexStore(store.database);
    const documents = store.documents(store.collection("main")?.id ?? 0);
    if (documents.length !== DOCUMENTS) wrong.push(`${documents.length} documents`);
    for (const { file: name, status, periods, inForceFrom, inForceTo } of documents) {
      const expected = [{ from: inForceFrom, to: inForceTo }];
      if (JSON.stringify(periods) !== JSON.stringify(expected))
        wrong.push(`${name}, ${status}: ${JSON.stringify(periods)}`);
    }
  }
  const after = content(file);
  for (const [what, rows] of Object.entries(before))
    if (JSON.stringify(after[what]) !== JSON.stringify(rows)) wrong.push(`${what}: ${JSON.stringify(after[what])}`);
  return wrong;
}

type Kill = { readonly format: number; readonly step: UpgradeStep; readonly time: number };

/** Every named step, and those that come again and again also at each later time. */
function kills(): Kill[] {
  const firsts = OLD_FORMATS.flatMap((format) => UPGRADE_STEPS.map((step) => ({ format, step, time: 1 })));
  const later = OLD_FORMATS.flatMap((format) =>
    Array.from({ length: DOCUMENTS - 1 }, (_, index) => ({ format, step: "row-settled" as const, time: index + 2 })),
  );
  return [...firsts, ...later.toSorted((one, other) => (one.time % 7) - (other.time % 7))];
}

test("killed at every step, nothing is lost, and the next start ends what was begun", async (context) => {
  const all = kills();
  const { from, to } = sliceOf("upgrade-kills", all.length, 16);
  const sentences: string[] = [];
  for (const { format, step, time } of all.slice(from, to)) {
    putOld(format);
    const before = content(file);
    const where = `format ${format}, ${step} for time ${time}`;
    if (!(await upgradeUntil({ step, time }))) sentences.push(`${where}: never reached`);
    // Twice: an upgrade that is broken off must not stand in the way of the next.
    await upgradeUntil({ step, time });
    for (const sentence of wrongAfter(before)) sentences.push(`${where}: ${sentence}`);
    const copy = upgradeCopy(file, format);
    if (!existsSync(copy)) sentences.push(`${where}: no copy of what it was`);
    else if (JSON.stringify(content(copy)) !== JSON.stringify(before)) sentences.push(`${where}: the copy is another`);
    const parts = readdirSync(folder).filter((name) => name.endsWith(".part"));
    dropUpgradeCopies(file, 0);
    if (readdirSync(folder).some((name) => name.endsWith(".part")))
      sentences.push(`${where}: left ${parts.join(", ")}`);
  }
  const tried = to - from;
  const failed = new Set(sentences.map((sentence) => sentence.split(":")[0])).size;
  tell(context, { id: "T-R10", what: "upgrades killed at each step", tried, failed }, sentences);
});

test("the copy is exactly what was there, for its owner only, and the bot goes on with its questions", async () => {
  putOld(1);
  chmodSync(file, 0o644);
  const before = content(file);
  await upgradeUntil(null);
  expect(content(upgradeCopy(file, 1))).toEqual(before);
  expect(statSync(upgradeCopy(file, 1)).mode & 0o777).toBe(0o600);
  using store = openConnectionStore(file, () => 0);
  expect(
    openQuestionStore(store.database)
      .unfinished()
      .map(({ text }) => text),
  ).toEqual(["Question 4?", "Question 5?"]);
  expect(BOT_TABLES.every((table) => store.database.prepare(`SELECT count(*) FROM ${table}`).get() !== undefined)).toBe(
    true,
  );
});

test("the copy goes after two weeks, and at once when something is deleted for good", () => {
  putOld(1);
  openCorpusStore(file)[Symbol.dispose]();
  const made = statSync(upgradeCopy(file, 1)).mtimeMs;
  dropUpgradeCopies(file, made - 1);
  expect(existsSync(upgradeCopy(file, 1))).toBe(true);
  dropUpgradeCopies(file, made + 1);
  expect(existsSync(upgradeCopy(file, 1))).toBe(false);

  putOld(1);
  {
    using store = openCorpusStore(file);
    expect(existsSync(upgradeCopy(file, 1))).toBe(true);
    expect(store.shred()).toBe(true);
    expect(existsSync(upgradeCopy(file, 1))).toBe(false);
  }
});

test("where no copy can be kept nothing is upgraded, and the sentence says what to do", () => {
  putOld(1);
  const before = content(file);
  const broken = () =>
    openCorpusStore(file, (step) => {
      if (step === "copy-written") throw Object.assign(new Error("full"), { code: "ENOSPC" });
    });
  expect(broken).toThrow(
    `Expected to keep a copy of \`${file}\` before it is brought up to date, got ENOSPC. Make room for another file of its size, or give the folder back to its owner, and start again; nothing was changed.`,
  );
  expect(content(file)).toEqual(before);
});

test("a database of a newer Rochdale is refused with a sentence, by documents and bot alike, and left as it is", () => {
  openCorpusStore(file)[Symbol.dispose]();
  {
    using database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version=${SCHEMA_VERSION + 1}`);
  }
  const sentence = `Expected the index \`${file}\` to have format ${SCHEMA_VERSION} or an older one, got format ${SCHEMA_VERSION + 1}: use the Rochdale that wrote it, or move the file away and load the documents again with \`rochdale ingest\`.`;
  expect(() => openCorpusStore(file)).toThrow(sentence);
  expect(() => openConnectionStore(file, () => 0)).toThrow(sentence);
  expect(readdirSync(folder).filter((name) => name.includes("before-upgrade"))).toEqual([]);
});

test("tables of a newer bot are refused with a sentence", () => {
  {
    using store = openConnectionStore(file, () => 0);
    store.setValue("tables-format", "99");
  }
  expect(() => openConnectionStore(file, () => 0)).toThrow(
    `Expected the bot's tables in \`${file}\` to have format 1 or an older one, got format 99: use the Rochdale that wrote them.`,
  );
});
