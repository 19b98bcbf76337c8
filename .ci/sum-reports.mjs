/**
 * Adds up vitest's JSON reports and prints the closing line of `.ci/run`. Usage: sum-reports.mjs FOLDER SUITE…
 * Before it, one line for each failed test. A suite without a report, with a skipped test, without any test, or with an error beside its tests counts as one
 * failure more.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const [folder, ...suites] = process.argv.slice(2);
const totals = suites.map((suite) => countsOf(suite));
for (const suite of suites) for (const line of failuresOf(suite)) console.error(line);
const sum = (key) => totals.reduce((total, counts) => total + counts[key], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = sum("failed") === 0 ? 0 : 1;

function countsOf(suite) {
  const file = join(folder, `${suite}.json`);
  if (!existsSync(file)) return complain(suite, { passed: 0, failed: 0 }, "wrote no report");
  const report = JSON.parse(readFileSync(file, "utf8"));
  const counts = { passed: report.numPassedTests, failed: report.numFailedTests };
  const skipped = report.numPendingTests + report.numTodoTests;
  if (report.numTotalTests === 0) return complain(suite, counts, "ran no test");
  if (skipped > 0) return complain(suite, counts, `skipped ${skipped} tests`);
  const endedBadly = existsSync(join(folder, `${suite}.failed`)) || report.success === false;
  if (endedBadly && counts.failed === 0) return complain(suite, counts, "ended with an error outside its tests");
  return counts;
}

/** A line for each failed test, so that the end of a log tells what to look for. */
function failuresOf(suite) {
  const file = join(folder, `${suite}.json`);
  const files = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")).testResults ?? []) : [];
  return files.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => {
        const [first = ""] = (failureMessages?.[0] ?? "").split("\n    at ");
        return `Failed in \`${suite}\`, ${basename(name)}: ${fullName}: ${first.replace(/\s+/gu, " ").slice(0, 1_500)}`;
      }),
  );
}

function complain(suite, { passed, failed }, what) {
  console.error(`The suite \`${suite}\` ${what}.`);
  return { passed, failed: failed + 1 };
}
