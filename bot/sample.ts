/**
 * Keeps the sample co-operative's collection in step with the files that come with Rochdale, so that a first start
 * has something to answer from. Knows nothing of how documents are read.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CorpusStore } from "../corpora/corpus-store.ts";
import { INDEX_FORMAT } from "../retrieval/index-store.ts";
import type { IngestProgress, Rochdale } from "./rochdale.ts";

export const SAMPLE_COLLECTION = "sample";

/** Raised when files are read or records completed differently, so that the sample is read again. */
const RECORDS_FORMAT = 3;

const FOLDER = fileURLToPath(new URL("../corpora/sample/documents", import.meta.url));

/** Reads the sample's files again when they are not those that were read last. */
export async function ensureSample(options: {
  readonly store: CorpusStore;
  readonly rochdale: Pick<Rochdale, "ingest">;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: IngestProgress) => void) | undefined;
}): Promise<void> {
  const { store, rochdale, signal, onProgress } = options;
  const fingerprint = fingerprintOf(FOLDER);
  if (store.setting("sample") === fingerprint) return;
  const reports = await rochdale.ingest({
    paths: [FOLDER],
    collection: SAMPLE_COLLECTION,
    signal,
    ...(onProgress ? { onProgress } : {}),
  });
  const broken = reports.find((report) => report.outcome === "failed");
  if (broken)
    throw new Error(`Expected every document of the sample to be readable, got: ${broken.problem ?? broken.file}`);
  store.putSetting("sample", fingerprint);
}

function fingerprintOf(folder: string): string {
  const hash = createHash("sha256").update(`${INDEX_FORMAT} ${RECORDS_FORMAT}`);
  for (const file of readdirSync(folder).toSorted()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest("hex");
}
