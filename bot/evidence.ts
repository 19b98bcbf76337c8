/**
 * From ranked passages to the sentences that speak: scores every sentence, takes the best, adds what they need to be
 * understood (a table's header, a list's introduction, a whole list), and joins neighbours. Pure; no model.
 */

import type { Block } from "../corpora/document.ts";
import { CELL_SEPARATOR } from "../corpora/document-builder.ts";
import type { NamedClauses } from "../retrieval/named-clauses.ts";
import type { RankedPassage, RankedSentence, RetrievalResult } from "../retrieval/retrieve.ts";
import { countWords } from "../retrieval/sentences.ts";
import { searchTerms } from "../retrieval/terms.ts";

export type ScoredSentence = RankedSentence & {
  readonly passage: RankedPassage;
  readonly score: number;
  /** Share of the question's idf weight that stands in the sentence, 0 to 1. */
  readonly coverage: number;
  /** May it speak for the rule? A draft or a proposal may only when it is asked for, or when nothing is in force. */
  readonly standing: boolean;
  /** The clause that the question names and that this sentence stands in, as offsets; null when it names none. */
  readonly clause: { readonly start: number; readonly end: number } | null;
};

/** A stretch of one document to be quoted, half-open offsets into its stored text. */
export type Quotation = {
  readonly passage: RankedPassage;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  /** A clause that was asked for, whole: what stands beside it is no part of it. */
  readonly whole?: boolean;
  /** What changed it, where it is a rule that another text in force has changed: titles. */
  readonly amendedBy?: readonly string[];
};

/** Weights of answering.md 2: cosine of "heading: sentence" + 0.12 × coverage + 0.03 for a number asked for. */
const COVERAGE_WEIGHT = 0.12;
const NUMBER_BONUS = 0.03;
/** Without vectors coverage alone decides. */
const COVERAGE_ALONE = 1;
/** Passages whose sentences compete. */
const EVIDENCE_PASSAGES = 6;
/** A small share of the passage's own rank. */
const PASSAGE_WEIGHT = 0.6;
/** Whole lists up to this many words are shown. */
const MAX_LIST_WORDS = 220;

const ASKS_NUMBER =
  /\b(?:how (?:many|much|long|often|old|far|early|soon|high|big)|what (?:percent|percentage|rate|fee|price|cost|amount|age)|when|cost|combien|quel(?:le)? (?:montant|prix|âge|durée|pourcentage)|quand|co[uû]te|wie ?viele?|wie (?:lange|hoch|oft|alt|viel|weit)|ab welche[mr]|wann|kostet|cu[aá]nt[oa]s?|cu[aá]ndo|quant(?:[ae]s|s)?|quan|cuesta|costa|hvor (?:mange|meget|lang|tit|ofte|gammel|høj)|hvorn[åa]r|hvad koster)\b/iu;

const ASKS_PROPOSAL =
  /\b(?:propos\w*|drafts?|motions?|amendments? (?:to be|being)|planned|vorschlag\w*|vorgeschlagen\w*|antr[aä]g\w*|entw[uü]rf\w*|geplant\w*|projet de|propuesta\w*|borrador\w*|esborrany\w*|proposta|propostes|forslag\w*|udkast\w*|foresl[aå]\w*)(?![\p{L}])/iu;

/** "What does the proposal say …": then a text that is not in force is what is wanted. */
export function asksForProposal(question: string): boolean {
  return ASKS_PROPOSAL.test(question);
}

export function asksForNumber(question: string): boolean {
  return ASKS_NUMBER.test(question);
}

