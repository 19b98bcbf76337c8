/** Every question of the run in one folded table; lists elsewhere link into it. */
import type { QuestionScore } from "../score.ts";
import { dataTable } from "./data-table.ts";
import { html, type Markup } from "./html.ts";

const HEADINGS = ["id", "question", "type", "language", "outcome", "verdict", "gold visible"];

export function questionSection(scores: readonly QuestionScore[]): Markup {
  const table = dataTable({
    caption: "All questions",
    columns: HEADINGS.map((heading) => ({ heading })),
    rows: scores.map(cellsOf),
    anchors: scores.map(({ id }) => questionAnchor(id)),
  });
  return html`<section id="questions"><h2>All questions</h2>
<details class="wide"><summary>${scores.length} ${scores.length === 1 ? "question" : "questions"}, one by one</summary>${table}</details></section>
`;
}

/** Where a question stands on the page: usable as an id and, as it is, behind "#". */
export function questionAnchor(id: string): string {
  return `q-${encodeURIComponent(id)}`;
}

function cellsOf(score: QuestionScore) {
  const { id, question, type, lang, outcome } = score;
  const text =
    question === ""
      ? html`<span class="none">not kept</span>`
      : html`<span class="question" lang="${lang}">${question}</span>`;
  return [id, text, type, lang, outcome, verdictOf(score), visible(score.quoteVisible)];
}

/** Unanswerable questions have no keys: there the outcome is the verdict. */
function verdictOf({ verdict, group, asserted }: QuestionScore): Markup {
  if (group === "probe") return html`<span class="none">no keys</span>`;
  if (verdict !== null) return html`<span class="verdict ${verdict}">${verdict}</span>`;
  return asserted
    ? html`<span class="verdict wrong">asserted, unanswerable</span>`
    : html`<span class="verdict right">not asserted, unanswerable</span>`;
}

function visible(quoteVisible: boolean | null): string {
  if (quoteVisible === null) return "–";
  return quoteVisible ? "yes" : "no";
}
