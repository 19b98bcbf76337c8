/**
 * Writes down what is read from a database: each statement as it is carried out, with its values and how many rows it gave.
 * Statements that were prepared before are not seen. Judges nothing.
 */
import type { DatabaseSync } from "node:sqlite";

/** `rows` is -1 where they are fetched one by one. */
export type Executed = { readonly sql: string; readonly values: readonly unknown[]; readonly rows: number };

export type DatabaseTrace = {
  /** What was carried out since it was asked last. */
  take(): readonly Executed[];
};

const READING = ["all", "get", "iterate"] as const;

export function traceDatabase(database: DatabaseSync): DatabaseTrace {
  let executed: Executed[] = [];
  const prepare = database.prepare.bind(database);
  database.prepare = (sql) => {
    const statement = prepare(sql);
    for (const name of READING) {
      const own = statement[name];
      Object.assign(statement, {
        [name]: (...values: readonly unknown[]): unknown => {
          const found: unknown = Reflect.apply(own, statement, values);
          executed.push({ sql, values, rows: countOf(found) });
          return found;
        },
      });
    }
    return statement;
  };
  return {
    take() {
      const taken = executed;
      executed = [];
      return taken;
    },
  };
}

function countOf(found: unknown): number {
  if (found === undefined) return 0;
  if (Array.isArray(found)) return found.length;
  return typeof found === "object" && found !== null && "next" in found ? -1 : 1;
}
