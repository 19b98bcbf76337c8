/** Shares with their intervals, one row below the other, on an axis from 0 to 100 %. */
import type { Interval } from "../statistics.ts";
import { COLOURS, type Layer, type PlotSpec, type Position } from "./plot.ts";
import { MARK_OFFSET, ROWS, type RowLabel, rowLabels } from "./row-labels.ts";

/** One point of a row. `now` is drawn in the accent colour, `before` hollow and a little above it. */
export type SharePoint = {
  readonly name: string;
  readonly when: "before" | "now";
  readonly value: number;
  readonly interval: Interval;
};

/** Room for two intervals below the text of a row. */
export const PAIR_HEIGHT = 46;
const BEFORE_OFFSET = 5;
const NOW_OFFSET = 14;

/** The Vega-Lite specification; `bars` draws a bar from zero below each point of now. */
export function sharePlot(
  points: readonly SharePoint[],
  labels: readonly RowLabel[],
  { bars }: { bars: boolean },
): PlotSpec {
  const values = points.map(({ name, when, value, interval }) => ({ name, when, value, ...interval }));
  const of = (when: string) => ({ values: values.filter((point) => point.when === when) });
  const nowOffset = bars ? MARK_OFFSET : NOW_OFFSET;
  return {
    encoding: { y: ROWS },
    layer: [
      {
        data: { values: bars ? of("now").values : [] },
        mark: { type: "bar", height: 13, yOffset: nowOffset, color: COLOURS.accent, opacity: 0.28 },
        encoding: { x: share("value") },
      },
      ...pointWithInterval(of("before"), { yOffset: BEFORE_OFFSET, color: COLOURS.muted, filled: false }),
      ...pointWithInterval(of("now"), { yOffset: nowOffset, color: COLOURS.accent, filled: true }),
      ...rowLabels(labels),
    ],
  };
}

type Look = { readonly yOffset: number; readonly color: string; readonly filled: boolean };

function pointWithInterval(data: { values: object[] }, { yOffset, color, filled }: Look): Layer[] {
  return [
    {
      data,
      mark: { type: "rule", yOffset, color, strokeWidth: 1.5 },
      encoding: { x: share("low"), x2: { field: "high" } },
    },
    { data, mark: { type: "point", yOffset, color, filled, size: 55, opacity: 1 }, encoding: { x: share("value") } },
  ];
}

function share(field: string): Position {
  const axis = { format: ".0%", values: [0, 0.25, 0.5, 0.75, 1], title: null };
  return { field, type: "quantitative", scale: { domain: [0, 1], nice: false }, axis };
}
