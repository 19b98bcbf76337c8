/** A table that scrolls inside its own box when the screen is narrow. */
import { type Content, html, type Markup } from "./html.ts";

export type Column = {
  readonly heading: string /** Set to the right, in figures of one width. */;
  readonly numeric?: boolean;
};

/** The first cell of a row names it. `anchors`: an id per row, for links. */
export type DataTable = {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Content[])[];
  readonly anchors?: readonly string[];
};

export function dataTable({ caption, columns, rows, anchors = [] }: DataTable): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ heading, numeric }) => html`<th scope="col"${numberClass(numeric)}>${heading}</th>`)}</tr></thead>
<tbody>${rows.map((row, index) => html`<tr${anchorOf(anchors[index])}>${row.map((cell, column) => cellOf(cell, column, columns[column]))}</tr>\n`)}</tbody>
</table></div>`;
}

function cellOf(cell: Content, index: number, column: Column | undefined): Markup {
  if (index === 0) return html`<th scope="row">${cell}</th>`;
  return html`<td${numberClass(column?.numeric)}>${cell}</td>`;
}

function numberClass(numeric = false): Markup | null {
  return numeric ? html` class="number"` : null;
}

function anchorOf(id: string | undefined): Markup | null {
  return id === undefined ? null : html` id="${id}"`;
}
