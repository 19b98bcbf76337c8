/** The sample co-operative's golden questions against its documents as Rochdale reads them; no model takes part. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assembleRochdale } from "../../bot/assemble.ts";
import type { Rochdale } from "../../bot/rochdale.ts";
import { checkExpectations } from "../../eval/golden-expectations.ts";
import { type GoldenSet, readGoldenSet } from "../../eval/golden-files.ts";
import { sampleGolden } from "../../eval/golden-sample.ts";
import { GOLDEN_KINDS } from "../../eval/golden-set.ts";
import { holdsKey } from "../../eval/keys.ts";

/** Fourteen parser children take ten seconds on two idle cores, a minute on a busy one. */
const READING_MS = 300_000;

let home: string;
let rochdale: Rochdale;
let set: GoldenSet;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "rochdale-golden-list-"));
  const none = { embedder: null, embedderId: null, chatModel: null, chatModelId: null, notices: [] };
  const models = { profile: "test", ...none, memory: async () => ({}), [Symbol.asyncDispose]: async () => {} };
  rochdale = await assembleRochdale({
    home,
    models,
    caution: "balanced",
    sample: true,
    signal: new AbortController().signal,
  });
  set = await readGoldenSet([join(import.meta.dirname, "..", "..", "eval", "golden")]);
}, READING_MS);

afterAll(async () => {
  await rochdale[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

describe("the golden questions of the sample co-operative", () => {
  it("are read without a mistake", () => {
    expect(set.problems).toEqual([]);
    expect(set.questions.length).toBeGreaterThanOrEqual(150);
  });

  it("expect what the documents say, where they say it", () => {
    const problems = checkExpectations(set.questions, (collection, file) => rochdale.documentText(collection, file));
    expect(problems).toEqual([]);
  });

  it("cannot be met by repeating the question", () => {
    const repeated = set.questions.filter(
      ({ ask, mustSay }) => mustSay.length > 0 && mustSay.every((line) => line.some((word) => holdsKey(ask, word))),
    );
    expect(repeated.map(({ id }) => id)).toEqual([]);
  });

  it("have a sample of thirty that holds most kinds and every language", () => {
    const sample = sampleGolden(set.questions, 30);
    const languages = new Set(set.questions.map(({ language }) => language));
    expect(new Set(sample.map(({ language }) => language))).toEqual(languages);
    expect(new Set(sample.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(GOLDEN_KINDS.length - 2);
  });
});
