/** Reads the turns before a question from a file: a JSON array, or one JSON object per line. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Turn } from "../answer-types.ts";
import { UsageError } from "../command.ts";

const turn = z.strictObject({ role: z.enum(["user", "assistant"]), content: z.string() });

/** @throws UsageError when the file cannot be read or holds something else. */
export async function readHistory(file: string): Promise<readonly Turn[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "an error";
    throw new UsageError(`Expected a readable file after \`--history\`, got \`${file}\` (${code}). Check its path.`);
  }
  return parseHistory(text, file);
}

/** Pure part of `readHistory`; `file` is only for the error sentence. */
export function parseHistory(text: string, file: string): readonly Turn[] {
  const items = text.trimStart().startsWith("[") ? parseArray(text, file) : parseLines(text, file);
  return items.map(({ item, where }) => {
    const parsed = turn.safeParse(item);
    if (parsed.success) return parsed.data;
    throw unusable(file, `${where}: ${parsed.error.issues[0]?.message ?? "something else"}`);
  });
}

type Item = { readonly item: unknown; readonly where: string };

function parseArray(text: string, file: string): Item[] {
  const items = parseJson(text, file, "the whole file");
  if (!Array.isArray(items)) throw unusable(file, "something else than an array");
  return items.map((item: unknown, index) => ({ item, where: `item ${index + 1}` }));
}

function parseLines(text: string, file: string): Item[] {
  return text
    .split("\n")
    .map((line, index) => ({ line: line.trim(), where: `line ${index + 1}` }))
    .filter(({ line }) => line !== "")
    .map(({ line, where }) => ({ item: parseJson(line, file, where), where }));
}

function parseJson(text: string, file: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unusable(file, `${where}: ${cause instanceof Error ? cause.message : "no JSON"}`);
  }
}

function unusable(file: string, got: string): UsageError {
  return new UsageError(
    `Expected \`${file}\` to hold a JSON array, or JSON lines, of {"role": "user" or "assistant", "content": "…"}, got ${got}. Correct the file.`,
  );
}
