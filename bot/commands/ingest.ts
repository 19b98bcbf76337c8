/** `rochdale ingest`: files and folders into a collection, one line per file. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Command, type CommandContext, type CommandInput, UsageError } from "../command.ts";
import { type IngestProgress, type IngestReport, MAIN_COLLECTION } from "../rochdale.ts";
import { JSON_OPTION, PROFILE_OPTION, profileOf } from "./options.ts";
import { type ProgressLine, progressLine } from "./progress-line.ts";

const STOPPED_EMBEDDING =
  "The documents are in and found by their words; not all of them by meaning yet. The bot, the chat or another `rochdale ingest` completes that.";

export const ingestCommand: Command = {
  name: "ingest",
  summary: "Read files or folders into a collection.",
  usage: "PATH… [OPTIONS]",
  details: [
    "A folder's `collection.yaml` says what each document is; without one it is guessed and shown as guessed.",
    "One unreadable file does not stop the others; the exit code is then 1.",
    "Documents are found by their words as soon as they are read in, and by meaning when this command ends.",
  ],
  options: {
    collection: { kind: "value", placeholder: "NAME", summary: "The collection they go to (default: main)." },
    json: JSON_OPTION,
    profile: PROFILE_OPTION,
  },
  positionals: { label: "a file or folder", least: 1, most: Number.POSITIVE_INFINITY },
  run: ingest,
};

async function ingest(input: CommandInput, context: CommandContext): Promise<number> {
  const profile = profileOf(input);
  const collection = collectionName(input.values.collection ?? MAIN_COLLECTION);
  const paths = await Promise.all(input.positionals.map(existingPath));
  const asJson = input.flags.has("json");
  await using rochdale = await context.open({ installModels: true, profile });
  const line = progressLine(context.remarks, () => performance.now());
  let stored = false;
  const reports = await rochdale
    .ingest({
      paths,
      collection,
      signal: context.signal,
      onProgress(progress) {
        if (progress.kind !== "read") stored = true;
        showProgress(progress, line, context, asJson);
      },
    })
    .finally(() => {
      line.clear();
      if (stored && context.signal.aborted) context.remarks.write(`${STOPPED_EMBEDDING}\n`);
    });
  if (asJson) context.output.write(`${JSON.stringify({ collection, files: reports }, null, 2)}\n`);
  else context.output.write(`${summaryOf(reports, collection)}\n`);
  return reports.some(({ outcome }) => outcome === "failed") ? 1 : 0;
}

async function existingPath(path: string): Promise<string> {
  try {
    await stat(path);
    return resolve(path);
  } catch {
    throw new UsageError(`Expected a file or folder, got \`${path}\`, which does not exist. Check the path.`);
  }
}

function collectionName(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name)) return name;
  throw new UsageError(
    `Expected \`--collection\` to be up to 64 small letters, digits, dots, dashes or underscores, got \`${name}\`. Write it like \`housing-co-op\`.`,
  );
}

function showProgress(progress: IngestProgress, line: ProgressLine, context: CommandContext, asJson: boolean): void {
  line.clear();
  if (progress.kind === "file-end" && !asJson) context.output.write(`${reportLine(progress.report)}\n`);
  if (context.remarks.isTerminal) line.show(progress);
}

/** One file in one line: `added      bylaws.pdf — Bylaws (statutes, adopted, 42 passages)`. */
export function reportLine({ file, outcome, problem, document }: IngestReport): string {
  const head = `${outcome.padEnd(9)}  ${file}`;
  if (problem !== null) return `${head} — ${problem}`;
  if (document === null) return head;
  const { title, rank, status, passages, guessed, warnings } = document;
  const guesses = guessed.length === 0 ? "" : `; guessed: ${guessed.join(", ")}`;
  const lines = [`${head} — ${title} (${rank}, ${status}, ${passages} passages${guesses})`];
  return [...lines, ...warnings.map((warning) => `           ${warning}`)].join("\n");
}

/** "3 files in `main`: 2 added, 1 failed." */
export function summaryOf(reports: readonly IngestReport[], collection: string): string {
  const counts = (["added", "replaced", "unchanged", "failed"] as const)
    .map((outcome) => ({ outcome, count: reports.filter((report) => report.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${count} ${outcome}`);
  const files = `${reports.length} ${reports.length === 1 ? "file" : "files"}`;
  return `${files} in \`${collection}\`${counts.length === 0 ? "" : `: ${counts.join(", ")}`}.`;
}
