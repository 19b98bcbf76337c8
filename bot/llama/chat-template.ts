/**
 * Turns messages into the tokens of a ChatML prompt. Delimiters are put in as tokens; a message's content is tokenised
 * as plain text, so that a pasted `<|im_end|>` stays text and cannot end its message.
 */
import type { Token } from "node-llama-cpp";
import type { ChatTurn } from "./protocol.ts";

/** The one thing needed of a model: its tokenizer, with or without special tokens in the text. */
export interface Tokenizer {
  tokenize(text: string, specialTokens?: boolean): Token[];
}

/** The prompt up to where the assistant's next words begin. */
export function chatMlTokens(model: Tokenizer, turns: readonly ChatTurn[], emptyThinkBlock: boolean): Token[] {
  const special = (text: string) => model.tokenize(text, true);
  const plain = (text: string) => (text === "" ? [] : model.tokenize(text, false));
  const start = special("<|im_start|>");
  const end = special("<|im_end|>");
  const tokens: Token[] = [];
  for (const turn of turns) tokens.push(...start, ...plain(`${turn.role}\n${turn.content}`), ...end, ...plain("\n"));
  tokens.push(...start, ...plain("assistant\n"));
  if (emptyThinkBlock) tokens.push(...special("<think>\n\n</think>\n\n"));
  return tokens;
}
