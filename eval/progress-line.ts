/**
 * Progress on a terminal (one line, rewritten) or in a log (plain lines, not too many). Knows nothing of what is
 * counted.
 */

export type ProgressSink = {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly now: () => number;
};

/** Where remarks go, as progress: the clock is the process's own. */
export function progressSink(remarks: { write(text: string): void; readonly isTerminal: boolean }): ProgressSink {
  return {
    write: (text) => remarks.write(text),
    isTerminal: remarks.isTerminal,
    now: () => performance.now(),
  };
}

/** On a log, a line per step is noise; one every so often shows that it lives. */
const LOG_EVERY_MS = 15_000;

export class ProgressLine {
  readonly #sink: ProgressSink;
  readonly #label: string;
  readonly #begun: number;
  #lastLogged = Number.NEGATIVE_INFINITY;
  #firstDone: number | null = null;

  constructor(label: string, sink: ProgressSink) {
    this.#sink = sink;
    this.#label = label;
    this.#begun = sink.now();
  }

  /** `done` of `total`, with what is at hand; what was done before the first call does not count for the time left. */
  show(done: number, total: number, detail = ""): void {
    this.#firstDone ??= done;
    const text = `${this.#label} ${done}/${total}${this.#timeLeft(done, total)}${detail === "" ? "" : ` · ${detail}`}`;
    if (this.#sink.isTerminal) {
      this.#sink.write(`\r\u001b[2K${text.slice(0, 79)}`);
      return;
    }
    if (done < total && this.#sink.now() - this.#lastLogged < LOG_EVERY_MS) return;
    this.#lastLogged = this.#sink.now();
    this.#sink.write(`${text}\n`);
  }

  end(): void {
    if (this.#sink.isTerminal) this.#sink.write("\r\u001b[2K");
  }

  #timeLeft(done: number, total: number): string {
    const advanced = done - (this.#firstDone ?? done);
    if (advanced <= 0 || done >= total) return "";
    const leftMs = ((this.#sink.now() - this.#begun) / advanced) * (total - done);
    return `, ${formatDuration(leftMs)} left`;
  }
}

export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
