/**
 * The worst of chat models: it has read every document there is, remembers what it was shown for others, and says of all that
 * what it was not asked. Asked whether its words are stated, it is sure.
 */
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import type { ChatCallOptions, ChatModel } from "../../bot/model-seam.ts";

export class PrattlingChatModel extends BaseChatModel<ChatCallOptions> implements ChatModel {
  /** What it was shown, one for each question. */
  readonly prompts: string[] = [];
  readonly #known: readonly string[];
  #said = 0;

  /** @param known sentences that it would like to tell. */
  constructor(known: readonly string[]) {
    super({});
    this.#known = known;
  }

  override _llmType(): string {
    return "prattling";
  }

  override _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const prompt = messages.map((message) => message.text).join("\n");
    this.prompts.push(prompt);
    this.#said += 1;
    // Every third time it says what it sees, so that its words are shown at all.
    const seen = this.#known.filter((sentence) => prompt.includes(sentence));
    const unseen = this.#known.filter((sentence) => !prompt.includes(sentence));
    const from = this.#said % 3 === 0 && seen.length > 0 ? seen : unseen;
    const text = from[this.#said % Math.max(1, from.length)] ?? "";
    return Promise.resolve({ generations: [{ text, message: new AIMessage(text) }] });
  }

  scoreNext(_messages: readonly BaseMessage[], words: readonly string[]): Promise<number[]> {
    return Promise.resolve(words.map((word) => (word === "yes" ? 0 : -50)));
  }
}
