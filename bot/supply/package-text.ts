/** Reads what an installed package says of its licence: the file, and the lines that name who holds the copyright. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

export type PackageText = {
  /** Lines such as "Copyright (c) 2013, Michael Williamson"; the author's name when no file has one. */
  readonly copyright: readonly string[];
  /** The licence without those lines; empty when the package brings none. */
  readonly text: string;
};

const FILE = /^(?:licen[cs]e|copying|unlicense|notice)(?:[-.]\w+)?(?:\.(?:md|txt|markdown))?$/iu;
/** "Copyright (c) 2013 …", also behind "-" or "*"; "copyright notice" in a sentence is none. */
const COPYRIGHT = /^\W*(?:copyright\b|©).*(?:\d{4}|\(c\)|©)/iu;
const authorSchema = z.object({
  author: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).optional(),
});

export async function packageText(folder: string): Promise<PackageText> {
  const names = (await readdir(folder, { withFileTypes: true })).filter(
    (entry) => entry.isFile() && FILE.test(entry.name),
  );
  const files = await Promise.all(
    names
      .map(({ name }) => name)
      .sort()
      .map((name) => readFile(join(folder, name), "utf8")),
  );
  const lines = files
    .join("\n\n")
    .replace(/\r\n?/gu, "\n")
    .split("\n")
    .map((line) => line.trimEnd());
  const copyright = lines.filter((line) => COPYRIGHT.test(line)).map((line) => line.trim());
  const text = lines
    .filter((line) => !COPYRIGHT.test(line))
    .join("\n")
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
  return { copyright: copyright.length > 0 ? [...new Set(copyright)] : await author(folder), text };
}

async function author(folder: string): Promise<string[]> {
  const parsed = authorSchema.safeParse(JSON.parse(await readFile(join(folder, "package.json"), "utf8")));
  return parsed.data?.author === undefined ? [] : [`by ${parsed.data.author}`];
}
