/** `rochdale backup`: everything of a co-op in one encrypted file, also while the bot runs. */
import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Manifest } from "../backup/manifest.ts";
import { newPassphrase } from "../backup/passphrase.ts";
import { refuseHalfRestored } from "../backup/staging.ts";
import { type BackupParts, writeBackup } from "../backup/write-backup.ts";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../command.ts";
import { readSettings } from "../matrix/settings.ts";
import { personAt, Stopped } from "../terminal/person.ts";
import { byteProgress } from "./byte-progress.ts";

const BACKUP = {
  name: "backup",
  summary: "Put everything of this co-op into one encrypted file, while the bot runs.",
  usage: "FILE [OPTIONS]",
  details: [
    "Documents, questions, settings with their secrets, and the bot's encryption keys; of the models only which they are.",
    "The file is in the `age` format, encrypted with a passphrase; whoever has both has everything. Keep it elsewhere.",
    "A file of that name is replaced in one step, and only when the new one is whole. `rochdale restore` brings it back.",
  ],
  options: {
    "passphrase-file": {
      kind: "value",
      placeholder: "FILE",
      summary: "Take the passphrase from the first line of a file (default: ask).",
    },
  },
  positionals: { label: "a file", least: 1, most: 1 },
} satisfies Omit<Command, "run">;

/** @param cost of trying a passphrase out; for tests that make many backups. */
export function backupCommandWith(cost: Pick<BackupParts, "workFactor">): Command {
  return { ...BACKUP, run: (input, context) => backup(input, context, cost) };
}

export const backupCommand: Command = backupCommandWith({});

async function backup(
  input: CommandInput,
  context: CommandContext,
  cost: Pick<BackupParts, "workFactor">,
): Promise<number> {
  const { home, output, signal } = context;
  const file = resolve(input.positionals[0] ?? "");
  await refuseUnusable(file, home);
  const person = personOf(context);
  const passphrase = await newPassphrase({ file: input.values["passphrase-file"] ?? null, person });
  const progress = byteProgress(context.remarks, "Backup", () => performance.now());
  try {
    const { bytes, files } = await writeBackup({
      home,
      file,
      passphrase,
      about: await aboutOf(context),
      elsewhere: [context.modelsDir],
      clock: Date.now,
      onProgress: progress.show,
      signal,
      ...cost,
    });
    progress.clear();
    const megabytes = Math.max(bytes / 1e6, 0.1).toFixed(1);
    output.write(`Backup: ${file}, ${megabytes} MB, the database and ${files === 1 ? "1 file" : `${files} files`}.\n`);
    return 0;
  } catch (error) {
    progress.clear();
    if (signal.aborted || error instanceof Stopped) {
      context.remarks.write("Stopped. No backup was made; one that was there before is as it was.\n");
      return STOPPED;
    }
    throw error;
  }
}

/** As after Ctrl-C. */
const STOPPED = 130;

export function personOf({ input, output, signal }: CommandContext) {
  return input.isTTY === true && output.isTerminal ? personAt({ input, output, signal }) : null;
}

async function refuseUnusable(file: string, home: string): Promise<void> {
  refuseHalfRestored(home);
  const found = await stat(file).catch(() => null);
  if (found !== null && !found.isFile())
    throw new UsageError(`Expected a file to write the backup to, got \`${file}\`, which is none. Name a file in it.`);
  const database = await stat(join(home, "rochdale.sqlite")).catch(() => null);
  if (database === null)
    throw new UsageError(
      `Expected a data folder, got \`${home}\` without a database. There is nothing to keep yet; \`ROCHDALE_HOME\` names another folder.`,
    );
}

async function aboutOf(
  context: CommandContext,
): Promise<Pick<Manifest, "rochdale" | "models" | "settings" | "storeKey" | "accessToken">> {
  const { values: settings } = await readSettings(context);
  const models = (await context.models.list()).filter(({ installed }) => installed);
  const { MATRIX_STORE_KEY_FILE: keyFile, MATRIX_ACCESS_TOKEN: token, MATRIX_ACCESS_TOKEN_FILE: tokenFile } = settings;
  const storeKey = keyFile === undefined ? null : await secretIn(context, "MATRIX_STORE_KEY_FILE", keyFile);
  const fromFile = tokenFile === undefined ? null : await secretIn(context, "MATRIX_ACCESS_TOKEN_FILE", tokenFile);
  return {
    rochdale: context.version,
    models: models.map(({ id, sha256 }) => ({ id, sha256: [...(sha256 ?? [])] })),
    settings,
    storeKey: storeKey?.toString("base64") ?? null,
    accessToken: token ?? fromFile?.toString().trim() ?? null,
  };
}

/** A backup without the key of the encryption store would bring no keys back: better none, and a sentence. */
async function secretIn({ home }: CommandContext, key: string, file: string): Promise<Buffer> {
  return readFile(resolve(home, file)).catch((cause: unknown) => {
    throw new Error(
      `Expected \`${key}\` to name a readable file, got \`${file}\`. Correct it, or run \`rochdale setup\`; no backup was made.`,
      { cause },
    );
  });
}
