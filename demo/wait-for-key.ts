/** Waits for a person: any key in a terminal, a signal elsewhere. */
import type { ReadStream } from "node:tty";

/** Resolves at a key or when the signal aborts. @param announce is told what to press. */
export function keyPressed(input: ReadStream, signal: AbortSignal, announce: (how: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, 60_000);
    const end = () => {
      clearInterval(alive);
      if (input.isTTY) input.setRawMode(false);
      input.pause();
      resolve();
    };
    signal.addEventListener("abort", end, { once: true });
    if (!input.isTTY) return announce("Ctrl-C stops and removes it all.");
    announce("Any key stops and removes it all.");
    input.setRawMode(true);
    input.once("data", end);
    input.resume();
  });
}
