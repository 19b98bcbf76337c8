import { describe, expect, test } from "vitest";
import { inventBylaws } from "../../eval/bench/generated-bylaws.ts";
import { seededRandom } from "../../eval/statistics.ts";
import { borrowRanks, stretchRanks } from "../../retrieval/partial-ranks.ts";
import { retrieve } from "../../retrieval/retrieve.ts";
import { normaliseVector } from "../../retrieval/vectors.ts";
import { makeDocument } from "../fakes/make-document.ts";
import { openTestIndex, type TestIndex } from "../fakes/open-index.ts";
import { WordEmbedder } from "../fakes/word-embedder.ts";

const PAGES = 30;
const STAGES = 6;
const ASKED_EVERY = 3;
const files = inventBylaws(PAGES, seededRandom(7));
const asked = files.flatMap(({ sections }) => sections).filter((_, at) => at % ASKED_EVERY === 0);

function open(): TestIndex {
  const tables = openTestIndex();
  for (const { file, sections } of files) {
    const text = sections.map(({ heading, paragraphs }) => `# ${heading}\n${paragraphs.join(" ")}`).join("\n");
    tables.add("main", makeDocument(text), { file, title: file });
  }
  return tables;
}

/** Embeds the next `count` texts, in the order in which the background embedder takes them. */
async function embedNext({ corpus, index, embedder }: TestIndex, count: number): Promise<void> {
  const { id } = corpus.ensureCollection("main");
  const texts = index.unembedded(id, embedder.fingerprint, count);
  const vectors = await embedder.embedDocuments(texts.map(({ text }) => text));
  index.putVectors(
    embedder.fingerprint,
    texts.map(({ hash }, at) => ({ hash, vector: normaliseVector(vectors[at] ?? []) })),
  );
}

async function find({ corpus, index, embedder, vectors }: TestIndex, text: string, withVectors = true) {
  const { id } = corpus.ensureCollection("main");
  const scope = { collections: [id], day: "2026-01-01", current: true };
  const parts = withVectors ? { embedder, vectors } : { embedder: null, vectors: null };
  return retrieve({ corpus, index, ...parts }, { text, language: "en", scope, limit: 10 });
}

/** How many of the questions find their section among the first `top`. */
async function hits(tables: TestIndex, top: number, withVectors = true): Promise<number> {
  let found = 0;
  for (const { question, heading } of asked) {
    const { passages } = await find(tables, question, withVectors);
    if (passages.slice(0, top).some((passage) => passage.heading.endsWith(heading))) found += 1;
  }
  return found;
}

describe("while only a part has vectors", () => {
  test("without any, the order is that of full text alone", async () => {
    using tables = open();
    for (const { question } of asked.slice(0, 20)) {
      const ids = async (withVectors: boolean) =>
        (await find(tables, question, withVectors)).passages.map(({ id }) => id);
      expect(await ids(true)).toEqual(await ids(false));
    }
  });

  test("no share of them makes the search worse than full text alone or all vectors, whichever is worse, by more than one question", async () => {
    using tables = open();
    const { id } = tables.corpus.ensureCollection("main");
    const total = tables.index.countUnembedded(id, tables.embedder.fingerprint);
    const alone = await hits(tables, 5, false);
    const stages: number[] = [];
    for (let stage = 0; stage < STAGES; stage += 1) {
      await embedNext(tables, Math.floor(total / STAGES));
      stages.push(await hits(tables, 5));
    }
    await tables.embed();
    expect(tables.index.countUnembedded(id, tables.embedder.fingerprint)).toBe(0);
    const whole = await hits(tables, 5);
    expect(Math.min(...stages)).toBeGreaterThanOrEqual(Math.min(alone, whole) - 1);
  });

  test("what has its vectors is found by meaning where words find nothing", async () => {
    using tables = open();
    const { id } = tables.corpus.ensureCollection("main");
    const passages = tables.index.countCollection(id);
    await embedNext(tables, passages / 2);
    const byCode = new Map(asked.map(({ question }, at) => [`xyz${"q".repeat(at + 1)}`, question]));
    const embedder = Object.assign(new WordEmbedder(), {
      embedQuery: (code: string) => new WordEmbedder().embedQuery(byCode.get(code) ?? ""),
    });
    const knowing = { ...tables, embedder };
    const found = await Promise.all([...byCode.keys()].map((code) => find(knowing, code)));
    const early = found.slice(0, asked.length / 2);
    expect(early.every((result) => result.passages.length === 10)).toBe(true);
    const right = early.filter(({ passages: some }, at) =>
      some.some(({ heading }) => heading.endsWith(asked[at]?.heading ?? "?")),
    );
    expect(right.length).toBeGreaterThan(early.length / 2);
  });

  test("cosines are given only where all sentences that are shown have one", async () => {
    using tables = open();
    const { id } = tables.corpus.ensureCollection("main");
    await embedNext(tables, tables.index.countCollection(id));
    const [first] = asked;
    const before = await find(tables, first?.question ?? "");
    expect(before.passages.flatMap(({ sentences }) => sentences).every(({ cosine }) => cosine === 0)).toBe(true);
    expect(before.background).toBeNull();
    await tables.embed();
    const after = await find(tables, first?.question ?? "");
    expect(after.passages.flatMap(({ sentences }) => sentences).some(({ cosine }) => cosine > 0)).toBe(true);
    expect(after.background).not.toBeNull();
  });
});

describe("a rank", () => {
  test("found among a part is stretched to what it would be among all", () => {
    const ranks = new Map([
      [7, 0],
      [8, 1],
    ]);
    expect([...stretchRanks(ranks, 0.25)]).toEqual([
      [7, 3],
      [8, 7],
    ]);
    expect(stretchRanks(ranks, 1)).toBe(ranks);
  });

  test("is borrowed by what could not be judged, where another ranking has it", () => {
    expect([...borrowRanks(new Map([[7, 0]]), [8, 9], new Map([[8, 4]]))]).toEqual([
      [7, 0],
      [8, 4],
    ]);
  });
});
