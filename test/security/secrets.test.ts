/**
 * T-S7: canaries for everything that is nobody's business (access token, key of the store, password, what members ask, what the
 * documents say) through a life of the program: loading, a bot that answers, is refused, fails, dies and is looked at. Then
 * everything that it said or left somewhere is searched for them.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEVICE } from "../fakes/key-homeserver.ts";
import { BOT as ACCOUNT, scriptAccount, scriptedHomeserver } from "../fakes/scripted-homeserver.ts";
import type { Asked, Reply } from "../fakes/small-homeserver.ts";
import { tell } from "../rows/row.ts";
import { filesWith } from "./files-with.ts";
import { talkingHomeserver } from "./talking-homeserver.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const TOKEN = "syt_canary_accesstoken_4711";
const STORE_KEY = "canary-store-key-32-bytes-long!!";
const PASSWORD = "canary password correct horse";
const QUESTION = "zweitschluesselfrage";
const DOCUMENT = "marmeladenreserve";
const PASSPHRASE = "canary passphrase battery staple";
const CANARIES = [TOKEN, STORE_KEY, PASSWORD, PASSPHRASE, QUESTION, DOCUMENT];
const QUESTIONS = [
  `Where is the ${QUESTION} of the attic?`,
  "Who keeps the reserve of jars?",
  "!why",
  "!sources",
  `!as-of ${QUESTION} 2020`,
  "!status",
];

let folder: string;
let home: string;
/** All that was said: both outputs of every run, pages, command lines and environments of every process. */
const said: { readonly where: string; readonly words: string }[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-secrets-"));
  home = join(folder, "home");
  for (const name of ["home", "documents", "temporary", "no-models"]) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, "documents", "notes.md"),
    `# Notes\n\n## Attic\n\nThe board keeps the ${DOCUMENT} of jars in the attic.\n`,
  );
  writeFileSync(join(folder, "documents", "broken.docx"), `PK ${DOCUMENT}`);
  writeFileSync(join(folder, "password"), PASSWORD);
  writeFileSync(join(folder, "passphrase"), `${PASSPHRASE}\n`);
  writeFileSync(join(home, "store.key"), STORE_KEY);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): ChildProcess & { readonly over: Promise<number | null> } {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    TMPDIR: join(folder, "temporary"),
    ROCHDALE_HOME: home,
    ROCHDALE_OFFLINE: "1",
    XDG_CACHE_HOME: join(folder, "no-models"),
    ...more,
  };
  const child = spawn(process.execPath, [join(ROOT, "bot", "main.ts"), ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  // What `ask` answers is for whoever asked.
  for (const name of ["stdout", "stderr"] as const)
    if (name === "stderr" || args[0] !== "ask")
      child[name].setEncoding("utf8").on("data", (words) => said.push({ where: `${args[0]} ${name}`, words }));
  const seen = new Set<string>();
  const watching = setInterval(() => {
    const fresh = processesOf(child.pid).filter(({ words }) => !seen.has(words));
    for (const { words } of fresh) seen.add(words);
    said.push(...fresh);
  }, LOOK_EVERY_MS);
  const over = once(child, "close").then(([code]) => {
    clearInterval(watching);
    return code as number | null;
  });
  return Object.assign(child, { over });
}

/** Command lines of a process and everything below it; environments of what is below it. */
function processesOf(pid: number | undefined, isRoot = true): { where: string; words: string }[] {
  try {
    const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, "utf8");
    const own = [{ where: `command line of ${pid}`, words: read("cmdline") }];
    if (!isRoot) own.push({ where: `environment of ${pid}`, words: read("environ") });
    const below = read(`task/${pid}/children`).trim().split(" ").filter(Boolean);
    return [...own, ...below.flatMap((child) => processesOf(Number(child), false))];
  } catch {
    return []; // it has ended
  }
}

/** Children live longer than that. */
const LOOK_EVERY_MS = 50;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Some of what is sent is refused, with an answer that gives back what was sent. */
function refuseSome({ method, path, body, headers }: Asked): Reply | undefined {
  if (method !== "PUT" || !path.includes("/send/")) return undefined;
  refusals += 1;
  const echo = `${JSON.stringify(body)} ${headers.authorization}`;
  if (refusals === 3) return { status: 502, text: `<html>${echo}</html>` };
  if (refusals === 5) return { status: 400, json: { errcode: "M_BAD_JSON", error: echo } };
  return undefined;
}
let refusals = 0;
/** So many replies never arrive. */
const REFUSED = 1;
/** What is missing then is told by what was sent. */
const PATIENCE_MS = 120_000;

