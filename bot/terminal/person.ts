/** Asks a person at a terminal: with a default, without echo for secrets, yes or no. Knows nothing of what is asked. */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { Output } from "../command.ts";

/** Somebody who can be asked. Every question rejects with `Stopped` when they leave. */
export interface Person {
  /** An empty answer gives the fallback. */
  ask(text: string, fallback: string | null): Promise<string>;
  /** Asked without showing what is typed. */
  secret(text: string): Promise<string>;
  confirm(text: string, fallback: boolean): Promise<boolean>;
}

/** The person wants no more: what is done stays, nothing else is. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

export type Terminal = { readonly input: NodeJS.ReadableStream; readonly output: Output; readonly signal: AbortSignal };

export function personAt(terminal: Terminal): Person {
  return {
    async ask(text, fallback) {
      const answer = await line(terminal, `${text}${fallback === null ? "" : ` [${fallback}]`}: `, true);
      return answer.trim() === "" && fallback !== null ? fallback : answer;
    },
    secret: (text) => line(terminal, `${text} (not shown): `, false),
    async confirm(text, fallback) {
      for (;;) {
        const answer = (await line(terminal, `${text} [${fallback ? "Y/n" : "y/N"}]: `, true)).trim().toLowerCase();
        if (answer === "") return fallback;
        if (/^(?:y|yes|n|no)$/.test(answer)) return answer.startsWith("y");
      }
    },
  };
}

/** One line. @throws Stopped at Ctrl-C, Ctrl-D and the end of the input. */
function line({ input, output, signal }: Terminal, prompt: string, echo: boolean): Promise<string> {
  signal.throwIfAborted();
  let muted = false;
  const shown = new Writable({
    decodeStrings: false,
    write: (chunk: unknown, _encoding, done) => {
      if (!muted) output.write(String(chunk));
      done();
    },
  });
  const reader = createInterface({ input, output: shown, terminal: output.isTerminal, historySize: 0 });
  return new Promise((resolve, reject) => {
    const stop = () => reader.close();
    signal.addEventListener("abort", stop, { once: true });
    reader.once("line", (text) => {
      resolve(text);
      reader.close();
    });
    reader.once("SIGINT", stop);
    reader.once("close", () => {
      signal.removeEventListener("abort", stop);
      if (muted) output.write("\n");
      reject(new Stopped()); // after a line: already resolved
    });
    reader.setPrompt(prompt);
    reader.prompt();
    muted = !echo;
  });
}
