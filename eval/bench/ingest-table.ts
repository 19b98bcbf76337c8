/** Prints the figures of an ingest for people. Knows nothing of how they were measured. */
import { gigabytes } from "./bench-table.ts";
import type { IngestReport, Waiting } from "./ingest-bench.ts";

export function renderIngestBench({ machine, models, ingest, embedding, meanwhile }: IngestReport): string {
  const rate = `${embedding.textsPerSecond.toFixed(1)} texts/s`;
  const bare =
    embedding.bareTextsPerSecond === null || embedding.share === null
      ? "no embedder to compare with"
      : `the embedder alone ${embedding.bareTextsPerSecond.toFixed(1)}: ${(embedding.share * 100).toFixed(0)} %`;
  const lines = [
    `${machine.processor}, ${machine.cores} cores, Node ${machine.node}`,
    `profile ${models.profile}: chat ${models.chat ?? "none"}, embedder ${models.embedding ?? "none"}`,
    "",
    `${ingest.pages} pages in ${ingest.files} files: ${ingest.passages} passages, ${embedding.texts} texts to embed`,
    `  found by their words   after ${ingest.storedSeconds.toFixed(1)} s`,
    `  found by meaning       after ${ingest.seconds.toFixed(1)} s`,
    `  whole ingest           ${rate}, ${bare}`,
    `  most memory            ${gigabytes(ingest.peak.sumBytes)} in ${ingest.peak.processes} processes, of that ${gigabytes(ingest.peak.mainBytes)} in the main one`,
    "",
    `Questions, while as many pages again were read in for ${meanwhile.seconds.toFixed(1)} s (most memory ${gigabytes(meanwhile.peak.sumBytes)})`,
    waitingLine("meanwhile", meanwhile.asked),
    waitingLine("nothing else", meanwhile.idle),
    `  ratio at p95           ${meanwhile.ratio === null ? "none" : meanwhile.ratio.toFixed(2)}`,
  ];
  return `${lines.join("\n")}\n`;
}

function waitingLine(name: string, waiting: Waiting | null): string {
  const numbers =
    waiting === null
      ? "none"
      : `median ${waiting.medianMs.toFixed(0)} ms, p95 ${waiting.p95Ms.toFixed(0)} ms (${waiting.questions})`;
  return `  ${name.padEnd(23)}${numbers}`;
}
