/**
 * What the bot tells of its work to whoever watches it: counts and durations, never who asked, where or what. Knows no
 * way of keeping or showing them (`watching/`).
 */
import type { Outcome } from "./answer-types.ts";

/**
 * How a question left the bot. Beyond the outcomes of an answer: `nothing-granted` (the room may read nothing),
 * `refused` (no room in the queue), `stopped` and `withdrawn` by the asker, `not-sent` (the homeserver would not take
 * the reply).
 */
export const ENDINGS = ["nothing-granted", "refused", "stopped", "withdrawn", "not-sent"] as const;
export type Ending = Outcome | (typeof ENDINGS)[number];

/** One question, from when it was taken in. */
export interface QuestionRecord {
  /** The asker sees a passage, or the reply. The first call counts. */
  firstWords(): void;
  /** It has left the bot; the first call counts. `steps`: milliseconds since the answering began, by step. */
  ended(ending: Ending, steps?: Readonly<Record<string, number>>): void;
}

export interface Recorder {
  question(): QuestionRecord;
  /** A message could not be decrypted. */
  undecryptable(): void;
  /** A sync of the homeserver was taken in. */
  synced(): void;
  /** Something failed and stands in the operator's log. */
  failed(): void;
}

/** Nobody watches. */
export const NO_RECORD: QuestionRecord = { firstWords: () => {}, ended: () => {} };
export const NO_RECORDER: Recorder = {
  question: () => NO_RECORD,
  undecryptable: () => {},
  synced: () => {},
  failed: () => {},
};
