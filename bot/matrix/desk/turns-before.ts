/** What was said before a question, as far as it may lean on it: the thread, or the last half hour of a direct room. */
import type { Turn } from "../../answer-types.ts";
import type { Question, QuestionStore } from "./question-store.ts";

/** Questions with their answers. */
const KEPT = 3;
/** Outside of threads a question follows on from one asked at most this long ago, in milliseconds. */
const FOLLOWS_WITHIN_MS = 30 * 60_000;

/** @param mayShow may the room still read what an answer came from? If not, its words are no part of what was said. */
export function turnsBefore(
  question: Question,
  questions: Pick<QuestionStore, "recent">,
  mayShow: (earlier: Question) => boolean,
): readonly Turn[] {
  return questions
    .recent(question.roomId, question.threadRoot, KEPT + 1)
    .filter((earlier) => earlier.eventId !== question.eventId && earlier.at <= question.at)
    .filter((earlier) => question.threadRoot !== null || question.at - earlier.at < FOLLOWS_WITHIN_MS)
    .slice(0, KEPT)
    .toReversed()
    .flatMap((earlier): Turn[] => [
      { role: "user", content: earlier.text },
      { role: "assistant", content: mayShow(earlier) ? (earlier.answer?.shown ?? "") : "" },
    ]);
}
