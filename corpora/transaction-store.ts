/** One way to write into SQLite what must change together, for every handle on the co-op's database. */
import type { DatabaseSync } from "node:sqlite";

/** Runs work all or nothing; inside another transaction of the same handle it joins that one. */
export function transactionOn(database: DatabaseSync): <T>(work: () => T) => T {
  return (work) => {
    if (database.isTransaction) return work();
    database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      database.exec("COMMIT");
      return result;
    } catch (error) {
      // A full disk takes some of them back by itself; another error here would hide the first.
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  };
}
