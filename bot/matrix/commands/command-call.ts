/** What a command is told about its message, and what can come of it. Types, and the short ways to write an outcome. */
import type { ReplyLanguage } from "../../answer-types.ts";
import type { Order } from "../access/authority.ts";
import { type Block, type Inline, paragraph, text } from "../rich-text.ts";
import type { RoomState } from "../room-state.ts";

export type CommandCall = Order & {
  /** Root of the thread in which the command was sent; null outside threads. */
  readonly threadRoot: string | null;
  /** The room as it is now. */
  readonly room: RoomState;
  /** In which the bot replies. */
  readonly language: ReplyLanguage;
  /** Is the bot meant for sure: in a direct room, by a mention, in a reply to it? Other bots hear "!" too. */
  readonly addressed: boolean;
  /** Milliseconds. */
  readonly now: number;
};

export type CommandOutcome =
  | {
      readonly kind: "reply";
      readonly blocks: readonly Block[];
      /** Sent behind the words, each as a message of its own. */
      readonly files?: readonly ReplyFile[];
    }
  /** The command carries a question, to be answered like any other by the rules of a day. */
  | { readonly kind: "question"; readonly question: string; readonly asOf: string }
  | { readonly kind: "silent" };

export type ReplyFile = { readonly name: string; readonly mimeType: string; readonly bytes: Uint8Array };

export const SILENT: CommandOutcome = { kind: "silent" };

export function reply(...blocks: readonly Block[]): CommandOutcome {
  return { kind: "reply", blocks };
}

/** One paragraph of plain text. */
export function say(words: string): CommandOutcome {
  return reply(paragraph(words));
}

export function bullets(items: readonly (readonly Inline[])[]): Block {
  return { kind: "list", ordered: false, items };
}

export function textItem(words: string): readonly Inline[] {
  return [text(words)];
}

/** Words to be copied and sent back. */
export function code(words: string): Inline {
  return { kind: "code", text: words };
}
