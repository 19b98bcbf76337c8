/**
 * Cuts a long message into several that homeservers take: between blocks where that is enough, else inside a block, at
 * the end of a line or a sentence. Knows what an edit of a message weighs, and nothing of events otherwise.
 */
import { cutText } from "./cut-text.ts";
import type { Block, Inline, Written } from "./rich-text.ts";
import { text } from "./rich-text.ts";
import { writeMessage } from "./write-message.ts";

/**
 * Bytes of body and HTML together, as JSON. An event has at most 65,536 bytes (spec); an edit holds both forms twice,
 * encryption makes four bytes of three: 27,000 bytes of edit are 36,000 encrypted, with room for signatures.
 */
export const MESSAGE_BYTES = 12_500;

/** In order; each of the messages fits. */
export function writeMessages(blocks: readonly Block[]): Written[] {
  return splitMessage(blocks).map(writeMessage);
}

export function splitMessage(blocks: readonly Block[]): Block[][] {
  const messages: Block[][] = [];
  let room = 0;
  for (const block of blocks.flatMap(pieces)) {
    const bytes = bytesOf(block) + BETWEEN_BYTES;
    const current = messages.at(-1);
    if (current === undefined || bytes > room) {
      messages.push([block]);
      room = MESSAGE_BYTES - bytes;
    } else {
      current.push(block);
      room -= bytes;
    }
  }
  return messages;
}

/** The empty line between two blocks, as JSON. */
const BETWEEN_BYTES = 4;

export function writtenBytes({ body, html }: Written): number {
  return Buffer.byteLength(JSON.stringify(body)) + Buffer.byteLength(JSON.stringify(html));
}

function bytesOf(block: Block): number {
  return writtenBytes(writeMessage([block]));
}

function pieces(block: Block): Block[] {
  if (bytesOf(block) + BETWEEN_BYTES <= MESSAGE_BYTES) return [block];
  return halves(block).flatMap(pieces);
}

/** Smaller blocks that say the same. What is one short text is never asked for: it fits. */
function halves(block: Block): readonly Block[] {
  switch (block.kind) {
    case "paragraph":
      return inlineHalves(block.inlines).map((inlines) => ({ ...block, inlines }));
    case "quotation":
      return quotationHalves(block);
    case "list":
      return listHalves(block);
    case "folded":
      return foldedHalves(block);
    default:
      return block satisfies never;
  }
}

function inlineHalves(inlines: readonly Inline[]): readonly (readonly Inline[])[] {
  const [only] = inlines;
  if (only === undefined) return [];
  if (inlines.length > 1) return halved(inlines);
  if (only.kind === "mention") return cutText(only.userId).map((part) => [text(part)]);
  return cutText(only.text).map((part) => [{ ...only, text: part }]);
}

/** A source line may be this long to be written under every part of a quotation, in bytes. */
const SOURCE_BYTES = 2_000;

function quotationHalves(block: Extract<Block, { kind: "quotation" }>): readonly Block[] {
  const source: Block = { kind: "paragraph", inlines: block.source };
  if (bytesOf(source) > SOURCE_BYTES) return [{ ...block, source: [] }, source];
  return cutText(block.quote).map((quote) => ({ ...block, quote }));
}

function listHalves(block: Extract<Block, { kind: "list" }>): readonly Block[] {
  const { items, start = 1 } = block;
  const [only] = items;
  if (only !== undefined && items.length === 1) return inlineHalves(only).map((item) => ({ ...block, items: [item] }));
  const [first = [], second = []] = halved(items);
  return [
    { ...block, items: first },
    { ...block, start: start + first.length, items: second },
  ];
}

/** A heading may be this long to stand above every part of what it folds, in characters. */
const SUMMARY_CHARACTERS = 200;

function foldedHalves(block: Extract<Block, { kind: "folded" }>): readonly Block[] {
  const { summary, blocks } = block;
  const [only] = blocks;
  const unfolded: readonly Block[] = [{ kind: "paragraph", inlines: [text(summary)] }, ...blocks];
  if (only === undefined || summary.length > SUMMARY_CHARACTERS) return unfolded;
  if (blocks.length > 1) return halved(blocks).map((part) => ({ ...block, blocks: part }));
  // What fits alone is too long only for the folds around it.
  if (bytesOf(only) + BETWEEN_BYTES <= MESSAGE_BYTES) return unfolded;
  return halves(only).map((part) => ({ ...block, blocks: [part] }));
}

function halved<T>(list: readonly T[]): readonly T[][] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
