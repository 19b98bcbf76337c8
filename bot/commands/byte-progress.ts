/** How far something of known size has come, in percent: rewritten on a terminal, now and then a new line in a log. */
import type { Output } from "../command.ts";

export type ByteProgress = {
  readonly show: (done: number, total: number) => void;
  /** Takes the line away. */
  readonly clear: () => void;
};

/** Often enough in a log to show that it lives. */
const LOG_EVERY_MS = 5_000;

/** @param now Milliseconds of a clock that only goes forward. */
export function byteProgress(remarks: Output, what: string, now: () => number): ByteProgress {
  let shown = "";
  let shownAt = now();
  return {
    show(done, total) {
      const line = `${what}: ${total === 0 ? 100 : Math.floor((100 * done) / total)} %`;
      if (line === shown || (!remarks.isTerminal && now() - shownAt < LOG_EVERY_MS)) return;
      shown = line;
      shownAt = now();
      remarks.write(remarks.isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
    },
    clear() {
      if (remarks.isTerminal && shown !== "") remarks.write("\r\u001b[K");
    },
  };
}