test("no secret and no word of members or documents in outputs, logs, pages, command lines, environments, temporary files", async (context) => {
  expect(await start(["ingest", join(folder, "documents", "notes.md"), "--collection", "notes"]).over).toBe(0);
  await start(["ingest", join(folder, "documents", "broken.docx"), "--collection", "notes"]).over;
  await start(["ask", "Who keeps the reserve of jars?", "--collection", "notes"]).over;

  await using homeserver = await talkingHomeserver({
    collection: "notes",
    questions: QUESTIONS,
    replies: QUESTIONS.length - REFUSED,
    first: refuseSome,
  });
  const port = await freePort();
  const settings = {
    ...homeserver.settings,
    MATRIX_DEVICE_ID: DEVICE,
    MATRIX_ACCESS_TOKEN: TOKEN,
    ROCHDALE_METRICS: String(port),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(home, ".env"), `${lines.join("\n")}\n`, { mode: 0o600 });
  const bot = start(["bot"]);
  await Promise.race([homeserver.answered, bot.over, sleep(PATIENCE_MS, undefined, { ref: false })]);
  expect(homeserver.sent.join("\n")).toContain(DOCUMENT);
  for (const page of ["healthz", "metrics"])
    said.push({ where: page, words: await (await fetch(`http://127.0.0.1:${port}/${page}`)).text() });
  const copy = start(["backup", join(folder, "co-op.age"), "--passphrase-file", join(folder, "passphrase")]);
  expect(await copy.over).toBe(0);
  expect(filesWith(DOCUMENT, folder).filter((name) => name.endsWith(".age"))).toEqual([]);
  bot.kill("SIGABRT"); // it dies, and says what a dying program says
  await bot.over;
  await start(["doctor", "--json"], { MATRIX_ACCESS_TOKEN: TOKEN }).over;

  await using refusing = await talkingHomeserver({
    collection: "notes",
    questions: [],
    first: ({ headers }) => ({
      status: 401,
      json: { errcode: "M_UNKNOWN_TOKEN", error: String(headers.authorization) },
    }),
  });
  const refused = start(["bot"], {
    ...refusing.settings,
    MATRIX_ACCESS_TOKEN: TOKEN,
    ROCHDALE_METRICS: String(await freePort()),
  });
  expect(await refused.over).not.toBe(0);

  await using account = await scriptedHomeserver();
  scriptAccount(account);
  const common = ["--homeserver", account.url, "--user", ACCOUNT.user, "--admins", "@ana:example.org", "--yes"];
  const wrong = start(["setup", ...common, "--password-file", join(folder, "password"), "--new-device"], {
    ROCHDALE_HOME: join(folder, "new-home"),
  });
  expect(await wrong.over).not.toBe(0);

  const hits = CANARIES.flatMap((canary) => [
    ...said
      .filter(({ words }) => words.includes(canary))
      .map(({ where, words }) => `${canary} in ${where}: ${around(words, canary)}`),
    ...filesWith(canary, join(folder, "temporary")).map((name) => `${canary} in a temporary file, ${name}`),
    ...logs()
      .filter(({ words }) => words.includes(canary))
      .map(({ where, words }) => `${canary} in ${where}: ${around(words, canary)}`),
  ]);
  const outside = [TOKEN, STORE_KEY, PASSWORD, PASSPHRASE].flatMap((secret) =>
    filesWith(secret, home).map((name) => [secret, name]),
  );
  const misplaced = outside.filter(
    ([secret, name]) => !(secret === TOKEN && name === ".env") && !(secret === STORE_KEY && name === "store.key"),
  );
  const tried = CANARIES.length * (said.length + logs().length);
  tell(
    context,
    { id: "T-S7", what: "outputs, logs, pages, processes searched for canaries", tried, failed: hits.length },
    hits,
  );
  tell(
    context,
    { id: "T-S7", what: "secrets in files where they do not belong", tried: 4, failed: misplaced.length },
    misplaced.map(String),
  );
  expect(
    said.some(({ where }) => where.startsWith("environment")),
    "children were looked at",
  ).toBe(true);
  expect(
    logs().map(({ where }) => where),
    "what failed is in the log",
  ).toContain("failures.log");
});

function logs(): { where: string; words: string }[] {
  return readdirSync(home)
    .filter((name) => name.includes(".log"))
    .map((name) => ({ where: name, words: readFileSync(join(home, name), "utf8") }));
}

function around(words: string, canary: string): string {
  const at = words.indexOf(canary);
  return words.slice(Math.max(0, at - 200), at + canary.length + 60);
}
