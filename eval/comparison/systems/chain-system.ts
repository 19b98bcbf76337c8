/**
 * The quickstart's chain: retrieve, put what was found into the prompt, let the model write. The turns before a
 * question are not looked at: the quickstart has no place for them.
 */
import type { Retrieve } from "../quickstart-seam.ts";
import { askModel, qaPrompt, type StreamingModel, type Written } from "./ask-model.ts";
import type { System, SystemId, SystemReply } from "./system.ts";

export type ChainParts = { readonly model: StreamingModel; readonly now: () => number };

export function chainSystem(
  id: SystemId,
  retrieverOf: (collection: string) => Retrieve,
  { model, now }: ChainParts,
): System {
  return {
    id,
    async answer({ collection, question }, signal) {
      const begun = now();
      const context = await retrieverOf(collection)(question);
      return plainReply(await askModel(model, qaPrompt(context, question), { signal, now }), begun);
    },
  };
}

/** What a system that only writes has to say of its reply. */
export function plainReply({ text, firstTokenAt, promptTokens, reusedTokens }: Written, begun: number): SystemReply {
  return {
    text,
    outcome: "answered",
    firstUsefulMs: firstTokenAt === null ? null : firstTokenAt - begun,
    promptTokens,
    reusedTokens,
    language: null,
    ownWords: text,
  };
}
