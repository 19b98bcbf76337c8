/** The figures that a board reads first, as cards: share, what it says, counts and interval. */
import { computeFigures, type Figure, type FigureName } from "../figures.ts";
import type { QuestionScore } from "../score.ts";
import { BOOTSTRAP_SEED, seededRandom } from "../statistics.ts";
import { html, type Markup } from "./html.ts";
import { intervalText, percent } from "./numbers.ts";

type Card = { readonly figure: FigureName; readonly label: string; readonly meaning: string };

const CARDS: readonly Card[] = [
  { figure: "right", label: "Right", meaning: "of the answerable: the reply says all that it must" },
  {
    figure: "asserted and wrong",
    label: "Asserted and wrong",
    meaning: "of the answerable: said as an answer, and it is none",
  },
  {
    figure: "gold quote visible",
    label: "Gold quote visible",
    meaning: "the paragraph that answers stands in the reply",
  },
  {
    figure: "unanswerable told",
    label: "Unanswerable, told",
    meaning: "of the unanswerable: says that the documents do not answer",
  },
  {
    figure: "unanswerable asserted",
    label: "Unanswerable, asserted",
    meaning: "of the unanswerable: answered all the same",
  },
  { figure: "quote@1", label: "Quote at 1", meaning: "the first passage found holds the gold quote" },
  { figure: "quote@5", label: "Quote at 5", meaning: "one of the first five passages holds it" },
  { figure: "own sentence right", label: "Own sentence right", meaning: "where the model's own words are shown" },
  {
    figure: "citations all verbatim",
    label: "Citations verbatim",
    meaning: "replies whose quotations are all word for word",
  },
  { figure: "language matches", label: "Language", meaning: "the reply is in the asker's language" },
];

export function keyFigures(scores: readonly QuestionScore[]): Markup {
  const figures = computeFigures(scores, seededRandom(BOOTSTRAP_SEED));
  const byName = new Map(figures.map((figure) => [figure.name, figure]));
  return html`<section id="figures"><h2>Key figures</h2>
<p>Each with its counts and its 95 % interval.</p>
<ul class="cards">${CARDS.map((card) => cardOf(card, byName.get(card.figure)))}</ul></section>
`;
}

function cardOf({ label, meaning }: Card, figure: Figure | undefined): Markup {
  if (figure === undefined || figure.value === null) {
    return html`<li class="card"><h3>${label}</h3><p class="value none">–</p><p class="counts">on no question</p><p class="meaning">${meaning}</p></li>
`;
  }
  return html`<li class="card"><h3>${label}</h3><p class="value">${percent(figure.value)}</p><p class="counts">${figure.count} of ${figure.of} <span class="interval">${intervalText(figure.interval)}</span></p><p class="meaning">${meaning}</p></li>
`;
}
