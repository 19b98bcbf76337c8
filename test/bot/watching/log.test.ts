import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openBotLog } from "../../../bot/watching/log.ts";

const NOON = Date.UTC(2026, 0, 31, 12);

function logAt(isTerminal: boolean, file = join(mkdtempSync(join(tmpdir(), "rochdale-log-")), "matrix.log")) {
  let written = "";
  const write = (text: string) => {
    written += text;
  };
  const output = { isTerminal, write };
  return { log: openBotLog({ output, file, clock: () => NOON }), written: () => written, file };
}

describe("the log of the bot", () => {
  test("is one line of JSON for each event where there is no terminal", () => {
    const { log, written } = logAt(false);
    log.say("info", "bot-ready", "Listening in 2 rooms. Ctrl-C ends.", { rooms: 2 });
    log.event("debug", "request-sent");
    log.event("warn", "request-retried", { status: 502 });
    const lines = written()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const at = "2026-01-31T12:00:00.000Z";
    expect(lines).toEqual([
      { level: "info", at, event: "bot-ready", rooms: 2, sentence: "Listening in 2 rooms. Ctrl-C ends." },
      { level: "warn", at, event: "request-retried", status: 502 },
    ]);
  });

  test("is sentences at a terminal, with the events in a file that only its owner reads", () => {
    const { log, written, file } = logAt(true);
    log.say("info", "bot-ready", "Listening in 2 rooms. Ctrl-C ends.", { rooms: 2 });
    log.event("debug", "request-sent");
    expect(written()).toBe("Listening in 2 rooms. Ctrl-C ends.\n");
    expect(readFileSync(file, "utf8").trim().split("\n")).toHaveLength(2);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("leaves out what is called like a secret", () => {
    const { log, written } = logAt(false);
    log.event("info", "login-done", { userId: "@bot:x", access_token: "canary", device: { key: "canary" } });
    expect(written()).not.toContain("canary");
    expect(written()).toContain("@bot:x");
  });

  test("that cannot be written stops nothing, and one that has grown large makes room at the next start", () => {
    const folder = mkdtempSync(join(tmpdir(), "rochdale-log-"));
    const { log } = logAt(true, join(folder, "no such folder", "matrix.log"));
    log.event("info", "bot-ready");
    const file = join(folder, "matrix.log");
    writeFileSync(file, "x".repeat(10_000_001));
    logAt(true, file).log.event("info", "bot-ready");
    expect(statSync(`${file}.1`).size).toBe(10_000_001);
    expect(statSync(file).size).toBeLessThan(1_000);
  });
});
