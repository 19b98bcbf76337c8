/**
 * A comparison as one HTML page that needs nothing else: for a phone, for print, in light and dark. All that stands in
 * documents is escaped. Knows nothing of how the versions were found.
 */

import { countSections, type DiffPart, type SectionDiff, type VersionDiff } from "../../corpora/diff-versions.ts";
import { escapeHtml } from "../escape-html.ts";

export type DiffPageWords = {
  readonly language: string;
  readonly title: string;
  readonly counts: (counts: ReturnType<typeof countSections>) => string;
  readonly legend: string;
  readonly marks: Readonly<Record<Exclude<SectionDiff["kind"], "unchanged">, string>>;
  readonly unnamedSection: string;
};

export function diffPage(diff: VersionDiff, words: DiffPageWords): string {
  return [
    "<!doctype html>",
    `<html lang="${escapeHtml(words.language)}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapeHtml(words.title)}</title><style>${STYLE}</style></head>`,
    "<body><main>",
    `<h1>${escapeHtml(words.title)}</h1>`,
    `<p>${escapeHtml(words.counts(countSections(diff)))} ${escapeHtml(words.legend)}</p>`,
    ...diff.map((section) => sectionHtml(section, words)),
    "</main></body></html>",
    "",
  ].join("\n");
}

const STYLE = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 42rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin: 1.6rem 0 0.3rem; }
h2 small { font-weight: normal; opacity: 0.75; }
p.text { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
del { background: #f6c9c4; color: #5a120a; } ins { background: #c4e8c8; color: #0b3d14; }
@media (prefers-color-scheme: dark) {
  del { background: #5c1d17; color: #ffd9d4; } ins { background: #174d20; color: #d5f7da; }
}
.unchanged { opacity: 0.65; }
`.trim();

function sectionHtml(section: SectionDiff, words: DiffPageWords): string {
  const heading = (title: string) => escapeHtml(title === "" ? words.unnamedSection : title);
  const mark = (kind: Exclude<SectionDiff["kind"], "unchanged">) => `<small>${escapeHtml(words.marks[kind])}</small> `;
  switch (section.kind) {
    case "unchanged":
      return `<h2 class="unchanged">${heading(section.after)}</h2>`;
    case "renumbered":
      return `<h2>${mark("renumbered")}${heading(section.before)} → ${heading(section.after)}</h2>`;
    case "changed": {
      const title = section.before === section.after ? "" : `<del>${heading(section.before)}</del> `;
      const text = section.parts.map(partHtml).join("");
      return `<h2>${mark("changed")}${title}${heading(section.after)}</h2>\n<p class="text">${text}</p>`;
    }
    case "added":
      return `<h2>${mark("added")}<ins>${heading(section.after)}</ins></h2>\n<p class="text"><ins>${escapeHtml(section.text)}</ins></p>`;
    case "removed":
      return `<h2>${mark("removed")}<del>${heading(section.before)}</del></h2>\n<p class="text"><del>${escapeHtml(section.text)}</del></p>`;
    default:
      return section satisfies never;
  }
}

function partHtml({ kind, text }: DiffPart): string {
  const words = escapeHtml(text);
  if (kind === "same") return words;
  return kind === "removed" ? `<del>${words}</del>` : `<ins>${words}</ins>`;
}
