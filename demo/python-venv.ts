/**
 * Brings Python programs into a virtual environment of their own in the user's cache folder, once, with the ordinary
 * `venv` and `pip`. Knows nothing of what they do.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { lockFile } from "../bot/llama/install-lock.ts";
import { type Ended, runProgram } from "./watched-child.ts";

/** The environments shared by all checkouts: `$XDG_CACHE_HOME/rochdale/python`. */
export function pythonDir(environment: NodeJS.ProcessEnv): string {
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "rochdale", "python");
}

export type PythonEnvironment = {
  /** Name of the environment's folder. */
  readonly name: string;
  /** What pip installs, with versions: `matrix-synapse==1.163.2`. */
  readonly requirements: readonly string[];
  /** A file that pins what those require in turn. */
  readonly constraints: string;
};

export type InstallOptions = {
  /** Where environments lie: `pythonDir(process.env)`. */
  readonly directory: string;
  readonly signal: AbortSignal;
  /** One sentence now and then, while something is fetched. */
  readonly onProgress: (line: string) => void;
};

/**
 * Resolves to the environment's Python; at once when it is there already. Broken off, it goes on where it stopped: pip
 * keeps what is installed, and the stamp is written last.
 * @throws Error (expected, got, remedy) without Python 3.10 with venv, or when pip fails.
 */
export async function installPython(environment: PythonEnvironment, options: InstallOptions): Promise<string> {
  const { directory, signal, onProgress } = options;
  const folder = join(directory, environment.name);
  const python = join(folder, "bin", "python");
  const pins = await readFile(environment.constraints, "utf8");
  const fingerprint = createHash("sha256").update(JSON.stringify(environment.requirements)).update(pins).digest("hex");
  const isInstalled = async () => (await readFile(join(folder, STAMP), "utf8").catch(() => "")) === fingerprint;
  if (await isInstalled()) return python;
  await mkdir(directory, { recursive: true });
  await using _lock = await lockFile(join(directory, `${environment.name}.lock`), signal);
  if (await isInstalled()) return python;
  onProgress(`Bringing ${environment.requirements.join(", ")} from PyPI into ${folder} …`);
  await makeEnvironment(await findPython(signal), folder, signal);
  await pipInstall(python, environment, options);
  await writeFile(join(folder, STAMP), fingerprint);
  return python;
}

/** Holds the fingerprint of what is installed completely. */
const STAMP = "rochdale-installed";

/** What Synapse 1.163 asks for. */
const OLDEST_PYTHON = "3.10";
const PYTHON_CHECK = "import sys, venv, ensurepip; assert sys.version_info >= (3, 10), sys.version.split()[0]";

async function findPython(signal: AbortSignal): Promise<string> {
  const got: string[] = [];
  for (const name of ["python3", "python"]) {
    const { code, output } = await runProgram(name, ["-c", PYTHON_CHECK], { signal });
    if (code === 0) return name;
    got.push(`${name}: ${lastLine(output)}`);
  }
  throw new Error(
    `Expected Python ${OLDEST_PYTHON} or newer with venv, got \`${got.join("`, `")}\`. Install it, on Debian with \`apt-get install python3-venv\`, then start again.`,
  );
}

async function makeEnvironment(python: string, folder: string, signal: AbortSignal): Promise<void> {
  const ended = await runProgram(python, ["-m", "venv", folder], { signal });
  if (ended.code !== 0) throw failed(`\`${python} -m venv ${folder}\``, ended);
}

async function pipInstall(python: string, environment: PythonEnvironment, options: InstallOptions): Promise<void> {
  const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"];
  const ended = await runProgram(
    python,
    [...pip, "--prefer-binary", "-c", environment.constraints, ...environment.requirements],
    {
      signal: options.signal,
      onLine: (line) => {
        const found = /^\s*(Downloading \S+ \([\d.]+ MB\)|Installing collected packages)/.exec(line)?.[1];
        if (found !== undefined) options.onProgress(`${environment.name}: ${found}`);
      },
    },
  );
  if (ended.code !== 0) throw failed(`pip to install ${environment.requirements.join(", ")}`, ended);
}

function failed(what: string, { output }: Ended): Error {
  return new Error(
    `Expected ${what}, got \`${reasonOf(output)}\`. Check the network and the free space on the disk, then start again: it goes on where it stopped.`,
  );
}

const lastLine = (output: string) => output.trim().split("\n").at(-1) ?? "";

/** pip names the reason first and the address of its manual last. */
const reasonOf = (output: string) => output.match(/^ERROR: .*/m)?.[0] ?? lastLine(output);
