/** The passphrase of a backup: from a file, or from a person who is asked. Knows nothing of what it opens. */
import { readFile } from "node:fs/promises";
import { UsageError } from "../command.ts";
import { codeOf } from "../matrix/env-file.ts";
import { Secret } from "../matrix/secret.ts";
import type { Person } from "../terminal/person.ts";

/** Shorter ones are tried out by whoever has the file: age's documentation asks for 8 to 10 random characters at least. */
const LEAST_LETTERS = 10;

export type AskedPassphrase = {
  /** The option's value; null when it was not given. */
  readonly file: string | null;
  /** Null: nobody is there. */
  readonly person: Person | null;
};

/** For a new backup: asked twice, and long enough. @throws UsageError. */
export async function newPassphrase(asked: AskedPassphrase): Promise<Secret<string>> {
  const passphrase = await passphraseOf(asked, "Passphrase for the backup (write it down: nothing opens it without)");
  if (passphrase.reveal().length < LEAST_LETTERS)
    throw new UsageError(
      `Expected a passphrase of ${LEAST_LETTERS} characters or more, got ${passphrase.reveal().length}. Four or five random words are good.`,
    );
  if (asked.file !== null || asked.person === null) return passphrase;
  if ((await asked.person.secret("The same once more")) === passphrase.reveal()) return passphrase;
  throw new UsageError("Expected the same passphrase twice, got two. Try again.");
}

/** @throws UsageError when there is none. */
export async function passphraseOf({ file, person }: AskedPassphrase, text: string): Promise<Secret<string>> {
  if (file !== null) return inFile(file);
  if (person !== null) return new Secret(await person.secret(text));
  throw new UsageError(
    "Expected `--passphrase-file FILE`, because nobody is asked here, got none. Put the passphrase into a file that only you can read.",
  );
}

/** The first line, as editors leave it. */
async function inFile(file: string): Promise<Secret<string>> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new UsageError(
      `Expected a readable file after \`--passphrase-file\`, got \`${file}\` (${codeOf(error) ?? "unreadable"}). Check its path.`,
    );
  });
  const line = text.replace(/\r?\n[\s\S]*$/u, "");
  if (line !== "") return new Secret(line);
  throw new UsageError(`Expected a passphrase in the first line of \`${file}\`, got an empty one. Write it there.`);
}
