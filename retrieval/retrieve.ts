/**
 * A question in, ranked passages out: full text and vectors, fused, filtered by collections, status and day inside
 * each query. Read-only. Knows nothing of answers or models beyond the embedder's interface.
 */
import type { EmbeddingsInterface } from "@langchain/core/embeddings";
import type { CorpusStore, DocumentVersion } from "../corpora/corpus-store.ts";
import type { Frequencies } from "./full-text-store.ts";
import { fuseRankings, ranksOf } from "./fuse.ts";
import type { IndexStore, PassageRow, SentenceRow } from "./index-store.ts";
import { findNamedClauses, type NamedClauses } from "./named-clauses.ts";
import { borrowRanks, stretchRanks } from "./partial-ranks.ts";
import type { ReadingScope } from "./reading-scope-store.ts";
import { searchTerms } from "./terms.ts";
import type { VectorIndex } from "./vector-index.ts";
import { type Background, dot, type Neighbour, normaliseVector } from "./vectors.ts";

export type RankedSentence = SentenceRow & {
  readonly text: string;
  /**
   * Cosine with the question, comparable between languages (less the offset of the document's language, see
   * `Background`); 0 when there is no embedder, or when a sentence of these passages has no vector yet: what is
   * measured for some of them only says nothing of the others.
   */
  readonly cosine: number;
};

export type RankedPassage = PassageRow & {
  readonly document: DocumentVersion;
  readonly text: string;
  /** Fused score, best first. */
  readonly score: number;
  readonly cosine: number;
  readonly bm25: number;
  readonly sentences: readonly RankedSentence[];
};

export type RetrievalQuery = {
  /** The question as understood: for a follow-up with the previous question in front. */
  readonly text: string;
  /** The question alone, where `text` is more: a clause named in it counts before those of the turn before. */
  readonly question?: string;
  /** ISO 639-1 code of the question's language: its words are not looked for in documents of another. */
  readonly language: string;
  readonly scope: ReadingScope;
  /** How many passages to give back. */
  readonly limit: number;
};

export type RetrievalResult = {
  readonly passages: readonly RankedPassage[];
  readonly terms: readonly string[];
  /** Inverse document frequency of each term of the question, natural log. */
  readonly weights: ReadonlyMap<string, number>;
  readonly queryVector: Float32Array | null;
  /** The question's cosines with all that may be read; null where the sentences have none. */
  readonly background: Background | null;
  /** The clauses that the question names, whose passages come first; null when it names none that is there. */
  readonly named: NamedClauses | null;
};

export type RetrievalParts = {
  readonly corpus: CorpusStore;
  readonly index: IndexStore;
  readonly vectors: VectorIndex | null;
  readonly embedder: EmbeddingsInterface | null;
};

/** Candidates taken from each ranking before they are fused. */
const CANDIDATES = 40;

/**
 * The candidates' best sentences make a third ranking, which counts double, with k = 20: quote@1 61 → 71 and
 * quote@5 91 → 96 of 100 on the development set (eval/LOG.md, 2026-11-21).
 */
const SENTENCE_WEIGHT = 2;
const FUSION_K = 20;

/**
 * Terms in more than this share of all passages are left out. In a small collection they still help (eval/LOG.md); in
 * a large one they cost most of the time (models-and-retrieval.md D.3).
 */
const maxDocumentShare = (passages: number) => (passages < 5_000 ? 0.5 : 0.2);

/** @throws what the embedder throws; a missing embedder is no error, BM25 alone then ranks. */
export async function retrieve(parts: RetrievalParts, query: RetrievalQuery): Promise<RetrievalResult> {
  const terms = searchTerms(query.text);
  const frequencies = parts.index.documentFrequency(query.scope.collections, terms);
  const weights = termWeights(frequencies);
  const allowed = parts.index.allowedPassages(query.scope);
  const byText = parts.index.searchText(query.scope, usefulTerms(weights, frequencies), CANDIDATES);
  const queryVector = parts.embedder ? normaliseVector(await parts.embedder.embedQuery(query.text)) : null;
  const named = namedIn(parts.index, query);
  const near = await searchVectors(parts, query.scope.collections, queryVector, allowed);
  const candidates = [...new Set([...byText, ...near.byVector].map(({ id }) => id).concat(named?.passages ?? []))];
  const sentences = scoreCandidates(parts, candidates, queryVector, (id) => offsetOf(id, allowed, near.background));
  const fused = fuse(candidates, byText, near, sentences, allowed, query.language);
  const ids = [...new Set([...(named?.passages ?? []), ...fused.map(({ id }) => id)])].slice(0, query.limit);
  const scores = {
    fused: withNamedFirst(new Map(fused.map(({ id, score }) => [id, score])), named),
    bm25: new Map(byText.map(({ id, score }) => [id, score])),
    cosine: new Map(near.byVector.map(({ id, similarity }) => [id, similarity])),
  };
  const unjudged = unjudgedIn(sentences);
  const judged = !ids.some((id) => unjudged.has(id));
  const shown = judged ? sentences : sentences.map((sentence) => ({ ...sentence, cosine: 0 }));
  const passages = loadPassages(parts, ids, shown, scores);
  return { passages, terms, weights, queryVector, background: judged ? near.background : null, named };
}

