/**
 * Lines from a terminal or a pipe, one at a time, as asked for. On a terminal it has the arrow keys' history, and what
 * is typed while nobody asks is not echoed.
 */
import { createInterface, type Interface } from "node:readline";
import { Writable } from "node:stream";
import type { Output } from "../command.ts";

export type Lines = {
  /** The next line, or null at the end of the input. */
  next(): Promise<string | null>;
  close(): void;
};

export type LinesOptions = {
  readonly input: NodeJS.ReadableStream;
  readonly output: Output;
  readonly interactive: boolean;
  readonly prompt: string;
  /** Ctrl-C on a terminal while no line is asked for. */
  readonly onInterrupt: () => void;
};

export function openLines({ input, output, interactive, prompt, onInterrupt }: LinesOptions): Lines {
  const echo = new Echo(output);
  const reader = createInterface({
    input,
    output: echo.stream,
    terminal: interactive,
    historySize: HISTORY_LINES,
    prompt,
  });
  const waiting: string[] = [];
  let ask: ((line: string | null) => void) | null = null;
  let ended = false;
  const give = (line: string | null) => {
    echo.muted = interactive;
    const receiver = ask;
    ask = null;
    if (receiver !== null) receiver(line);
    else if (line !== null) waiting.push(line);
  };
  reader.on("line", give);
  reader.on("close", () => {
    ended = true;
    give(null);
  });
  reader.on("SIGINT", () => {
    if (ask === null) onInterrupt();
    else leaveOrClear(reader, echo);
  });
  return {
    next: () => {
      const line = waiting.shift();
      if (line !== undefined) return Promise.resolve(line);
      if (ended) return Promise.resolve(null);
      echo.muted = false;
      if (interactive) reader.prompt();
      return new Promise((resolve) => {
        ask = resolve;
      });
    },
    close: () => reader.close(),
  };
}

/** Ctrl-C at the prompt: what was typed is dropped; an empty prompt is left. */
function leaveOrClear(reader: Interface, echo: Echo): void {
  if (reader.line === "") {
    echo.stream.write("\n");
    reader.close();
    return;
  }
  reader.write(null, { ctrl: true, name: "e" });
  reader.write(null, { ctrl: true, name: "u" });
}

/** How many lines the arrow keys reach back. */
const HISTORY_LINES = 200;

class Echo {
  muted = false;
  readonly stream: Writable;

  constructor(output: Output) {
    const stream = new Writable({
      decodeStrings: false,
      write: (chunk: unknown, _encoding, done) => {
        if (!this.muted) output.write(String(chunk));
        done();
      },
    });
    this.stream = Object.assign(stream, { columns: output.columns });
  }
}
