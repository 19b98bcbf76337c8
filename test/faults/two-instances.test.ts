/** Two on one data folder: a second bot is refused, whenever it comes; a command that reads documents in is not. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assembleRochdale } from "../../bot/assemble.ts";
import { EncryptedHomeserver } from "../fakes/encrypted-homeserver.ts";
import { testModels } from "../fakes/test-models.ts";
import { tell } from "../rows/row.ts";
import { isAllWorkedOff, wrongInFolder } from "./dropped-files.ts";
import { BYLAWS } from "./kill-run.ts";
import { BotStable, type RunningBot } from "./killed-bot.ts";
import { ADMIN, ADMINS, SELF, Town } from "./town.ts";

const ROUNDS = 3;
const PAPERS = 30;
const PATIENCE_MS = 180_000;
const REFUSAL =
  /Expected to be the only Rochdale in this data folder, got another one that runs \(process \d+\)\. Stop it first\./u;

const stack = new AsyncDisposableStack();
const folder = mkdtempSync(join(tmpdir(), "rochdale-two-"));
const home = join(folder, "home");
let homeserver: EncryptedHomeserver;
let town: Town;
let stable: BotStable;

beforeAll(async () => {
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  homeserver = stack.use(await EncryptedHomeserver.start(SELF));
  town = stack.use(await Town.open(homeserver, folder));
  stable = stack.use(new BotStable(join(folder, "compiled")));
}, 120_000);

afterAll(() => stack.disposeAsync(), 60_000);

function start(documents: Readonly<Record<string, string>> | null = null): Promise<RunningBot> {
  return stable.start({
    home,
    baseUrl: homeserver.baseUrl,
    self: SELF,
    admin: ADMIN,
    adminRoom: ADMINS,
    failAt: null,
    model: { delayMs: 20, dies: 0 },
    documents,
    rooms: town.rooms.map(({ roomId }) => roomId),
  });
}

/** True when it hears, false when it has ended. */
function hears(bot: RunningBot): Promise<boolean> {
  return Promise.race([bot.ready.then(() => true), bot.ended.then(() => false)]);
}

async function answered(): Promise<boolean> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    if (town.isQuiet && isAllWorkedOff(home)) return true;
    await sleep(50);
  }
  return false;
}

test("the second is refused with a sentence, the first goes on, and after its death the next one may", async (context) => {
  const wrong: string[] = [];
  let first = await start({ "bylaws.md": BYLAWS });
  expect(await hears(first), first.failures.join("\n")).toBe(true);
  for (let round = 0; round < ROUNDS; round += 1) {
    await town.askIn(round);
    const second = await start();
    if (await hears(second)) wrong.push("a second one hears while the first runs");
    if (!REFUSAL.test(second.failures.join("\n"))) wrong.push(`no clear sentence: ${second.failures.join("\n")}`);
    await second.kill();
    await town.askIn(5 + round);
    if (!(await answered())) wrong.push("the first one does not answer any more");
    await first.kill();
    // As when a machine starts and two services begin at once.
    const both = await Promise.all([start(), start()]);
    const heard = await Promise.all(both.map(hears));
    if (heard.filter(Boolean).length !== 1) wrong.push(`of two that start at once ${heard} hear`);
    first = both[heard.indexOf(true)] ?? first;
  }
  wrong.push(...(await town.wrong()), ...wrongInFolder(home));
  tell(
    context,
    { id: "T-R2", what: "a second bot on one data folder", tried: 2 * ROUNDS, failed: wrong.length },
    wrong,
  );
  await first.kill();
}, 600_000);

test("documents are read in beside a bot that answers: each is there whole, and each question is answered once", async (context) => {
  const bot = await start();
  expect(await hears(bot), bot.failures.join("\n")).toBe(true);
  const papers = join(folder, "papers");
  mkdirSync(papers);
  for (let number = 0; number < PAPERS; number += 1)
    writeFileSync(
      join(papers, `paper-${number}.md`),
      `# Paper ${number}\n\n## Rule\n\nThe garden of house ${number} is kept by ${number + 2} members.\n`,
    );
  const ending = new AbortController();
  await using rochdale = await assembleRochdale({
    home,
    sample: false,
    caution: "balanced",
    signal: ending.signal,
    models: testModels(),
  });
  const reading = rochdale.ingest({ paths: [papers], collection: "papers", signal: ending.signal });
  const before = town.asked.length;
  for (let number = 0; number < 10; number += 1) {
    await town.askIn(number);
    await sleep(100);
  }
  const wrong = (await reading).flatMap(({ file, outcome }) =>
    outcome === "failed" ? [`${file} was not read in`] : [],
  );
  if (!(await answered())) wrong.push("not every question is answered");
  wrong.push(...(await town.wrong()), ...wrongInFolder(home));
  const tried = town.asked.length - before + PAPERS;
  tell(context, { id: "T-R2", what: "reading in beside a bot that answers", tried, failed: wrong.length }, wrong);
  expect(bot.hasEnded).toBe(false);
  expect(bot.failures).toEqual([]);
}, 600_000);
