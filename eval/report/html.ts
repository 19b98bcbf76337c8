/**
 * Writes HTML without forgetting to escape: whatever is put into an `html` template is escaped, unless it is markup
 * already. Knows nothing of reports.
 */
import { escapeHtml } from "../../bot/escape-html.ts";

/** HTML that may be shown as it stands. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes: lists are joined, null is nothing. */
export type Content = Markup | string | number | null | readonly Content[];

export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => part + written(contents[index] ?? null)).join(""));
}

/** For what another program has escaped (the plotting library) and for our own stylesheet. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function written(content: Content): string {
  if (content === null) return "";
  if (content instanceof Markup) return content.text;
  if (typeof content === "string") return escapeHtml(content);
  return typeof content === "number" ? String(content) : content.map(written).join("");
}
