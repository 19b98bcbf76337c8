/** Was the paragraph that answers found, and how far up? The shares of quote@k and doc@k with their intervals. */
import { computeFigures, type Figure, type FigureName } from "../figures.ts";
import type { QuestionScore } from "../score.ts";
import { BOOTSTRAP_SEED, seededRandom } from "../statistics.ts";
import { html, type Markup } from "./html.ts";
import { intervalText, percent } from "./numbers.ts";
import { plotFigure } from "./plot-figure.ts";
import { ROW_HEIGHT } from "./row-labels.ts";
import { sharePlot } from "./share-plot.ts";

const RANKS: readonly FigureName[] = ["quote@1", "quote@3", "quote@5", "quote@10", "doc@1", "doc@5"];
/** Means over questions that are no shares of them. */
const MEANS: readonly FigureName[] = ["MRR", "nDCG@10"];

export async function retrievalSection(scores: readonly QuestionScore[]): Promise<Markup> {
  const figures = computeFigures(scores, seededRandom(BOOTSTRAP_SEED));
  const named = (names: readonly FigureName[]) => figures.filter(({ name }) => names.includes(name));
  if (named(RANKS).length === 0) {
    return html`<section id="retrieval" class="beside"><h2>Retrieval</h2><p>No question of this run names the paragraph that answers it.</p></section>`;
  }
  return html`<section id="retrieval" class="beside"><h2>Retrieval</h2>
<p>Before anything is said, a passage must be found: is the gold quote, or at least its document, among the first passages?</p>
<div class="figures">${await figureOf(inOrder(named(RANKS)), named(MEANS))}</div></section>
`;
}

function inOrder(figures: readonly Figure[]): readonly Figure[] {
  return figures.toSorted((left, right) => RANKS.indexOf(left.name) - RANKS.indexOf(right.name));
}

function figureOf(ranks: readonly Figure[], means: readonly Figure[]): Promise<Markup> {
  const points = ranks.flatMap(({ name, value, interval }) =>
    value === null || interval === null ? [] : [{ name, when: "now" as const, value, interval }],
  );
  const labels = ranks.map(({ name, count, of, value }) => ({
    name,
    label: `${percent(value ?? 0)} · ${count} of ${of}`,
  }));
  return plotFigure({
    id: "quote-at-k",
    title: "Found among the first k passages",
    lead: "Lines are 95 % intervals.",
    description: labels.map(({ name, label }) => `${name}: ${label}.`).join(" "),
    height: ranks.length * ROW_HEIGHT,
    spec: sharePlot(points, labels, { bars: true }),
    table: {
      caption: "Retrieval",
      columns: [
        { heading: "figure" },
        ...["value", "count", "of", "95 % interval"].map((heading) => ({ heading, numeric: true })),
      ],
      rows: [
        ...ranks.map(({ name, value, count, of, interval }) => [
          name,
          percent(value ?? 0),
          count,
          of,
          intervalText(interval),
        ]),
        ...means.map(({ name, value, of, interval }) => [
          name,
          (value ?? 0).toFixed(2),
          "",
          of,
          interval === null ? "–" : `${interval.low.toFixed(2)}–${interval.high.toFixed(2)}`,
        ]),
      ],
    },
  });
}
