/** The text of plots whose rows stand one below the other: name at the left, figures at the right, above the mark. */
import { COLOURS, type Layer } from "./plot.ts";

/** A line of text and a mark below it. */
export const ROW_HEIGHT = 40;
/** From the middle of a row: where its text and where its mark stands. */
const TEXT_OFFSET = -8;
export const MARK_OFFSET = 9;

export type RowLabel = { readonly name: string; readonly label: string };

/** Two layers of a Vega-Lite specification whose `y` is `name`. */
export function rowLabels(rows: readonly RowLabel[]): Layer[] {
  const text = { type: "text", yOffset: TEXT_OFFSET, baseline: "middle" } as const;
  return [
    {
      data: { values: [...rows] },
      mark: { ...text, align: "left" },
      encoding: { x: { value: 0 }, text: { field: "name" } },
    },
    {
      data: { values: [...rows] },
      mark: { ...text, align: "right", color: COLOURS.muted },
      encoding: { x: { value: "width" }, text: { field: "label" } },
    },
  ];
}

/** The `y` of every row plot: rows in the order given, without an axis. */
export const ROWS = { field: "name", type: "nominal", sort: null, axis: null } as const;
