/** The named moments of a question at which a crash must do no harm; for tests that end the process at each. */

/** From the inbox to the answer; then what its asker may do about it: stop it, change it, take it back. */
export const DESK_STEPS = [
  "question-entered",
  "question-taken",
  "notice-sent",
  "notice-noted",
  "answer-ready",
  "answer-sent",
  "answer-noted",
  "inbox-emptied",
  "question-stopped",
  "words-changed",
  "question-emptied",
  "replies-redacted",
  "question-removed",
] as const;
export type DeskStep = (typeof DESK_STEPS)[number];

export type OnDeskStep = (step: DeskStep) => void;
