import { describe, expect, test } from "vitest";
import { CATALOGUE, findChatModel, findEmbedder, findModel } from "../../../bot/llama/catalogue.ts";
import { chooseProfile, PROFILE_NAMES } from "../../../bot/llama/profiles.ts";

describe("The catalogue", () => {
  test("has no two models of one id or one file", () => {
    expect(new Set(CATALOGUE.map((entry) => entry.id)).size).toBe(CATALOGUE.length);
    expect(new Set(CATALOGUE.map((entry) => entry.sha256)).size).toBe(CATALOGUE.length);
  });

  test.each(CATALOGUE)("$id has a hash, a size, a licence and a pinned source", (entry) => {
    expect(entry.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(entry.bytes).toBeGreaterThan(1e6);
    expect(["MIT", "Apache-2.0"]).toContain(entry.licence);
    expect(entry.sources.length).toBeGreaterThan(0);
    for (const source of entry.sources) {
      if (source.kind === "url")
        expect(source.url).toMatch(/^https:\/\/huggingface\.co\/.+\/resolve\/[0-9a-f]{40}\/.+\.gguf$/);
      else for (const part of source.parts) expect(part.version).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });

  test("tells the known ids when one is unknown", () => {
    expect(() => findModel("gpt")).toThrow(
      /^Expected a model id out of `multilingual-e5-small`, .+, got `gpt`\. Remedy:/,
    );
    expect(() => findChatModel("multilingual-e5-small")).toThrow(
      "Expected the id of a chat model, got `multilingual-e5-small`",
    );
    expect(() => findEmbedder("qwen3-4b")).toThrow(
      "Expected the id of an embedding model, got `qwen3-4b`, a chat model.",
    );
  });
});

describe("chooseProfile", () => {
  const gigabytes = (count: number) => count * 1e9;

  test.each([
    [1, 2, "quotes"],
    [2, 4, "standard"],
    [16, 64, "standard"], // what is not measured is never chosen by itself
  ])("%i cores with %i GB: %s", (cores, memory, name) => {
    expect(chooseProfile({ cores, memoryBytes: gigabytes(memory) }).name).toBe(name);
  });

  test("takes a name over its own choice", () => {
    expect(chooseProfile({ cores: 2, memoryBytes: gigabytes(4), name: "quality" }).chatId).toBe("qwen3-4b");
  });

  test("only chooses models that exist", () => {
    for (const name of PROFILE_NAMES) {
      const profile = chooseProfile({ cores: 2, memoryBytes: gigabytes(4), name });
      expect(findEmbedder(profile.embedderId).task).toBe("embedding");
      if (profile.chatId !== null) expect(findChatModel(profile.chatId).task).toBe("chat");
    }
  });

  test("never asks for more threads than there are cores", () => {
    for (const cores of [1, 2, 4, 8, 64]) {
      const { threads } = chooseProfile({ cores, memoryBytes: gigabytes(8) });
      expect(threads.chat).toBeLessThanOrEqual(cores);
      expect(threads.embedder).toBeLessThanOrEqual(threads.most);
    }
  });

  test("refuses a name that it does not know", () => {
    expect(() => chooseProfile({ cores: 2, memoryBytes: gigabytes(4), name: "fast" })).toThrow(
      "Expected the profile to be one of `quotes`, `standard`, `quality`, got `fast`.",
    );
  });
});
