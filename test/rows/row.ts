/**
 * What a test tells of a promise that it tried to break: how often it tried and how often the promise did not hold. The
 * rows of a suite are printed as one table at its end (`test/rows/reporter.ts`). Knows nothing of what is tried.
 */
import { expect, type TestContext } from "vitest";

export type Row = {
  /** As the threat is named in SECURITY.md and `test/rows/README.md`: `T-R1`. */
  readonly id: string;
  /** What was tried, in a few words. */
  readonly what: string;
  readonly tried: number;
  readonly failed: number;
  /** Most that may fail; 0 unless the goal of the row is a share. */
  readonly allowed?: number;
  /** More to tell: a measured figure, what was not tried. */
  readonly note?: string;
};

declare module "vitest" {
  interface TaskMeta {
    rows?: Row[];
  }
}

/**
 * Adds a row to the table and fails the test when more failed than may, or nothing was tried.
 * @param sentences what went wrong, one sentence for each; the first twenty are shown.
 */
export function tell(context: Pick<TestContext, "task">, row: Row, sentences: readonly string[] = []): void {
  const { meta } = context.task;
  meta.rows = [...(meta.rows ?? []), row];
  expect(row.tried, `${row.id}: nothing was tried`).toBeGreaterThan(0);
  const allowed = row.allowed ?? 0;
  const shown = sentences.slice(0, 20).join("\n");
  expect(row.failed, `${row.id}, ${row.what}: ${row.failed} of ${row.tried} failed\n${shown}`).toBeLessThanOrEqual(
    allowed,
  );
}
