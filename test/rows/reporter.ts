/** A reporter for vitest: after all tests of a suite, the table of what was tried and what failed. */
import { appendFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";
import { rowTable } from "./table.ts";

export default class RowReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.flatMap((module) => [...module.children.allTests()].flatMap((test) => test.meta().rows ?? []));
    if (rows.length === 0) return;
    process.stdout.write(`\n${rowTable(rows)}\n`);
    // The night run adds up the rows of its parts.
    const kept = process.env.ROCHDALE_TEST_ROWS;
    if (kept !== undefined) appendFileSync(kept, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  }
}
