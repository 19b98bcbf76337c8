/** How long people wait: to the first cited passage, to the model's first word, to the whole reply. */
import type { QuestionScore } from "../score.ts";
import { type Spread, spreadOf } from "../spread.ts";
import { html, type Markup } from "./html.ts";
import { duration } from "./numbers.ts";
import { COLOURS, type PlotSpec, type Position } from "./plot.ts";
import { plotFigure } from "./plot-figure.ts";
import { MARK_OFFSET, ROW_HEIGHT, ROWS, rowLabels } from "./row-labels.ts";

type Row = { readonly name: string; readonly values: readonly number[]; readonly spread: Spread };

/** What people notice, by the step's name in `milliseconds`. */
const STEPS = [
  ["evidence", "First cited passage"],
  ["first-token", "First word of the model"],
  ["total", "Whole reply"],
] as const;

export async function latencySection(scores: readonly QuestionScore[]): Promise<Markup> {
  const rows = STEPS.flatMap(([step, name]) =>
    rowOf(
      name,
      scores.map(({ milliseconds }) => milliseconds[step]),
    ),
  );
  if (rows.length === 0) {
    return html`<section id="latency" class="beside"><h2>Waiting</h2><p>This run holds no times.</p></section>`;
  }
  return html`<section id="latency" class="beside"><h2>Waiting</h2>
<p>On the machine of the run, one question at a time.${processorSentence(scores)}</p>
<div class="figures">${await figureOf(rows)}</div></section>
`;
}

function rowOf(name: string, given: readonly (number | null | undefined)[]): Row[] {
  const values = given.filter((value) => value !== null && value !== undefined);
  const spread = spreadOf(values);
  return spread === null ? [] : [{ name, values, spread }];
}

function processorSentence(scores: readonly QuestionScore[]): string {
  const spread = spreadOf(scores.map(({ cpuSeconds }) => cpuSeconds).filter((value) => value !== null));
  if (spread === null) return "";
  return ` Processor time per question, all processes together: median ${duration(spread.median * 1000)}, nine of ten within ${duration(spread.p90 * 1000)}.`;
}

function figureOf(rows: readonly Row[]): Promise<Markup> {
  return plotFigure({
    id: "latency-plot",
    title: "Time to each step",
    lead: "One stroke per question, the tall one is the median. The axis is logarithmic.",
    description: rows.map(({ name, spread }) => `${name}: ${labelOf(spread)}.`).join(" "),
    height: rows.length * (ROW_HEIGHT + 4),
    spec: specOf(rows),
    table: {
      caption: "Times",
      columns: [
        { heading: "step" },
        ...["median", "p90", "longest", "questions"].map((heading) => ({ heading, numeric: true })),
      ],
      rows: rows.map(({ name, spread: { median, p90, max, of } }) => [
        name,
        duration(median),
        duration(p90),
        duration(max),
        of,
      ]),
    },
  });
}

function labelOf({ median, p90 }: Spread): string {
  return `median ${duration(median)}, p90 ${duration(p90)}`;
}

/** Times below a millisecond are drawn as one, which a logarithm can show. */
const SHORTEST_MS = 1;

function specOf(rows: readonly Row[]): PlotSpec {
  const ticks = logTicks(rows.flatMap(({ values }) => values.map((value) => Math.max(value, SHORTEST_MS))));
  const x: Position = {
    field: "value",
    type: "quantitative",
    scale: { type: "log", domain: [ticks[0] ?? SHORTEST_MS, ticks.at(-1) ?? SHORTEST_MS], nice: false },
    axis: {
      labelOverlap: false,
      values: [...ticks],
      title: null,
      labelExpr: "datum.value < 1000 ? datum.value + ' ms' : datum.value / 1000 + ' s'",
    },
  };
  const strokes = rows.flatMap(({ name, values }) =>
    values.map((value) => ({ name, value: Math.max(value, SHORTEST_MS) })),
  );
  const medians = rows.map(({ name, spread }) => ({ name, value: Math.max(spread.median, SHORTEST_MS) }));
  return {
    encoding: { y: ROWS },
    layer: [
      {
        data: { values: strokes },
        mark: { type: "tick", height: 10, thickness: 1.5, yOffset: MARK_OFFSET, color: COLOURS.muted, opacity: 0.45 },
        encoding: { x },
      },
      {
        data: { values: medians },
        mark: { type: "tick", height: 20, thickness: 3, yOffset: MARK_OFFSET, color: COLOURS.accent, opacity: 1 },
        encoding: { x },
      },
      ...rowLabels(rows.map(({ name, spread }) => ({ name, label: labelOf(spread) }))),
    ],
  };
}

/** The steps 1, 3, 10, 30 … around the values; only the powers of ten when that makes more than five. */
export function logTicks(values: readonly number[]): readonly number[] {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  // One power further on both sides: a logarithm just below a whole number may be rounded up to it.
  const first = Math.floor(Math.log10(lowest)) - 1;
  const last = Math.ceil(Math.log10(highest)) + 1;
  const powers = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
  const steps = powers.flatMap((power) => [power, 3 * power]);
  const ticks = around(steps, lowest, highest);
  return ticks.length <= MOST_TICKS ? ticks : around(powers, lowest, highest);
}

/** More labels would touch each other on a phone. */
const MOST_TICKS = 5;

/** The steps from the last one at or below the lowest to the first at or above the highest, two at least. */
function around(steps: readonly number[], lowest: number, highest: number): readonly number[] {
  const from = steps.findLastIndex((step) => step <= lowest);
  const to = steps.findIndex((step) => step >= highest);
  return steps.slice(from, Math.max(from + 1, to) + 1);
}
