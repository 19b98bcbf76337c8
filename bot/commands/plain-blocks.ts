/** The blocks of a message as lines for a terminal: the same words as in a room, as they are. Pure. */
import type { Block, Inline } from "../matrix/rich-text.ts";

/** Ends with a line break. */
export function plainBlocks(blocks: readonly Block[]): string {
  return `${blocks.map(plainBlock).join("\n")}\n`;
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return plainInlines(block.inlines);
    case "quotation":
      return `> ${block.quote.replaceAll("\n", "\n> ")}\n— ${plainInlines(block.source)}`;
    case "list":
      return block.items
        .map((item, index) => `${block.ordered ? `${(block.start ?? 1) + index}.` : "-"} ${plainInlines(item)}`)
        .join("\n");
    case "folded":
      return [block.summary, ...block.blocks.map(plainBlock)].join("\n");
    default:
      return block satisfies never;
  }
}

function plainInlines(inlines: readonly Inline[]): string {
  return inlines.map(plainInline).join("");
}

function plainInline(inline: Inline): string {
  switch (inline.kind) {
    case "deleted":
      return `[-${inline.text}-]`;
    case "inserted":
      return `{+${inline.text}+}`;
    case "code":
      return `\`${inline.text}\``;
    case "mention":
      return inline.userId;
    case "text":
    case "strong":
    case "emphasis":
    case "event-link":
      return inline.text;
    default:
      return inline satisfies never;
  }
}
