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
  /** While it is held: resolves with `goOn`. */
  #held: PromiseWithResolvers<void> | null = null;
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

  /** From now on it takes as long as `goOn` lets it. */
  hold(): void {
    this.#held ??= Promise.withResolvers();
  }

  goOn(): void {
    this.#held?.resolve();
    this.#held = null;
  }

  override async _generate(_messages: BaseMessage[], options: this["ParsedCallOptions"]): Promise<ChatResult> {
    this.#count("begun");
    try {
      await this.#wait(options.signal);
      this.#count("ended");
    } catch (error) {
      this.#count("stopped");
      throw error;
    }
    return { generations: [{ text: this.#sentence, message: new AIMessage(this.#sentence) }] };
  }

  async #wait(signal: AbortSignal | undefined): Promise<void> {
    if (this.#held === null) return sleep(this.#delayMs, undefined, signal === undefined ? {} : { signal });
    const stopped = Promise.withResolvers<never>();
    const stop = () => stopped.reject(signal?.reason);
    signal?.addEventListener("abort", stop, { once: true });
    try {
      signal?.throwIfAborted();
      await Promise.race([this.#held.promise, stopped.promise]);
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  #count(what: keyof SlowChatModel["counts"]): void {
    this.counts[what] += 1;
    this.#onChange(this.counts);
  }
}
