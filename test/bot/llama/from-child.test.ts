import { expect, test } from "vitest";
import { answers, parseFromChild, TextSoFar } from "../../../bot/llama/from-child.ts";
import type { GenerateRequest } from "../../../bot/llama/protocol.ts";

const GENERATE: GenerateRequest & { readonly kind: "generate" } = {
  kind: "generate",
  turns: [],
  maxTokens: 2,
  temperature: 0,
  grammar: null,
  stop: [],
  bench: false,
};
const EMBED = { kind: "embed", texts: ["a", "b"] } as const;

test("what is no message is none", () => {
  const said = [null, 7, "result", [], {}, { kind: "text", id: 1 }, { kind: "text", id: 1.5, text: "" }];
  expect(said.map(parseFromChild)).toEqual(said.map(() => null));
  expect(parseFromChild({ kind: "alive" })).toEqual({ kind: "alive" });
});

test("impossible words have a probability too: none", () => {
  const result = { kind: "score-next", logProbabilities: [-1, Number.NEGATIVE_INFINITY], evaluatedTokens: 1 };
  expect(parseFromChild({ kind: "result", id: 1, result })).toMatchObject({ result });
});

test("vectors must be as many as texts, and made of numbers", () => {
  const vectors = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
  expect(answers(EMBED, { kind: "embed", vectors })).toBe(true);
  expect(answers(EMBED, { kind: "embed", vectors: vectors.slice(1) })).toBe(false);
  expect(answers(EMBED, { kind: "embed", vectors: [Float32Array.of(1, 0), Float32Array.of(Number.NaN, 1)] })).toBe(
    false,
  );
  expect(answers(EMBED, { kind: "warm-up" })).toBe(false);
});

test("a reply holds no more than was asked for, in pieces or in length", () => {
  const pieces = new TextSoFar();
  expect(Array.from({ length: 12 }, () => pieces.add(GENERATE, "x")).indexOf(false)).toBe(10);
  expect(new TextSoFar().add(GENERATE, "x".repeat(10_000))).toBe(false);
  expect(new TextSoFar().add(EMBED, "x")).toBe(false);
});
