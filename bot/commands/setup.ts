/** `rochdale setup`: joins a homeserver, with questions at a terminal or from options alone. */
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { refuseHalfRestored } from "../backup/staging.ts";
import type { Command, CommandContext, CommandInput } from "../command.ts";
import { lockInstance } from "../matrix/connection/instance-lock-store.ts";
import type { ConnectionLog } from "../matrix/connection/log.ts";
import { openConnectionStore } from "../matrix/connection-store.ts";
import { readSettings } from "../matrix/settings.ts";
import { makeAsker } from "../matrix/setup/asker.ts";
import { languageOf } from "../matrix/setup/greeting.ts";
import { runSetup } from "../matrix/setup/run-setup.ts";
import { personAt, Stopped } from "../terminal/person.ts";

export const setupCommand: Command = {
  name: "setup",
  summary: "Give the bot an account, a device and an admin room on a Matrix homeserver.",
  usage: "[OPTIONS]",
  details: [
    "At a terminal it asks for what the options do not say. It can be run again: what is there is kept, and nothing",
    "that is set is changed without asking. The settings go into `.env` in the data folder, which only you can read.",
  ],
  options: {
    homeserver: { kind: "value", placeholder: "NAME|URL", summary: "The homeserver of the bot's account." },
    user: {
      kind: "value",
      placeholder: "USER",
      summary: "The bot's account: its user id or the part before the colon.",
    },
    "password-file": { kind: "value", placeholder: "FILE", summary: "Log in with the password in a file." },
    "access-token-file": {
      kind: "value",
      placeholder: "FILE",
      summary: "Use the access token in a file; it stays there.",
    },
    "device-id": {
      kind: "value",
      placeholder: "ID",
      summary: "Name of the device to log in (default: made once, then kept).",
    },
    "recovery-key-file": {
      kind: "value",
      placeholder: "FILE",
      summary: "Where a new recovery key is written; for an account that has one already: where it is read.",
    },
    "admin-room": { kind: "value", placeholder: "new|ROOM", summary: "A room's id or alias (default: make one)." },
    admins: { kind: "value", placeholder: "USERS", summary: "User ids of the bot's admins, with commas between them." },
    allow: {
      kind: "value",
      placeholder: "LIST",
      summary: "Users and servers that may invite the bot, or nobody (default: its own server).",
    },
    "new-device": { kind: "flag", summary: "Leave the device behind and make another; wants the recovery key." },
    "reset-identity": { kind: "flag", summary: "Throw the account's cross-signing identity away and make another." },
    yes: { kind: "flag", summary: "Ask nothing: take options, what is set, defaults; allow changes." },
  },
  positionals: { label: "nothing", least: 0, most: 0 },
  run: setup,
};

async function setup({ values, flags }: CommandInput, context: CommandContext): Promise<number> {
  const { home, environment, input, output, signal } = context;
  const say = (line: string) => output.write(`${line}\n`);
  const isTerminal = input.isTTY === true && output.isTerminal;
  const person = isTerminal && !flags.has("yes") ? personAt({ input, output, signal }) : null;
  const { values: current, typos } = await readSettings({ home, environment });
  for (const typo of typos) say(`Warning: ${typo}`);
  refuseHalfRestored(home);
  await mkdir(home, { recursive: true, mode: 0o700 });
  const storeFile = join(home, "rochdale.sqlite");
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes));
  const log: ConnectionLog = (level, event) => {
    if (level === "error") context.remarks.write(`Error: ${event}\n`);
  };
  using store = openConnectionStore(storeFile, Date.now);
  try {
    const ask = makeAsker({ values, flags, person, say });
    await runSetup(
      {
        home,
        current,
        ask,
        language: languageOf(environment),
        say,
        fetch,
        clock: Date.now,
        random,
        signal,
      },
      {
        store,
        lock: () => lockInstance(`${storeFile}-lock`),
        openDesk: async (options) => {
          // The SDK takes a second to load: not for a help text.
          const { openDeskWith } = await import("../matrix/setup/connect-desk.ts");
          return openDeskWith({ storeFile, fetch, clock: Date.now, random, log })(options);
        },
      },
    );
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    say("Stopped. What was written stays; run `rochdale setup` again to go on.");
    return STOPPED;
  }
  say("Done. `rochdale doctor` checks it all.");
  return 0;
}

/** As after Ctrl-C. */
const STOPPED = 130;
