/**
 * "Put the documents into the context": the beginning of a collection's text, as much as the model takes, before the
 * question. Knows nothing of retrieval.
 */
import { PromptTooLong } from "../../../bot/llama/model-process.ts";
import { askModel, qaPrompt, type Written } from "./ask-model.ts";
import { type ChainParts, plainReply } from "./chain-system.ts";
import type { System } from "./system.ts";

export type StuffedParts = ChainParts & {
  /** All text of a collection. */
  readonly textOf: (collection: string) => string;
  readonly contextTokens: number;
};

/** More characters than a token stands for in any text worth reading: the first attempt is never too short. */
const MOST_CHARACTERS_PER_TOKEN = 8;
/** Below the share that the token counts suggest, so that one more attempt is enough: tokens are not spread evenly. */
const CAUTION = 0.99;
/** When the model does not say by how much it was too long. */
const BLIND_STEP = 0.9;

export function stuffedSystem(parts: StuffedParts): System {
  const { textOf, contextTokens, now } = parts;
  // What fitted the question before is tried first: a second attempt costs little, but it costs.
  const fitting = new Map<string, number>();
  return {
    id: "stuffed",
    async answer({ collection, question }, signal) {
      const begun = now();
      const text = textOf(collection);
      const most = fitting.get(collection) ?? contextTokens * MOST_CHARACTERS_PER_TOKEN;
      const { written, characters } = await askFitting(parts, { text, question, most, signal });
      fitting.set(collection, characters);
      return plainReply(written, begun);
    },
  };
}

type Attempt = {
  readonly text: string;
  readonly question: string;
  /** Characters of the text at most. */
  readonly most: number;
  readonly signal: AbortSignal;
};

async function askFitting(
  parts: StuffedParts,
  { text, question, most, signal }: Attempt,
): Promise<{ readonly written: Written; readonly characters: number }> {
  let characters = Math.min(most, text.length);
  for (;;) {
    try {
      const prompt = qaPrompt([text.slice(0, characters)], question);
      return { written: await askModel(parts.model, prompt, { signal, now: parts.now }), characters };
    } catch (error) {
      if (!(error instanceof PromptTooLong) || characters === 0) throw error;
      characters = Math.floor(characters * fittingShare(error.message));
    }
  }
}

/** From the two numbers of the model's sentence: "Expected a prompt of at most 3945 tokens …, got 8000." */
function fittingShare(sentence: string): number {
  const [, limit, got] = /at most (\d+) tokens.*got (\d+)/su.exec(sentence) ?? [];
  const share = Number(limit) / Number(got);
  return share > 0 && share < 1 ? share * CAUTION : BLIND_STEP;
}
