/** Where a new recovery key goes: into a file that did not exist, for its owner only, or once onto the screen. */
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "../../command.ts";
import { codeOf } from "../env-file.ts";
import type { Secret } from "../secret.ts";
import type { SetupTools } from "./tools.ts";

/** @throws UsageError when nobody says where, or there is a file already. */
export async function keepRecoveryKey({ ask, say }: SetupTools, key: Secret<string>): Promise<void> {
  const file = ask.given("recovery-key-file") ?? (await askForFile(ask.attended, ask.value));
  if (file === SHOW) {
    say("The recovery key of the bot's account. It is shown only now: write it down and keep it safe.");
    say(`    ${key.reveal()}`);
    return;
  }
  await writeNew(resolve(file), key);
  say(`Recovery key: in \`${resolve(file)}\`. Keep a copy away from this machine: with it the bot can be set up anew.`);
}

const SHOW = "show";

async function askForFile(attended: boolean, value: SetupTools["ask"]["value"]): Promise<string> {
  if (attended) {
    const text = "File for the new recovery key of the bot's account (or `show`: only here, only now)";
    return value({ option: "recovery-key-file", text, fallback: SHOW });
  }
  throw new UsageError(
    "Expected `--recovery-key-file` to say where the new recovery key goes, because nobody is asked here, got none. Name a file that does not exist yet.",
  );
}

async function writeNew(file: string, key: Secret<string>): Promise<void> {
  try {
    await using handle = await open(file, "wx", 0o600);
    await handle.writeFile(`${key.reveal()}\n`);
    await handle.sync();
  } catch (error) {
    const why = codeOf(error) ?? "an error";
    throw new UsageError(
      `Expected \`${file}\` to be a new file for the recovery key, got ${why === "EEXIST" ? "one that exists" : why}. Name another.`,
    );
  }
}
