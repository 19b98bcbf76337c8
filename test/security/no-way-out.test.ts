/**
 * T-S9: Rochdale connects to its homeserver and to nothing else. Where there is no network but loopback, with every tracing
 * variable of every library on, each connection of each process is traced: of a start, an ingest, questions, the end.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { staysHere } from "../../bot/egress/attempts.ts";
import { EGRESS_QUESTIONS } from "../../bot/egress/egress-check.ts";
import { watchProgram } from "../../bot/egress/watch-program.ts";
import { tell } from "../rows/row.ts";
import { runWithoutNetwork } from "./namespace.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const { signal } = new AbortController();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-no-way-out-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As shells have it: 128 and the signal's number. */
const ENDED_BY_SIGTERM = 143;

const BOT_REPORT = z.object({
  replies: z.number(),
  code: z.number().nullable(),
  elsewhere: z.array(z.string()),
  toHomeserver: z.number(),
  errors: z.string(),
});

test("the bot answers twenty questions in a room and reaches its homeserver alone", async (context) => {
  const child = join(import.meta.dirname, "bot-in-namespace.ts");
  const ended = await runWithoutNetwork([process.execPath, child, folder], process.env);
  expect(ended.code, ended.errors).toBe(0);
  const report = BOT_REPORT.parse(JSON.parse(ended.output));
  expect(report.code, report.errors).toBe(ENDED_BY_SIGTERM);
  expect(report.toHomeserver).toBeGreaterThan(0);
  expect(report.replies).toBeGreaterThanOrEqual(EGRESS_QUESTIONS.length);
  const failed = report.elsewhere.length;
  tell(
    context,
    { id: "T-S9", what: "questions to the bot, each connect traced", tried: EGRESS_QUESTIONS.length, failed },
    report.elsewhere,
  );
});

const DOCTOR = z.object({ ok: z.boolean(), findings: z.array(z.object({ level: z.string(), text: z.string() })) });

test("ingest, start and twenty questions on the command line reach nothing; an admin sees the same by `doctor --egress`", async (context) => {
  const environment = {
    ...process.env,
    ROCHDALE_HOME: join(folder, "doctor"),
    XDG_CACHE_HOME: join(folder, "no-models"),
  };
  const command = [
    process.execPath,
    "--disable-warning=ExperimentalWarning",
    join(ROOT, "bot", "main.ts"),
    "doctor",
    "--egress",
    "--json",
  ];
  const ended = await runWithoutNetwork(command, environment);
  const { ok, findings } = DOCTOR.parse(JSON.parse(ended.output));
  expect(findings[0]?.text).toContain("watched by strace");
  const sentences = findings.map(({ text }) => text);
  tell(
    context,
    {
      id: "T-S9",
      what: "questions on the command line, each connect traced",
      tried: EGRESS_QUESTIONS.length,
      failed: ok ? 0 : 1,
    },
    sentences,
  );
});

describe("what is tried is seen", () => {
  // Of a process that the watched one starts.
  const TALKATIVE = `
    const { spawn } = require("node:child_process");
    const code = 'fetch("http://192.0.2.1:8099/").catch(() => {}); require("node:dns").lookup("canary.invalid", () => {}); require("node:dgram").createSocket("udp4").send("x", 9, "192.0.2.2"); setTimeout(() => process.exit(0), 1500);';
    spawn(process.execPath, ["-e", code], { env: {} });`;

  test.each(["strace", "hook"] as const)("by %s, in a child of a child", async (watcher) => {
    const command = [process.execPath, "-e", TALKATIVE];
    const { attempts, code, said } = await watchProgram(watcher, {
      command,
      environment: process.env,
      input: "",
      folder,
      signal,
    });
    expect(code, said).toBe(0);
    const out = attempts.filter((attempt) => !staysHere(attempt)).map(({ to }) => to);
    expect(out).toContain("192.0.2.1:8099");
    expect(out.some((to) => to.includes("192.0.2.2"))).toBe(true);
    expect(attempts.some(({ kind }) => kind === "look-up")).toBe(true);
  });
});
