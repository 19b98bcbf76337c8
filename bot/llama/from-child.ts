/**
 * Reads what the model process says, as if it could say anything: what is no message, no answer to what was asked, or
 * more than was asked for, is found here. Knows nothing of processes.
 */
import { z } from "zod";
import type { FromChild, Request, Result } from "./protocol.ts";

const id = z.number().int().positive();
const count = z.number().nonnegative();
const figures = z.object({
  promptTokens: count,
  newTokens: count,
  prefillTokensPerSecond: z.number(),
  decodeTokensPerSecond: z.number(),
});
const result = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("embed"), vectors: z.array(z.instanceof(Float32Array)) }),
  z.object({
    kind: z.literal("generate"),
    text: z.string(),
    finish: z.enum(["stop", "length"]),
    promptTokens: count,
    reusedTokens: count,
    newTokens: count,
    prefillMs: z.number(),
    decodeMs: z.number(),
  }),
  // Minus infinity is a logarithm too: of a word that cannot come.
  z.object({
    kind: z.literal("score-next"),
    logProbabilities: z.array(z.number().or(z.literal(Number.NEGATIVE_INFINITY))),
    evaluatedTokens: count,
  }),
  z.object({ kind: z.literal("warm-up") }),
  z.object({ kind: z.literal("memory"), residentBytes: count }),
  z.object({ kind: z.literal("bench-bare"), figures }),
]);
const message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("result"), id, result }),
  z.object({
    kind: z.literal("failure"),
    id,
    failure: z.enum(["aborted", "prompt-too-long", "failed"]),
    message: z.string(),
  }),
  z.object({ kind: z.literal("text"), id, text: z.string() }),
  z.object({ kind: z.literal("progress"), id, done: z.number(), total: z.number() }),
  z.object({ kind: z.literal("alive") }),
]);

/** Null for what is no message. */
export function parseFromChild(said: unknown): FromChild | null {
  const parsed = message.safeParse(said);
  return parsed.success ? parsed.data : null;
}

/** Is this an answer to that? A wrong number of vectors, or one that is not made of numbers, is none. */
export function answers(request: Request, got: Result): boolean {
  if (request.kind === "embed")
    return (
      got.kind === "embed" &&
      got.vectors.length === request.texts.length &&
      got.vectors.every((vector) => vector.length > 0 && vector.every(Number.isFinite))
    );
  if (request.kind === "score-next")
    return got.kind === "score-next" && got.logProbabilities.length === request.words.length;
  if (request.kind === "generate")
    return got.kind === "generate" && got.text.length <= mostCharacters(request.maxTokens);
  return got.kind === request.kind;
}

/** Counts the text of one reply. */
export class TextSoFar {
  #pieces = 0;
  #characters = 0;

  /** Is it still no more than was asked for, with this piece? */
  add(request: Request, piece: string): boolean {
    this.#pieces += 1;
    this.#characters += piece.length;
    return (
      request.kind === "generate" &&
      this.#pieces <= request.maxTokens + LAST_PIECES &&
      this.#characters <= mostCharacters(request.maxTokens)
    );
  }
}

/** What is held back of a reply comes at its end, after the last token. */
const LAST_PIECES = 8;
/** The longest token of any vocabulary in use is a run of 128 spaces or the like; more is no model's output. */
const TOKEN_CHARACTERS = 256;

const mostCharacters = (tokens: number): number => (tokens + LAST_PIECES) * TOKEN_CHARACTERS;
