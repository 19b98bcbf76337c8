/**
 * The entry point of everything that runs under Node 24: the only place of the command line where things are
 * constructed and `process.env` is read.
 */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { CommandContext, CommandEntry, OpenOptions, Output } from "./command.ts";
import type { ProgressLine } from "./commands/progress-line.ts";

// Before any package is loaded: no variable of the environment can make LangChain send what it sees to anybody.
for (const name of Object.keys(process.env)) {
  if (/^LANG(SMITH|CHAIN)_/i.test(name)) delete process.env[name];
}

const environment = { ...process.env };
// No child inherits it.
delete process.env.MATRIX_ACCESS_TOKEN;

const root = dirname(import.meta.dirname);
const home =
  process.env.ROCHDALE_HOME || join(process.env.XDG_DATA_HOME || join(homedir(), ".local/share"), "rochdale");

/** The evaluation stands above `bot/`; only this entry point reaches up to it, when it is asked for. */
const EVALUATION: readonly CommandEntry[] = [
  {
    name: "eval",
    summary: "Ask a question set and score the answers.",
    load: async () => (await import("../eval/eval-command.ts")).evalCommand,
  },
  {
    name: "bench",
    summary: "Measure speed and memory on this machine.",
    load: async () => (await import("../eval/bench-command.ts")).benchCommand,
  },
];

const { Goodbye } = await import("./commands/goodbye.ts");
const goodbye = new Goodbye();
goodbye.listen();
// Whatever a child or a library lets go of, this process ends when its command has ended, and not before.
const alive = setInterval(() => {}, 60_000);
const exitCode = await main();
clearInterval(alive);
process.exit(exitCode);

async function main(): Promise<number> {
  try {
    const { COMMANDS } = await import("./commands/registry.ts");
    const { runCommandLine } = await import("./commands/run-command-line.ts");
    const entries = [...COMMANDS, ...EVALUATION];
    const code = await runCommandLine(process.argv.slice(2), entries, await makeContext(), version());
    return goodbye.exitCode ?? code;
  } catch (error) {
    if (goodbye.exitCode !== null) return goodbye.exitCode;
    process.stderr.write(`${errorText(error)}\n`);
    return 1;
  }
}

/** A sentence of ours (expected, got, remedy) stands for itself; anything else is told with its stack. */
function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.startsWith("Expected ") ? error.message : (error.stack ?? error.message);
}

async function makeContext(): Promise<CommandContext> {
  const { modelsDir: findModelsDir } = await import("./llama/model-files.ts");
  const { progressLine } = await import("./commands/progress-line.ts");
  const { catalogueShelf } = await import("./commands/catalogue-shelf.ts");
  const { withOcr } = await import("./commands/ocr-shelf.ts");
  const modelsDir = findModelsDir(process.env);
  const remarks = outputOf(process.stderr);
  const progress = progressLine(remarks, () => performance.now());
  return {
    input: process.stdin,
    output: outputOf(process.stdout),
    remarks,
    signal: goodbye.signal,
    home,
    environment,
    modelsDir,
    version: version(),
    root,
    open: (options) => open(options, modelsDir, remarks, progress),
    models: withOcr(catalogueShelf(modelsDir, progress), modelsDir),
  };
}

async function open(
  { installModels, profile, caution, withModels = true }: OpenOptions,
  modelsDir: string,
  remarks: Output,
  progress: ProgressLine,
) {
  const { openRochdale } = await import("./open-rochdale.ts");
  const { refuseHalfRestored } = await import("./backup/staging.ts");
  refuseHalfRestored(home);
  const { parseCaution } = await import("./commands/options.ts");
  const { readEnvFile } = await import("./matrix/env-file.ts");
  const given = caution ?? (process.env.ROCHDALE_CAUTION || (await readEnvFile(home)).ROCHDALE_CAUTION || "balanced");
  try {
    const rochdale = await openRochdale({
      home,
      modelsDir,
      profile,
      caution: parseCaution(given, "`ROCHDALE_CAUTION`"),
      // Whoever says so gets nothing fetched, whatever is missing.
      installModels: installModels && !process.env.ROCHDALE_OFFLINE,
      withModels,
      signal: goodbye.signal,
      onProgress: progress.show,
    });
    progress.clear();
    for (const notice of rochdale.models.notices) remarks.write(`${notice}\n`);
    return rochdale;
  } finally {
    progress.clear();
  }
}

/** A closed pipe (`rochdale ask … | head`) is the reader's way to say "enough". */
function outputOf(stream: NodeJS.WriteStream): Output {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    colour: stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb",
    get columns() {
      return stream.columns || 80; // 0 in a terminal that does not know its size
    },
    get rows() {
      return stream.rows || 24;
    },
  };
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return hasVersion ? String(manifest.version) : "unknown";
}
