/** `rochdale restore`: a backup into an empty data folder, with a new device for the bot's account. */
import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { SCHEMA_VERSION } from "../../corpora/corpus-store.ts";
import { DATABASE, type Manifest, type ModelPin } from "../backup/manifest.ts";
import { passphraseOf } from "../backup/passphrase.ts";
import { type Prepared, restoreBackup } from "../backup/restore-backup.ts";
import { refuseFull } from "../backup/staging.ts";
import type { Command, CommandContext, CommandInput } from "../command.ts";
import { lockInstance } from "../matrix/connection/instance-lock-store.ts";
import type { ConnectionLog } from "../matrix/connection/log.ts";
import type { MovedIn } from "../matrix/restore/move-in.ts";
import { makeAsker } from "../matrix/setup/asker.ts";
import { Stopped } from "../terminal/person.ts";
import { personOf } from "./backup.ts";
import { byteProgress } from "./byte-progress.ts";

export const restoreCommand: Command = {
  name: "restore",
  summary: "Make an empty data folder what it was at a backup.",
  usage: "FILE [OPTIONS]",
  details: [
    "Stop the old Rochdale first. The bot gets a new device, which its own identity out of the backup signs, so that no",
    "member is warned; the old device is logged out at the end. For that it needs the password of the bot's account, or",
    "a token that was made for a new device. What was asked since the backup is answered, unless it was answered already.",
    "Nothing counts before everything is in its place: a wrong passphrase or a damaged file leaves the folder empty.",
  ],
  options: {
    "passphrase-file": {
      kind: "value",
      placeholder: "FILE",
      summary: "Take the passphrase from the first line of a file (default: ask).",
    },
    homeserver: { kind: "value", placeholder: "NAME|URL", summary: "The homeserver, if it has moved." },
    "password-file": { kind: "value", placeholder: "FILE", summary: "Log in with the password in a file." },
    "access-token-file": {
      kind: "value",
      placeholder: "FILE",
      summary: "Use the access token in a file, made for a new device.",
    },
    "recovery-key-file": {
      kind: "value",
      placeholder: "FILE",
      summary: "The recovery key, only where the backup does not hold the identity.",
    },
    "take-over": { kind: "flag", summary: "Go on although the old device was heard of a moment ago, and end it." },
    "without-matrix": { kind: "flag", summary: "Only documents and settings: no device, no keys of rooms." },
  },
  positionals: { label: "a backup", least: 1, most: 1 },
  run: restore,
};

async function restore(input: CommandInput, context: CommandContext): Promise<number> {
  const { home, output, remarks, signal } = context;
  const say = (line: string) => output.write(`${line}\n`);
  refuseFull(home);
  const person = personOf(context);
  const passphrase = await passphraseOf(
    { file: input.values["passphrase-file"] ?? null, person },
    "Passphrase of the backup",
  );
  const progress = byteProgress(remarks, "Restore", () => performance.now());
  let moved: MovedIn | null = null;
  try {
    const manifest = await restoreBackup({
      file: resolve(input.positionals[0] ?? ""),
      home,
      passphrase,
      newestFormat: SCHEMA_VERSION,
      lock: lockInstance,
      onProgress: progress.show,
      signal,
      async prepare(folder, manifest) {
        progress.clear();
        moved = await prepareMatrix(folder, manifest, { input, context, say });
        return { undo: async () => moved?.undo() } satisfies Prepared;
      },
    });
    if (manifest === null) say("Finished: a restore that had been broken off. `rochdale doctor` checks it.");
    else await tellEnd(manifest, moved, context, say);
    return 0;
  } catch (error) {
    progress.clear();
    if (!signal.aborted && !(error instanceof Stopped)) throw error;
    remarks.write("Stopped. Nothing was restored.\n");
    return STOPPED;
  }
}

/** As after Ctrl-C. */
const STOPPED = 130;

type Told = { readonly input: CommandInput; readonly context: CommandContext; readonly say: (line: string) => void };

async function prepareMatrix(folder: string, manifest: Manifest, told: Told): Promise<MovedIn | null> {
  const { input, context, say } = told;
  const storeFile = join(folder, DATABASE);
  // The SDK takes a second to load: not for a help text.
  const { keepSettings, leaveMatrix, oldDeviceOf } = await import("../matrix/restore/old-settings.ts");
  await keepSettings(folder, manifest.settings);
  const old = oldDeviceOf(manifest);
  if (old === null || input.flags.has("without-matrix")) {
    await leaveMatrix(folder, storeFile);
    if (old !== null) say("Matrix: left out. `rochdale setup` makes a device; it wants the recovery key.");
    return null;
  }
  const { moveIn } = await import("../matrix/restore/move-in.ts");
  const log: ConnectionLog = (level, event) => {
    if (level === "error") context.remarks.write(`Error: ${event}\n`);
  };
  const moved = await moveIn({
    home: folder,
    storeFile,
    old,
    ask: makeAsker({ ...input, person: personOf(context), say }),
    say,
    fetch,
    clock: Date.now,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    log,
    signal: context.signal,
  });
  await Promise.all(LOCKS.map((name) => rm(join(folder, name), { force: true })));
  return moved;
}

/** They were of the place where nothing counted yet. */
const LOCKS = [`${DATABASE}-lock`, `${DATABASE}-lock-pid`];

async function tellEnd(
  { made, models, settings }: Manifest,
  moved: MovedIn | null,
  context: CommandContext,
  say: (line: string) => void,
): Promise<void> {
  if (moved !== null) say(await endOldDevice(moved, settings.MATRIX_DEVICE_ID ?? "of before"));
  for (const sentence of await modelSentences(models, context)) say(sentence);
  say(
    `Restored: the backup of ${made}, in \`${context.home}\`. \`rochdale doctor\` checks it, \`rochdale bot\` starts it.`,
  );
}

/** The data are in their place: what fails here is told, and changes nothing. */
async function endOldDevice({ endOldDevice }: MovedIn, deviceId: string): Promise<string> {
  const ended = await endOldDevice().catch(() => false);
  return ended
    ? `Old device: ${deviceId} is logged out`
    : `Old device: ${deviceId} could not be logged out (it may be already). Look at the account's devices in a client.`;
}

async function modelSentences(pins: readonly ModelPin[], { models }: CommandContext): Promise<string[]> {
  const here = new Map((await models.list()).map((model) => [model.id, model]));
  return pins.flatMap(({ id, sha256 }) => {
    const model = here.get(id);
    const isSame = sha256.every((hash) => model?.sha256?.includes(hash));
    if (model === undefined || !isSame)
      return [`Model: ${id} was another then (SHA-256 ${sha256[0] ?? "unknown"}): answers may differ.`];
    return model.installed ? [] : [`Model: ${id} is not here yet: \`rochdale models install ${id}\` brings it.`];
  });
}
