/**
 * Runs and supervises the model process: starts it when it is needed, starts it again after a crash, kills it when it
 * hangs, never lets it outlive this one. Knows requests and answers, not models.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ChildConfig, FromChild, Request, Result, ToChild } from "./protocol.ts";

export type ModelProcessOptions = {
  /** Silence of the process for this long, while a request is pending, counts as a hang. Default 60 s: a slow disk. */
  readonly hangMs?: number;
  /** One line for the operator when the process dies. */
  readonly log?: (line: string) => void;
};

export type RequestOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly onText?: (text: string) => void;
  readonly onProgress?: (done: number, total: number) => void;
};

/** The process ended while it was needed. The next request starts a new one. `cause` has its last words. */
export class ModelProcessDied extends Error {
  override readonly name = "ModelProcessDied";
}

/** The process answered that it could not do what was asked. */
export class ModelRequestFailed extends Error {
  override readonly name: string = "ModelRequestFailed";
}

/** The prompt is longer than the context; the message names both numbers. */
export class PromptTooLong extends ModelRequestFailed {
  override readonly name = "PromptTooLong";
}

type Pending = {
  readonly options: RequestOptions;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

const HANG_MS = 60_000;
const FIRST_BACK_OFF_MS = 500; // from the second crash in a row on, doubled each time
const LONGEST_BACK_OFF_MS = 30_000;
const LAST_WORDS = 2_000; // characters of standard error that are kept

export class ModelProcess implements AsyncDisposable {
  readonly #config: ChildConfig;
  readonly #options: ModelProcessOptions;
  readonly #pending = new Map<number, Pending>();
  #child: ChildProcess | null = null;
  #lastWords = "";
  #nextId = 1;
  #heardAt = 0;
  #watchdog: NodeJS.Timeout | null = null;
  #hung = false;
  #crashesInARow = 0;
  #deaths = 0;
  #crashedAt = 0;
  #disposed = false;

  constructor(config: ChildConfig, options: ModelProcessOptions = {}) {
    this.#config = config;
    this.#options = options;
  }

  /** How often the process has died without being asked to. */
  get deaths(): number {
    return this.#deaths;
  }

  /** Of the running process, null when there is none. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /**
   * @throws the signal's reason once the work has really stopped; ModelProcessDied; PromptTooLong; ModelRequestFailed.
   */
  async request(request: Request, options: RequestOptions = {}): Promise<Result> {
    const { signal } = options;
    signal?.throwIfAborted();
    await this.#backOff(signal);
    const child = this.#running();
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#pending.set(id, { options, resolve, reject });
    this.#setReferenced(child);
    const cancel = () => this.#send({ kind: "cancel", id });
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      this.#send({ kind: "request", id, request });
      return await promise;
    } finally {
      signal?.removeEventListener("abort", cancel);
      this.#pending.delete(id);
      this.#setReferenced(child);
    }
  }

  /** Ends the process. Pending requests are rejected. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    const gone = once(child, "exit");
    child.kill("SIGKILL"); // it holds nothing but memory
    await gone;
  }

  #running(): ChildProcess {
    if (this.#disposed) throw new ModelProcessDied("The model process has been shut down.");
    this.#child ??= this.#start();
    return this.#child;
  }

  #start(): ChildProcess {
    this.#hung = false;
    this.#lastWords = "";
    const child = fork(fileURLToPath(new URL("./model-child.ts", import.meta.url)), [JSON.stringify(this.#config)], {
      serialization: "advanced", // vectors travel as bytes
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: ["--max-semi-space-size=2", "--disable-warning=ExperimentalWarning"],
      env: childEnvironment(process.env),
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      this.#lastWords = `${this.#lastWords}${chunk.toString()}`.slice(-LAST_WORDS);
    });
    child.on("message", (message) => this.#receive(parseMessage(message)));
    child.on("error", (cause) => this.#buried(child, `could not be started (${cause.message})`));
    child.on("close", (code, signal) => this.#buried(child, `ended unexpectedly (${signal ?? `status ${code}`})`));
    return child;
  }

  #receive(message: FromChild): void {
    this.#heardAt = performance.now();
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    switch (message.kind) {
      case "result":
        this.#crashesInARow = 0;
        pending.resolve(message.result);
        return;
      case "failure":
        pending.reject(failureOf(message, pending.options.signal));
        return;
      case "text":
        pending.options.onText?.(message.text);
        return;
      case "progress":
        pending.options.onProgress?.(message.done, message.total);
        return;
      default:
        message satisfies never;
    }
  }

  #buried(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    if (!this.#disposed) {
      this.#deaths++;
      this.#crashesInARow++;
      this.#crashedAt = performance.now();
    }
    const reason = this.#hung ? `was killed because it gave no sign of life for ${this.#hangMs / 1000} seconds` : how;
    const error = new ModelProcessDied(
      this.#disposed
        ? "The model process has been shut down."
        : `The model process ${reason}. The next request starts it again.`,
      { cause: new Error(this.#lastWords.trim() || "It left no message.") },
    );
    if (!this.#disposed) this.#options.log?.(`${error.message} ${this.#lastWords.trim()}`.trim());
    for (const pending of this.#pending.values()) pending.reject(error);
  }

  async #backOff(signal: AbortSignal | undefined): Promise<void> {
    if (this.#child !== null || this.#crashesInARow < 2) return;
    const pause = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (this.#crashesInARow - 2));
    const left = this.#crashedAt + pause - performance.now();
    if (left > 0) await sleep(left, undefined, signal === undefined ? {} : { signal });
  }

  get #hangMs(): number {
    return this.#options.hangMs ?? HANG_MS;
  }

  /** Without pending requests the process keeps nobody awake and is not watched. */
  #setReferenced(child: ChildProcess): void {
    const busy = this.#pending.size > 0;
    if (busy) child.ref();
    else child.unref();
    if (busy) child.channel?.ref();
    else child.channel?.unref();
    setPipeReferenced(child, busy);
    if (busy && this.#watchdog === null) this.#watch();
    if (busy || this.#watchdog === null) return;
    clearInterval(this.#watchdog);
    this.#watchdog = null;
  }

  #watch(): void {
    this.#heardAt = performance.now();
    this.#watchdog = setInterval(() => {
      if (performance.now() - this.#heardAt < this.#hangMs) return;
      this.#hung = true;
      this.#child?.kill("SIGKILL");
    }, this.#hangMs / 10);
  }

  #send(message: ToChild): void {
    if (this.#child?.connected === true) this.#child.send(message, () => {}); // a broken channel shows as an exit
  }
}

/** Only what Node, the loader and a GPU driver need: the co-op's secrets stay out of the process that parses models. */
function childEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const wanted = ["PATH", "HOME", "TMPDIR", "TEMP", "SystemRoot", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES"];
  const kept = wanted.filter((name) => environment[name] !== undefined).map((name) => [name, environment[name]]);
  // One malloc arena instead of one per thread: measured 765 MB instead of 1,230 MB after embedding.
  return { ...Object.fromEntries(kept), MALLOC_ARENA_MAX: "1" };
}

function failureOf(message: Extract<FromChild, { kind: "failure" }>, signal: AbortSignal | undefined): unknown {
  switch (message.failure) {
    case "aborted":
      return signal?.reason ?? new ModelRequestFailed("The request was cancelled.");
    case "prompt-too-long":
      return new PromptTooLong(message.message);
    case "failed":
      return new ModelRequestFailed(message.message);
    default:
      return message.failure satisfies never;
  }
}

/** A child's pipe is a socket, though its type only says stream. */
function setPipeReferenced(child: ChildProcess, busy: boolean): void {
  const pipe = child.stderr;
  if (pipe === null || !("unref" in pipe) || !("ref" in pipe)) return;
  const change = busy ? pipe.ref : pipe.unref;
  if (typeof change === "function") change.call(pipe);
}

/** Parser of what the child sends: both ends are this program, of the same version. */
const parseMessage = (message: unknown) => message as FromChild;
