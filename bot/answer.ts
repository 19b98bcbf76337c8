/**
 * A question in, an answer out: understand, retrieve, choose evidence, let the model read, check, decide, render.
 * Knows nothing of Matrix, terminals or llama.cpp; every dependency is handed in.
 */
import type { CollectionInfo, CorpusStore, DocumentVersion } from "../corpora/corpus-store.ts";
import type { IndexStore } from "../retrieval/index-store.ts";
import { type RankedPassage, type RetrievalResult, termWeights } from "../retrieval/retrieve.ts";
import type { TableShelf } from "../retrieval/tables/table-shelf.ts";
import type { VectorIndex } from "../retrieval/vector-index.ts";
import type { EmbeddedPassages } from "../retrieval/vector-store.ts";
import { isChanged, makeBeside } from "./amended.ts";
import type { Answer, AskRequest, Citation, ReplyLanguage, Retrieved } from "./answer-types.ts";
import { askedCollections } from "./asked-collections.ts";
import { type Attribution, attribute } from "./attribute.ts";
import { sectionLabel } from "./citations.ts";
import { believed, type Decided, decideOutcome, worthReading } from "./decision.ts";
import { type Differing, differingTexts } from "./differing.ts";
import { type ScoredSentence, scoreSentences } from "./evidence.ts";
import { type Base, endWithoutAnswer, finish, orAbort, plain, startTimer } from "./finish.ts";
import type { Caution } from "./gate.ts";
import { withLoaders, withRankAndLoader } from "./loaders.ts";
import { messagesIn } from "./messages.ts";
import type { Embedder } from "./model-seam.ts";
import { notesOf } from "./notes.ts";
import { presentable, surelyStated } from "./own-sentence.ts";
import { FULL_QUOTATION, makeQuoter, NEAREST_QUOTATION, type Quoter } from "./quoter.ts";
import type { Reading } from "./reader.ts";
import { NOT_READ, type ReadingParts, type ReadOnce, readable, readWithModel, secondLook } from "./reading.ts";
import { quotationParts, renderReply } from "./render.ts";
import { search } from "./search.ts";
import { computeAnswer } from "./tables/compute-answer.ts";
import { withoutPersonal } from "./tables/hide-personal.ts";
import { answeredTurns, isGreeting, MAX_QUESTION_CHARACTERS, type Understood, understand } from "./understand.ts";

export type AnswerParts = ReadingParts & {
  readonly corpus: CorpusStore;
  readonly index: IndexStore;
  readonly vectors: VectorIndex | null;
  readonly embedder: Embedder | null;
  /** Do the gate's weights belong to this embedder? They are fitted on the cosines of one. */
  readonly calibrated: boolean;
  readonly tables: TableShelf;
  readonly caution: Caution;
  readonly detectLanguage: (text: string) => string;
  /** How much of a collection is searched by meaning. */
  readonly embedded: (collection: number) => EmbeddedPassages;
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
  /** Today, YYYY-MM-DD. */
  readonly today: () => string;
};

/** Sections named in "not in the documents". */
const NEAREST = 3;

/** Always resolves: cancellation, time-out and failure are outcomes. */
export async function answerQuestion(parts: AnswerParts, given: AskRequest): Promise<Answer> {
  const request = { ...given, history: answeredTurns(given.history) };
  const timer = startTimer(parts.clock);
  const asked = askedCollections(parts.corpus, request.collections);
  const sense = { detect: parts.detectLanguage, home: homeLanguage(parts.corpus, asked) };
  const understood = inLanguage(request, understand(request.question, request.history, sense));
  const asOf = request.asOf ?? parts.today();
  const base = { understood, asOf, chosen: null, collections: asked.map(({ name }) => name), timer };
  try {
    const early = declineEarly(parts, request, base, asked);
    if (early !== null) return early;
    const answer = await orAbort(answerFromDocuments(parts, request, base, asked), request.signal);
    return { ...answer, citations: withLoaders(parts.corpus, answer.citations) };
  } catch (error) {
    return endWithoutAnswer(base, request.signal, error, parts.reportFailure);
  }
}

/** A room may have chosen the language of its replies. */
function inLanguage({ language }: AskRequest, understood: Understood): Understood {
  return language ? { ...understood, language } : understood;
}

