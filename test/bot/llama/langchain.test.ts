import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { describe, expect, test } from "vitest";
import { findChatModel, findEmbedder } from "../../../bot/llama/catalogue.ts";
import { LlamaChatModel } from "../../../bot/llama/llama-chat-model.ts";
import { LlamaEmbeddings } from "../../../bot/llama/llama-embeddings.ts";
import { chatModelContract } from "../../contracts/chat-model.ts";
import { embedderContract } from "../../contracts/embedder.ts";
import { ScriptedProcess } from "./scripted-process.ts";

const chat = (models = new ScriptedProcess()) =>
  new LlamaChatModel({ entry: findChatModel("qwen2.5-coder-1.5b"), models });
const embeddings = (models = new ScriptedProcess()) =>
  new LlamaEmbeddings({ entry: findEmbedder("multilingual-e5-small"), models });

chatModelContract("The scripted model", () => chat());
embedderContract("The scripted embedder", () => embeddings());

describe("LlamaChatModel", () => {
  test("hands over roles, words, grammar and limits", async () => {
    const models = new ScriptedProcess();
    const messages = [
      new SystemMessage("Be brief."),
      new HumanMessage("Hello?"),
      new AIMessage("Hello."),
      new HumanMessage("Who?"),
    ];
    await chat(models).invoke(messages, { maxTokens: 7, grammar: 'root ::= "yes"', stop: ["\n"] });
    expect(models.requests).toEqual([
      {
        kind: "generate",
        turns: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Hello?" },
          { role: "assistant", content: "Hello." },
          { role: "user", content: "Who?" },
        ],
        maxTokens: 7,
        temperature: 0,
        grammar: 'root ::= "yes"',
        stop: ["\n"],
        bench: false,
      },
    ]);
  });

  test("tells how many tokens were used", async () => {
    const reply = await chat().invoke("How long is the notice?");
    expect(reply.usage_metadata).toEqual({ input_tokens: 10, output_tokens: 3, total_tokens: 13 });
  });

  test("streams piece by piece", async () => {
    const pieces: string[] = [];
    for await (const chunk of await chat().stream("How long?")) pieces.push(chunk.text);
    expect(pieces.filter((piece) => piece !== "")).toEqual(["Four", "teen ", "days."]);
  });

  test("refuses a message that its template has no place for", async () => {
    const message = new ToolMessage({ content: "x", tool_call_id: "1" });
    await expect(chat().scoreNext([message], ["yes"])).rejects.toThrow(
      "Expected a system, human or ai message, got `tool`.",
    );
  });
});

describe("LlamaEmbeddings", () => {
  test("adds the prefixes that the model was trained with", async () => {
    const models = new ScriptedProcess();
    await embeddings(models).embedQuery("quorum?");
    await embeddings(models).embedDocuments(["§ 1"]);
    expect(models.requests).toEqual([
      { kind: "embed", texts: ["query: quorum?"] },
      { kind: "embed", texts: ["passage: § 1"] },
    ]);
  });
});
