/**
 * A message of the bot before it is written out: blocks of inlines, so that text from documents is always text and never
 * markup. `write-message.ts` makes the plain body and the HTML of it. Data only.
 */

export type Inline =
  | { readonly kind: "text" | "strong" | "emphasis" | "code"; readonly text: string }
  /** Words that a newer text leaves out, or has more: struck out and underlined, "~~…~~" and "__…__" in the plain body. */
  | { readonly kind: "deleted" | "inserted"; readonly text: string }
  /** A permalink to an event or a room (`https://matrix.to/#/…`): the only links there are. */
  | {
      readonly kind: "event-link";
      readonly roomId: string;
      readonly eventId: string | null;
      readonly text: string;
      /** A server through which the room can be joined. */
      readonly via?: string;
    }
  /** Somebody who is meant to be told; also listed in `m.mentions` by whoever sends the message. */
  | { readonly kind: "mention"; readonly userId: string };

export type Block =
  | { readonly kind: "paragraph"; readonly inlines: readonly Inline[] }
  /** A verbatim quotation with the line that says where it stands (written after "— "; none where it is empty). */
  | { readonly kind: "quotation"; readonly quote: string; readonly source: readonly Inline[] }
  | {
      readonly kind: "list";
      readonly ordered: boolean;
      /** Number of the first item of an ordered list; 1 when not given. */
      readonly start?: number;
      readonly items: readonly (readonly Inline[])[];
    }
  /** Folded where the client can fold; written out below its summary in the plain body. */
  | { readonly kind: "folded"; readonly summary: string; readonly blocks: readonly Block[] };

/** The two forms of one message: they carry the same words. */
export type Written = { readonly body: string; readonly html: string };

export function text(words: string): Inline {
  return { kind: "text", text: words };
}

export function paragraph(words: string): Block {
  return { kind: "paragraph", inlines: [text(words)] };
}
