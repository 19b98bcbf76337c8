/** The named moments of hearing and sending at which a crash must do no harm; for tests that end the process at each. */

/** One sync, keys saved before a request, one event on its way out, one redaction. */
export const CONNECTION_STEPS = [
  "sync-received",
  "batch-made",
  "inbox-written",
  "crypto-rows-written",
  "token-written",
  "sync-committed",
  "keys-saved",
  "event-encrypted",
  "payload-written",
  "payload-stored",
  "event-sent",
  "event-confirmed",
  "redaction-sent",
] as const;
export type ConnectionStep = (typeof CONNECTION_STEPS)[number];

export type OnConnectionStep = (step: ConnectionStep) => void;
