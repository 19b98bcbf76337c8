/**
 * What the ledger keeps of documents: answers that quote them and passages that were looked at. For a purge. Knows
 * nothing of rooms and homeservers; who can redact hands in how.
 */
import type { Eraser, PurgeCounts, PurgedFile } from "../../documents/purge.ts";
import type { Question, QuestionStore, StoredFile } from "./question-store.ts";

export type EraseAnswersParts = {
  readonly questions: Pick<QuestionStore, "using" | "setRetrieved" | "clearAnswer">;
  /** Takes back what was said of a question that quotes them; null where there is no homeserver at hand. */
  readonly takeBack: ((question: Question) => Promise<readonly boolean[]>) | null;
  /** Answers that are being worked on may not come from what was there before. */
  readonly beginAnew: () => void;
};

export function answersEraser({ questions, takeBack, beginAnew }: EraseAnswersParts): Eraser<PurgedFile> {
  return {
    count(files) {
      const used = questions.using(files);
      const said = used.filter((question) => quotes(question, files) && question.answerId !== null).length;
      return { answers: used.length, ...(takeBack === null ? { messagesLeft: said } : { messages: said }) };
    },
    async erase(files, signal): Promise<PurgeCounts> {
      const used = questions.using(files);
      const done: boolean[] = [];
      for (const question of used) {
        signal.throwIfAborted();
        if (quotes(question, files)) done.push(...(takeBack === null ? unsaid(question) : await takeBack(question)));
        else questions.setRetrieved(question.eventId, without(question.retrieved, files));
        if (quotes(question, files)) questions.clearAnswer(question.eventId);
      }
      beginAnew();
      const messages = done.filter((redacted) => redacted).length;
      return { answers: used.length, messages, messagesLeft: done.length - messages };
    },
  };
}

/** What lies in a room stays there. */
function unsaid({ answerId }: Question): readonly boolean[] {
  return answerId === null ? [] : [false];
}

/** By a citation, or by the heading of a section: what members have seen. */
function quotes({ answer, retrieved }: Question, files: readonly StoredFile[]): boolean {
  if (answer === null) return false;
  if (answer.citations.some((citation) => isAmong(citation, files))) return true;
  const titles = retrieved.filter((passage) => isAmong(passage, files)).map(({ document }) => document);
  return answer.nearest.some(({ document }) => titles.includes(document));
}

function without<T extends StoredFile>(passages: readonly T[], files: readonly StoredFile[]): readonly T[] {
  return passages.filter((passage) => !isAmong(passage, files));
}

function isAmong({ collection, file }: StoredFile, files: readonly StoredFile[]): boolean {
  return files.some((one) => one.collection === collection && one.file === file);
}
