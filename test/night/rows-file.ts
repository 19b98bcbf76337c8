/** The rows of the parts that the night run has gone through, as `test/rows/reporter.ts` keeps them: a line of JSON each. */
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { Row } from "../rows/row.ts";

const row = z.object({
  id: z.string(),
  what: z.string(),
  tried: z.number(),
  failed: z.number(),
  allowed: z.number().optional(),
  note: z.string().optional(),
});

export function keptRows(path: string): Row[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => {
    const { allowed, note, ...rest } = row.parse(JSON.parse(line));
    return { ...rest, ...(allowed === undefined ? {} : { allowed }), ...(note === undefined ? {} : { note }) };
  });
}
