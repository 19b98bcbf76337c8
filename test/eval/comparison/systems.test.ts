import { FakeListChatModel } from "@langchain/core/utils/testing";
import { describe, expect, it } from "vitest";
import { findChatModel } from "../../../bot/llama/catalogue.ts";
import { LlamaChatModel } from "../../../bot/llama/llama-chat-model.ts";
import { PromptTooLong } from "../../../bot/llama/model-process.ts";
import { askModel, qaPrompt } from "../../../eval/comparison/systems/ask-model.ts";
import { chainSystem } from "../../../eval/comparison/systems/chain-system.ts";
import { rochdaleSystem } from "../../../eval/comparison/systems/rochdale-system.ts";
import { stuffedSystem } from "../../../eval/comparison/systems/stuffed-system.ts";
import { ScriptedProcess } from "../../bot/llama/scripted-process.ts";
import { FakeRochdale } from "../fake-rochdale.ts";
import { question } from "../samples.ts";
import { RecordingModel } from "./recording-model.ts";

const signal = new AbortController().signal;

function ticking(): () => number {
  let clock = 0;
  return () => {
    clock += 10;
    return clock;
  };
}

/** A model process that refuses its first prompt as it does one that is too long. */
class RefusingOnce extends ScriptedProcess {
  #refused = false;

  override request(...given: Parameters<ScriptedProcess["request"]>): ReturnType<ScriptedProcess["request"]> {
    if (this.#refused) return super.request(...given);
    this.#refused = true;
    return Promise.reject(new PromptTooLong("Expected a prompt of at most 400 tokens (…), got 800. Remedy: …"));
  }
}

describe("the prompt", () => {
  it("is LangChain's, with an empty line between the pieces", () => {
    expect(qaPrompt(["Ten members.", "Costs $& {question}."], "How many?")).toBe(
      "Use the following pieces of context to answer the question at the end. If you don't know the answer, just say that you don't know, don't try to make up an answer.\n\n" +
        "Ten members.\n\nCosts $& {question}.\n\nQuestion: How many?\nHelpful Answer:",
    );
  });
});

describe("a model that is asked", () => {
  it("is timed to its first token, with our own class's token counts", async () => {
    const models = new ScriptedProcess();
    const model = new LlamaChatModel({ entry: findChatModel("qwen2.5-coder-1.5b"), models });
    expect(await askModel(model, "How long?", { signal, now: ticking() })).toEqual({
      text: "Fourteen days.",
      firstTokenAt: 10,
      promptTokens: 10,
      reusedTokens: 4,
    });
    expect(models.requests).toMatchObject([{ kind: "generate", maxTokens: 150, temperature: 0 }]);
  });

  it("may be any of LangChain's, whose tokens are unknown", async () => {
    const model = new FakeListChatModel({ responses: ["Ten."] });
    const written = await askModel(model, "How many?", { signal, now: ticking() });
    expect(written).toEqual({ text: "Ten.", firstTokenAt: 10, promptTokens: null, reusedTokens: null });
  });

  it("stops when told to", async () => {
    const model = new FakeListChatModel({ responses: ["Ten."] });
    const stop = { signal: AbortSignal.abort(new Error("stop")), now: ticking() };
    await expect(askModel(model, "How many?", stop)).rejects.toThrow("stop");
  });
});

describe("the quickstart's chain", () => {
  it("asks with what its retriever found for the question alone", async () => {
    const model = new RecordingModel(["Ten."]);
    const asked: string[] = [];
    const retrieverOf = (collection: string) => async (text: string) => {
      asked.push(`${collection}: ${text}`);
      return ["A quorum is ten."];
    };
    const history = [{ role: "user" as const, content: "What is a general meeting?" }];
    const system = chainSystem("quickstart", retrieverOf, { model, now: ticking() });
    expect(await system.answer(question({ history }), signal)).toMatchObject({
      text: "Ten.",
      outcome: "answered",
      firstUsefulMs: 10,
      language: null,
      ownWords: "Ten.",
    });
    expect(asked).toEqual(["co-op: How many members make a quorum?"]);
    expect(model.prompts).toEqual([qaPrompt(["A quorum is ten."], "How many members make a quorum?")]);
  });
});

describe("the stuffed prompt", () => {
  const text = "word ".repeat(1000);
  const parts = (model: RecordingModel) => ({
    model,
    now: ticking(),
    textOf: () => text,
    contextTokens: 500,
  });

  it("holds everything when it fits", async () => {
    const model = new RecordingModel(["Ten."]);
    const system = stuffedSystem({ ...parts(model), contextTokens: 4096 });
    await system.answer(question(), signal);
    expect(model.prompts).toEqual([qaPrompt([text], "How many members make a quorum?")]);
  });

  it("is cut by the numbers of the model's refusal, and begins there with the next question", async () => {
    const tooLong = new PromptTooLong("Expected a prompt of at most 400 tokens (a context of 500), got 800. Remedy: …");
    const model = new RecordingModel([tooLong, "Ten.", "Ten."]);
    const system = stuffedSystem(parts(model));
    await system.answer(question(), signal);
    await system.answer(question(), signal);
    const lengths = model.prompts.map((prompt) => prompt.length - qaPrompt([""], question().question).length);
    expect(lengths).toEqual([4000, 1980, 1980]);
  });

  it("is cut when our own model class refuses it", async () => {
    const models = new RefusingOnce();
    const model = new LlamaChatModel({ entry: findChatModel("qwen2.5-coder-1.5b"), models });
    const system = stuffedSystem({ model, now: ticking(), textOf: () => text, contextTokens: 500 });
    expect(await system.answer(question(), signal)).toMatchObject({ text: "Fourteen days." });
    expect(models.requests).toHaveLength(1);
  });

  it("gives up on any other failure", async () => {
    const system = stuffedSystem(parts(new RecordingModel([new Error("the model broke")])));
    await expect(system.answer(question(), signal)).rejects.toThrow("the model broke");
  });
});

describe("Rochdale among the systems", () => {
  it("gets history and day, and is timed to its quotations", async () => {
    const rochdale = new FakeRochdale({
      "How many members make a quorum?": {
        answer: { shown: "Ten.\n\n> Ten members.", milliseconds: { evidence: 60, total: 900 }, language: "en" },
      },
    });
    const history = [{ role: "user" as const, content: "before" }];
    expect(await rochdaleSystem(rochdale).answer(question({ history, as_of: "2014-05-01" }), signal)).toEqual({
      text: "Ten.\n\n> Ten members.",
      outcome: "answered",
      firstUsefulMs: 60,
      promptTokens: null,
      reusedTokens: null,
      language: "en",
      ownWords: "Ten. Ten members.",
    });
    expect(rochdale.asked).toMatchObject([{ history, asOf: "2014-05-01", collections: ["co-op"] }]);
  });
});