/** The language that most documents are in. */
function homeLanguage(corpus: CorpusStore, collections: readonly CollectionInfo[]): string {
  const counts = new Map<string, number>();
  for (const { language } of collections.flatMap(({ id }) => corpus.documents(id))) {
    counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "en";
}

function declineEarly(
  parts: AnswerParts,
  request: AskRequest,
  base: Base,
  collections: readonly CollectionInfo[],
): Answer | null {
  const messages = messagesIn(base.understood.language);
  const { question } = base.understood;
  if (question === "") return plain(base, "declined", messages.emptyQuestion);
  if (request.question.length > MAX_QUESTION_CHARACTERS) {
    return plain(base, "declined", messages.tooLong(request.question.length, MAX_QUESTION_CHARACTERS));
  }
  if (isGreeting(question)) return plain(base, "declined", messages.greeting);
  if (collections.every(({ id }) => parts.corpus.documents(id).length === 0)) {
    return plain(base, "not-in-documents", messages.emptyCollection);
  }
  return null;
}

async function answerFromDocuments(
  parts: AnswerParts,
  request: AskRequest,
  first: Base,
  collections: readonly CollectionInfo[],
): Promise<Answer> {
  const { timer, understood } = first;
  const { scope, asked, chosen, searchNote, ...found } = await search(parts, request, understood, collections);
  const result = withoutPersonal(found.result, parts.tables.hiddenIn);
  const base = chosen === null ? first : { ...first, asOf: chosen.day, chosen };
  if (parts.index.allowedPassages(scope).size === 0) return nothingInForce(parts, collections, base);
  timer.mark("retrieval");
  request.signal.throwIfAborted();
  request.onRetrieved?.(result.passages.map(publicPassage));
  const computed = computeAnswer(parts, base, scope);
  if (computed !== null) return computed;

  const sentences = scoreSentences(result, asked);
  const beside = makeBeside(parts, { question: asked, result, day: base.asOf }, collections);
  const on = { asOf: base.asOf, today: parts.today() };
  const quote = makeQuoter(parts.corpus, parts.tables.hiddenIn, on, beside);
  const evidence = quote(sentences, FULL_QUOTATION);
  timer.mark("evidence");
  request.onEvent?.({
    kind: "evidence-ready",
    shown: quotationParts(evidence, understood.language).join("\n\n"),
    citations: evidence,
  });

  const { reading, note } = worthReading({ result, sentences }, understood, parts)
    ? await readWithModel(parts, request, base, sentences)
    : NOT_READ;
  request.signal.throwIfAborted();
  const attribution = reading && traceReading(parts, collections, reading, sentences, asked);
  const all = { result, sentences, reading, attribution, note, searchNote, quote };
  const answer = await conclude(parts, request, base, collections, all);
  return searchNote === null ? answer : { ...answer, isMakeshift: true };
}

type Found = ReadOnce & {
  readonly result: RetrievalResult;
  readonly sentences: readonly ScoredSentence[];
  readonly attribution: Attribution | null;
  readonly searchNote: string | null;
  readonly quote: Quoter;
};

async function conclude(
  parts: AnswerParts,
  request: AskRequest,
  base: Base,
  collections: readonly CollectionInfo[],
  found: Found,
): Promise<Answer> {
  const { understood, timer } = base;
  const heard = parts.chat?.trusted ? believed(found) : found;
  const pointed = parts.chat?.trusted ? heard : { ...found, reading: null, attribution: null };
  const decided = decideOutcome(pointed, understood, parts);
  const { outcome } = decided;
  const pointedTo = pointFirst(found.sentences, pointed.attribution?.source ?? null);
  const differing = differingTexts(pointedTo, understood.question);
  const ordered = differing?.ordered ?? pointedTo;
  const full = found.quote(ordered, FULL_QUOTATION);
  const own = await ownSentence(parts, request, base, heard, { score: decided.score, shown: full });
  tellDecision(request, base, found, decided, own, full);
  const citations = outcome === "not-in-documents" ? found.quote(ordered, NEAREST_QUOTATION) : full;
  const contested = differing !== null && (differing.documents !== null || isContested(differing, heard));
  const sentence = outcome === "answered" && !contested ? own : null;
  timer.mark("checks");
  const nearest = nearestSections(found.result);
  const contact = contactFor(found.result.passages[0], collections);
  const differ = differing && differNote(parts, differing, understood.language);
  const notes = notesOf(base, parts.today(), [
    differ,
    found.searchNote,
    found.note,
    notYetByMeaning(parts, base, collections),
  ]);
  return finish(base, {
    outcome,
    shown: renderReply({ outcome, language: understood.language, sentence, citations, nearest, contact, notes }),
    sentence,
    citations,
    nearest,
    notes,
    contact,
    model: found.reading ? (parts.chat?.id ?? null) : null,
  });
}

function isContested({ contested }: Differing, { attribution }: Found): boolean {
  return attribution !== null && contested.has(attribution.source.id);
}

function differNote({ corpus }: AnswerParts, { documents }: Differing, language: ReplyLanguage): string | null {
  if (documents === null) return null;
  const [one, other] = documents;
  const name = (document: DocumentVersion) => withRankAndLoader(corpus, document, language);
  return messagesIn(language).textsDiffer(name(one), name(other));
}

/** Whom to ask about the best passage: its document's contact, else its collection's. */
function contactFor(best: RankedPassage | undefined, collections: readonly CollectionInfo[]): string | null {
  const own = best === undefined ? collections : collections.filter(({ name }) => name === best.document.collection);
  return best?.document.contact ?? own.find(({ contact }) => contact !== null)?.contact ?? null;
}

/** The model's sentence as it may be shown, or null. Only where all else allows it does the model look again. */
async function ownSentence(
  parts: AnswerParts,
  request: AskRequest,
  base: Base,
  { reading, attribution, sentences }: Found,
  reply: { readonly score: number; readonly shown: readonly Citation[] },
): Promise<string | null> {
  if (reading === null || attribution === null || isChanged(attribution.source, reply.shown)) return null;
  const { sentence } = reading;
  const quoted = reply.shown.map((citation) => citation.quote).join("\n");
  const own = { sentence, attribution, score: reply.score };
  const may = presentable(own, quoted, base.understood, parts.detectLanguage);
  if (may !== "stated") return may === "yes" ? sentence : null;
  return surelyStated(await secondLook(parts, request, base, sentences, reading)) ? sentence : null;
}

function tellDecision(
  request: AskRequest,
  base: Base,
  found: Found,
  { score, features }: Decided,
  own: string | null,
  full: readonly Citation[],
): void {
  const candidate = [own ?? "", ...quotationParts(full, base.understood.language)].join("\n\n").trim();
  request.onDecision?.({ score, features, said: found.reading?.sentence ?? null, candidate });
}

/** How much is found by its words only, so far; null when nothing is. */
function notYetByMeaning(
  parts: AnswerParts,
  { understood }: Base,
  collections: readonly CollectionInfo[],
): string | null {
  const counts = collections.map(({ id }) => parts.embedded(id));
  const pending = counts.reduce((sum, count) => sum + count.pending, 0);
  const passages = counts.reduce((sum, count) => sum + count.passages, 0);
  return pending === 0 ? null : messagesIn(understood.language).notYetByMeaning(pending, passages);
}

function traceReading(
  parts: AnswerParts,
  collections: readonly CollectionInfo[],
  reading: Reading,
  sentences: readonly ScoredSentence[],
  asked: string,
): Attribution | null {
  return attribute(reading.sentence, asked, readable(sentences), weightOf(parts, collections));
}

/** The sentence that the model pointed to comes first, then the best by score. */
function pointFirst(sentences: readonly ScoredSentence[], source: ScoredSentence | null): ScoredSentence[] {
  return source === null ? [...sentences] : [source, ...sentences.filter((sentence) => sentence.id !== source.id)];
}

function sectionOf({ document, section }: RankedPassage): string {
  return sectionLabel(document.sections[section]?.path ?? [], document.title);
}

function publicPassage(passage: RankedPassage): Retrieved {
  return {
    collection: passage.document.collection,
    file: passage.document.file,
    document: passage.document.title,
    section: sectionOf(passage),
    page: passage.page,
    text: passage.text,
    score: passage.score,
  };
}

function weightOf(parts: AnswerParts, collections: readonly CollectionInfo[]): (term: string) => number {
  const ids = collections.map(({ id }) => id);
  const weights = new Map<string, number>();
  return (term) => {
    const known = weights.get(term);
    if (known !== undefined) return known;
    const weight = termWeights(parts.index.documentFrequency(ids, [term])).get(term) ?? 0;
    weights.set(term, weight);
    return weight;
  };
}

function nearestSections(result: RetrievalResult): { document: string; section: string }[] {
  const seen = new Set<string>();
  const sections: { document: string; section: string }[] = [];
  for (const passage of result.passages) {
    const section = sectionOf(passage);
    const key = `${passage.document.title}\n${section}`;
    if (seen.has(key)) continue;
    seen.add(key);
    sections.push({ document: passage.document.title, section });
    if (sections.length === NEAREST) break;
  }
  return sections;
}

function nothingInForce(parts: AnswerParts, collections: readonly CollectionInfo[], base: Base): Answer {
  const starts = collections
    .flatMap(({ id }) => parts.corpus.documents(id))
    .flatMap(({ inForceFrom }) => (inForceFrom === null ? [] : [inForceFrom]))
    .toSorted();
  const first = starts.find((day) => day > base.asOf) ?? null;
  return plain(base, "not-in-documents", messagesIn(base.understood.language).nothingInForce(base.asOf, first));
}
