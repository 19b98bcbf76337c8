/**
 * A new recovery key and where it goes: into a file for its owner only, or once onto the screen. A file that holds a
 * recovery key already (a setup that was broken off) gives its key; nothing is ever overwritten.
 */
import { open, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UsageError } from "../../command.ts";
import { codeOf } from "../env-file.ts";
import { decodeRecoveryKey, encodeRecoveryKey, KEY_BYTES } from "../identity/recovery-key.ts";
import { Secret } from "../secret.ts";
import type { SetupTools } from "./tools.ts";

/** @throws UsageError when the file holds something else, or cannot be written. */
export async function newRecoveryKey(tools: SetupTools): Promise<Secret<string>> {
  const { ask, say, random } = tools;
  const file = ask.given("recovery-key-file") ?? (await askForFile(tools));
  const made = new Secret(encodeRecoveryKey(random(KEY_BYTES)));
  if (file === SHOW) {
    say("The recovery key of the bot's account. It is shown only now: write it down and keep it safe.");
    say(`    ${made.reveal()}`);
    return made;
  }
  const path = resolve(file);
  const kept = (await writeNew(path, made)) ? made : await keyIn(path);
  say(`Recovery key: in \`${path}\`. Keep a copy away from this machine: with it the bot can be set up anew.`);
  return kept;
}

const SHOW = "show";

/** Where nobody is asked, nothing secret is shown either: the output may end up in a log. */
async function askForFile({ ask, home }: SetupTools): Promise<string> {
  if (!ask.attended) return join(home, RECOVERY_KEY_FILE);
  const text = "File for the new recovery key of the bot's account (or `show`: only here, only now)";
  return ask.value({ option: "recovery-key-file", text, fallback: SHOW });
}

const RECOVERY_KEY_FILE = "matrix-recovery.key";

/** False: there is a file of that name already. */
async function writeNew(file: string, key: Secret<string>): Promise<boolean> {
  try {
    await using handle = await open(file, "wx", 0o600);
    await handle.writeFile(`${key.reveal()}\n`);
    await handle.sync();
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw new UsageError(
      `Expected to write the recovery key into \`${file}\`, got ${codeOf(error) ?? "an error"}. Name another file.`,
    );
  }
}

async function keyIn(file: string): Promise<Secret<string>> {
  const text = (await readFile(file, "utf8")).trim();
  try {
    decodeRecoveryKey(text);
    return new Secret(text);
  } catch {
    throw new UsageError(
      `Expected \`${file}\` to be a new file for the recovery key, got one that holds something else. Name another.`,
    );
  }
}