/** All sentences of the best passages, best first; of a look-up by name those of the clause alone. */
export function scoreSentences(result: RetrievalResult, question: string): ScoredSentence[] {
  const wantsNumber = asksForNumber(question);
  const wantsProposal = asksForProposal(question) || !result.passages.some(isInForce);
  const total = [...result.weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  const hasVectors = result.passages.some((passage) => passage.sentences.some(({ cosine }) => cosine > 0));
  const scored = result.passages
    .slice(0, EVIDENCE_PASSAGES)
    .flatMap((passage) =>
      passage.sentences.map((sentence) => {
        const coverage = coverageOf(`${sentence.lead} ${sentence.text}`, result.weights) / total;
        const number = wantsNumber && /\p{N}/u.test(sentence.text) ? NUMBER_BONUS : 0;
        const meaning = hasVectors ? sentence.cosine + COVERAGE_WEIGHT * coverage : COVERAGE_ALONE * coverage;
        const brief = sentence.lead.includes(CELL_SEPARATOR) ? 0 : brevityPenalty(countWords(sentence.text));
        const clause = clauseOf(result.named, sentence, passage);
        const score = meaning + number + PASSAGE_WEIGHT * passage.score - brief + (clause?.bonus ?? 0);
        return { ...sentence, passage, coverage, score, standing: wantsProposal || isInForce(passage), clause };
      }),
    )
    .toSorted((a, b) => b.score - a.score);
  return putStandingFirst(result.named?.lookup ? scored.filter(({ clause }) => clause !== null) : scored);
}

/**
 * What stands in a clause that the question names comes before everything else, the clauses in their order, and the
 * sentences of one as they are printed unless the question tells that another fits better.
 */
function clauseOf(named: NamedClauses | null, { start, end }: RankedSentence, { documentId }: RankedPassage) {
  const at = (named?.clauses ?? []).findIndex(
    (clause) => clause.documentId === documentId && clause.start <= start && clause.end >= end,
  );
  const clause = named?.clauses[at];
  if (clause === undefined) return null;
  const bonus = NAMED_BONUS * Math.max(1, NAMED_CLAUSES - at) - Math.min(0.9, (start - clause.start) * LATER_LESS);
  return { start: clause.start, end: clause.end, bonus };
}

/** More than any sentence scores by its words and meaning. */
const NAMED_BONUS = 3;
/** So many clauses keep their order. */
const NAMED_CLAUSES = 8;
/** For each character by which a sentence stands later in its clause: a page costs about as much as a bad fit. */
const LATER_LESS = 0.000_3;

/**
 * A fragment of few words ("5. Accounts") borrows its meaning from the heading it is embedded with: it loses 0.01 for
 * each word that it lacks.
 */
function brevityPenalty(words: number): number {
  return PENALTY_A_WORD * Math.max(0, BRIEF_WORDS - words);
}

const BRIEF_WORDS = 6;
const PENALTY_A_WORD = 0.01;

/** Where the best draft or proposal is quoted when it fits better than anything in force: third, and named as such. */
const UNSETTLED_POSITION = 2;

function putStandingFirst(sentences: readonly ScoredSentence[]): ScoredSentence[] {
  const standing = sentences.filter((sentence) => sentence.standing);
  const [best, ...rest] = sentences.filter((sentence) => !sentence.standing);
  if (best === undefined) return standing;
  return fitsBetterUnsettled(sentences)
    ? [...standing.slice(0, UNSETTLED_POSITION), best, ...standing.slice(UNSETTLED_POSITION), ...rest]
    : [...standing, best, ...rest];
}

/** Does a text that is not in force fit the question better than any that is? Then nothing is asserted. */
export function fitsBetterUnsettled(sentences: readonly ScoredSentence[]): boolean {
  const bestOf = (standing: boolean) =>
    Math.max(...sentences.filter((one) => one.standing === standing).map(({ score }) => score));
  return bestOf(false) > bestOf(true) + UNSETTLED_MARGIN;
}

/** e5 cosines of near-equal sentences differ by less than this. */
const UNSETTLED_MARGIN = 0.02;

/** What may be read is in force on the day asked for, whatever has become of it since, or a draft or a proposal. */
export function isInForce(passage: RankedPassage): boolean {
  return passage.document.status !== "draft" && passage.document.status !== "proposed";
}

function coverageOf(text: string, weights: ReadonlyMap<string, number>): number {
  const terms = new Set(searchTerms(text));
  let sum = 0;
  for (const [term, weight] of weights) if (terms.has(term)) sum += weight;
  return sum;
}

/**
 * The best `count` sentences as quotations, in order of score, at most `maxWords` words in all beside whole lists.
 * @param blocksOf gives the blocks of a document, `textOf` its stored text.
 */
export function chooseQuotations(
  sentences: readonly ScoredSentence[],
  options: {
    readonly count: number;
    readonly maxWords: number;
    readonly blocksOf: (documentId: number) => readonly Block[];
    readonly textOf: (documentId: number) => string;
  },
): Quotation[] {
  const chosen: Quotation[] = [];
  const said = new Set<string>();
  let words = 0;
  let taken = 0;
  for (const sentence of sentences) {
    if (taken >= options.count) break;
    if (said.has(sentence.text) || chosen.some((quotation) => holds(quotation, sentence))) continue;
    said.add(sentence.text);
    const own = quotationsFor(sentence, options);
    const text = options.textOf(sentence.passage.documentId);
    const length = own.reduce((sum, { start, end }) => sum + countWords(text.slice(start, end)), 0);
    if (taken > 0 && words + length > options.maxWords) continue;
    chosen.push(...own);
    words += length;
    taken += 1;
  }
  return joinNeighbours(chosen, options.textOf);
}

function holds(quotation: Quotation, sentence: ScoredSentence): boolean {
  return (
    quotation.passage.documentId === sentence.passage.documentId &&
    quotation.start <= sentence.start &&
    quotation.end >= sentence.end
  );
}

/** A sentence with what it needs: its list when it introduces one, its table's header when it is a row. */
function quotationsFor(
  sentence: ScoredSentence,
  options: {
    readonly blocksOf: (documentId: number) => readonly Block[];
    readonly textOf: (documentId: number) => string;
  },
): Quotation[] {
  const { passage } = sentence;
  const own = { passage, start: sentence.start, end: sentence.end, score: sentence.score };
  const blocks = options.blocksOf(passage.documentId);
  const block = blocks[sentence.block];
  if (block?.kind === "row" && block.table && !block.table.header && sentence.lead.includes(CELL_SEPARATOR)) {
    const header = blocks.find((other) => other.table?.header === true && other.table.index === block.table?.index);
    return header ? [{ ...own, start: header.start, end: header.end }, own] : [own];
  }
  if (sentence.clause !== null) return [wholeClause(own, sentence.clause, blocks, options.textOf(passage.documentId))];
  const list = listAround(blocks, sentence.block, options.textOf(passage.documentId));
  return list ? [{ ...own, start: Math.min(own.start, list.start), end: Math.max(own.end, list.end) }] : [own];
}

/** A clause that was asked for is quoted whole, without its heading, and nothing beside it; a long one by sentences. */
function wholeClause(
  own: Quotation,
  clause: { readonly start: number; readonly end: number },
  blocks: readonly Block[],
  text: string,
): Quotation {
  const start = blocks.find((block) => block.kind !== "heading" && block.start >= clause.start)?.start ?? clause.start;
  return start <= own.start && countWords(text.slice(start, clause.end)) <= MAX_LIST_WORDS
    ? { ...own, start, end: clause.end, whole: true }
    : own;
}

/** The list that a sentence introduces, or, for an item of a short list, the list with its introduction. */
function listAround(blocks: readonly Block[], index: number, text: string): { start: number; end: number } | null {
  const block = blocks[index];
  if (block === undefined) return null;
  let first = index;
  if (block.kind === "item") {
    while (isItemOf(blocks[first - 1], block)) first -= 1;
    const before = blocks[first - 1];
    if (before?.kind === "paragraph" && before.section === block.section && introduces(text, before)) first -= 1;
  } else if (!introduces(text, block)) {
    return null;
  }
  let last = Math.max(first, index);
  while (isItemOf(blocks[last + 1], block)) last += 1;
  const start = blocks[first]?.start ?? block.start;
  const end = blocks[last]?.end ?? block.end;
  const limit = block.kind === "item" ? MAX_LIST_WORDS / 2 : MAX_LIST_WORDS;
  return last > first && countWords(text.slice(start, end)) <= limit ? { start, end } : null;
}

function isItemOf(block: Block | undefined, near: Block): boolean {
  return block?.kind === "item" && block.section === near.section;
}

function introduces(text: string, block: Block): boolean {
  return text.slice(block.start, block.end).trimEnd().endsWith(":");
}

/** Overlapping or touching stretches of one document become one quotation; the order of the best stays. */
export function joinNeighbours(quotations: readonly Quotation[], textOf: (documentId: number) => string): Quotation[] {
  const joined: Quotation[] = [];
  for (const quotation of quotations) {
    const index = joined.findIndex((other) => touches(other, quotation, textOf));
    const other = joined[index];
    if (other === undefined) joined.push(quotation);
    else {
      joined[index] = {
        ...other,
        start: Math.min(other.start, quotation.start),
        end: Math.max(other.end, quotation.end),
        score: Math.max(other.score, quotation.score),
      };
    }
  }
  return joined.length === quotations.length ? joined : joinNeighbours(joined, textOf);
}

function touches(a: Quotation, b: Quotation, textOf: (documentId: number) => string): boolean {
  if (a.passage.documentId !== b.passage.documentId || a.whole !== b.whole) return false;
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  if (second.start <= first.end) return true;
  return textOf(a.passage.documentId).slice(first.end, second.start).trim() === "";
}
