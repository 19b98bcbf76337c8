/** What changed against the baseline: every figure before and now, and the questions that got better or worse. */
import { type Change, type Comparison, compareRuns, type FigureChange } from "../compare.ts";
import { computeFigure, type Figure, type FigureName } from "../figures.ts";
import type { QuestionScore } from "../score.ts";
import { BOOTSTRAP_SEED, seededRandom } from "../statistics.ts";
import { html, type Markup, trusted } from "./html.ts";
import { intervalText, percent } from "./numbers.ts";
import { plotFigure } from "./plot-figure.ts";
import { questionAnchor } from "./question-section.ts";
import type { ReportData } from "./report-data.ts";
import { PAIR_HEIGHT, sharePlot } from "./share-plot.ts";

/** What a board should see move; the command line tells the other figures too. */
const SHOWN: readonly FigureName[] = [
  "quote@1",
  "quote@5",
  "gold quote visible",
  "right",
  "asserted and wrong",
  "unanswerable asserted",
  "unanswerable told",
  "citations all verbatim",
  "language matches",
];

/** One figure over the questions that stand in both runs. */
type Row = { readonly change: FigureChange; readonly before: Figure; readonly now: Figure };

/** Nothing without a baseline. */
export async function changeSection({ scores, baseline }: ReportData): Promise<Markup | null> {
  if (baseline === null) return null;
  const comparison = compareRuns(baseline.scores, scores);
  if (comparison.questions === 0) {
    return html`<section id="changes"><h2>What changed</h2><p>The baseline <b>${baseline.name}</b> shares no question with this run.</p></section>`;
  }
  return html`<section id="changes"><h2>What changed</h2>
<p>Against <b>${baseline.name}</b>, on the questions that stand in both runs: ${comparison.questions}${onlyIn(comparison)}.</p>
<div class="figures">${await figureOf(rowsOf(comparison, baseline.scores, scores))}
<div class="changes">${(["worse", "better"] as const).map((kind) => changeList(kind, comparison.changes))}</div></div></section>
`;
}

function onlyIn({ onlyBefore, onlyNow }: Comparison): string {
  if (onlyBefore.length + onlyNow.length === 0) return "";
  return ` (${onlyBefore.length} only before, ${onlyNow.length} only now)`;
}

function rowsOf(
  comparison: Comparison,
  before: readonly QuestionScore[],
  now: readonly QuestionScore[],
): readonly Row[] {
  const inBoth = (scores: readonly QuestionScore[], others: readonly QuestionScore[]) => {
    const ids = new Set(others.map(({ id }) => id));
    return scores.filter(({ id }) => ids.has(id));
  };
  const [old, later] = [inBoth(before, now), inBoth(now, before)];
  const figureIn = (scores: readonly QuestionScore[], { figure }: FigureChange) =>
    computeFigure(figure, scores, seededRandom(BOOTSTRAP_SEED));
  return comparison.figures
    .filter(({ figure, of }) => of > 0 && SHOWN.includes(figure))
    .map((change) => ({ change, before: figureIn(old, change), now: figureIn(later, change) }));
}

function figureOf(rows: readonly Row[]): Promise<Markup> {
  const points = rows.flatMap((row) => [...pointOf(row.before, "before"), ...pointOf(row.now, "now")]);
  const labels = rows.map(({ before, now }) => ({ name: now.name, label: `${share(before)} → ${share(now)}` }));
  return plotFigure({
    id: "before-and-now",
    title: "Before and now",
    lead: "Hollow: before. Filled: now. Lines are 95 % intervals.",
    description: labels.map(({ name, label }) => `${name}: ${label}.`).join(" "),
    height: rows.length * PAIR_HEIGHT,
    spec: sharePlot(points, labels, { bars: false }),
    table: {
      caption: "Before and now",
      columns: [{ heading: "figure" }, ...COLUMNS.map((heading) => ({ heading, numeric: true }))],
      rows: rows.map(cellsOf),
    },
  });
}

const COLUMNS = ["before", "interval", "now", "interval", "better", "worse", "McNemar p"];

function cellsOf({ change, before, now }: Row) {
  const { better, worse, p } = change;
  const cells = [before, now].flatMap((figure) => [`${figure.count} of ${figure.of}`, intervalText(figure.interval)]);
  return [change.figure, ...cells, better, worse, p.toFixed(3)];
}

function pointOf({ name, value, interval }: Figure, when: "before" | "now") {
  return value === null || interval === null ? [] : [{ name, when, value, interval }];
}

function share({ value }: Figure): string {
  return value === null ? "–" : percent(value);
}

/** A longer list is folded. */
const MOST_UNFOLDED = 12;

function changeList(kind: Change["kind"], changes: readonly Change[]): Markup {
  const byQuestion = Map.groupBy(
    changes.filter((change) => change.kind === kind && SHOWN.includes(change.figure)),
    ({ id }) => id,
  );
  const heading = `${kind === "worse" ? "Worse" : "Better"}: ${byQuestion.size} ${byQuestion.size === 1 ? "question" : "questions"}`;
  return html`<details${byQuestion.size <= MOST_UNFOLDED ? trusted(" open") : null}><summary>${heading}</summary>
<ul class="ids">${[...byQuestion].map(([id, list]) => html`<li><a href="#${questionAnchor(id)}">${id}</a> <span>${list.map(({ figure }) => figure).join(", ")}</span></li>\n`)}</ul></details>`;
}
