/**
 * From the clauses that a question names to the passages they stand in: the document named first, then the same kind
 * of sign, then by rank. Reads the index; scores no words.
 */
import { RANKS, type Rank } from "../corpora/document.ts";
import type { ClauseMark } from "./clause-path.ts";
import { type ClauseReference, readClauseQuestion } from "./clause-reference.ts";
import type { ClauseIndex, StoredClause, TitledDocument } from "./clause-store.ts";
import type { ReadingScope } from "./reading-scope-store.ts";
import { foldText, searchTerms } from "./terms.ts";

export type NamedClauses = {
  /** Best first. */
  readonly clauses: readonly StoredClause[];
  /** The passages they stand in, best first. */
  readonly passages: readonly number[];
  /** Every clause named was found as it was named, and nothing is asked but its text. */
  readonly lookup: boolean;
};

/** Of one clause so many passages come before everything else, and so many of all. */
const PASSAGES_EACH = 3;
const PASSAGES = 6;

/** Null when the question names no clause that is there. */
export function findNamedClauses(index: ClauseIndex, scope: ReadingScope, question: string): NamedClauses | null {
  const { references, rest, lookup } = readClauseQuestion(question);
  if (references.length === 0) return null;
  const named = namedDocuments(index.titledDocuments(scope), rest);
  const found = references.map((reference) => findReference(index, scope, reference, named.ids));
  const clauses = mergeInTurn(found.map(({ clauses: own }, at) => inOrder(own, references[at]?.mark, named.ids)));
  if (clauses.length === 0) return null;
  const inNamed = named.ids.size === 0 || clauses.some(({ documentId }) => named.ids.has(documentId));
  return {
    clauses,
    passages: passagesOf(index, clauses),
    lookup: found.every(({ exact }) => exact) && inNamed && (lookup || named.explains),
  };
}

/**
 * The clause itself, or else what is nearest around it: § 4 (2) for § 4 (2) b. Paragraphs are counted where nothing has
 * the printed number, and in a document that is named.
 */
function findReference(
  index: ClauseIndex,
  scope: ReadingScope,
  { mark, path, counted }: ClauseReference,
  named: ReadonlySet<number>,
) {
  for (let length = path.length; length > 0; length -= 1) {
    const fitting = index.clauses(scope, path.slice(0, length)).filter((clause) => FITS[mark].includes(clause.mark));
    const printed = fitting.filter((clause) => !clause.counted);
    const clauses = fitting.filter(
      (clause) => !clause.counted || (counted && (printed.length === 0 || named.has(clause.documentId))),
    );
    if (clauses.length > 0) return { clauses, exact: length === path.length };
  }
  return { clauses: [], exact: false };
}

const NUMBERED: readonly ClauseMark[] = ["sign", "article", "bare"];
const FITS: Readonly<Record<ClauseMark, readonly ClauseMark[]>> = {
  sign: NUMBERED,
  article: NUMBERED,
  bare: NUMBERED,
  item: ["item", "bare"],
  division: ["division"],
  annex: ["annex"],
};

function inOrder(
  clauses: readonly StoredClause[],
  mark: ClauseMark | undefined,
  named: ReadonlySet<number>,
): StoredClause[] {
  const weigh = (clause: StoredClause) => [
    named.has(clause.documentId) ? 0 : 1,
    clause.status === "draft" || clause.status === "proposed" ? 1 : 0,
    mark === "bare" || clause.mark === mark ? 0 : 1,
    RANKS.indexOf(clause.rank),
  ];
  return clauses.toSorted((a, b) => compare(weigh(a), weigh(b)) || a.documentId - b.documentId || a.start - b.start);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** The best of each reference first, then the second of each. */
function mergeInTurn(lists: readonly (readonly StoredClause[])[]): StoredClause[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

function passagesOf(index: ClauseIndex, clauses: readonly StoredClause[]): number[] {
  const ids = clauses.flatMap(({ documentId, start, end }) =>
    index.passagesWithin(documentId, start, end).slice(0, PASSAGES_EACH),
  );
  return [...new Set(ids)].slice(0, PASSAGES);
}

/** What documents of a rank are called, where their own titles do not say it in the question's language; folded. */
const RANK_WORDS: Partial<Readonly<Record<Rank, RegExp>>> = {
  statutes:
    /^(?:bylaws?|by-laws?|statutes?|constitution|satzung(?:en)?|statut(?:en?|s|os)?|estatutos?|estatuts?|vedtaegt(?:er|erne|en)?)$/u,
  rules:
    /^(?:rules?|regulations?|hausordnung|ordnung|reglement|interieur|reglamento|reglament|intern|interno|husorden(?:en)?|ordensregler(?:ne)?)$/u,
  resolution: /^(?:resolutions?|beschluss(?:es)?|resolution|resolucion|resolucio|beslutning(?:en)?)$/u,
  minutes: /^(?:minutes|protokolls?|proces-verbal|pv|acta|referat(?:et)?)$/u,
  proposal: /^(?:proposals?|vorschlags?|antrag(?:s)?|entwurf(?:s)?|proposition|propuesta|proposta|forslag(?:et)?)$/u,
  law: /^(?:act|law|gesetz(?:es)?|loi|ley|llei|lov(?:en)?)$/u,
};

/** Documents whose titles the rest of the question names best; `explains`: nothing else is left of the question. */
function namedDocuments(
  documents: readonly TitledDocument[],
  rest: string,
): { readonly ids: ReadonlySet<number>; readonly explains: boolean } {
  const words = foldText(rest).match(/[\p{L}\p{N}-]+/gu) ?? [];
  if (words.length === 0) return { ids: new Set(), explains: false };
  const scored = documents.map((document) => ({ id: document.id, words: wordsNaming(document, words) }));
  const most = Math.max(0, ...scored.map((one) => one.words.size));
  const best = scored.filter((one) => one.words.size === most);
  if (most === 0 || best.length === documents.length) return { ids: new Set(), explains: false };
  return { ids: new Set(best.map(({ id }) => id)), explains: best.some((one) => one.words.size === words.length) };
}

function wordsNaming({ title, file, rank }: TitledDocument, words: readonly string[]): Set<string> {
  const own = new Set(searchTerms(`${title} ${file}`));
  return new Set(
    words.filter((word) => searchTerms(word).some((term) => own.has(term)) || RANK_WORDS[rank]?.test(word)),
  );
}
