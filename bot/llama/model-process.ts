/**
 * Runs and supervises the model process: starts it when it is needed, starts it again after a crash, kills it when it
 * hangs or babbles, never lets it outlive this one. Knows requests and answers, not models.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { answers, parseFromChild, TextSoFar } from "./from-child.ts";
import type { ChildConfig, FromChild, Request, Result, ToChild } from "./protocol.ts";

export type ModelProcessOptions = {
  /**
   * Silence of the process for this long, while a request is pending, counts as a hang; so does work that goes on for
   * this long after it was cancelled. Default 20 s: whoever asked is answered without the model within a minute.
   */
  readonly hangMs?: number;
  /** So does work that does not advance, though the process runs. Default 45 s: a slow disk. */
  readonly stuckMs?: number;
  /** After its death, start it again by itself and load what was in use, so that the next question finds it ready. */
  readonly revives?: boolean;
  /** For tests: another program in the place of `model-child.ts`. */
  readonly program?: string;
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
  readonly request: Request;
  readonly text: TextSoFar;
  /** When it was told to stop; null while it is wanted. */
  cancelledAt: number | null;
  readonly options: RequestOptions;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

const HANG_MS = 20_000;
const STUCK_MS = 45_000;
const FIRST_BACK_OFF_MS = 500; // from the second crash in a row on, doubled each time
const LONGEST_BACK_OFF_MS = 30_000;
/** Nobody who asked waits longer than this for a process that crashes again and again: they are answered without it. */
const PATIENCE_MS = 2_500;
const LAST_WORDS = 2_000; // characters of standard error that are kept

export class ModelProcess implements AsyncDisposable {
  readonly #config: ChildConfig;
  readonly #options: ModelProcessOptions;
  readonly #pending = new Map<number, Pending>();
  #child: ChildProcess | null = null;
  #lastWords = "";
  #nextId = 1;
  #heardAt = 0;
  #advancedAt = 0;
  #watchdog: NodeJS.Timeout | null = null;
  #revival: NodeJS.Timeout | undefined;
  /** Why it was killed by us; null when it was not. */
  #verdict: string | null = null;
  #trouble: string | null = null;
  readonly #used = new Set<Request["kind"]>();
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

