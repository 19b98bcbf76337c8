/** Reads in every collection that questions name, with progress. Knows nothing of answers. */
import { join } from "node:path";
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

/** Each collection is the folder of its name in `documentsFolder`. What was read in before costs little. */
export async function ingestCollections(
  rochdale: Pick<Rochdale, "ingest">,
  documentsFolder: string,
  collections: ReadonlySet<string>,
  tools: IngestTools,
): Promise<IngestSummary> {
  const begun = tools.progress.now();
  const reports = [];
  for (const collection of collections) {
    if (tools.signal.aborted) break;
    const reading = new ProgressLine(`Reading ${collection}`, tools.progress);
    const vectors = new ProgressLine(`Vectors of ${collection}`, tools.progress);
    const collectionReports = await rochdale.ingest({
      paths: [join(documentsFolder, collection)],
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
