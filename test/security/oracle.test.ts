/**
 * T-S3c: can a member tell whether something stands in a collection that is closed to them? The same question is put to two
 * data folders, alike but for one thing: in one of them a closed collection speaks of what is asked, in the other nobody
 * does. The reply is the same, word for word, and so is the work. In CI work is counted (what is read from the database, what is embedded, what the model does), which nothing disturbs; the
 * seconds are compared at night.
 */
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { answerQuestion } from "../../bot/answer.ts";
import type { Answer } from "../../bot/answer-types.ts";
import { GATE_READERS } from "../../bot/gate.ts";
import { createTableShelf } from "../../retrieval/tables/table-shelf.ts";
import { makeDocument } from "../fakes/make-document.ts";
import { openTestIndex, type TestIndex } from "../fakes/open-index.ts";
import { PrattlingChatModel } from "../fakes/prattling-chat-model.ts";
import { tell } from "../rows/row.ts";
import { type Slice, sliceOf } from "../slice.ts";
import { type CanaryCollection, canaryCollections, FACTS } from "./canaries.ts";
import { mannWhitneyP, medianOf } from "./mann-whitney.ts";
import { chanceOf } from "./seeded.ts";
import { type DatabaseTrace, traceDatabase } from "./traced-database.ts";

const PAIRS = 100;
const DAY = "2026-01-01";
/** For the seconds, at night: each pair so often, in turn. */
const REPETITIONS = 30;
/** Seconds are compared only where a slice is asked for: beside other work they tell nothing. */
const TIMED = 100;
/** Characters of what differs that are shown. */
const SHOWN = 2_000;

const collections = canaryCollections(chanceOf(5));
const [own] = collections;
const foreign = collections.slice(1);
const others = canaryCollections(chanceOf(99)).slice(1);

type World = { readonly opened: TestIndex; readonly trace: DatabaseTrace };
/** A closed collection speaks of it; nobody does. */
let there: World;
let nowhere: World;

beforeAll(async () => {
  there = await worldOf(foreign);
  nowhere = await worldOf(others);
});

afterAll(() => {
  for (const one of [there, nowhere]) one?.opened[Symbol.dispose]();
});

async function worldOf(closed: readonly CanaryCollection[]): Promise<World> {
  const found: DatabaseTrace[] = [];
  const opened = openTestIndex({ onOpen: (database) => void found.push(traceDatabase(database)) });
  for (const { name, documents } of own === undefined ? closed : [own, ...closed])
    for (const { record, source } of documents) opened.add(name, makeDocument(source, record.title ?? null), record);
  await opened.embed();
  const [trace] = found;
  if (trace === undefined) throw new Error("Expected a database to be opened, got none.");
  return { opened, trace };
}

const QUESTIONS: readonly ((word: string) => string)[] = [
  (word) => `What is ${word}?`,
  (word) => `Who decided on ${word} and when?`,
  (word) => `What does § 4 say about ${word}?`,
  (word) => `What is the monthly fee of ${word}?`,
  (word) => `Where is the spare key of the boiler room, ${word}?`,
];

type Asked = { readonly answer: Answer; readonly work: string };

/** One answer, worked out anew; `work` says what was done for it. */
async function ask({ opened, trace }: World, question: string): Promise<Asked> {
  const { corpus, index, vectors, embedder } = opened;
  const model = new PrattlingChatModel([]);
  const embedded: number[] = [];
  const counting = Object.assign(Object.create(embedder) as typeof embedder, {
    embedQuery(text: string) {
      embedded.push(text.length);
      return embedder.embedQuery(text);
    },
  });
  trace.take();
  const answer = await answerQuestion(
    {
      corpus,
      index,
      vectors,
      embedder: counting,
      calibrated: true,
      caution: "balanced",
      tables: createTableShelf(corpus),
      chat: { model, id: "prattling", trusted: GATE_READERS.length > 0 },
      detectLanguage: () => "en",
      embedded: () => ({ passages: 0, pending: 0 }),
      clock: () => performance.now(),
      today: () => DAY,
      reportFailure: (error) => {
        throw error;
      },
    },
    { question, history: [], collections: [own?.name ?? ""], asOf: null, signal: new AbortController().signal },
  );
  const statements = trace.take().map(({ sql, rows }) => `${rows} ${sql}`);
  return { answer, work: JSON.stringify([statements, embedded, model.prompts.map((prompt) => prompt.length)]) };
}

