/** What `/sources` and `/why` show about the last answer. Pure. */
import type { Answer, Citation, ComputedFigure, Retrieved } from "../answer-types.ts";
import { statusLine } from "../render.ts";
import type { Layout } from "./render-answer.ts";
import { wrap } from "./wrap.ts";

/** Every citation of an answer in full: document, edition, dates, section, place, quotation. */
export function renderSources(citations: readonly Citation[], { columns }: Layout): string[] {
  if (citations.length === 0) return ["The last reply quotes nothing."];
  return citations.flatMap((citation, index) => [
    ...(index === 0 ? [] : [""]),
    ...wrap(`[${index + 1}] ${titleOf(citation)}`, columns, "    "),
    ...wrap(`    ${datesOf(citation)}`, columns, "    "),
    ...wrap(`    ${placeOf(citation)}`, columns, "    "),
    ...citation.quote.split("\n").flatMap((line) => wrap(`> ${line}`, columns, "> ")),
  ]);
}

function titleOf({ document, version, status }: Citation): string {
  return `${document}${version === null ? "" : `, ${version}`} (${status})`;
}

/** Of a text that is no rule in force: what it is. */
function datesOf(citation: Citation): string {
  const { status, rank, adoptedOn, inForceFrom, inForceTo } = citation;
  if (status !== "adopted" || rank === "minutes") return statusLine(citation, "en");
  const until = inForceTo === null ? "" : ` to ${inForceTo}`;
  return `adopted ${adoptedOn ?? "on an unknown day"}, in force from ${inForceFrom ?? "an unknown day"}${until}`;
}

function placeOf({ section, page, file, start, end }: Citation): string {
  return `${section}${page === null ? "" : `, page ${page}`}; ${file}, characters ${start} to ${end}`;
}

/** The question as understood, the day, the passages with their scores, the model and the time of each step. */
export function renderWhy(answer: Answer, passages: readonly Retrieved[], { columns }: Layout): string[] {
  const steps = Object.entries(answer.milliseconds).map(([step, time]) => `${step} ${Math.round(time)} ms`);
  return [
    ...wrap(`Question as understood: ${answer.asked}`, columns, "  "),
    `Outcome: ${answer.outcome}; rules of ${answer.asOf}; ${collectionsOf(answer)}`,
    ...(answer.computed ? wrap(computedLine(answer.computed), columns, "  ") : []),
    `Model: ${answer.model ?? "none (quotation alone)"}`,
    ...wrap(`Time: ${steps.join(", ")}`, columns, "  "),
    `Passages (${passages.length}):`,
    ...passages.flatMap((passage, index) => wrap(`${passageLine(passage, index)}`, columns, "       ")),
  ];
}

function computedLine({ operation, rows, table, file, day }: ComputedFigure): string {
  return `Computed without a model: ${operation}, ${rows} ${rows === 1 ? "row" : "rows"} of “${table}” (${file}), as of ${day}`;
}

function collectionsOf({ collections }: Answer): string {
  return `${collections.length === 1 ? "collection" : "collections"} ${collections.join(", ")}`;
}

function passageLine({ document, section, page, score, text }: Retrieved, index: number): string {
  const place = `${document}, ${section}${page === null ? "" : `, page ${page}`}`;
  const words = text.split(/\s+/u);
  const beginning = words.slice(0, SHOWN_WORDS).join(" ") + (words.length > SHOWN_WORDS ? " …" : "");
  return `${String(index + 1).padStart(3)}. ${score.toFixed(3)}  ${place}: ${beginning}`;
}

/** Enough of a passage to recognise it; two lines of a terminal. */
const SHOWN_WORDS = 16;
