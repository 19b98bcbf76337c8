/** What the comparison asks of every system alike. Types and names only. */
import type { Outcome, ReplyLanguage } from "../../../bot/answer-types.ts";
import type { EvalQuestion } from "../../question-set.ts";

/** In the order of the table. */
export const SYSTEM_IDS = ["rochdale", "quickstart", "quickstart-ensemble", "stuffed"] as const;
export type SystemId = (typeof SYSTEM_IDS)[number];

export type SystemReply = {
  /** The whole reply as its reader sees it. */
  readonly text: string;
  /** A system that only writes has always `answered`; whether it refused is read from its words. */
  readonly outcome: Outcome;
  /** Until there was something to read: Rochdale's quotations, the others' first token. Null for never. */
  readonly firstUsefulMs: number | null;
  /** Of the chat model's prompt, and how many of them it had read for the request before; null where unknown. */
  readonly promptTokens: number | null;
  readonly reusedTokens: number | null;
  /** The language the reply says it is in; null where it says nothing. */
  readonly language: ReplyLanguage | null;
  /** The words whose language counts: not those of quotations. */
  readonly ownWords: string;
};

export interface System {
  readonly id: SystemId;
  /** @throws the signal's reason when aborted, and whatever breaks. */
  answer(question: EvalQuestion, signal: AbortSignal): Promise<SystemReply>;
}
