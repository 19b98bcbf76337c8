/** Remembers what is degraded and what was said of it, so that a restart says nothing twice. Knows nothing of rooms. */
import { z } from "zod";
import type { ConnectionStore } from "../connection-store.ts";
import { type Degraded, TROUBLES, type TroubleKind } from "./trouble.ts";

/** One trouble, from its first sign until both notices are said. */
export type Trouble = Degraded & {
  /** When it was well again, in milliseconds since 1970; null while it lasts. */
  readonly until: number | null;
  /** Has its beginning been said? */
  readonly told: boolean;
};

export interface HealthStore {
  troubles(): readonly Trouble[];
  put(trouble: Trouble): void;
  drop(kind: TroubleKind): void;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS matrix_health (
  kind TEXT PRIMARY KEY, since INTEGER NOT NULL, facts TEXT NOT NULL, until INTEGER, told INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

const ROW = z.object({
  kind: z.enum(TROUBLES),
  since: z.number(),
  facts: z.string(),
  until: z.number().nullable(),
  told: z.number().transform((told) => told === 1),
});

/** Makes its table where it is missing. */
export function openHealthStore({ database }: Pick<ConnectionStore, "database">): HealthStore {
  database.exec(SCHEMA);
  return {
    troubles: () =>
      database
        .prepare("SELECT kind, since, facts, until, told FROM matrix_health ORDER BY since, kind")
        .all()
        .map((row) => ROW.parse(row)),
    put({ kind, since, facts, until, told }) {
      database
        .prepare("INSERT OR REPLACE INTO matrix_health (kind, since, facts, until, told) VALUES (?, ?, ?, ?, ?)")
        .run(kind, since, facts, until, Number(told));
    },
    drop(kind) {
      database.prepare("DELETE FROM matrix_health WHERE kind = ?").run(kind);
    },
  };
}
