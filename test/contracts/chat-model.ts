/**
 * What every chat model behind `bot/model-seam.ts` must do; run against the fake and against the real one. A model
 * without `scoreNext` passes without that part.
 */
import { HumanMessage, SystemMessage } from "@langchain/core/messages";
import { describe, expect, test } from "vitest";
import type { ChatModel } from "../../bot/model-seam.ts";

const MESSAGES = [
  new SystemMessage("You answer in one short sentence."),
  new HumanMessage("Notice of a meeting is 14 days. Question: how many days is the notice?"),
];

export function chatModelContract(name: string, open: () => ChatModel): void {
  describe(`${name} as a chat model`, () => {
    test("answers with text", async () => {
      const reply = await open().invoke(MESSAGES, { maxTokens: 20 });
      expect(reply.text.length).toBeGreaterThan(0);
    });

    test("streams the text that it gives in one piece", async () => {
      const whole = await open().invoke(MESSAGES, { maxTokens: 20 });
      let streamed = "";
      for await (const chunk of await open().stream(MESSAGES, { maxTokens: 20 })) streamed += chunk.text;
      expect(streamed).toBe(whole.text);
    });

    test("gives the signal's reason when it is aborted", async () => {
      const abort = new AbortController();
      abort.abort(new Error("the member took the question back"));
      await expect(open().invoke(MESSAGES, { signal: abort.signal })).rejects.toThrow();
    });

    test("gives log-probabilities that together are no more than certain", async () => {
      const scores = await open().scoreNext?.(MESSAGES, ["The", "14", "Yes"]);
      if (scores === undefined) return;
      expect(scores).toHaveLength(3);
      for (const score of scores) expect(score).toBeLessThanOrEqual(0);
      expect(scores.reduce((sum, score) => sum + Math.exp(score), 0)).toBeLessThanOrEqual(1.000_1);
    });
  });
}
