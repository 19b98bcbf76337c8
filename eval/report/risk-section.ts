/** The risk–coverage curve, with the point at which the run really stood. */
import { type RiskPoint, riskReport } from "../risk-coverage.ts";
import type { QuestionScore } from "../score.ts";
import { html, type Markup } from "./html.ts";
import { percent } from "./numbers.ts";
import { operatingPoint } from "./operating-point.ts";
import { COLOURS, type Layer, type PlotSpec, type Position } from "./plot.ts";
import { plotFigure } from "./plot-figure.ts";

export async function riskSection(scores: readonly QuestionScore[]): Promise<Markup> {
  const { points, of, aurc } = riskReport(scores);
  if (points.length === 0) {
    return html`<section id="risk" class="beside"><h2>Risk and coverage</h2><p>This run did not keep the score of its decisions, so the curve cannot be drawn. A new run keeps it.</p></section>`;
  }
  return html`<section id="risk" class="beside"><h2>Risk and coverage</h2>
<p>How many replies could be asserted, and how many of them would be wrong, if the bar for asserting stood higher or lower. An unanswerable question that is asserted counts as wrong.${meanRisk(aurc)}</p>
<div class="figures">${await figureOf(points, operatingPoint(scores, of))}</div></section>
`;
}

function meanRisk(aurc: number | null): string {
  return aurc === null ? "" : ` The mean risk over all coverages is ${percent(aurc)}; a better score makes it smaller.`;
}

function figureOf(points: readonly RiskPoint[], actual: RiskPoint | null): Promise<Markup> {
  return plotFigure({
    id: "risk-coverage",
    title: "Risk at each coverage",
    lead: actual === null ? "This run asserted nothing." : `This run: ${sentenceOf(actual)}.`,
    description: thinned(points).map(sentenceOf).join("; "),
    height: 190,
    topMargin: 26,
    leftMargin: LEFT_MARGIN,
    bottomMargin: 40,
    spec: specOf(points, actual),
    table: {
      caption: "Risk and coverage",
      columns: COLUMNS.map((heading) => ({ heading, numeric: true })),
      rows: [...(actual === null ? [] : [rowOf(actual, "this run")]), ...thinned(points).map((point) => rowOf(point))],
    },
  });
}

function sentenceOf({ coverage, risk, asserted }: RiskPoint): string {
  return `${percent(coverage)} asserted, ${percent(risk)} of these ${asserted} wrong`;
}

const COLUMNS = ["score from", "asserted", "coverage", "right", "partly", "wrong", "unanswerable", "risk"];

function rowOf(point: RiskPoint, name = point.threshold.toFixed(2)) {
  const { asserted, coverage, right, partly, wrong, unanswerableAsserted, risk } = point;
  return [name, asserted, percent(coverage), right, partly, wrong, unanswerableAsserted, percent(risk)];
}

/** The last point within each tenth of the coverage: enough for a table. */
export function thinned(points: readonly RiskPoint[]): readonly RiskPoint[] {
  const tenth = ({ coverage }: RiskPoint) => Math.ceil(coverage * 10 - 1e-9);
  return points.filter((point, index) => {
    const next = points[index + 1];
    return next === undefined || tenth(next) > tenth(point);
  });
}

const LEFT_MARGIN = 42;

function specOf(points: readonly RiskPoint[], actual: RiskPoint | null): PlotSpec {
  const highest = Math.max(...points.map(({ risk }) => risk), actual?.risk ?? 0);
  // Up to the next tenth, so that a low risk is not drawn as a mountain.
  const top = Math.min(1, Math.max(0.1, Math.ceil(highest * 10) / 10));
  return {
    encoding: {
      x: {
        ...share("coverage", 1),
        axis: { ...SHARE_AXIS, title: "coverage: asserted, of all questions", titleAnchor: "end" },
      },
      y: { ...share("risk", top), axis: { ...SHARE_AXIS, title: "risk: wrong, of the asserted", ...ABOVE } },
    },
    layer: [
      {
        data: { values: points.map(position) },
        mark: { type: "line", interpolate: "step-after", color: COLOURS.muted, strokeWidth: 1.5 },
      },
      ...(actual === null ? [] : markOf(actual)),
    ],
  };
}

const SHARE_AXIS = { format: ".0%", tickCount: 4 };
/** The title of the vertical axis lies above it: turned letters are hard to read. */
const ABOVE = { titleAngle: 0, titleAlign: "left", titleX: -LEFT_MARGIN + 4, titleY: -15 } as const;

function share(field: string, top: number) {
  return { field, type: "quantitative", scale: { domain: [0, top], nice: false } } as const satisfies Position;
}

function position({ coverage, risk }: RiskPoint) {
  return { coverage, risk };
}

/** A dot with its name; a rim in the colour of the page keeps the name legible on the curve. */
function markOf(actual: RiskPoint): Layer[] {
  const data = { values: [position(actual)] };
  const text = { type: "text", dy: -14, align: textAlign(actual), fontWeight: "bold", text: "this run" } as const;
  return [
    { data, mark: { type: "point", filled: true, size: 90, color: COLOURS.accent, opacity: 1 } },
    { data, mark: { ...text, stroke: COLOURS.paper, strokeWidth: 5, color: COLOURS.paper } },
    { data, mark: { ...text, color: COLOURS.accent } },
  ];
}

/** Keeps the name inside the plot. */
function textAlign({ coverage }: RiskPoint): "left" | "center" | "right" {
  if (coverage < 0.15) return "left";
  return coverage > 0.85 ? "right" : "center";
}
