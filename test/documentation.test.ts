/** The README is kept true: every source file, command and option stands in it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Command } from "../bot/command.ts";
import { COMMANDS } from "../bot/commands/registry.ts";
import { SLASH_COMMANDS } from "../bot/terminal/slash-command.ts";
import { benchCommand } from "../eval/bench-command.ts";
import { evalCommand } from "../eval/eval-command.ts";
import { ROOT, sourceFiles } from "./source-files.ts";

const readme = existsSync(join(ROOT, "README.md")) ? readFileSync(join(ROOT, "README.md"), "utf8") : "";

describe("the README", () => {
  test("names every source file in its map", () => {
    const mapped = sourceFiles().filter((file) => !file.startsWith("test/"));
    expect(mapped.filter((file) => !mentions(file.split("/").at(-1) ?? file))).toEqual([]);
  });

  test("names every command with every option", async () => {
    const commands = [...(await Promise.all(COMMANDS.map(({ load }) => load()))), evalCommand, benchCommand];
    expect(commands.flatMap(missingOf)).toEqual([]);
  });

  test("names everything that the chat understands", () => {
    expect(SLASH_COMMANDS.map(({ name }) => name).filter((name) => !mentions(name))).toEqual([]);
  });
});

describe("a command", () => {
  test("has the same name and summary in the list and in its own help", async () => {
    for (const entry of COMMANDS)
      expect(await entry.load()).toMatchObject({ name: entry.name, summary: entry.summary });
  });
});

function missingOf({ name, options }: Command): string[] {
  const wanted = [`rochdale ${name}`, ...Object.keys(options).map((option) => `--${option}`)];
  return wanted.filter((words) => !mentions(words)).map((words) => `${name}: ${words}`);
}

/** As a whole word: `--text` is not found in `--texture`. */
function mentions(words: string): boolean {
  const escaped = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`).test(readme);
}
