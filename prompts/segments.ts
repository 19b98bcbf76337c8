/**
 * A prompt as typed segments: what Rochdale says (`trusted`) and what members and documents say (`untrusted`). Only
 * the model layer knows delimiters, so pasted control text stays text. Pure.
 */
import { type BaseMessage, HumanMessage, SystemMessage } from "@langchain/core/messages";
import { foldInvisible } from "./invisible.ts";

export type Segment = { readonly kind: "trusted" | "untrusted"; readonly text: string };

export type Prompt = { readonly system: readonly Segment[]; readonly user: readonly Segment[] };

export function trusted(text: string): Segment {
  return { kind: "trusted", text };
}

/** Text of a member or a document: invisible characters are taken out. */
export function untrusted(text: string): Segment {
  return { kind: "untrusted", text: foldInvisible(text) };
}

/** One system and one user message, whose content is plain text. */
export function toMessages(prompt: Prompt): BaseMessage[] {
  return [new SystemMessage(join(prompt.system)), new HumanMessage(join(prompt.user))];
}

function join(segments: readonly Segment[]): string {
  return segments.map((segment) => segment.text).join("");
}
