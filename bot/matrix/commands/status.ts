/**
 * `!status`: how the bot is doing. A room learns only of the documents that it may read; counts over all rooms are for
 * the admin room.
 */
import type { AdminPolicy } from "../access/authority.ts";
import type { FeedbackCounts } from "../access/feedback-store.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import type { RoomMessages } from "../messages/room-messages.ts";
import type { Identity } from "../ports.ts";
import { paragraph, text } from "../rich-text.ts";
import { bullets, type CommandCall, type CommandOutcome, code, reply, textItem } from "./command-call.ts";
import { duration } from "./moment.ts";

export type StatusFigures = {
  /** Questions waiting or being answered. */
  readonly waiting: number;
  /** Catalogue ids; null for none. `notices`: one sentence (English) for each model that is missing. */
  readonly models: {
    readonly chat: string | null;
    readonly embedding: string | null;
    readonly notices: readonly string[];
  };
  readonly collections: readonly { readonly name: string; readonly documents: number }[];
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly identity: Identity;
  readonly rooms: number;
  readonly waitingInvites: number;
  /** Messages that could not be decrypted since the start. */
  readonly undecryptable: number;
  readonly feedback: FeedbackCounts;
  /** Resident memory of all processes together, in bytes. */
  readonly memoryBytes: number;
};

export type StatusDeps = {
  readonly status: () => Promise<StatusFigures>;
  readonly readable: (roomId: string) => readonly string[];
  readonly policy: Pick<AdminPolicy, "adminRoomId">;
};

export async function status(call: CommandCall, deps: StatusDeps): Promise<CommandOutcome> {
  const messages = roomMessagesIn(call.language);
  const figures = await deps.status();
  const readable = deps.readable(call.roomId);
  const mayRead = figures.collections.filter(({ name }) => readable.includes(name));
  const { deviceId, fingerprint, crossSigned } = figures.identity;
  const lines = [
    messages.statusQueue(figures.waiting),
    messages.statusDocuments(total(mayRead)),
    messages.statusModels(figures.models.chat, figures.models.embedding),
  ];
  return reply(
    paragraph(messages.statusVersion(figures.version, duration(call.now - figures.startedAt))),
    bullets([
      ...lines.map(textItem),
      [text(`${messages.statusDevice(deviceId, crossSigned)} `), code(inGroups(fingerprint))],
      ...(call.roomId === deps.policy.adminRoomId ? forAdmins(figures, messages).map(textItem) : []),
    ]),
  );
}

function forAdmins(figures: StatusFigures, messages: RoomMessages): string[] {
  return [
    messages.statusRooms(figures.rooms, figures.waitingInvites),
    ...figures.collections.map(({ name, documents }) => `${name}: ${messages.documents(documents)}`),
    messages.statusUndecryptable(figures.undecryptable),
    messages.statusFeedback(figures.feedback.up, figures.feedback.down),
    messages.statusMemory(Math.round(figures.memoryBytes / 1_000_000)),
    ...figures.models.notices,
  ];
}

function total(collections: StatusFigures["collections"]): number {
  return collections.reduce((sum, { documents }) => sum + documents, 0);
}

/** In fours, as clients show it, so that two people can compare it aloud. */
function inGroups(fingerprint: string): string {
  return (fingerprint.match(/.{1,4}/gu) ?? []).join(" ");
}
