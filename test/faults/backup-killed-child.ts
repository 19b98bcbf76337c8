/**
 * Makes a backup in a process of its own, which ends itself at once and without a word when a share of it is written. Its
 * one argument is JSON (`KilledBackup`).
 */
import { writeBackup } from "../../bot/backup/write-backup.ts";
import { Secret } from "../../bot/matrix/secret.ts";

export type KilledBackup = {
  readonly home: string;
  readonly file: string;
  /** From 0 to 1. */
  readonly share: number;
};

const { home, file, share }: KilledBackup = JSON.parse(process.argv[2] ?? "{}");
await writeBackup({
  home,
  file,
  passphrase: new Secret("seven horses eat a haystack"),
  about: { rochdale: "1.2.3", models: [], settings: {}, storeKey: null, accessToken: null },
  elsewhere: [],
  clock: Date.now,
  onProgress(done, total) {
    if (done >= share * total) process.kill(process.pid, "SIGKILL");
  },
  signal: new AbortController().signal,
  workFactor: 4,
});
