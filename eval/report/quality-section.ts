/** Right, partly, wrong, refused: the answerable questions by type, by language and by collection, as stacked bars. */
import type { QuestionScore, Verdict } from "../score.ts";
import { html, type Markup } from "./html.ts";
import type { PlotSpec, Position } from "./plot.ts";
import { plotFigure } from "./plot-figure.ts";
import { MARK_OFFSET, ROW_HEIGHT, ROWS, rowLabels } from "./row-labels.ts";

const VERDICTS: readonly Verdict[] = ["right", "partly", "wrong", "refused"];

type Row = { readonly name: string; readonly of: number; readonly counts: Readonly<Record<Verdict, number>> };

type Grouping = { readonly id: string; readonly word: string; readonly key: (score: QuestionScore) => string };

const GROUPINGS: readonly Grouping[] = [
  { id: "by-type", word: "type", key: ({ type }) => type },
  { id: "by-language", word: "language", key: ({ lang }) => lang },
  { id: "by-collection", word: "collection", key: ({ collection }) => collection },
];

export async function qualitySection(scores: readonly QuestionScore[]): Promise<Markup> {
  const answerable = scores.filter(({ verdict }) => verdict !== null);
  if (answerable.length === 0) {
    return html`<section id="quality"><h2>Quality</h2><p>The run holds no answerable question, so there is nothing to judge by keys.</p></section>`;
  }
  const figures = await Promise.all(
    GROUPINGS.map((grouping) => figureOf(grouping, countRows(answerable, grouping.key))),
  );
  return html`<section id="quality"><h2>Quality</h2>
<p>The ${answerable.length} answerable questions. A refused one was answered by closest passages or by saying that the documents do not tell.</p>
<ul class="legend">${VERDICTS.map((verdict) => html`<li class="${verdict}">${verdict}</li>`)}</ul>
<div class="figures">${figures}</div></section>
`;
}

/** The groups, largest first. */
function countRows(scores: readonly QuestionScore[], key: (score: QuestionScore) => string): Row[] {
  return [...Map.groupBy(scores, key)]
    .map(([name, members]) => ({ name, of: members.length, counts: countVerdicts(members) }))
    .toSorted((left, right) => right.of - left.of || (left.name < right.name ? -1 : 1));
}

function countVerdicts(scores: readonly QuestionScore[]): Record<Verdict, number> {
  const count = (wanted: Verdict) => scores.filter(({ verdict }) => verdict === wanted).length;
  return { right: count("right"), partly: count("partly"), wrong: count("wrong"), refused: count("refused") };
}

function figureOf({ id, word }: Grouping, rows: readonly Row[]): Promise<Markup> {
  return plotFigure({
    id,
    title: `By ${word}`,
    lead: "Share of each group, with counts.",
    description: rows
      .map(({ name, of, counts }) => `${name}: ${counts.right} of ${of} right, ${counts.wrong} wrong.`)
      .join(" "),
    height: rows.length * ROW_HEIGHT,
    spec: specOf(rows),
    table: {
      caption: `Verdicts by ${word}`,
      columns: [{ heading: word }, ...[...VERDICTS, "of"].map((heading) => ({ heading, numeric: true }))],
      rows: rows.map(({ name, of, counts }) => [name, ...VERDICTS.map((verdict) => counts[verdict]), of]),
    },
  });
}

const BAR_HEIGHT = 15;
/** A narrower segment has no room for its count. */
const LEAST_SHARE_WITH_TEXT = 0.06;

function specOf(rows: readonly Row[]): PlotSpec {
  const values = rows.flatMap(segmentsOf);
  return {
    encoding: { y: ROWS },
    layer: [
      {
        data: { values },
        mark: { type: "bar", height: BAR_HEIGHT, yOffset: MARK_OFFSET },
        encoding: {
          x: share("from"),
          x2: { field: "to" },
          color: { field: "verdict", type: "nominal", scale: colours("--"), legend: null },
        },
      },
      {
        data: { values },
        mark: { type: "text", yOffset: MARK_OFFSET, baseline: "middle" },
        encoding: {
          x: share("middle"),
          text: { field: "count" },
          fill: { field: "verdict", type: "nominal", scale: colours("--on-"), legend: null },
        },
      },
      ...rowLabels(rows.map(({ name, of, counts }) => ({ name, label: `${counts.right} of ${of} right` }))),
    ],
    resolve: { scale: { color: "independent", fill: "independent" } },
  };
}

/** One piece of a bar per verdict, with its count where there is room. */
function segmentsOf({ name, of, counts }: Row) {
  let to = 0;
  return VERDICTS.map((verdict) => {
    const from = to;
    to += counts[verdict] / of;
    const count = to - from < LEAST_SHARE_WITH_TEXT ? "" : String(counts[verdict]);
    return { name, verdict, from, to, middle: (from + to) / 2, count };
  });
}

function colours(prefix: string) {
  return { domain: [...VERDICTS], range: VERDICTS.map((verdict) => `var(${prefix}${verdict})`) };
}

function share(field: string): Position {
  const axis = { format: ".0%", values: [0, 0.25, 0.5, 0.75, 1], grid: false, title: null };
  return { field, type: "quantitative", scale: { domain: [0, 1], nice: false }, axis };
}
