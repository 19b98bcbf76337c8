/**
 * Entry point of the model process: hosts llama.cpp, whose assertions kill a process and cannot be caught. Answers the
 * requests of `protocol.ts`; loads each model at its first use, or at `warm-up`. Dies with its parent. Writes nothing
 * to standard output.
 */
import { createRequire } from "node:module";
import { getLlama, type Llama, LlamaLogLevel } from "node-llama-cpp";
import { ChildChat, PromptTooLong, type WorkOptions } from "./child-chat.ts";
import { ChildEmbedder } from "./child-embedder.ts";
import type { ChildConfig, FailureKind, FromChild, Request, Result, ToChild } from "./protocol.ts";
import { abortable } from "./turn-lock.ts";

class ModelChild {
  readonly #config: ChildConfig;
  readonly #running = new Map<number, AbortController>();
  #llama: Promise<Llama> | null = null;
  #embedder: Promise<ChildEmbedder> | null = null;
  #chat: Promise<ChildChat> | null = null;

  constructor(config: ChildConfig) {
    this.#config = config;
  }

  /** Says that the process runs, while there is work. */
  showLife(): void {
    if (this.#running.size > 0) send({ kind: "alive" });
  }

  async handle(id: number, request: Request): Promise<void> {
    const abort = new AbortController();
    this.#running.set(id, abort);
    try {
      send({ kind: "result", id, result: await this.#answer(id, request, abort.signal) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      send({ kind: "failure", id, failure: failureKind(error, abort.signal), message });
    } finally {
      this.#running.delete(id);
    }
  }

  cancel(id: number): void {
    this.#running.get(id)?.abort();
  }

  async #answer(id: number, request: Request, signal: AbortSignal): Promise<Result> {
    const onProgress = (done: number, total: number) => send({ kind: "progress", id, done, total });
    const work: WorkOptions = { signal, onProgress };
    switch (request.kind) {
      case "embed": {
        const embedder = await abortable(this.#loadEmbedder(), signal);
        return { kind: "embed", vectors: await embedder.embed(request.texts, work) };
      }
      case "generate": {
        const chat = await abortable(this.#loadChat(onProgress), signal);
        const onText = (text: string) => send({ kind: "text", id, text });
        return { kind: "generate", ...(await chat.generate(request, { ...work, onText })) };
      }
      case "score-next": {
        const chat = await abortable(this.#loadChat(onProgress), signal);
        return { kind: "score-next", ...(await chat.scoreNext(request.turns, request.words, work)) };
      }
      case "bench-bare": {
        const chat = await abortable(this.#loadChat(onProgress), signal);
        return { kind: "bench-bare", figures: await chat.benchBare(request.turns, request.newTokens, work) };
      }
      case "warm-up":
        if (this.#config.embedder !== null) await abortable(this.#loadEmbedder(), signal);
        if (this.#config.chat !== null) await abortable(this.#loadChat(onProgress), signal);
        return { kind: "warm-up" };
      case "memory":
        return { kind: "memory", residentBytes: process.memoryUsage.rss() };
      default:
        return request satisfies never;
    }
  }

  #loadLlama(): Promise<Llama> {
    this.#llama ??= getLlama({
      gpu: hasGpuBuild() ? "auto" : false,
      build: "never",
      skipDownload: true,
      maxThreads: this.#config.maxThreads,
      logLevel: LlamaLogLevel.error,
      logger: () => {}, // errors come back as exceptions; an assertion writes to standard error by itself
    });
    return this.#llama;
  }

  #loadEmbedder(): Promise<ChildEmbedder> {
    const file = this.#config.embedder;
    if (file === null) throw new Error("Expected an embedding model in the model process, got none.");
    this.#embedder ??= this.#loadLlama()
      .then((llama) => ChildEmbedder.open(llama, file))
      .catch((error: unknown) => {
        this.#embedder = null; // the next request tries again
        throw error;
      });
    return this.#embedder;
  }

  #loadChat(onProgress: WorkOptions["onProgress"]): Promise<ChildChat> {
    const file = this.#config.chat;
    if (file === null) throw new Error("Expected a chat model in the model process, got none.");
    this.#chat ??= this.#loadLlama()
      .then((llama) => ChildChat.open(llama, file, onProgress))
      .catch((error: unknown) => {
        this.#chat = null;
        throw error;
      });
    return this.#chat;
  }
}

function failureKind(error: unknown, signal: AbortSignal): FailureKind {
  if (error instanceof PromptTooLong) return "prompt-too-long";
  return signal.aborted ? "aborted" : "failed";
}

/** The CPU build is what npm installs; a co-op with a GPU adds one of these packages by hand. */
function hasGpuBuild(): boolean {
  if (process.platform === "darwin") return process.arch === "arm64";
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("node-llama-cpp"));
  const platform = process.platform === "win32" ? "win" : process.platform;
  return ["cuda", "vulkan"].some((kind) => {
    try {
      resolve(`@node-llama-cpp/${platform}-${process.arch}-${kind}/package.json`);
      return true;
    } catch {
      return false;
    }
  });
}

function send(message: FromChild): void {
  if (process.connected) process.send?.(message);
}

/** Parsers of what the parent sends: both ends are this program, of the same version. */
const parseConfig = (text: string | undefined) => JSON.parse(text ?? "null") as ChildConfig;
const parseMessage = (message: unknown) => message as ToChild;

/** Far below the silence that counts as a hang. */
const ALIVE_EVERY_MS = 2_000;

/** At once and without clean-up: llama.cpp may be computing in another thread, and everything here is memory only. */
const die = () => process.kill(process.pid, "SIGKILL");

if (import.meta.main) {
  const child = new ModelChild(parseConfig(process.argv[2]));
  process.on("disconnect", die);
  send({ kind: "alive" });
  setInterval(() => child.showLife(), ALIVE_EVERY_MS);
  process.on("SIGINT", () => {}); // Ctrl-C goes to the whole group; the parent decides
  process.on("message", (raw) => {
    const message = parseMessage(raw);
    if (message.kind === "request") void child.handle(message.id, message.request);
    else if (message.kind === "cancel") child.cancel(message.id);
    else die();
  });
}
