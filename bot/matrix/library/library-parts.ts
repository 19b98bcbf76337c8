/** What the work on library rooms needs of the rest of the bot, each thing once. Types only. */

import type { ReplyLanguage } from "../../answer-types.ts";
import type { Rochdale } from "../../rochdale.ts";
import type { RoomKeeper, RoomMembership } from "../ports.ts";
import type { StateEvent } from "../read-room-state.ts";
import type { RoomsKnown } from "../rooms-known.ts";
import type { PublishParts } from "./publish.ts";

export type LibraryParts = Omit<PublishParts, "homeserver"> & {
  readonly homeserver: PublishParts["homeserver"] & RoomKeeper & Pick<RoomMembership, "leave">;
  readonly documents: Pick<Rochdale, "lifecycle" | "documentText" | "collections">;
  readonly rooms: RoomsKnown;
  /** A room's state events, as the last committed sync left them. */
  readonly stateOf: (roomId: string) => readonly StateEvent[];
  readonly self: string;
  readonly adminRoomId: string;
  /** Of the admin room. */
  readonly language: () => ReplyLanguage;
  /** Is there anything more important to send just now: answers, or what a rate limit holds back? */
  readonly isBusy: () => boolean;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** YYYY-MM-DD. */
  readonly today: () => string;
  /** Pauses before something that failed is tried again, in milliseconds. */
  readonly retryAfterMs: readonly number[];
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** What was deleted from the database leaves its files too. */
  readonly shred: () => void;
  /** Writes to the operator's log and gives the reference. */
  readonly report: (error: unknown) => string;
};
