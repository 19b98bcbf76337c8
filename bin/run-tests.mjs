/**
 * `npm test` and its siblings: what a start brings (models, sample), then the checks, then vitest. Knows nothing of
 * what the tests say.
 */

const BIOME = "node_modules/@biomejs/biome/bin/biome";
const TYPESCRIPT = "node_modules/typescript/bin/tsc";
const VITEST = "node_modules/vitest/vitest.mjs";
/** The suites that end with a table of what was tried. */
const WITH_ROWS = ["faults", "security", "load"];
const ROW_REPORTER = "--reporter=./test/rows/reporter.ts";

/**
 * Without arguments: models and sample, checks, the fast suite and the smoke test. With a file name or `--project`: models and sample,
 * then only what was selected; `e2e` alone needs neither. Resolves to `{ code, signal }` of the first step that
 * failed, else of vitest.
 */
export async function runTests({ run, args }) {
  const selectsFiles = args.some((argument) => !argument.startsWith("-"));
  const projects = args.filter((argument) => argument.startsWith("--project"));
  const selectsProject = projects.length > 0;
  const needsNoModel = selectsProject && projects.every((project) => project === "--project=e2e");
  const steps = needsNoModel ? [] : [() => run("bot/main.ts", ["prepare"])];
  if (!selectsFiles && !selectsProject) steps.push(() => runChecks({ run }));
  const project = selectsFiles || selectsProject ? [] : ["--project=fast", "--project=smoke"];
  const withRows = projects.some((name) => WITH_ROWS.includes(name.replace("--project=", "")));
  const named = args.some((argument) => argument.startsWith("--reporter"));
  const reporters = withRows ? [...(named ? [] : ["--reporter=default"]), ROW_REPORTER] : [];
  steps.push(() => run(VITEST, ["run", ...project, ...reporters, ...args]));
  return inTurn(steps);
}

/** Lint, formatting and types. */
export function runChecks({ run }) {
  return inTurn([() => run(BIOME, ["check"]), () => run(TYPESCRIPT, ["--noEmit"])]);
}

async function inTurn(steps) {
  let last = { code: 0, signal: null };
  for (const step of steps) {
    last = await step();
    if (last.code !== 0 || last.signal !== null) return last;
  }
  return last;
}
