/** The Containerfile: who runs in it, what is in it, and its health check for real. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serveWatching } from "../../bot/watching/serve.ts";
import { ROOT } from "../source-files.ts";

type Step = { readonly word: string; readonly rest: string };

const stages = stagesOf(readFileSync(join(ROOT, "deploy/Containerfile"), "utf8"));
const last = stages.at(-1) ?? [];

test("is made of Debian slim alone, in words that every builder knows", () => {
  const words = stages.flat().map(({ word }) => word);
  const known = [
    "FROM",
    "RUN",
    "WORKDIR",
    "COPY",
    "ENV",
    "USER",
    "VOLUME",
    "STOPSIGNAL",
    "HEALTHCHECK",
    "ENTRYPOINT",
    "CMD",
  ];
  expect(words.filter((word) => !known.includes(word))).toEqual([]);
  const from = stages.map(([first]) => first?.rest.split(" ")[0]);
  expect(new Set(from)).toEqual(new Set(["docker.io/library/debian:bookworm-slim"]));
});

test("runs as a user of its own who owns nothing but the volumes, and stops as it is asked", () => {
  const at = last.findIndex(({ word }) => word === "USER");
  expect(last[at]?.rest).toBe("rochdale");
  expect(last.slice(at).some(({ word }) => word === "RUN" || word === "COPY")).toBe(false);
  expect(last.find(({ word }) => word === "VOLUME")?.rest).toBe('["/data", "/models"]');
  expect(last.find(({ word }) => word === "STOPSIGNAL")?.rest).toBe("SIGTERM");
  for (const word of ["ENTRYPOINT", "CMD"])
    expect(() => JSON.parse(last.find((step) => step.word === word)?.rest ?? "")).not.toThrow();
});

test("holds no secret: none is set, and none is taken from the folder it is built in", () => {
  const set = stages
    .flat()
    .filter(({ word }) => word === "ENV")
    .map(({ rest }) => rest)
    .join(" ");
  expect(set).not.toMatch(/TOKEN|PASSWORD|PASSPHRASE|SECRET|KEY/i);
  const ignored = readFileSync(join(ROOT, ".containerignore"), "utf8").split("\n");
  for (const pattern of [".git", "node_modules", "**/.env", "**/*.key", "**/*.sqlite*"])
    expect(ignored).toContain(pattern);
});

test("copies and starts files that there are", () => {
  const named = last.flatMap(({ rest }) =>
    [...rest.matchAll(/\/opt\/rochdale\/([\w./-]+\.mjs)/g)].map(([, file = ""]) => file),
  );
  expect(named.length).toBe(2);
  expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test("is healthy while the bot says so, and not when it says otherwise or nothing", async () => {
  let status = 200;
  const pages = await serveWatching(0, { "/healthz": async () => ({ status, contentType: "text/plain", body: "" }) });
  expect(await check(pages.port)).toBe(0);
  status = 503;
  expect(await check(pages.port)).toBe(1);
  await pages[Symbol.asyncDispose]();
  expect(await check(pages.port)).toBe(1);
});

async function check(port: number): Promise<number | null> {
  const env = { ...process.env, ROCHDALE_METRICS: String(port) };
  const child = spawn(process.execPath, [join(ROOT, "deploy/is-healthy.mjs")], { env, stdio: "ignore" });
  const [code] = await once(child, "exit");
  return code;
}

/** Comments left out, continued lines joined; a stage begins with FROM. */
function stagesOf(text: string): Step[][] {
  const lines = text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n")
    .replace(/\\\n/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const found: Step[][] = [];
  for (const line of lines) {
    const [, word = line, rest = ""] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (word === "FROM") found.push([]);
    found.at(-1)?.push({ word, rest });
  }
  return found;
}
