/** Rochdale as one of the systems compared: with the turns before the question and the day it asks for. */
import type { Rochdale } from "../../../bot/rochdale.ts";
import { ownWords } from "../../answer-checks.ts";
import { toPrediction } from "../../prediction.ts";
import type { System } from "./system.ts";

export function rochdaleSystem(rochdale: Pick<Rochdale, "ask">): System {
  return {
    id: "rochdale",
    async answer({ id, question, history, collection, as_of: asOf }, signal) {
      const answer = await rochdale.ask({ question, history, collections: [collection], asOf, signal, fresh: true });
      return {
        text: answer.shown,
        outcome: answer.outcome,
        firstUsefulMs: answer.milliseconds.evidence ?? null,
        promptTokens: null,
        reusedTokens: null,
        language: answer.language,
        ownWords: ownWords(toPrediction(id, answer, [])),
      };
    },
  };
}
