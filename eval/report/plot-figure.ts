/** A plot with its heading, a sentence that says how to read it, and the same as a table, folded. */
import { type DataTable, dataTable } from "./data-table.ts";
import { html, type Markup } from "./html.ts";
import { drawPlot, type Plot } from "./plot.ts";

export type PlotFigure = Plot & { readonly lead: string; readonly legend?: Markup; readonly table: DataTable };

export async function plotFigure(figure: PlotFigure): Promise<Markup> {
  return html`<figure id="${figure.id}">
<figcaption><h3>${figure.title}</h3><p>${figure.lead}</p></figcaption>
${figure.legend ?? null}${await drawPlot(figure)}
<details><summary>The same as a table</summary>${dataTable(figure.table)}</details>
</figure>`;
}
