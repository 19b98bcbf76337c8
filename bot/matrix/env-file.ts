/**
 * The file `.env` of a data folder: read, and rewritten without touching a line that is not ours. Knows no key by name.
 */
import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";

/** What a file or a process environment says; a key that is not there has no value. */
export type Environment = Readonly<Record<string, string | undefined>>;

export function envFileOf(home: string): string {
  return join(home, ".env");
}

/** The settings of the data folder's `.env`; none when there is no such file. @throws when it cannot be read. */
export async function readEnvFile(home: string): Promise<Environment> {
  return parseEnv(await textOf(envFileOf(home)));
}

/**
 * Writes keys into `.env` (mode 0600), all or none of them: each in its old place, new ones at the end; null takes a
 * key out. Every other line stays as it is.
 * @throws when a value cannot stand in such a file.
 */
export async function writeEnvFile(home: string, changes: Readonly<Record<string, string | null>>): Promise<void> {
  const file = envFileOf(home);
  const before = await textOf(file);
  const text = changedEnv(before, changes);
  checkRoundTrip(before, text, changes);
  await writePrivately(file, text);
}

/** The text of an env file with some keys changed. Pure. */
export function changedEnv(text: string, changes: Readonly<Record<string, string | null>>): string {
  const pending = new Map(Object.entries(changes));
  const lines: string[] = [];
  for (const line of text === "" ? [] : text.replace(/\n$/, "").split("\n")) {
    const key = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1];
    if (key === undefined || !(key in changes)) lines.push(line);
    else if (pending.has(key)) lines.push(...assignment(key, pending.get(key) ?? null));
    if (key !== undefined) pending.delete(key);
  }
  for (const [key, value] of pending) lines.push(...assignment(key, value));
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function assignment(key: string, value: string | null): string[] {
  if (value === null) return [];
  if (/^[\w@:./!,+=~-]+$/.test(value)) return [`${key}=${value}`];
  const quote = ["'", '"', "`"].find((mark) => !value.includes(mark) && !value.includes("\n"));
  if (quote === undefined) {
    throw new Error(`Expected the value of \`${key}\` without line breaks and mixed quotation marks. Choose another.`);
  }
  return [`${key}=${quote}${value}${quote}`];
}

/** A value that spans lines, or an odd quotation, could swallow a key: then nothing is written. */
function checkRoundTrip(before: string, after: string, changes: Readonly<Record<string, string | null>>): void {
  const given = Object.entries({ ...parseEnv(before), ...changes });
  const wanted = Object.fromEntries(given.filter(([, value]) => value !== null));
  const got: Environment = parseEnv(after);
  const wrong = [...new Set([...Object.keys(wanted), ...Object.keys(got)])].filter((key) => wanted[key] !== got[key]);
  if (wrong.length === 0) return;
  throw new Error(
    `Expected \`.env\` to hold one \`KEY=value\` on each line, got something else near \`${wrong.join("`, `")}\`. Put those values on one line each and try again.`,
  );
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "";
    throw new Error(
      `Expected a readable file at \`${file}\`, got ${codeOf(error) ?? "an error"}. Check its owner and mode.`,
      { cause: error },
    );
  }
}

/** Writes a file that only its owner may read (0600): a new one beside it, then in one step in its place. */
export async function writePrivately(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.${randomUUID()}`;
  try {
    await using handle = await open(partial, "wx", 0o600);
    await handle.writeFile(content);
    await handle.sync();
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  await using folder = await open(dirname(file), "r");
  await folder.sync();
}

/** The system's name of what went wrong with a file: `ENOENT`, … */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
