/** Builds parsed documents for tests from a few lines: "# " heading, "- " item, "| " row, anything else a paragraph. */

import type { ParsedDocument } from "../../corpora/document.ts";
import { createDocumentBuilder } from "../../corpora/document-builder.ts";

export function makeDocument(source: string, title: string | null = null): ParsedDocument {
  const builder = createDocumentBuilder();
  let firstRow = true;
  for (const line of source.split("\n").map((one) => one.trim())) {
    if (line === "") continue;
    const heading = /^(#+) (.*)$/u.exec(line);
    const row = line.startsWith("| ");
    if (heading) builder.heading(heading[2] ?? "", heading[1]?.length ?? 1);
    else if (line.startsWith("- ")) builder.item(line.slice(2), 0);
    else if (row) builder.row(line.slice(2).split(" | "), firstRow);
    else builder.paragraph(line);
    firstRow = !row;
  }
  return builder.finish({ format: "markdown", title, pages: null });
}
