/** A chat model that takes its time and says one sentence; a question that was given up stops it at once. */

import { setTimeout as sleep } from "node:timers/promises";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessage, type BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import type { ChatCallOptions, ChatModel } from "../../bot/model-seam.ts";

export class SlowChatModel extends BaseChatModel<ChatCallOptions> implements ChatModel {
  readonly #delayMs: number;
  readonly #sentence: string;
  /** Questions begun, ended, and stopped before their end. */
  readonly counts = { begun: 0, ended: 0, stopped: 0 };
  readonly #onChange: (counts: SlowChatModel["counts"]) => void;

  constructor(delayMs: number, sentence: string, onChange: (counts: SlowChatModel["counts"]) => void = () => {}) {
    super({});
    this.#delayMs = delayMs;
    this.#sentence = sentence;
    this.#onChange = onChange;
  }

  override _llmType(): string {
    return "slow";
  }

  override async _generate(_messages: BaseMessage[], options: this["ParsedCallOptions"]): Promise<ChatResult> {
    this.#count("begun");
    try {
      await sleep(this.#delayMs, undefined, options.signal === undefined ? {} : { signal: options.signal });
      this.#count("ended");
    } catch (error) {
      this.#count("stopped");
      throw error;
    }
    return { generations: [{ text: this.#sentence, message: new AIMessage(this.#sentence) }] };
  }

  #count(what: keyof SlowChatModel["counts"]): void {
    this.counts[what] += 1;
    this.#onChange(this.counts);
  }
}
