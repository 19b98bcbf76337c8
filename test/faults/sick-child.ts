/**
 * A model process without a model, well or sick as a file says (its path comes in the place of the models'): speaks the
 * real protocol to the real supervisor, and breaks it in every way that a real one might.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeSync } from "node:fs";
import type { ChildConfig, Request, Result, ToChild } from "../../bot/llama/protocol.ts";
import { searchTerms } from "../../retrieval/terms.ts";

/** What it suffers from, by the work that brings it about. */
export type Illness = { readonly embed?: Sickness; readonly generate?: Sickness; readonly start?: "dies" };
export const SICKNESSES = [
  "SIGKILL",
  "SIGABRT",
  "SIGSTOP",
  "no address space",
  "garbage",
  "another's answer",
  "empty",
  "endless",
  "noise",
] as const;
export type Sickness = (typeof SICKNESSES)[number];

const DIMENSIONS = 384;
export const SAID = "Thirty members make a quorum.";
const COUNTS = { finish: "stop", promptTokens: 9, reusedTokens: 0, newTokens: 5, prefillMs: 1, decodeMs: 1 } as const;

const send = (message: unknown) => void process.send?.(message);

function illnessIn(file: string): Illness {
  return JSON.parse(readFileSync(file, "utf8")) as Illness;
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const term of searchTerms(text)) {
    let at = 7;
    for (const letter of term) at = (at * 31 + (letter.codePointAt(0) ?? 0)) % DIMENSIONS;
    vector[at] = 1;
  }
  vector[0] = 0.1;
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function healthy(request: Request): Result {
  if (request.kind === "embed") return { kind: "embed", vectors: request.texts.map(vectorOf) };
  if (request.kind === "generate") return { kind: "generate", text: SAID, ...COUNTS };
  if (request.kind === "score-next")
    return { kind: "score-next", logProbabilities: request.words.map(() => -1), evaluatedTokens: 1 };
  if (request.kind === "warm-up") return { kind: "warm-up" };
  if (request.kind === "memory") return { kind: "memory", residentBytes: 1 };
  throw new Error(`not implemented: ${request.kind}`);
}

function answerAs(sickness: Sickness | undefined, id: number, request: Request): void {
  switch (sickness) {
    case undefined:
      answerWell(id, request);
      break;
    case "SIGKILL":
    case "SIGSTOP":
      process.kill(process.pid, sickness);
      break;
    case "SIGABRT":
      process.abort();
      break;
    case "no address space":
      allocate(id);
      break;
    case "garbage":
      for (const said of [null, "garbage", 7, [], { kind: "result", id }, { kind: "result", id: "x", result: {} }])
        send(said);
      break;
    case "another's answer":
      send({ kind: "result", id, result: { kind: "warm-up" } });
      break;
    case "empty":
      if (request.kind === "embed") send({ kind: "result", id, result: { kind: "embed", vectors: [] } });
      else send({ kind: "result", id, result: { kind: "generate", text: "", ...COUNTS } });
      break;
    case "endless":
      endless(id);
      break;
    case "noise":
      setInterval(() => writeSync(2, "noise ".repeat(10_000)), 1);
      answerWell(id, request);
      break;
    default:
      sickness satisfies never;
  }
}

function answerWell(id: number, request: Request): void {
  const result = healthy(request);
  if (result.kind === "generate") send({ kind: "text", id, text: result.text });
  send({ kind: "result", id, result });
}

/** As for a model whose tensors do not fit: what it has is all it gets, and it asks for more. */
function allocate(id: number): void {
  const [pages] = readFileSync("/proc/self/statm", "utf8").split(" ");
  execFileSync("prlimit", ["--pid", String(process.pid), `--as=${Number(pages) * 4096 + 32_000_000}`]);
  try {
    Buffer.alloc(1_000_000_000);
    send({ kind: "failure", id, failure: "failed", message: "There was address space after all." });
  } catch (error) {
    send({ kind: "failure", id, failure: "failed", message: String(error) });
  }
}

/** Never tires, and does not hear when it is told to stop. */
function endless(id: number): void {
  send({ kind: "text", id, text: "and on " });
  send({ kind: "progress", id, done: 1, total: 2 });
  setImmediate(() => endless(id));
}

if (import.meta.main) {
  const config = JSON.parse(process.argv[2] ?? "null") as ChildConfig;
  const file = config.embedder?.path ?? "";
  if (illnessIn(file).start === "dies") process.abort();
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
  send({ kind: "alive" });
  setInterval(() => send({ kind: "alive" }), 1_000);
  process.on("message", (message: ToChild) => {
    if (message.kind !== "request") return;
    const { id, request } = message;
    const illness = illnessIn(file);
    const sickness = request.kind === "embed" || request.kind === "generate" ? illness[request.kind] : undefined;
    answerAs(sickness, id, request);
  });
}
