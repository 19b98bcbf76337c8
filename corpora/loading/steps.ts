/**
 * The named moments of loading at which a crash must do no harm; tests end the process at each. A running Rochdale hands
 * in nothing here.
 */

/** In the order in which one upload passes them; those about members concern archives. */
export const LOADING_STEPS = [
  "file-part-written",
  "file-written",
  "row-received",
  "file-read",
  "document-kept",
  "archive-unpacked",
  "member-written",
  "members-received",
  "decision-checked",
  "collection-ready",
  "document-put",
  "document-indexed",
  "decision-entered",
  "before-commit",
  "after-commit",
  "file-removed",
  "cancel-stored",
] as const;
export type LoadingStep = (typeof LOADING_STEPS)[number];

export type OnStep = (step: LoadingStep) => void;
