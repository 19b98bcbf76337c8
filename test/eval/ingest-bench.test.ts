import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assembleRochdale } from "../../bot/assemble.ts";
import { embeddedTexts } from "../../eval/bench/embedded-texts.ts";
import { inventBylaws, MOST_PAGES, SECTIONS_A_PAGE } from "../../eval/bench/generated-bylaws.ts";
import { benchIngest } from "../../eval/bench/ingest-bench.ts";
import { renderIngestBench } from "../../eval/bench/ingest-table.ts";
import { withPeakMemory } from "../../eval/bench/peak-memory.ts";
import { seededRandom } from "../../eval/statistics.ts";
import { testModels } from "../fakes/test-models.ts";
import { WordEmbedder } from "../fakes/word-embedder.ts";

const { signal } = new AbortController();

describe("an invented collection", () => {
  test("is the same for the same seed, and another for another", () => {
    const content = (seed: number) => inventBylaws(3, seededRandom(seed)).map((file) => file.content);
    expect(content(1)).toEqual(content(1));
    expect(content(1)).not.toEqual(content(2));
  });

  test("has about three hundred words a page, and asks something else of each section", () => {
    const files = inventBylaws(MOST_PAGES, seededRandom(1));
    const sections = files.flatMap((file) => file.sections);
    expect(sections).toHaveLength(MOST_PAGES * SECTIONS_A_PAGE);
    expect(new Set(sections.map(({ question }) => question)).size).toBe(sections.length);
    const words = files.reduce((sum, { content }) => sum + content.split(/\s+/u).length, 0) / MOST_PAGES;
    expect(words).toBeGreaterThan(300);
    expect(words).toBeLessThan(400);
  });

  test("is refused where sections would begin to repeat", () => {
    expect(() => inventBylaws(MOST_PAGES + 1, seededRandom(1))).toThrow(`Expected at most ${MOST_PAGES} pages, got`);
  });
});

test("the peak of memory is that of all processes, this one among them", async () => {
  const { result, peak } = await withPeakMemory(async () => "done");
  expect(result).toBe("done");
  expect(peak.processes).toBeGreaterThanOrEqual(1);
  expect(peak.sumBytes).toBeGreaterThanOrEqual(peak.mainBytes / 2);
  expect(peak.mainBytes).toBeGreaterThan(1_000_000);
});

test("the bench of an ingest tells rate, share, memory and how long questions took meanwhile", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rochdale-ingest-bench-"));
  const home = join(folder, "home");
  const report = await benchIngest(
    { pages: 24, questions: 3, pauseMs: 1, bareTexts: 100 },
    {
      folder,
      openRochdale: () =>
        assembleRochdale({
          home,
          sample: false,
          caution: "balanced",
          signal,
          models: testModels(),
        }),
      openEmbedder: async () => Object.assign(new WordEmbedder(), { [Symbol.asyncDispose]: () => Promise.resolve() }),
      embeddedTexts: (collection) => embeddedTexts(home, collection),
      progress: { write: () => {}, isTerminal: false, now: () => performance.now() },
      say: () => {},
      signal,
    },
  );
  expect(report.ingest).toMatchObject({ files: 2, pages: 24 });
  expect(report.ingest.passages).toBeGreaterThanOrEqual(24);
  expect(report.ingest.seconds).toBeGreaterThanOrEqual(report.ingest.storedSeconds);
  expect(report.embedding.texts).toBeGreaterThan(report.ingest.passages);
  const { textsPerSecond, bareTextsPerSecond, share } = report.embedding;
  expect(share).toBeCloseTo(textsPerSecond / (bareTextsPerSecond ?? 0), 6);
  expect(report.meanwhile.idle?.questions).toBe(3);
  expect(report.meanwhile.asked?.questions).toBeGreaterThanOrEqual(1);
  expect(report.meanwhile.ratio).toBeGreaterThan(0);
  expect(renderIngestBench(report)).toMatch(/24 pages in 2 files: \d+ passages, \d+ texts to embed\n/u);
  rmSync(folder, { recursive: true });
});
