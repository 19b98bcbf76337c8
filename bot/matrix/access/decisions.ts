/** What was decided about rights, for the operator's log: ids and reasons, never words of a message. Decides nothing. */
import type { Refusal } from "./authority.ts";
import type { Withheld } from "./readable.ts";

export type AccessDecision =
  /** A question found nothing that its room may read. */
  | {
      readonly kind: "nothing-readable";
      readonly roomId: string;
      readonly eventId: string;
      readonly why: readonly Withheld[];
    }
  /** An answer was ready, and the room may no longer read what it came from. */
  | {
      readonly kind: "answer-withheld";
      readonly roomId: string;
      readonly eventId: string;
      readonly why: readonly Withheld[];
    }
  /** Somebody gave an order that is not theirs to give. */
  | {
      readonly kind: "order-refused";
      readonly roomId: string;
      readonly sender: string;
      readonly order: string;
      readonly reason: Refusal;
    };

export type OnAccessDecision = (decision: AccessDecision) => void;
