/** The top of the page: which run, when, with which models, over how many questions, and whether it is whole. */
import type { QuestionScore } from "../score.ts";
import { type Content, html, type Markup } from "./html.ts";
import type { ReportData } from "./report-data.ts";

export function headline({ name, finishedAt, facts, scores, baseline }: ReportData): Markup {
  const { models, complete } = facts;
  const lines: readonly (readonly [term: string, text: Content])[] = [
    ["Finished", html`<time datetime="${finishedAt.toISOString()}">${dateText(finishedAt)}</time>`],
    ["Questions", countsOf(scores)],
    ["Reading model", models.chat ?? "none: by quotation alone"],
    ["Embedder", models.embedding ?? "none: by words alone"],
    ["Profile", models.profile],
    ...(baseline === null ? [] : [["Compared with", baseline.name] as const]),
  ];
  return html`<header>
<p class="kicker">Rochdale evaluation</p>
<h1>${name}</h1>
<p class="state${complete ? "" : " incomplete"}">${complete ? "Complete: every question of the run was asked." : "Not complete: some questions of the run were not asked."}</p>
<dl class="facts">${lines.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl>
${problemsOf([...facts.problems, ...facts.ingest.failed])}</header>`;
}

/** "2026-11-21, 16:05 UTC" */
function dateText(date: Date): string {
  const iso = date.toISOString();
  return `${iso.slice(0, 10)}, ${iso.slice(11, 16)} UTC`;
}

function countsOf(scores: readonly QuestionScore[]): string {
  const inGroup = (name: QuestionScore["group"]) => scores.filter(({ group }) => group === name).length;
  const probes = inGroup("probe");
  const last = probes === 0 ? "" : `, ${probes} without keys`;
  return `${scores.length}: ${inGroup("answerable")} answerable, ${inGroup("unanswerable")} unanswerable${last}`;
}

function problemsOf(problems: readonly string[]): Markup | null {
  if (problems.length === 0) return null;
  return html`<details class="problems"><summary>${problems.length} ${problems.length === 1 ? "problem" : "problems"} with questions or documents</summary><ul>${problems.map((problem) => html`<li>${problem}</li>`)}</ul></details>`;
}
