/** Prints the figures of the bot in a room for people. Knows nothing of how they were measured. */
import { gigabytes, spreadLine } from "./bench-table.ts";
import type { MatrixReport } from "./matrix-bench.ts";

export function renderMatrixBench({ machine, models, room, memory }: MatrixReport): string {
  const lines = [
    `${machine.processor}, ${machine.cores} cores, ${gigabytes(Number(machine.memoryBytes))}, Node ${machine.node}`,
    `profile ${models.profile}: chat ${models.chat ?? "none"}, embedder ${models.embedding ?? "none"}`,
    "",
    `Over ${room.questions} questions in an encrypted room, milliseconds from the question as another member sees it`,
    `${spreadLine("typing", room.typingMs)}, goal 300`,
    `${spreadLine("first visible text", room.firstTextMs)}, goal 1000`,
    spreadLine("final answer", room.finalAnswerMs),
    "",
    `Memory of the bot's main process: ${shown(memory.readyBytes)} when it hears, ${shown(memory.afterBytes)} after ${memory.afterQuestions} questions`,
  ];
  return `${lines.join("\n")}\n`;
}

const shown = (bytes: number | null) => (bytes === null ? "not told by this system" : gigabytes(bytes));