function questionOf(number: number): string {
  const { canary } = foreign[number % foreign.length]?.facts[Math.floor(number / foreign.length) % FACTS] ?? {
    canary: "",
  };
  return (QUESTIONS[number % QUESTIONS.length] ?? String)(canary);
}

test("what a closed collection speaks of and what nobody speaks of get the same words, by the same work", async (context) => {
  const { from, to } = sliceOf("oracle", PAIRS * 20, PAIRS);
  const [words, work]: string[][] = [[], []];
  const outcomes = new Set<string>();
  for (let number = from; number < to; number += 1) {
    const question = questionOf(number);
    const [one, other] = [await ask(there, question), await ask(nowhere, question)];
    outcomes.add(one.answer.outcome);
    const plain = ({ answer }: Asked) => JSON.stringify({ ...answer, milliseconds: {} });
    if (plain(one) !== plain(other)) words?.push(`${question}\n${plain(one)}\n${plain(other)}`.slice(0, SHOWN));
    if (one.work !== other.work) work?.push(`${question}\n${one.work}\n${other.work}`.slice(0, SHOWN));
  }
  const tried = to - from;
  tell(
    context,
    { id: "T-S3c", what: "words that tell of a closed collection", tried, failed: words?.length ?? 0 },
    words,
  );
  tell(
    context,
    { id: "T-S3c", what: "work that tells of a closed collection", tried, failed: work?.length ?? 0 },
    work,
  );
  expect(outcomes.size, "several kinds of answers are compared").toBeGreaterThan(1);
});

test("where there is something to tell, words and work differ: what stands in one's own collection", async () => {
  const { canary } = own?.facts[0] ?? { canary: "" };
  const [mine, closed] = [await ask(there, `What is ${canary}?`), await ask(there, questionOf(0))];
  expect(mine.work).not.toBe(closed.work);
  expect(mine.answer.shown).not.toBe(closed.answer.shown);
});

test("samples from one distribution are told from others", () => {
  const even = Array.from({ length: 200 }, (_, at) => (at * 37) % 200);
  expect(mannWhitneyP(even, even)).toBeCloseTo(1, 2);
  expect(
    mannWhitneyP(
      even,
      even.map((value) => value + 10),
    ),
  ).toBeCloseTo(0.08, 1);
  expect(
    mannWhitneyP(
      even,
      even.map((value) => value + 60),
    ),
  ).toBeLessThan(0.001);
  expect(medianOf([3, 1, 2])).toBe(2);
});

const timed = sliceOf("oracle-time", TIMED, 0);
if (timed.to > timed.from) test("seconds tell nothing either", (context) => compareSeconds(context, timed));

async function compareSeconds(context: TestContext, { from, to }: Slice): Promise<void> {
  const [thereMs, absentMs]: number[][] = [[], []];
  for (let number = from; number < to; number += 1) {
    const question = questionOf(number);
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      const order = [[there, thereMs] as const, [nowhere, absentMs] as const];
      for (const [world, times] of repetition % 2 === 0 ? order : order.toReversed()) {
        const begun = performance.now();
        await ask(world, question);
        times?.push(performance.now() - begun);
      }
    }
  }
  const [p, medians] = [
    mannWhitneyP(thereMs ?? [], absentMs ?? []),
    [medianOf(thereMs ?? []), medianOf(absentMs ?? [])],
  ];
  const apart = Math.abs((medians[0] ?? 0) / (medians[1] ?? 1) - 1);
  const note = `median ${medians.map((one) => one.toFixed(2)).join(" and ")} ms, p ${p.toFixed(3)}`;
  const failed = apart < 0.05 && p > 0.01 ? 0 : 1;
  tell(context, { id: "T-S3c", what: "seconds that tell of a closed collection", tried: to - from, failed, note }, [
    note,
  ]);
}
