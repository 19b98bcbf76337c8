/** One line of progress while a data folder is opened: rewritten on a terminal, now and then a new line in a log. */
import type { Output } from "../command.ts";
import type { InstallProgress } from "../llama/install-model.ts";
import type { IngestProgress } from "../rochdale.ts";

/** What opening a data folder tells: a model that is fetched, or the sample that is read in and indexed. */
export type OpeningProgress = IngestProgress | (InstallProgress & { readonly id: string });

export type ProgressLine = {
  readonly show: (progress: OpeningProgress) => void;
  /** Takes the line away. */
  readonly clear: () => void;
};

/** @param now Milliseconds of a clock that only goes forward. */
export function progressLine(remarks: Output, now: () => number): ProgressLine {
  let shownAt = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    show: (progress) => {
      if (!remarks.isTerminal) {
        if (now() - shownAt < LOG_EVERY_MS) return;
        shownAt = now();
        remarks.write(`${progressText(progress)}\n`);
        return;
      }
      isShown = true;
      remarks.write(`\r\u001b[K${progressText(progress).slice(0, remarks.columns - 1)}`);
    },
    clear: () => {
      if (isShown) remarks.write("\r\u001b[K");
      isShown = false;
    },
  };
}

/** Often enough in a log to show that it lives. */
const LOG_EVERY_MS = 5_000;

/** "qwen2.5-coder-1.5b: 310 of 1117 MB, 24 MB/s, about 34 s left" */
export function progressText(progress: OpeningProgress): string {
  if ("id" in progress) {
    const { id, bytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
    const left = secondsLeft === null ? "" : `, about ${Math.ceil(secondsLeft)} s left`;
    return `${id}: ${megabytes(bytes)} of ${megabytes(totalBytes)} MB, ${megabytes(bytesPerSecond)} MB/s${left}`;
  }
  const what = progress.kind === "vectors" ? "sentences and passages embedded" : "files read";
  return `${progress.done} of ${progress.total} ${what} …`;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
