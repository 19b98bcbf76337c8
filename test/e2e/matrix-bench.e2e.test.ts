/** `rochdale bench --matrix` with a real Synapse and a real client, and a bot whose model is a double. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { logIn } from "../../demo/log-in.ts";
import { pythonDir } from "../../demo/python-venv.ts";
import type { StartBot } from "../../demo/start-bot.ts";
import { benchMatrix } from "../../eval/bench/matrix-bench.ts";
import { renderMatrixBench } from "../../eval/bench/matrix-table.ts";
import { BotUnderTest } from "./bot-under-test.ts";
import { BYLAWS } from "./coop.ts";

const QUESTIONS = 3;
/** Longer than the words found take to be sent, so that they come before the answer. */
const MODEL_MS = 2_000;

test("typing comes before the first words, they before the answer, and nothing is left behind", async () => {
  const report = await benchMatrix({
    pythonDirectory: pythonDir(process.env),
    environment: {},
    startBot: startDouble,
    models: { profile: "double", chat: "slow", embedding: "words" },
    profile: null,
    questions: Array.from(
      { length: QUESTIONS + 1 },
      (_, index) => `How many members make a quorum of meeting ${index}?`,
    ),
    progress: { write: () => {}, isTerminal: false, now: () => performance.now() },
    say: console.log,
    signal: AbortSignal.timeout(400_000),
  });
  console.log(renderMatrixBench(report));
  const { typingMs, firstTextMs, finalAnswerMs } = report.room;
  expect([typingMs?.of, firstTextMs?.of, finalAnswerMs?.of]).toEqual([QUESTIONS, QUESTIONS, QUESTIONS]);
  expect(typingMs?.median).toBeGreaterThan(0);
  expect(firstTextMs?.median).toBeGreaterThan(typingMs?.median ?? 0);
  expect(finalAnswerMs?.median).toBeGreaterThan(Math.max(firstTextMs?.median ?? 0, MODEL_MS));
  expect(report.memory.afterBytes).toBeGreaterThan(30e6);
}, 600_000);

const startDouble: StartBot = async ({ home, homeserverUrl, userId, password, adminRoomId, adminId }) => {
  const { accessToken } = await logIn(homeserverUrl, userId, password);
  const logFile = join(home, "bot.log");
  await writeFile(logFile, "");
  const bot = new BotUnderTest({
    home,
    baseUrl: homeserverUrl,
    userId,
    accessToken,
    settings: {
      adminRoom: adminRoomId,
      admins: [adminId],
      allowInvites: [new URL(homeserverUrl).host],
      allowServers: null,
      maxAgeHours: 24,
    },
    delayMs: MODEL_MS,
    documents: { sample: { "bylaws.md": BYLAWS } },
  });
  await bot.start();
  return { logFile, pid: bot.pid, [Symbol.asyncDispose]: () => bot.stop() };
};
