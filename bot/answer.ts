/**
 * A question in, an answer out: understand, retrieve, choose evidence, let the model read, check, decide, render.
 * Knows nothing of Matrix, terminals or llama.cpp; every dependency is handed in.
 */
import type { CollectionInfo, CorpusStore } from "../corpora/corpus-store.ts";
import type { IndexStore } from "../retrieval/index-store.ts";
import { type RetrievalResult, retrieve, termWeights } from "../retrieval/retrieve.ts";
import { searchTerms } from "../retrieval/terms.ts";
import type { VectorIndex } from "../retrieval/vector-index.ts";
import type { Answer, AskRequest, Outcome, ReplyLanguage } from "./answer-types.ts";
import { attribute, opensWithVerdict, unsupported } from "./attribute.ts";
import { cite, sectionLabel } from "./citations.ts";
import {
  asksForNumber,
  chooseQuotations,
  fitsBetterUnsettled,
  joinNeighbours,
  type Quotation,
  type ScoredSentence,
  scoreSentences,
} from "./evidence.ts";
import { decide, GATE_WITH_MODEL, GATE_WITHOUT_MODEL, GATE_WORDS_ONLY, type GateFeatures, gateScore } from "./gate.ts";
import { messagesIn } from "./messages.ts";
import type { ChatModel, Embedder } from "./model-seam.ts";
import { type Reading, read } from "./reader.ts";
import { type CitedQuote, quotationParts, renderReply } from "./render.ts";
import { readerSentences } from "./shown-passages.ts";
import { isGreeting, MAX_QUESTION_CHARACTERS, type Understood, understand } from "./understand.ts";

export type AnswerParts = {
  readonly corpus: CorpusStore;
  readonly index: IndexStore;
  readonly vectors: VectorIndex | null;
  readonly embedder: Embedder | null;
  /** Do the gate's weights belong to this embedder? They are fitted on the cosines of one. */
  readonly calibrated: boolean;
  readonly chat: { readonly model: ChatModel; readonly id: string } | null;
  readonly detectLanguage: (text: string) => string;
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
  /** Today, YYYY-MM-DD. */
  readonly today: () => string;
  /** Writes a failure to the operator's log under a reference and gives the reference. */
  readonly reportFailure: (error: unknown) => string;
};

/** Passages that retrieval gives back. */
const RETRIEVED = 10;
/** Sentences quoted, and words of quotation, whole lists apart. */
const QUOTED_SENTENCES = 6;
const QUOTED_WORDS = 145;
/** Sections named in "not in the documents". */
const NEAREST = 3;
/** The model's own sentence is shown only when this share of it stands in its source (answering.md 4). */
const MINIMUM_SUPPORT = 0.6;
/** … and when the model, asked again, finds it stated: log-odds; 0 let 4 wrong sentences of 17 through (eval/LOG.md). */
const MINIMUM_STATED = 1;

type Timer = { readonly milliseconds: Record<string, number>; mark(step: string): void };

/** Always resolves: cancellation, time-out and failure are outcomes. */
export async function answerQuestion(parts: AnswerParts, request: AskRequest): Promise<Answer> {
  const timer = startTimer(parts.clock);
  const sense = { detect: parts.detectLanguage, home: homeLanguage(parts.corpus, request.collection) };
  const understood = understand(request.question, request.history, sense);
  const asOf = request.asOf ?? parts.today();
  const base = { understood, asOf, collection: request.collection, timer };
  try {
    const early = declineEarly(parts, request, base);
    return early ?? (await orAbort(answerFromDocuments(parts, request, base), request.signal));
  } catch (error) {
    return endWithoutAnswer(parts, request, base, error);
  }
}

