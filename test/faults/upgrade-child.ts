/**
 * Opens a database of an older format in a process of its own, which ends itself at once and without a word when a named
 * step of the upgrade is reached for the n-th time. Its one argument is JSON (`UpgradeChildOptions`).
 */
import { openCorpusStore } from "../../corpora/corpus-store.ts";
import type { UpgradeStep } from "../../corpora/upgrade-store.ts";

export type UpgradeChildOptions = {
  readonly file: string;
  /** Null: it upgrades and ends. */
  readonly failAt: { readonly step: UpgradeStep; readonly time: number } | null;
};

const { file, failAt }: UpgradeChildOptions = JSON.parse(process.argv[2] ?? "{}");
let times = 0;
using _store = openCorpusStore(file, (step) => {
  if (step !== failAt?.step) return;
  times += 1;
  if (times === failAt.time) process.kill(process.pid, "SIGKILL");
});