  /** Why the model did not do its last work; null when it did. */
  get trouble(): string | null {
    return this.#trouble;
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
    const pending: Pending = { request, text: new TextSoFar(), cancelledAt: null, options, resolve, reject };
    this.#pending.set(id, pending);
    this.#used.add(request.kind);
    this.#setReferenced(child);
    const cancel = () => {
      pending.cancelledAt = performance.now();
      this.#send({ kind: "cancel", id });
    };
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
    clearTimeout(this.#revival);
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
    this.#verdict = null;
    this.#lastWords = "";
    const program = this.#options.program ?? fileURLToPath(new URL("./model-child.ts", import.meta.url));
    const child = fork(program, [JSON.stringify(this.#config)], {
      serialization: "advanced", // vectors travel as bytes
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: ["--max-semi-space-size=2", "--disable-warning=ExperimentalWarning"],
      env: childEnvironment(process.env),
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      this.#lastWords = `${this.#lastWords}${chunk.toString()}`.slice(-LAST_WORDS);
    });
    child.on("message", (message) => this.#receive(child, parseFromChild(message)));
    child.on("error", (cause) => this.#buried(child, `could not be started (${cause.message})`));
    child.on("close", (code, signal) => this.#buried(child, `ended unexpectedly (${signal ?? `status ${code}`})`));
    return child;
  }

  #receive(child: ChildProcess, message: FromChild | null): void {
    if (child !== this.#child || this.#verdict !== null) return;
    if (message === null) {
      this.#kill("said something that is no answer");
      return;
    }
    this.#heardAt = performance.now();
    if (message.kind === "alive") return;
    this.#advancedAt = this.#heardAt;
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    switch (message.kind) {
      case "result":
        this.#settle(pending, message.result);
        return;
      case "failure":
        if (message.failure === "failed") this.#trouble = message.message;
        pending.reject(failureOf(message, pending.options.signal));
        return;
      case "text":
        if (pending.text.add(pending.request, message.text)) pending.options.onText?.(message.text);
        else this.#kill("wrote more than it was asked for");
        return;
      case "progress":
        pending.options.onProgress?.(message.done, message.total);
        return;
      default:
        message satisfies never;
    }
  }

  #settle(pending: Pending, result: Result): void {
    if (!answers(pending.request, result)) {
      this.#kill("gave an answer to something else");
      return;
    }
    // Any work of a model shows that it is well; that the process merely runs does not.
    if (result.kind !== "memory") {
      this.#crashesInARow = 0;
      this.#trouble = null;
    }
    pending.resolve(result);
  }

  #kill(verdict: string): void {
    this.#verdict = verdict;
    this.#child?.kill("SIGKILL");
  }

  #buried(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    if (!this.#disposed) {
      this.#deaths++;
      this.#crashesInARow++;
      this.#crashedAt = performance.now();
    }
    const reason = this.#verdict === null ? how : `was killed because it ${this.#verdict}`;
    const error = new ModelProcessDied(
      this.#disposed
        ? "The model process has been shut down."
        : `The model process ${reason}. The next request starts it again.`,
      { cause: new Error(this.#lastWords.trim() || "It left no message.") },
    );
    if (!this.#disposed) {
      this.#trouble = `The model process ${reason}.`;
      this.#options.log?.(`${error.message} ${this.#lastWords.trim()}`.trim());
      this.#revive();
    }
    for (const pending of this.#pending.values()) pending.reject(error);
  }

  /** Loads again what was in use, unless somebody asks for it first. */
  #revive(): void {
    const request = this.#revivingRequest();
    if (this.#options.revives !== true || request === null) return;
    clearTimeout(this.#revival);
    const again = () => {
      if (this.#child !== null || this.#disposed) return;
      this.request(request).catch(() => {}); // its death revives it again, later
    };
    this.#revival = setTimeout(again, Math.max(FIRST_BACK_OFF_MS, this.#pauseLeft())).unref();
  }

  #revivingRequest(): Request | null {
    if (this.#used.has("generate") || this.#used.has("score-next")) return { kind: "warm-up" };
    return this.#used.has("embed") || this.#used.has("warm-up") ? { kind: "embed", texts: ["."] } : null;
  }

  /** @throws ModelProcessDied when it crashes again and again, and nobody should wait for it. */
  async #backOff(signal: AbortSignal | undefined): Promise<void> {
    if (this.#child !== null) return;
    const left = this.#pauseLeft();
    if (left <= 0) return;
    if (left > PATIENCE_MS)
      throw new ModelProcessDied(
        `The model process ended unexpectedly ${this.#crashesInARow} times in a row. It is started again in ${Math.ceil(left / 1000)} seconds.`,
      );
    await sleep(left, undefined, signal === undefined ? {} : { signal });
  }

  /** Milliseconds until it may be started again. */
  #pauseLeft(): number {
    if (this.#crashesInARow < 2) return 0;
    const pause = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (this.#crashesInARow - 2));
    return this.#crashedAt + pause - performance.now();
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
    this.#advancedAt = this.#heardAt;
    this.#watchdog = setInterval(() => {
      const verdict = this.#overdue(performance.now());
      if (verdict !== null) this.#kill(verdict);
    }, this.#hangMs / 10);
  }

  /** What is wrong with a process that is still there; null when nothing is. */
  #overdue(now: number): string | null {
    const stuckMs = this.#options.stuckMs ?? STUCK_MS;
    const isOver = ({ cancelledAt }: Pending) => cancelledAt !== null && now - cancelledAt >= this.#hangMs;
    if (now - this.#heardAt >= this.#hangMs) return `gave no sign of life for ${this.#hangMs / 1000} seconds`;
    if (now - this.#advancedAt >= stuckMs) return `did not advance for ${stuckMs / 1000} seconds`;
    if ([...this.#pending.values()].some(isOver)) return "did not stop when it was told to";
    return null;
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