/** An abort ends the waiting at once, whatever the work underneath makes of it. */
function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** The language that most documents of a collection are in. */
function homeLanguage(corpus: CorpusStore, name: string): string {
  const collection = corpus.collection(name);
  const counts = new Map<string, number>();
  for (const { language } of collection === null ? [] : corpus.documents(collection.id)) {
    counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "en";
}

type Base = {
  readonly understood: Understood;
  readonly asOf: string;
  readonly collection: string;
  readonly timer: Timer;
};

function declineEarly(parts: AnswerParts, request: AskRequest, base: Base): Answer | null {
  const messages = messagesIn(base.understood.language);
  const { question } = base.understood;
  if (question === "") return plain(base, "declined", messages.emptyQuestion);
  if (request.question.length > MAX_QUESTION_CHARACTERS) {
    return plain(base, "declined", messages.tooLong(request.question.length, MAX_QUESTION_CHARACTERS));
  }
  if (isGreeting(question)) return plain(base, "declined", messages.greeting);
  const collection = parts.corpus.collection(request.collection);
  if (collection === null || parts.corpus.documents(collection.id).length === 0) {
    return plain(base, "not-in-documents", messages.emptyCollection);
  }
  return null;
}

async function answerFromDocuments(parts: AnswerParts, request: AskRequest, base: Base): Promise<Answer> {
  const { timer, understood, asOf } = base;
  const collection = parts.corpus.ensureCollection(request.collection);
  const scope = { collection: collection.id, day: asOf, current: asOf >= parts.today() };
  if (parts.index.allowedPassages(scope).size === 0) return nothingInForce(parts, collection, base);

  const result = await retrieve(parts, {
    text: understood.asked,
    language: understood.language,
    scope,
    limit: RETRIEVED,
  });
  timer.mark("retrieval");
  request.signal.throwIfAborted();
  request.onRetrieved?.(
    result.passages.map((passage) => ({
      file: passage.document.file,
      document: passage.document.title,
      section: sectionLabel(passage.document.sections[passage.section]?.path ?? [], passage.document.title),
      page: passage.page,
      text: passage.text,
      score: passage.score,
    })),
  );

  const sentences = scoreSentences(result, understood.asked);
  const first = citeAll(parts, choose(parts, sentences));
  timer.mark("evidence");
  request.onEvent?.({
    kind: "evidence-ready",
    shown: quotationParts(first, understood.language).join("\n\n"),
    citations: first.map(publicCitation),
  });

  const reading = await readWithModel(parts, request, base, sentences);
  request.signal.throwIfAborted();
  return conclude(parts, request, base, collection, { result, sentences, reading });
}

type Found = {
  readonly result: RetrievalResult;
  readonly sentences: readonly ScoredSentence[];
  readonly reading: (Reading & { readonly note: null }) | { readonly note: string } | null;
};

function conclude(
  parts: AnswerParts,
  request: AskRequest,
  base: Base,
  collection: CollectionInfo,
  found: Found,
): Answer {
  const { understood, timer, asOf } = base;
  const reading = found.reading !== null && "sentence" in found.reading ? found.reading : null;
  const attribution = reading
    ? attribute(
        reading.sentence,
        understood.asked,
        readerSentences(found.sentences.filter((one) => one.standing)),
        weightOf(parts, collection),
      )
    : null;
  const features = gateFeatures(found, reading, attribution, understood.asked);
  const gate = !measuresMeaning(parts, found) ? GATE_WORDS_ONLY : reading ? GATE_WITH_MODEL : GATE_WITHOUT_MODEL;
  const decided = decide(features, gate);
  const outcome = decided === "answered" && fitsBetterUnsettled(found.sentences) ? "closest-passages" : decided;
  const quotations = citeAll(parts, choose(parts, pointFirst(found.sentences, attribution?.source ?? null)));
  const checked =
    reading && attribution ? presentable(reading, attribution, quotations, understood, parts.detectLanguage) : null;
  request.onDecision?.({
    score: gateScore(features, gate),
    features,
    said: reading?.sentence ?? null,
    candidate: [checked ?? "", ...quotationParts(quotations, understood.language)].join("\n\n").trim(),
  });
  const citations = outcome === "not-in-documents" ? [] : quotations;
  const sentence = outcome === "answered" ? checked : null;
  timer.mark("checks");
  const nearest = nearestSections(found.result);
  const messages = messagesIn(understood.language);
  const notes = [
    ...(understood.followUp ? [messages.understoodAs(understood.asked)] : []),
    ...(asOf === parts.today() ? [] : [messages.rulesOf(asOf)]),
    ...(found.reading !== null && "note" in found.reading && found.reading.note !== null ? [found.reading.note] : []),
  ];
  const contact = found.result.passages[0]?.document.contact ?? collection.contact;
  return finish(base, {
    outcome,
    shown: renderReply({ outcome, language: understood.language, sentence, citations, nearest, contact, notes }),
    sentence,
    citations: citations.map(publicCitation),
    nearest,
    model: reading ? (parts.chat?.id ?? null) : null,
  });
}

/** The gate's weights hold only for the cosines of its own embedder, and only where sentences have vectors. */
function measuresMeaning(parts: AnswerParts, found: Found): boolean {
  return parts.calibrated && found.sentences.some(({ cosine }) => cosine > 0);
}

async function readWithModel(
  parts: AnswerParts,
  request: AskRequest,
  base: Base,
  sentences: readonly ScoredSentence[],
): Promise<Found["reading"]> {
  const standing = sentences.filter((sentence) => sentence.standing);
  if (parts.chat === null || standing.length === 0) return null;
  request.onEvent?.({ kind: "step-begin", step: "reading" });
  const { understood, timer } = base;
  let first = true;
  try {
    const reading = await read(parts.chat.model, {
      sentences: readerSentences(standing),
      history: understood.followUp ? request.history.slice(-2) : [],
      question: understood.question,
      language: understood.language,
      signal: request.signal,
      onText(text) {
        if (first) timer.mark("first-token");
        first = false;
        request.onEvent?.({ kind: "text-delta", text });
      },
    });
    timer.mark("model");
    return { ...reading, note: null };
  } catch (error) {
    if (request.signal.aborted) throw error;
    parts.reportFailure(error);
    return { note: messagesIn(understood.language).modelDied };
  }
}

/** The sentence that the model pointed to comes first, then the best by score. */
function pointFirst(sentences: readonly ScoredSentence[], source: ScoredSentence | null): ScoredSentence[] {
  return source === null ? [...sentences] : [source, ...sentences.filter((sentence) => sentence.id !== source.id)];
}

function choose(parts: AnswerParts, sentences: readonly ScoredSentence[]): Quotation[] {
  const texts = new Map<number, string>();
  const textOf = (id: number) => {
    const text = texts.get(id) ?? parts.corpus.textById(id);
    texts.set(id, text);
    return text;
  };
  const chosen = chooseQuotations(sentences, {
    count: QUOTED_SENTENCES,
    maxWords: QUOTED_WORDS,
    blocksOf: (id) => parts.corpus.blocks(id),
    textOf,
  });
  return joinNeighbours(chosen, textOf);
}

function citeAll(parts: AnswerParts, quotations: readonly Quotation[]): CitedQuote[] {
  return quotations.map((quotation) => {
    const id = quotation.passage.documentId;
    return cite(quotation, parts.corpus.textById(id), parts.corpus.blocks(id));
  });
}

function publicCitation(citation: CitedQuote) {
  const { rank: _, ...rest } = citation;
  return rest;
}

function weightOf(parts: AnswerParts, collection: CollectionInfo): (term: string) => number {
  const weights = new Map<string, number>();
  return (term) => {
    const known = weights.get(term);
    if (known !== undefined) return known;
    const weight = termWeights(parts.index.documentFrequency(collection.id, [term])).get(term) ?? 0;
    weights.set(term, weight);
    return weight;
  };
}

function gateFeatures(
  found: Found,
  reading: Reading | null,
  attribution: { readonly source: ScoredSentence; readonly support: number; readonly echo: number } | null,
  question: string,
): GateFeatures {
  const cosines = found.sentences.map((sentence) => sentence.cosine).toSorted((a, b) => b - a);
  const bestCosine = cosines[0] ?? 0;
  const total = [...found.result.weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  const top = found.sentences.slice(0, QUOTED_SENTENCES);
  const { mean, deviation } = found.result.background ?? { mean: 0, deviation: 1 };
  const sourceCosine = attribution?.source.cosine ?? bestCosine;
  return {
    bestCosine,
    lift: (bestCosine - mean) / deviation,
    sourceLift: (sourceCosine - mean) / deviation,
    margin: bestCosine - (cosines[4] ?? bestCosine),
    coverage: Math.max(0, ...found.sentences.map((sentence) => sentence.coverage)),
    reach: reachOf(found, total),
    sourceCosine,
    stated: reading?.stated ?? 0,
    support: attribution?.support ?? 0,
    missingNumber: asksForNumber(question) && !top.some((sentence) => /\p{N}/u.test(sentence.text)) ? 1 : 0,
    echo: attribution?.echo ?? 0,
  };
}

/** Share of the question's weight found in any of the five best passages. */
function reachOf(found: Found, total: number): number {
  const present = new Set<string>();
  for (const passage of found.result.passages.slice(0, 5)) {
    const text = `${passage.heading} ${passage.text}`;
    for (const term of searchTerms(text)) present.add(term);
  }
  let sum = 0;
  for (const [term, weight] of found.result.weights) if (present.has(term)) sum += weight;
  return sum / total;
}

/** The model's sentence, when every check lets it pass; else null. */
function presentable(
  reading: Reading,
  attribution: { readonly source: ScoredSentence; readonly support: number; readonly echo: number },
  citations: readonly CitedQuote[],
  understood: Understood,
  detectLanguage: (text: string) => string,
): string | null {
  const { sentence } = reading;
  const evidence = citations.map((citation) => citation.quote).join("\n");
  const isQuotation = evidence.includes(sentence);
  const checks = [
    sentence.length > 0,
    attribution.support >= MINIMUM_SUPPORT,
    unsupported(sentence, evidence, understood.asked).length === 0,
    !opensWithVerdict(sentence),
    isQuotation || (reading.stated ?? Number.NEGATIVE_INFINITY) >= MINIMUM_STATED,
    speaks(sentence, understood.language, detectLanguage),
  ];
  return checks.every(Boolean) ? sentence : null;
}

function speaks(sentence: string, language: ReplyLanguage, detectLanguage: (text: string) => string): boolean {
  const words = sentence.match(/\p{L}+/gu)?.length ?? 0;
  return words < 4 || detectLanguage(sentence) === language;
}

function nearestSections(result: RetrievalResult): { document: string; section: string }[] {
  const seen = new Set<string>();
  const sections: { document: string; section: string }[] = [];
  for (const passage of result.passages) {
    const section = sectionLabel(passage.document.sections[passage.section]?.path ?? [], passage.document.title);
    const key = `${passage.document.title}\n${section}`;
    if (seen.has(key)) continue;
    seen.add(key);
    sections.push({ document: passage.document.title, section });
    if (sections.length === NEAREST) break;
  }
  return sections;
}

function nothingInForce(parts: AnswerParts, collection: CollectionInfo, base: Base): Answer {
  const starts = parts.corpus
    .documents(collection.id)
    .flatMap(({ inForceFrom }) => (inForceFrom === null ? [] : [inForceFrom]))
    .toSorted();
  const first = starts.find((day) => day > base.asOf) ?? null;
  return plain(base, "not-in-documents", messagesIn(base.understood.language).nothingInForce(base.asOf, first));
}

function endWithoutAnswer(parts: AnswerParts, request: AskRequest, base: Base, error: unknown): Answer {
  const messages = messagesIn(base.understood.language);
  if (request.signal.aborted) {
    const timedOut = request.signal.reason instanceof Error && request.signal.reason.name === "TimeoutError";
    return timedOut ? plain(base, "timed-out", messages.timedOut) : plain(base, "cancelled", messages.cancelled);
  }
  return plain(base, "failed", messages.failed(parts.reportFailure(error)));
}

function plain(base: Base, outcome: Outcome, shown: string): Answer {
  return finish(base, { outcome, shown, sentence: null, citations: [], nearest: [], model: null });
}

function finish(
  base: Base,
  own: Pick<Answer, "outcome" | "shown" | "sentence" | "citations" | "nearest" | "model">,
): Answer {
  base.timer.mark("total");
  return {
    ...own,
    language: base.understood.language,
    collection: base.collection,
    asked: base.understood.asked,
    asOf: base.asOf,
    milliseconds: base.timer.milliseconds,
  };
}

/** Each mark is the time since the start, in whole milliseconds. */
function startTimer(clock: () => number): Timer {
  const start = clock();
  const milliseconds: Record<string, number> = {};
  return {
    milliseconds,
    mark(step) {
      milliseconds[step] = Math.round((clock() - start) * 10) / 10;
    },
  };
}
