/**
 * The log of a running bot. At a terminal: sentences, and the events of the connection in a file beside the data. Anywhere
 * else (a service, a container): one line of JSON for each event on standard output, written by `pino`, which leaves out
 * whatever is called like a secret. Ids, kinds and durations, never a member's words unless that was asked for. A log that
 * cannot be written never stops the bot.
 */
import { appendFileSync, renameSync, statSync } from "node:fs";
import { pino } from "pino";
import type { Output } from "../command.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, unknown>>;

export type BotLog = {
  /** `event` is a noun-action tag: `question-ended`. */
  readonly event: (level: LogLevel, event: string, fields?: LogFields) => void;
  /** The same with a sentence for a person at a terminal. */
  readonly say: (level: LogLevel, event: string, sentence: string, fields?: LogFields) => void;
};

export type BotLogParts = {
  readonly output: Pick<Output, "write" | "isTerminal">;
  /** For the events, at a terminal. */
  readonly file: string;
  readonly clock: () => number;
};

export function openBotLog({ output, file, clock }: BotLogParts): BotLog {
  if (!output.isTerminal) return jsonLog(output, "info", clock);
  makeRoom(file);
  const { event } = jsonLog({ write: (line) => append(file, line) }, "debug", clock);
  return {
    event,
    say(level, name, sentence, fields) {
      output.write(`${sentence}\n`);
      event(level, name, fields);
    },
  };
}

/** Left out wherever they stand at the first two levels. */
const SECRET = ["accessToken", "access_token", "token", "password", "passphrase", "key", "recoveryKey", "storeKey"];

function jsonLog(output: Pick<Output, "write">, level: LogLevel, clock: () => number): BotLog {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: "sentence",
      timestamp: () => `,"at":"${new Date(clock()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`]), remove: true },
    },
    { write: (line) => output.write(line) },
  );
  return {
    event: (at, event, fields = {}) => logger[at]({ event, ...fields }),
    say: (at, event, sentence, fields = {}) => logger[at]({ event, ...fields }, sentence),
  };
}

/** Two of these at most lie in the data folder, in bytes. */
const MOST_BYTES = 10_000_000;

function makeRoom(file: string): void {
  try {
    if (statSync(file).size > MOST_BYTES) renameSync(file, `${file}.1`);
  } catch {
    // there is none yet
  }
}

function append(file: string, line: string): void {
  try {
    appendFileSync(file, line, { mode: 0o600 });
  } catch {
    // A full disk: what the bot does is worth more than its log.
  }
}
