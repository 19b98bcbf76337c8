/** Prints a parsed document line by line, so that tests can state what was read. */
import { readFileSync } from "node:fs";
import type { ParsedDocument } from "../../corpora/document.ts";
import { DEFAULT_LIMITS } from "../../corpora/formats/limits.ts";
import { parseDocument } from "../../corpora/formats/parse.ts";

export function parse(content: string | Uint8Array, fileName: string): Promise<ParsedDocument> {
  return parseDocument(typeof content === "string" ? Buffer.from(content) : content, fileName, DEFAULT_LIMITS);
}

export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
}

/** "# heading" by level, "- item" indented by depth, "| row" ("|= row" for headers), paragraphs as they are. */
export function printed({ text, blocks, sections }: ParsedDocument): string[] {
  return blocks.map((block) => {
    const own = text.slice(block.start, block.end);
    if (block.kind === "heading") return `${"#".repeat(sections[block.section]?.level ?? 0)} ${own}`;
    if (block.kind === "item") return `${"  ".repeat(block.depth)}- ${own}`;
    return block.kind === "row" ? `${block.table?.header ? "|=" : "|"} ${own}` : own;
  });
}
