/** Chat models that do not end: one says words for ever, one says nothing for ever; neither heeds a limit or a signal. */
import { setImmediate as turn } from "node:timers/promises";
import { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk, type ChatResult } from "@langchain/core/outputs";
import type { ChatCallOptions, ChatModel } from "../../bot/model-seam.ts";

export class EndlessChatModel extends BaseChatModel<ChatCallOptions> implements ChatModel {
  /** Words said, over all questions. */
  said = 0;
  /** Characters of the longest prompt that it was shown. */
  longestPrompt = 0;
  /** `well` answers as a model should. */
  mood: "well" | "endless" | "silent" = "well";

  constructor() {
    super({});
  }

  override _llmType(): string {
    return "endless";
  }

  override _generate(): Promise<ChatResult> {
    throw new Error("not implemented: without a stream");
  }

  override async *_streamResponseChunks(messages: BaseMessage[]): AsyncGenerator<ChatGenerationChunk> {
    this.longestPrompt = Math.max(this.longestPrompt, messages.map(({ text }) => text).join("").length);
    if (this.mood === "well") yield chunk("Thirty voting members make a quorum.");
    if (this.mood === "silent") await new Promise(() => {});
    while (this.mood === "endless") {
      this.said += 1;
      yield chunk("Let me think about that once more. ");
      await turn();
    }
  }
}

function chunk(text: string): ChatGenerationChunk {
  return new ChatGenerationChunk({ text, message: new AIMessageChunk(text) });
}
