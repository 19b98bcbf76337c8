/**
 * LangChain's fake streaming chat model, which also keeps its prompts and throws where the script says so. What only
 * makes it forget its last prompt is not in the script.
 */
import type { BaseMessage } from "@langchain/core/messages";
import { FakeListChatModel } from "@langchain/core/utils/testing";

export class RecordingModel extends FakeListChatModel {
  readonly prompts: string[] = [];
  forgotten = 0;
  readonly #script: (string | Error)[];

  constructor(script: readonly (string | Error)[]) {
    super({ responses: [""] });
    this.#script = [...script];
  }

  override _streamResponseChunks(...given: Parameters<FakeListChatModel["_streamResponseChunks"]>) {
    const prompt = given[0].map((message: BaseMessage) => message.text).join("\n---\n");
    const next = prompt === "Hello." ? this.#forget() : this.#say(prompt);
    if (next === undefined) throw new Error("not implemented: the script has no further reply");
    if (next instanceof Error) throw next;
    this.responses = [next];
    this.i = 0;
    return super._streamResponseChunks(...given);
  }

  #forget(): string {
    this.forgotten += 1;
    return "H";
  }

  #say(prompt: string): string | Error | undefined {
    this.prompts.push(prompt);
    return this.#script.shift();
  }
}
