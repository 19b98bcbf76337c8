/**
 * Talks with a child process in lines of JSON: `{id, op, …}` to its standard input, `{id, value}` or `{id, error}` back,
 * `{notice, …}` from it at any time. Knows nothing of Matrix.
 */
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { z } from "zod";
import { endChild, hasEnded, spawnWatched } from "../../demo/watched-child.ts";

const LINE = z.union([
  z.object({ id: z.number(), error: z.string() }),
  z.object({ id: z.number(), value: z.unknown() }),
  z.looseObject({ notice: z.string() }),
]);
type Notice = { readonly notice: string; readonly [field: string]: unknown };
type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

const KEPT_REMARKS = 4_000; // characters of standard error: the reason of a crash
const STOP_MS = 3_000;

export class JsonLinesChild implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #remarks = "";

  constructor(name: string, program: string, args: readonly string[], onNotice: (notice: Notice) => void) {
    this.#name = name;
    this.#child = spawnWatched(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    const { stdin, stdout, stderr } = this.#child;
    if (stdin === null || stdout === null || stderr === null) throw new Error("Expected pipes to the child, got none.");
    stdin.on("error", () => {}); // told by its end
    stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#remarks = (this.#remarks + text).slice(-KEPT_REMARKS);
    });
    createInterface({ input: stdout }).on("line", (line) => this.#take(line, onNotice));
    this.#child.once("error", (error) => this.#giveUp(error.message));
    this.#child.once("close", (code, signal) => this.#giveUp(`it ended (${signal ?? code})`));
  }

  /** @throws Error with what the child says, or with the end of its standard error when it ends. */
  request(op: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    if (hasEnded(this.#child)) return Promise.reject(this.#ended("it has ended"));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.stdin?.write(`${JSON.stringify({ ...parameters, id, op })}\n`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin?.end(); // it ends with its input
    await Promise.race([new Promise((resolve) => this.#child.once("exit", resolve)), endChild(this.#child, STOP_MS)]);
  }

  #take(text: string, onNotice: (notice: Notice) => void): void {
    const line = LINE.safeParse(asJson(text)).data;
    if (line === undefined) this.#remarks = `${this.#remarks}\n${text}`.slice(-KEPT_REMARKS);
    else if ("notice" in line) onNotice(line);
    else {
      const waiting = this.#waiting.get(line.id);
      this.#waiting.delete(line.id);
      if ("error" in line) waiting?.reject(new Error(`${this.#name}: ${line.error}`));
      else waiting?.resolve(line.value);
    }
  }

  #giveUp(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(this.#ended(reason));
    this.#waiting.clear();
  }

  #ended(reason: string): Error {
    return new Error(`Expected ${this.#name} to answer, got none: ${reason}.\n${this.#remarks}`);
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
