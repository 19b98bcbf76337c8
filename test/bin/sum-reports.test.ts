import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rochdale-reports-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const GOOD = {
  numTotalTests: 3,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  success: true,
};

function report(suite: string, counts: Partial<typeof GOOD> & { readonly testResults?: object[] }): void {
  writeFileSync(join(folder, `${suite}.json`), JSON.stringify({ ...GOOD, ...counts }));
}

function sum(...suites: string[]) {
  const script = join(import.meta.dirname, "../../.ci/sum-reports.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, folder, ...suites], { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("the closing line of .ci/run", () => {
  test("adds the suites up", () => {
    report("test", {});
    report("model", { numTotalTests: 2, numPassedTests: 1, numFailedTests: 1, success: false });
    expect(sum("test")).toEqual({ status: 0, stdout: "3 passed, 0 failed\n", stderr: "" });
    expect(sum("test", "model")).toEqual({ status: 1, stdout: "4 passed, 1 failed\n", stderr: "" });
  });

  test("stands behind a line for each test that failed", () => {
    const failed = {
      status: "failed",
      fullName: "a sum is right",
      failureMessages: ["expected 3\nto be 4\n    at x.ts:1"],
    };
    const testResults = [{ name: "/repo/test/sum.test.ts", assertionResults: [failed, { status: "passed" }] }];
    report("model", { numPassedTests: 2, numFailedTests: 1, success: false, testResults });
    expect(sum("model").stderr).toBe("Failed in `model`, sum.test.ts: a sum is right: expected 3 to be 4\n");
  });

  test.each<[string, Partial<typeof GOOD>, string]>([
    ["skips a test", { numTotalTests: 4, numPendingTests: 1 }, "skipped 1 tests"],
    ["holds a test to do", { numTotalTests: 4, numTodoTests: 1 }, "skipped 1 tests"],
    ["runs none", { numTotalTests: 0, numPassedTests: 0 }, "ran no test"],
    ["ends badly outside its tests", { success: false }, "ended with an error outside its tests"],
  ])("counts a suite that %s as a failure", (_, counts, what) => {
    report("test", counts);
    const passed = counts.numPassedTests ?? 3;
    expect(sum("test")).toEqual({
      status: 1,
      stdout: `${passed} passed, 1 failed\n`,
      stderr: `The suite \`test\` ${what}.\n`,
    });
  });

  test("counts a suite that never reported, or whose command failed, as a failure", () => {
    expect(sum("test").stderr).toBe("The suite `test` wrote no report.\n");
    report("model", {});
    writeFileSync(join(folder, "model.failed"), "");
    expect(sum("model")).toMatchObject({ status: 1, stdout: "3 passed, 1 failed\n" });
  });
});
