/**
 * Lets one process at a time have a data folder: two on one store of keys would use them twice and break every
 * conversation. The lock is one that the operating system takes back when the process ends, however it ends.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** @param file beside the database, for the lock alone. @throws Error while another holds it. */
export function lockInstance(file: string): Disposable {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    throw new Error(
      `Expected to be the only Rochdale in this data folder, got another one that runs${holder(file)}. Stop it first.`,
      { cause },
    );
  }
  writeFileSync(`${file}-pid`, `${process.pid}\n`);
  return { [Symbol.dispose]: () => database.close() };
}

/** Only for the sentence: the lock itself needs no process id. */
function holder(file: string): string {
  try {
    return ` (process ${readFileSync(`${file}-pid`, "utf8").trim()})`;
  } catch {
    return "";
  }
}
