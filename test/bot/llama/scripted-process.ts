/** A model process that answers from a script: the LangChain classes' fake. What is not scripted throws. */
import type { RequestOptions } from "../../../bot/llama/model-process.ts";
import type { ModelRequests } from "../../../bot/llama/model-requests.ts";
import type { Request, Result } from "../../../bot/llama/protocol.ts";

export class ScriptedProcess implements ModelRequests {
  readonly requests: Request[] = [];
  /** Text pieces of every reply. */
  pieces: readonly string[] = ["Four", "teen ", "days."];

  async request(request: Request, options: RequestOptions = {}): Promise<Result> {
    this.requests.push(request);
    options.signal?.throwIfAborted();
    if (request.kind === "generate") return this.#generate(options);
    if (request.kind === "embed") return { kind: "embed", vectors: request.texts.map(vectorOf) };
    if (request.kind === "score-next") {
      const logProbabilities = request.words.map((_, index) => Math.log(0.5 ** (index + 1)));
      return { kind: "score-next", logProbabilities, evaluatedTokens: 1 };
    }
    throw new Error(`not implemented: ${request.kind}`);
  }

  async #generate(options: RequestOptions): Promise<Result> {
    for (const piece of this.pieces) {
      await Promise.resolve();
      options.signal?.throwIfAborted();
      options.onText?.(piece);
    }
    const counts = { promptTokens: 10, reusedTokens: 4, newTokens: this.pieces.length, prefillMs: 1, decodeMs: 1 };
    return { kind: "generate", text: this.pieces.join(""), finish: "stop", ...counts };
  }
}

/** 384 numbers of length one, which differ between texts. */
function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(384);
  for (let index = 0; index < text.length; index++) vector[(text.charCodeAt(index) * (index + 1)) % 384] = 1;
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
