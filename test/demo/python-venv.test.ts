import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installPython } from "../../demo/python-venv.ts";

let folder: string;
let path: string | undefined;
const lines: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rochdale-venv-"));
  path = process.env.PATH;
  process.env.PATH = folder;
  lines.length = 0;
  await writeFile(join(folder, "pins.txt"), "other==2.0\n");
});

afterEach(async () => {
  process.env.PATH = path;
  await rm(folder, { recursive: true, force: true });
});

const install = () =>
  installPython(
    { name: "tool", requirements: ["tool==1.0"], constraints: join(folder, "pins.txt") },
    {
      directory: join(folder, "environments"),
      signal: new AbortController().signal,
      onProgress: (line) => lines.push(line),
    },
  );

/** A `python3` that makes an environment holding itself, writes down its arguments and does what the script says. */
async function fakePython(script: string) {
  const text = `#!/bin/sh
echo "$@" >> '${folder}/calls'
[ "$2" = venv ] && { /bin/mkdir -p "$3/bin" && /bin/cp "$0" "$3/bin/python"; exit; }
${script}
`;
  await writeFile(join(folder, "python3"), text);
  await chmod(join(folder, "python3"), 0o755);
}

const calls = async () => (await readFile(join(folder, "calls"), "utf8")).trim().split("\n");

describe("a Python environment", () => {
  test("cannot be made without Python, and the sentence names the remedy", async () => {
    await expect(install()).rejects.toThrow(
      "Expected Python 3.10 or newer with venv, got `python3: spawn python3 ENOENT`, `python: spawn python ENOENT`. Install it, on Debian with `apt-get install python3-venv`, then start again.",
    );
  });

  test("cannot be made by a Python that is too old or lacks venv", async () => {
    await fakePython('[ "$1" = -c ] && { echo "AssertionError: 3.8.1" >&2; exit 1; }');
    await expect(install()).rejects.toThrow("got `python3: AssertionError: 3.8.1`");
  });

  test("is made once, with pinned versions; the second time pip is left alone", async () => {
    await fakePython('echo "  Downloading tool-1.0.whl (12.5 MB)"');
    const python = join(folder, "environments/tool/bin/python");
    expect(await install()).toBe(python);
    const first = await calls();
    expect(first.at(-1)).toMatch(/^-m pip install .*-c .*pins\.txt tool==1\.0$/);
    expect(lines).toEqual([
      `Bringing tool==1.0 from PyPI into ${join(folder, "environments/tool")} …`,
      "tool: Downloading tool-1.0.whl (12.5 MB)",
    ]);
    expect(await install()).toBe(python);
    expect(await calls()).toEqual(first);
  });

  test("is made anew when a pin has changed", async () => {
    await fakePython("true");
    await install();
    const before = (await calls()).length;
    await writeFile(join(folder, "pins.txt"), "other==2.1\n");
    await install();
    expect((await calls()).length).toBeGreaterThan(before);
  });

  test("that pip could not fill is not taken for a whole one, and pip's reason is told", async () => {
    await fakePython(
      '[ "$2" = pip ] && { echo "ERROR: No space left on device"; echo "see the manual"; exit 1; } || true',
    );
    await expect(install()).rejects.toThrow(
      "Expected pip to install tool==1.0, got `ERROR: No space left on device`. Check the network and the free space on the disk, then start again: it goes on where it stopped.",
    );
    await fakePython("true");
    await expect(install()).resolves.toContain("tool/bin/python");
  });
});
