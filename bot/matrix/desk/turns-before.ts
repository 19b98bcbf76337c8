/** What was said before a question, as far as it may lean on it: the thread, or the last half hour of a direct room. */
import type { Turn } from "../../answer-types.ts";
import type { Question, QuestionStore } from "./question-store.ts";

/** Questions with their answers. */
const KEPT = 3;
/** Outside of threads a question follows on from one asked at most this long ago, in milliseconds. */
const FOLLOWS_WITHIN_MS = 30 * 60_000;

export function turnsBefore(question: Question, questions: Pick<QuestionStore, "recent">): readonly Turn[] {
  return questions
    .recent(question.roomId, question.threadRoot, KEPT + 1)
    .filter((earlier) => earlier.eventId !== question.eventId && earlier.at <= question.at)
    .filter((earlier) => question.threadRoot !== null || question.at - earlier.at < FOLLOWS_WITHIN_MS)
    .slice(0, KEPT)
    .toReversed()
    .flatMap(({ text, answer }): Turn[] => [
      { role: "user", content: text },
      { role: "assistant", content: answer?.shown ?? "" },
    ]);
}
