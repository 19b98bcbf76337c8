/** Reads in every collection that questions name, with progress. Knows nothing of answers. */
import type { Rochdale } from "../bot/rochdale.ts";
import { ProgressLine, type ProgressSink } from "./progress-line.ts";

export type IngestSummary = {
  readonly files: number;
  /** One sentence for each file that could not be read. */
  readonly failed: readonly string[];
  readonly milliseconds: number;
};

export type IngestTools = {
  readonly progress: ProgressSink;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

/** @param folders The folder of each collection. What was read in before costs little. */
export async function ingestCollections(
  rochdale: Pick<Rochdale, "ingest">,
  folders: ReadonlyMap<string, string>,
  tools: IngestTools,
): Promise<IngestSummary> {
  const begun = tools.progress.now();
  const reports = [];
  for (const [collection, folder] of folders) {
    if (tools.signal.aborted) break;
    const reading = new ProgressLine(`Reading ${collection}`, tools.progress);
    const vectors = new ProgressLine(`Vectors of ${collection}`, tools.progress);
    const collectionReports = await rochdale.ingest({
      paths: [folder],
      collection,
      signal: tools.signal,
      onProgress: (step) => {
        if (step.kind === "read") reading.show(step.done, step.total);
        if (step.kind === "vectors") vectors.show(step.done, step.total);
      },
    });
    vectors.end();
    reports.push(...collectionReports);
  }
  const failed = reports.flatMap(({ outcome, file, problem }) => (outcome === "failed" ? [problem ?? file] : []));
  for (const problem of failed) tools.say(problem);
  return { files: reports.length, failed, milliseconds: Math.round(tools.progress.now() - begun) };
}
