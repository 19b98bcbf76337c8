/**
 * Answers a question from a table in scope when the figure is sure: the line that tells it, the header and the rows it
 * was worked out from, quoted. Null when nothing is sure. Knows nothing of models.
 */
import { amendmentsOn } from "../../corpora/amendments.ts";
import type { CorpusStore, DocumentVersion } from "../../corpora/corpus-store.ts";
import type { IndexStore } from "../../retrieval/index-store.ts";
import type { ReadingScope } from "../../retrieval/reading-scope-store.ts";
import type { Row, Stretch } from "../../retrieval/tables/table.ts";
import type { TableShelf } from "../../retrieval/tables/table-shelf.ts";
import type { Answer, Citation } from "../answer-types.ts";
import { citeStretch, type QuotedOn } from "../citations.ts";
import { type Base, finish } from "../finish.ts";
import { messagesIn } from "../messages.ts";
import { renderReply } from "../render.ts";
import { askTables, type TableAnswer } from "./ask-tables.ts";
import { visibleParts } from "./hide-personal.ts";
import type { Reading } from "./interpret.ts";
import { tellFigure } from "./tell-figure.ts";

export type ComputeParts = {
  readonly corpus: Pick<CorpusStore, "documentById" | "documentByFile" | "amendingDocuments" | "textById" | "blocks">;
  readonly index: Pick<IndexStore, "tableDocuments">;
  readonly tables: TableShelf;
  readonly today: () => string;
};

/** Rows quoted; the others are counted. */
const QUOTED_ROWS = 5;

export function computeAnswer(parts: ComputeParts, base: Base, scope: ReadingScope): Answer | null {
  const { understood, timer } = base;
  if (understood.followUp) return null;
  const tables = parts.index.tableDocuments(scope).flatMap((id) => parts.tables.tablesOf(id));
  const answer = tables.length === 0 ? null : askTables(understood.question, understood.spoken, tables);
  const document = answer === null ? null : parts.corpus.documentById(readingOf(answer).table.documentId);
  if (answer === null || document === null || isChanged(parts, base, document)) return null;
  timer.mark("evidence");
  return worded(parts, base, answer, document);
}

/** A text in force changes this document: its figures may be the old ones, and both are quoted instead. */
function isChanged({ corpus }: ComputeParts, { collections, asOf }: Base, document: DocumentVersion): boolean {
  const amending = collections.flatMap((name) => corpus.amendingDocuments(name));
  const find = (collection: string, file: string) => corpus.documentByFile(collection, file);
  return amendmentsOn(asOf, amending, find).some(({ target }) => target.id === document.id);
}

function readingOf(answer: TableAnswer): Reading {
  return answer.kind === "computed" ? answer.computed.reading : answer.reading;
}

function worded(parts: ComputeParts, base: Base, answer: TableAnswer, document: DocumentVersion): Answer {
  const { language } = base.understood;
  const messages = messagesIn(language);
  const { table, operation } = readingOf(answer);
  const rows = answer.kind === "computed" ? answer.computed.result.rows : [];
  const day = table.statedDay ?? document.inForceFrom ?? document.adoptedOn ?? base.asOf;
  const quoted = table.aboutPeople ? [] : rows.slice(0, QUOTED_ROWS);
  const told = answer.kind === "computed" ? tellFigure(answer.computed, language) : null;
  const sentence =
    told === null
      ? messages.tooFewPeople(table.name)
      : `${told.text}. ${messages.computedFrom(rows.length, table.name, day)}`;
  const left = rows.length - quoted.length;
  const notes = [
    ...(base.asOf === parts.today() ? [] : [messages.rulesOf(base.asOf)]),
    ...(left > 0 && quoted.length > 0 ? [messages.moreRows(left)] : []),
  ];
  const citations = citationsOf(parts, { asOf: base.asOf, today: parts.today() }, [
    ...table.header,
    ...stretchesOf(quoted, table.notes),
  ]);
  const shown = renderReply({ outcome: "answered", language, sentence, citations, nearest: [], contact: null, notes });
  return finish(base, {
    outcome: "answered",
    shown,
    sentence,
    citations,
    nearest: [],
    notes,
    contact: null,
    model: null,
    computed: {
      operation: operation.kind,
      value: told?.value ?? null,
      unit: told?.unit ?? null,
      rows: rows.length,
      table: table.name,
      file: document.file,
      day,
    },
  });
}

const MARK = /([*†‡¹²³⁴⁵⁶⁷⁸⁹])$/u;

/** The rows, and the footnotes whose marks stand in their cells. */
function stretchesOf(rows: readonly Row[], notes: readonly (Stretch & { readonly text: string })[]): Stretch[] {
  const marks = new Set(rows.flatMap(({ cells }) => cells.flatMap(({ text }) => MARK.exec(text)?.[1] ?? [])));
  return [...rows.flatMap(({ sources }) => sources), ...notes.filter(({ text }) => marks.has(text.slice(0, 1)))];
}

/** Cut out of the stored texts without personal cells; neighbours become one quotation. */
function citationsOf(parts: ComputeParts, on: QuotedOn, stretches: readonly Stretch[]): Citation[] {
  const joined: Stretch[] = [];
  for (const stretch of stretches) {
    const document = parts.corpus.documentById(stretch.documentId);
    if (document === null) continue;
    const text = parts.corpus.textById(stretch.documentId);
    for (const part of visibleParts(stretch, parts.tables.hiddenIn(document))) {
      const before = joined[joined.length - 1];
      const touches =
        before?.documentId === part.documentId &&
        before.end <= part.start &&
        text.slice(before.end, part.start).trim() === "";
      if (before !== undefined && touches) joined[joined.length - 1] = { ...before, end: part.end };
      else if (
        !joined.some(
          (other) => other.documentId === part.documentId && other.start <= part.start && part.end <= other.end,
        )
      )
        joined.push(part);
    }
  }
  return joined.flatMap((stretch) => {
    const document = parts.corpus.documentById(stretch.documentId);
    const text = parts.corpus.textById(stretch.documentId);
    const inner = trimmed(stretch, text);
    if (document === null || inner.end <= inner.start) return [];
    const place = { document, section: 0, page: null };
    return [citeStretch(place, inner, { text, blocks: parts.corpus.blocks(stretch.documentId) }, on)];
  });
}

/** Bars at the edges are left of empty or hidden cells. */
function trimmed(stretch: Stretch, text: string): Stretch {
  const own = text.slice(stretch.start, stretch.end);
  const start = stretch.start + (own.length - own.replace(/^[\s|]+/u, "").length);
  return { ...stretch, start, end: stretch.end - (own.length - own.replace(/[\s|]+$/u, "").length) };
}
