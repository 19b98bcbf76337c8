/** The shape of the code: who may import whom. The rules are those of `design.md` and CONTRIBUTING.md. */
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT, sourceFiles } from "./source-files.ts";

type Import = { readonly from: string; readonly to: string; readonly typeOnly: boolean };

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^"';]*?from\s*"([^"]+)"|import\(\s*"([^"]+)"|(?:^|\n)import\s+"([^"]+)"/g;

const files = sourceFiles().filter((file) => !file.startsWith("test/"));
const imports = files.flatMap(importsOf);

/** From the lowest to the highest; a folder imports itself and those before it. */
const LAYERS = ["corpora", "retrieval", "prompts", "bot", "demo", "eval"];
/** The only files directly in `bot/` that may know the model process. */
const ENTRY_POINTS = ["bot/open-rochdale.ts", "bot/main.ts"];

describe("the architecture", () => {
  test("has imports between folders go one way only", () => {
    const upward = imports.filter(({ from, to }) => {
      const [lower, higher] = [layerOf(from), layerOf(to)];
      return lower !== -1 && higher !== -1 && higher > lower && !isLazyEvaluation(from, to);
    });
    expect(shown(upward)).toEqual([]);
  });

  test("keeps the answer core free of llama.cpp and Matrix", () => {
    const forbidden = imports.filter(
      ({ from, to }) => /^bot\/[^/]+$/.test(from) && !ENTRY_POINTS.includes(from) && /^bot\/(llama|matrix)\//.test(to),
    );
    expect(shown(forbidden)).toEqual([]);
  });

  test("keeps llama.cpp and Matrix apart", () => {
    const forbidden = imports.filter(
      ({ from, to }) =>
        (from.startsWith("bot/llama/") && to.startsWith("bot/matrix/")) ||
        (from.startsWith("bot/matrix/") && to.startsWith("bot/llama/")),
    );
    expect(shown(forbidden)).toEqual([]);
  });

  test.each([
    ["node-llama-cpp", /^bot\/llama\//],
    ["matrix-bot-sdk", /^bot\/matrix\//],
    ["node:sqlite", /store[^/]*\.ts$/],
    ["prom-client", /^bot\/watching\//],
    ["pino", /^bot\/watching\//],
  ])("has %s imported only where it belongs", (name, allowed) => {
    const found = imports.filter(({ from, to }) => to === name && !allowed.test(from));
    expect(shown(found)).toEqual([]);
  });

  test("reads variables of the environment only in entry points", () => {
    const readers = files.filter((file) => /\bprocess\.env[.[]/.test(readFileSync(join(ROOT, file), "utf8")));
    expect(readers.filter((file) => !MAY_READ_ENVIRONMENT.test(file))).toEqual([]);
  });

  test("has no import cycles", () => {
    expect(cycles()).toEqual([]);
  });
});

/** Entry points: of the command line, of child processes, of tools for developers. */
const MAY_READ_ENVIRONMENT =
  /^(bot\/main\.ts|bot\/egress\/report-connects\.ts|demo\/main\.ts|bin\/|deploy\/|vitest\.config\.ts|.*-child\.ts$)/;

/** `bot/main.ts` registers the evaluation's commands, which are loaded only when they are run. */
function isLazyEvaluation(from: string, to: string): boolean {
  return from === "bot/main.ts" && /^eval\/(eval|bench)-command\.ts$/.test(to);
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(IMPORT)].map(([, type, named, lazy, bare]) => {
    const target = named ?? lazy ?? bare ?? "";
    const to = target.startsWith(".") ? relative(ROOT, resolve(ROOT, dirname(file), target)) : target;
    return { from: file, to, typeOnly: type !== undefined };
  });
}

function layerOf(file: string): number {
  return LAYERS.indexOf(file.split("/")[0] ?? "");
}

/** Every chain of files that leads back to its beginning, each told once; types do not count. */
function cycles(): string[] {
  const targets = new Map(files.map((file) => [file, new Set<string>()]));
  for (const { from, to, typeOnly } of imports)
    if (!typeOnly && targets.has(to) && !isLazyEvaluation(from, to)) targets.get(from)?.add(to);
  const finished = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (path.includes(file) || finished.has(file)) return;
    for (const next of targets.get(file) ?? []) visit(next, [...path, file]);
    finished.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

function shown(list: readonly Import[]): string[] {
  return list.map(({ from, to }) => `${from} imports ${to}`);
}