function namedIn(index: IndexStore, { scope, text, question }: RetrievalQuery): NamedClauses | null {
  const own = question === undefined ? null : findNamedClauses(index, scope, question);
  return own ?? findNamedClauses(index, scope, text);
}

/** A passage with a clause that was asked for by name is as good as the best. */
function withNamedFirst(scores: ReadonlyMap<number, number>, named: NamedClauses | null): ReadonlyMap<number, number> {
  const best = Math.max(0, ...scores.values());
  return new Map([...scores, ...(named?.passages ?? []).map((id) => [id, best] as const)]);
}

type Near = {
  readonly byVector: readonly Neighbour[];
  readonly background: Background | null;
  /** Passages that may be read and have no vector yet; none where there is no embedder. */
  readonly lacking: ReadonlySet<number>;
};

/** Full text, vectors and best sentences into one order; passages without vectors stand where their words put them. */
function fuse(
  candidates: readonly number[],
  byText: readonly { readonly id: number }[],
  { byVector, lacking }: Near,
  sentences: readonly ScoredRow[],
  allowed: ReadonlyMap<number, string>,
  language: string,
): { id: number; score: number }[] {
  const unjudged = unjudgedIn(sentences);
  const judgedShare = 1 - unjudged.size / Math.max(1, candidates.length);
  const knownSentenceRanks = stretchRanks(
    ranksOf(rankByBestSentence(sentences.filter(({ passageId }) => !unjudged.has(passageId)))),
    judgedShare,
  );
  const textRanks = withForeignRanks(ranksOf(byText.map(({ id }) => id)), knownSentenceRanks, allowed, language);
  const vectorRanks = borrowRanks(
    stretchRanks(ranksOf(byVector.map(({ id }) => id)), 1 - lacking.size / Math.max(1, allowed.size)),
    lacking,
    textRanks,
  );
  const sentenceRanks = borrowRanks(knownSentenceRanks, unjudged, textRanks);
  return fuseRankings(
    [
      { ranks: textRanks, weight: 1 },
      { ranks: vectorRanks, weight: 1 },
      { ranks: sentenceRanks, weight: SENTENCE_WEIGHT },
    ],
    FUSION_K,
  );
}

/** Passages of which a sentence has no vector yet. */
function unjudgedIn(sentences: readonly ScoredRow[]): ReadonlySet<number> {
  return new Set(sentences.filter(({ awaited }) => awaited).map(({ passageId }) => passageId));
}

async function searchVectors(
  parts: RetrievalParts,
  collections: readonly number[],
  query: Float32Array | null,
  allowed: ReadonlyMap<number, string>,
): Promise<Near> {
  const { vectors } = parts;
  if (query === null || vectors === null) return { byVector: [], background: null, lacking: new Set() };
  const background = await vectors.background(collections, query, allowed);
  return {
    byVector: await vectors.search(collections, query, CANDIDATES, allowed, background),
    background,
    lacking: await vectors.lacking(collections, allowed),
  };
}

function offsetOf(id: number, languages: ReadonlyMap<number, string>, background: Background | null): number {
  return background?.offsets.get(languages.get(id) ?? "") ?? 0;
}

/**
 * Among documents of several languages full text finds only documents in the question's own: those in others would
 * lack that ranking altogether. They stand in it where their best sentence stands, or where it finds them if better
 * (golden questions: quote@5 79 → 99 of 134; eval/LOG.md).
 */
