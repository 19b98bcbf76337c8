/**
 * Puts beside a quoted rule the text in force that changed it, and beside that text the rule, in order of rank. Chooses
 * nothing that was not said by the co-op (`amends`); knows nothing of decisions or wording.
 */
import { type AmendmentInForce, amendmentsOn } from "../corpora/amendments.ts";
import { clauseAt, liesWithin } from "../corpora/clauses.ts";
import type { CorpusStore } from "../corpora/corpus-store.ts";
import { RANKS } from "../corpora/document.ts";
import { passagesOf, type RetrievalParts, type RetrievalResult } from "../retrieval/retrieve.ts";
import type { Citation } from "./answer-types.ts";
import { chooseQuotations, type Quotation, type ScoredSentence, scoreSentences } from "./evidence.ts";

/** Completes chosen quotations; gives them back as they are where nothing was changed. */
export type Beside = (chosen: readonly Quotation[]) => readonly Quotation[];

/** How much is quoted of the other text: sentences, and words in them. */
const BESIDE = { count: 2, maxWords: 90 };

/** @param result what the question found: it tells which sentence of the other text is meant. */
export function makeBeside(
  parts: RetrievalParts,
  asked: { readonly question: string; readonly result: RetrievalResult; readonly day: string },
  collections: readonly { readonly name: string }[],
): Beside {
  const { corpus } = parts;
  const amending = collections.flatMap(({ name }) => corpus.amendingDocuments(name));
  const find = (collection: string, file: string) => corpus.documentByFile(collection, file);
  const amendments = amendmentsOn(asked.day, amending, find);
  if (amendments.length === 0) return (chosen) => chosen;
  const look = finder(parts, asked);
  return (chosen) => pairUp(chosen, amendments, look);
}

type Finder = ReturnType<typeof finder>;

function finder(
  parts: RetrievalParts,
  { question, result }: { readonly question: string; readonly result: RetrievalResult },
) {
  const { corpus } = parts;
  /** The best sentences of a document for the question among those that fit, as quotations. */
  const best = (documentId: number, fits: (sentence: ScoredSentence) => boolean): readonly Quotation[] => {
    const sentences = passagesOf(parts, result, documentId)
      .flatMap((passage) => scoreSentences({ ...result, passages: [passage] }, question))
      .filter(fits)
      .toSorted((a, b) => b.score - a.score);
    return chooseQuotations(sentences, { ...BESIDE, blocksOf: corpus.blocks, textOf: corpus.textById });
  };
  const isIn = (documentId: number, start: number, { clause }: AmendmentInForce): boolean =>
    clause === null || liesWithin(clauseAt(readable(corpus, documentId), start), clause);
  return {
    /** Does a quotation hold something of what was changed? */
    isChanged: ({ passage, start, end }: Quotation, amendment: AmendmentInForce) =>
      passage.documentId === amendment.target.id &&
      [start, ...startsWithin(corpus, passage.documentId, start, end)].some((at) =>
        isIn(passage.documentId, at, amendment),
      ),
    rule: (amendment: AmendmentInForce) =>
      best(amendment.target.id, ({ start }) => isIn(amendment.target.id, start, amendment)),
    change({ by, section }: AmendmentInForce) {
      const naming = section === null ? [] : sectionsNaming(corpus, by.id, section);
      const named = best(by.id, ({ passage, start }) =>
        naming.some((one) => start >= one.start && start < one.end && passage.documentId === by.id),
      );
      return named.length > 0 ? named : best(by.id, () => true);
    },
  };
}

function startsWithin(corpus: CorpusStore, documentId: number, from: number, to: number): readonly number[] {
  return corpus.blocks(documentId).flatMap(({ start }) => (start > from && start < to ? [start] : []));
}

function readable(corpus: CorpusStore, documentId: number) {
  const sections = corpus.documentById(documentId)?.sections ?? [];
  return { sections, blocks: corpus.blocks(documentId), text: corpus.textById(documentId) };
}

/** The sections of the changing text that name the clause: a resolution may decide several things. */
function sectionsNaming(corpus: CorpusStore, documentId: number, section: string) {
  const { sections, text } = readable(corpus, documentId);
  const number = /\d[\d.]*\d|\d/u.exec(section)?.[0] ?? section;
  const named = new RegExp(`(?<![\\p{N}.])${number.replaceAll(".", "\\.")}(?![\\p{N}]|\\.\\p{N})`, "u");
  return sections.filter(({ start, end }) => named.test(text.slice(start, end)));
}

/** Each quotation with its partners, in order of rank; what stands beside one already is not repeated. */
function pairUp(
  chosen: readonly Quotation[],
  amendments: readonly AmendmentInForce[],
  look: Finder,
): readonly Quotation[] {
  const done: Quotation[] = [];
  const isDone = (one: Quotation) => done.some((other) => isSame(one, other));
  for (const quotation of chosen) {
    if (isDone(quotation)) continue;
    const partners = amendments.flatMap((amendment) => {
      const { by, target } = amendment;
      const ofOther = (id: number) => (one: Quotation) => one.passage.documentId === id;
      if (look.isChanged(quotation, amendment)) return asChosen(look.change(amendment), chosen);
      if (quotation.passage.documentId !== by.id || done.some(ofOther(by.id))) return [];
      const changed = chosen.filter((one) => ofOther(target.id)(one) && look.isChanged(one, amendment));
      return changed.length > 0 ? changed.slice(0, 1) : look.rule(amendment);
    });
    const group = [quotation, ...partners.filter((one) => !isDone(one) && !isSame(one, quotation))];
    done.push(...inOrderOfRank(group));
  }
  return done.map((quotation) => named(quotation, amendments, look));
}

/** What is quoted already stands in the place of what would be. */
function asChosen(found: readonly Quotation[], chosen: readonly Quotation[]): readonly Quotation[] {
  return found.map((one) => chosen.find((other) => isSame(other, one)) ?? one);
}

function isSame(a: Quotation, b: Quotation): boolean {
  return a.passage.documentId === b.passage.documentId && a.start < b.end && b.start < a.end;
}

function inOrderOfRank(group: readonly Quotation[]): Quotation[] {
  const order = ({ passage }: Quotation) => RANKS.indexOf(passage.document.rank);
  return group.toSorted((a, b) => order(a) - order(b));
}

function named(quotation: Quotation, amendments: readonly AmendmentInForce[], look: Finder): Quotation {
  const by = amendments.filter((amendment) => look.isChanged(quotation, amendment)).map(({ by }) => by.title);
  return by.length === 0 ? quotation : { ...quotation, amendedBy: [...new Set(by)] };
}

/** The words of a rule that another text has changed do not answer alone. */
export function isChanged({ passage, start }: ScoredSentence, shown: readonly Citation[]): boolean {
  const { file, collection } = passage.document;
  return shown.some(
    (one) =>
      one.amendedBy !== undefined &&
      one.file === file &&
      one.collection === collection &&
      one.start <= start &&
      start < one.end,
  );
}
