/** What can be degraded, and how one trouble is known. Data only. */

/** Everything that the bot goes on without, or worse, and that an admin should hear of. */
export const TROUBLES = ["disk", "model", "database", "index", "homeserver", "token", "rate-limit"] as const;

export type TroubleKind = (typeof TROUBLES)[number];

export type Degraded = {
  readonly kind: TroubleKind;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** What is known of it, for the operator: no secrets, no member's words. Empty when nothing is. */
  readonly facts: string;
};
