/** The named moments between a message with a file and its last report at which a crash must do no harm; for tests. */

export const LOAD_STEPS = [
  "load-taken",
  "load-fetched",
  "load-received",
  "report-sent",
  "load-read",
  "question-sent",
  "question-noted",
  "marks-sent",
  "decision-stored",
  "decision-carried-out",
  "decision-settled",
  "embedding-begun",
  "end-reported",
] as const;
export type LoadStep = (typeof LOAD_STEPS)[number];
