/** Prints a benchmark report for people. Knows nothing of how it was measured. */
import type { Spread } from "../spread.ts";
import type { BenchReport } from "./run-bench.ts";
import type { TokenRates } from "./token-rates.ts";

export function renderBench(report: BenchReport): string {
  const { machine, models, ingest, questions, memory, tokens, retrieval } = report;
  const lines = [
    `${machine.processor}, ${machine.cores} cores, ${gigabytes(Number(machine.memoryBytes))}, Node ${machine.node}`,
    `profile ${models.profile}: chat ${models.chat ?? "none"}, embedder ${models.embedding ?? "none"}`,
    "",
    `Over ${questions.questions} questions, milliseconds`,
    spreadLine("first cited passage", questions.firstCitationMs),
    spreadLine("model's first token", questions.firstTokenMs),
    spreadLine("full answer", questions.fullAnswerMs),
    "",
    ...tokenLines(tokens),
    `Ingest: ${ingest.passages} passages of ${ingest.files} files in ${ingest.seconds.toFixed(1)} s, ${ingest.passagesPerSecond.toFixed(1)} passages/s`,
    `Memory after ${memory.afterQuestions} questions: ${gigabytes(memory.sumBytes)} (${Object.entries(
      memory.residentBytes,
    )
      .map(([name, bytes]) => `${name} ${gigabytes(bytes)}`)
      .join(", ")})`,
    "",
    ...retrieval.map(({ passages, milliseconds }) => spreadLine(`retrieval, ${passages}`, milliseconds)),
  ];
  return `${lines.join("\n")}\n`;
}

/** One line: name, median, 90th percentile, the most. */
export function spreadLine(name: string, spread: Spread | null): string {
  const numbers =
    spread === null
      ? "none"
      : `median ${spread.median.toFixed(0)}, p90 ${spread.p90.toFixed(0)}, most ${spread.max.toFixed(0)} (${spread.of})`;
  return `  ${name.padEnd(22)}${numbers}`;
}

function tokenLines(tokens: TokenRates | null): string[] {
  if (tokens === null) return [];
  const line = (name: string, key: keyof TokenRates["ours"]) =>
    `  ${name.padEnd(10)}${tokens.ours[key].toFixed(1)} tokens/s, bare loop ${tokens.bare[key].toFixed(1)}, ratio ${tokens.ratio[key].toFixed(2)}`;
  return [
    `Tokens (${tokens.promptTokens} in, ${tokens.newTokens} out, median of ${tokens.rounds} rounds)`,
    line("prefill", "prefillTokensPerSecond"),
    line("decode", "decodeTokensPerSecond"),
    "",
  ];
}

export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}