function withForeignRanks(
  textRanks: ReadonlyMap<number, number>,
  sentenceRanks: ReadonlyMap<number, number>,
  languages: ReadonlyMap<number, string>,
  asked: string,
): ReadonlyMap<number, number> {
  if (new Set(languages.values()).size < 2) return textRanks;
  const ranks = new Map(textRanks);
  for (const [id, rank] of sentenceRanks) {
    if (languages.get(id) !== asked) ranks.set(id, Math.min(rank, ranks.get(id) ?? rank));
  }
  return ranks;
}

type Scores = {
  readonly fused: ReadonlyMap<number, number>;
  readonly bm25: ReadonlyMap<number, number>;
  readonly cosine: ReadonlyMap<number, number>;
};

/** ln(1 + (N − n + 0.5) / (n + 0.5)), as BM25 has it. */
export function termWeights({ total, frequency }: Frequencies): Map<string, number> {
  return new Map([...frequency].map(([term, n]) => [term, Math.log(1 + (total - n + 0.5) / (n + 0.5))]));
}

/** Terms that occur, without the most frequent ones, unless only those are left. */
function usefulTerms(weights: ReadonlyMap<string, number>, { total, frequency }: Frequencies): string[] {
  const occurring = [...weights.keys()].filter((term) => (frequency.get(term) ?? 0) > 0);
  const rare = occurring.filter((term) => (frequency.get(term) ?? 0) <= maxDocumentShare(total) * total);
  return rare.length > 0 ? rare : occurring;
}

/** All passages of one document with their sentences' cosines, for a question that has been searched already. */
export function passagesOf(parts: RetrievalParts, { queryVector, background }: RetrievalResult, documentId: number) {
  const ids = parts.index.passagesOf(documentId);
  const offset = background?.offsets.get(parts.corpus.documentById(documentId)?.language ?? "") ?? 0;
  const sentences = scoreCandidates(parts, ids, queryVector, () => offset);
  return loadPassages(parts, ids, sentences, { fused: new Map(), bm25: new Map(), cosine: new Map() });
}

/** `awaited`: it has no vector yet and will get one. */
type ScoredRow = SentenceRow & { readonly cosine: number; readonly awaited: boolean };

/** The sentences of all candidates, each with its cosine less the offset of its language. */
function scoreCandidates(
  parts: RetrievalParts,
  ids: readonly number[],
  queryVector: Float32Array | null,
  offset: (passageId: number) => number,
): ScoredRow[] {
  const sentences = parts.index.sentences(ids);
  const hashes = sentences.map((sentence) => sentence.hash);
  const vectors = queryVector && parts.vectors ? parts.index.vectors(hashes, parts.vectors.fingerprint) : new Map();
  return sentences.map((sentence) => {
    const vector: Float32Array | undefined = vectors.get(sentence.hash);
    const cosine = vector && queryVector ? dot(queryVector, vector) - offset(sentence.passageId) : 0;
    return { ...sentence, cosine, awaited: vector === undefined && queryVector !== null && parts.vectors !== null };
  });
}

/** Passages by their best sentence; empty without vectors. */
function rankByBestSentence(sentences: readonly ScoredRow[]): number[] {
  const best = new Map<number, number>();
  for (const { passageId, cosine } of sentences) best.set(passageId, Math.max(best.get(passageId) ?? 0, cosine));
  return [...best]
    .filter(([, cosine]) => cosine > 0)
    .toSorted((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([id]) => id);
}

function loadPassages(
  parts: RetrievalParts,
  ids: readonly number[],
  sentences: readonly ScoredRow[],
  scores: Scores,
): RankedPassage[] {
  const documents = new Map<number, { version: DocumentVersion; text: string }>();
  const load = (id: number) => {
    const known = documents.get(id);
    if (known) return known;
    const version = parts.corpus.documentById(id);
    if (version === null) {
      throw new Error(
        `Expected document ${id} of the index to exist, got none: the index is damaged, load the documents again.`,
      );
    }
    const loaded = { version, text: parts.corpus.textById(id) };
    documents.set(id, loaded);
    return loaded;
  };
  return parts.index.passages(ids).map((passage) => {
    const { version, text } = load(passage.documentId);
    return {
      ...passage,
      document: version,
      text: text.slice(passage.start, passage.end),
      score: scores.fused.get(passage.id) ?? 0,
      cosine: scores.cosine.get(passage.id) ?? 0,
      bm25: scores.bm25.get(passage.id) ?? 0,
      sentences: sentences
        .filter((sentence) => sentence.passageId === passage.id)
        .map((sentence) => ({ ...sentence, text: text.slice(sentence.start, sentence.end) })),
    };
  });
}
