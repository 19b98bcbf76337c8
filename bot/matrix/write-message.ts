/**
 * Writes a message of the bot in its two forms: HTML of a few tags, and a plain body that says the same words as well.
 * Every text is only text: markup in it is escaped, addresses are made harmless, invisible characters removed; the
 * only links are matrix.to permalinks. Knows nothing of events and of how long a message may be.
 */
import { escapeHtml } from "../escape-html.ts";
import { cleanText } from "./clean-text.ts";
import { defang, JOINER, joinHarmless } from "./defang.ts";
import { eventPermalink, userPermalink } from "./permalink.ts";
import type { Block, Inline, Written } from "./rich-text.ts";

export function writeMessage(blocks: readonly Block[]): Written {
  return writeBlocks(blocks, 0);
}

function writeBlocks(blocks: readonly Block[], depth: number): Written {
  const written = blocks.map((block) => writeBlock(block, depth)).filter(({ body }) => body !== "");
  return {
    body: written.map(({ body }) => body).join("\n\n"),
    html: written.map(({ html }) => html).join(""),
  };
}

function writeBlock(block: Block, depth: number): Written {
  switch (block.kind) {
    case "paragraph":
      return writeParagraph(block.inlines, "");
    case "quotation":
      return writeQuotation(block);
    case "list":
      return writeList(block);
    case "folded":
      return writeFolded(block, depth);
    default:
      return block satisfies never;
  }
}

function writeParagraph(inlines: readonly Inline[], mark: string): Written {
  const { body, html } = writeInlines(inlines);
  return body === "" ? EMPTY : { body: mark + body, html: `<p>${mark}${html}</p>` };
}

const EMPTY: Written = { body: "", html: "" };

function writeQuotation({ quote, source }: Extract<Block, { kind: "quotation" }>): Written {
  const lines = cleanText(quote)
    .split("\n")
    .map((line) => harmless(line).trim())
    .filter((line) => line !== "");
  const from = writeParagraph(source, "— ");
  if (lines.length === 0) return from;
  const body = lines.map((line) => `> ${line}`).join("\n");
  return {
    body: from.body === "" ? body : `${body}\n${from.body}`,
    html: `<blockquote><p>${lines.map(escapeHtml).join("<br>")}</p></blockquote>${from.html}`,
  };
}

function writeList({ ordered, start = 1, items }: Extract<Block, { kind: "list" }>): Written {
  const written = items.map(writeInlines);
  if (written.length === 0) return EMPTY;
  const body = written.map((item, index) => `${ordered ? `${start + index}.` : "-"} ${item.body}`).join("\n");
  const rows = written.map((item) => `<li>${item.html}</li>`).join("");
  if (!ordered) return { body, html: `<ul>${rows}</ul>` };
  return { body, html: `<ol${start === 1 ? "" : ` start="${start}"`}>${rows}</ol>` };
}

/** The specification wants at most 100 tags inside each other; more than a few folds nobody opens. */
const MAX_FOLDS = 20;

function writeFolded({ summary, blocks }: Extract<Block, { kind: "folded" }>, depth: number): Written {
  const inner = writeBlocks(blocks, depth + 1);
  const title = writeInlines([{ kind: "text", text: summary }]);
  const body = [title.body, inner.body].filter((part) => part !== "").join("\n");
  if (depth < MAX_FOLDS) return { body, html: `<details><summary>${title.html}</summary>${inner.html}</details>` };
  return { body, html: title.body === "" ? inner.html : `<p>${title.html}</p>${inner.html}` };
}

function writeInlines(inlines: readonly Inline[]): Written {
  const runs = inlines.map(toRun);
  const texts = joinHarmless(runs.map(({ text }) => text));
  const trimmed = keepApart(runs, trimEnds(texts));
  return {
    body: runs.map((run, index) => marked(run, trimmed[index] ?? "")).join(""),
    html: runs.map((run, index) => writeRun(run, trimmed[index] ?? "")).join(""),
  };
}

type Run = {
  readonly text: string;
  readonly tag: "strong" | "em" | "code" | "del" | "u" | null;
  readonly href: string | null;
};

function toRun(inline: Inline): Run {
  switch (inline.kind) {
    case "text":
      return { text: harmless(inline.text), tag: null, href: null };
    case "strong":
    case "code":
      return { text: harmless(inline.text), tag: inline.kind, href: null };
    case "deleted":
      return { text: harmless(inline.text), tag: "del", href: null };
    case "inserted":
      return { text: harmless(inline.text), tag: "u", href: null };
    case "emphasis":
      return { text: harmless(inline.text), tag: "em", href: null };
    case "event-link":
      return {
        text: harmless(inline.text),
        tag: null,
        href: eventPermalink(inline.roomId, inline.eventId, inline.via),
      };
    case "mention":
      return { text: harmless(inline.userId), tag: null, href: userPermalink(inline.userId) };
    default:
      return inline satisfies never;
  }
}

/** On one line, as HTML shows it anyway: no text can begin a line that looks like a source of ours. */
function harmless(text: string): string {
  return defang(cleanText(text).replace(/\s+/gu, " "));
}

/** Without spaces at the beginning of the first text and the end of the last. */
function trimEnds(texts: readonly string[]): string[] {
  const first = texts.findIndex((text) => text.trim() !== "");
  const last = texts.findLastIndex((text) => text.trim() !== "");
  return texts.map((text, index) => {
    if (index < first || index > last) return "";
    const begun = index === first ? text.trimStart() : text;
    return index === last ? begun.trimEnd() : begun;
  });
}

/** A mark of the plain body must not become part of an address beside it: a joiner stands between them. */
function keepApart(runs: readonly Run[], texts: readonly string[]): string[] {
  const isMarked = (index: number) => markOf(runs[index]?.tag ?? null) !== "";
  return texts.map((text, index) => {
    if (text === "") return text;
    const after = isMarked(index) || isMarked(index + 1) ? JOINER : "";
    const before = isMarked(index) || isMarked(index - 1) ? JOINER : "";
    return before + text + after;
  });
}

/** What would be lost without HTML is marked in the plain body. */
function marked({ tag }: Run, text: string): string {
  const mark = markOf(tag);
  return text === "" ? "" : mark + text + mark;
}

function markOf(tag: Run["tag"]): string {
  return tag === "del" ? "~~" : tag === "u" ? "__" : "";
}

function writeRun({ tag, href }: Run, text: string): string {
  if (text === "") return "";
  const escaped = escapeHtml(text);
  if (href !== null) return `<a href="${escapeHtml(href)}">${escaped}</a>`;
  return tag === null ? escaped : `<${tag}>${escaped}</${tag}>`;
}
