/** A chat model that says what the test scripts, in order, and throws when the script is at its end. */
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import type { ChatCallOptions, ChatModel } from "../../bot/model-seam.ts";

export class ScriptedChatModel extends BaseChatModel<ChatCallOptions> implements ChatModel {
  readonly prompts: string[] = [];
  readonly #replies: string[];

  constructor(replies: readonly string[]) {
    super({});
    this.#replies = [...replies];
  }

  override _llmType(): string {
    return "scripted";
  }

  override _generate(messages: BaseMessage[]): Promise<ChatResult> {
    this.prompts.push(messages.map((message) => message.text).join("\n---\n"));
    const text = this.#replies.shift();
    if (text === undefined) throw new Error("not implemented: the script has no further reply");
    return Promise.resolve({ generations: [{ text, message: new AIMessage(text) }] });
  }
}

/** The same with the optional capability: log-odds of yes over no, one for each question asked of it. */
export class ScoringScriptedChatModel extends ScriptedChatModel {
  readonly #odds: number[];

  constructor(replies: readonly string[], odds: readonly number[]) {
    super(replies);
    this.#odds = [...odds];
  }

  scoreNext(_messages: readonly BaseMessage[], words: readonly string[]): Promise<number[]> {
    const odds = this.#odds.shift();
    if (odds === undefined) throw new Error("not implemented: the script has no further score");
    return Promise.resolve(words.map((word) => (word === "yes" ? odds : word === "no" ? 0 : -50)));
  }
}
