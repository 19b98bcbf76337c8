import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assembleRochdale } from "../../bot/assemble.ts";
import { EmbedAhead } from "../../bot/embed-ahead.ts";
import { embedTexts } from "../../retrieval/embed-missing.ts";
import { textsToEmbed } from "../../retrieval/embedding-texts.ts";
import { makeDocument } from "../fakes/make-document.ts";
import { openTestIndex } from "../fakes/open-index.ts";
import { SlowEmbedder } from "../fakes/slow-embedder.ts";
import { testModels } from "../fakes/test-models.ts";

const { signal } = new AbortController();
const rules = (file: number) =>
  Array.from(
    { length: 12 },
    (_, at) => `# § ${at + 1} Rule\nRule ${at + 1} of file ${file} holds for shed ${at + 1}.`,
  ).join("\n\n");

describe("embedding ahead of storing", () => {
  test("gives a document its vectors before it is there, so that none is missing when it comes", async () => {
    using tables = openTestIndex();
    const embedder = new SlowEmbedder(1_000);
    const document = makeDocument(rules(1));
    const source = { ...document, title: "Rules", labels: "rules.md" };
    const texts = textsToEmbed(source);
    const ahead = new EmbedAhead({ index: tables.index, embedder, signal });
    ahead.add(texts);
    ahead.add(texts);
    while (
      tables.index.vectors(
        texts.map(({ hash }) => hash),
        embedder.fingerprint,
      ).size < texts.length
    )
      await new Promise(setImmediate);
    await ahead[Symbol.asyncDispose]();
    expect(embedder.asked).toBe(texts.length);
    tables.add("main", document, { file: "rules.md", title: "Rules" });
    const { id } = tables.corpus.ensureCollection("main");
    expect(tables.index.countUnembedded(id, embedder.fingerprint)).toBe(0);
  });

  test("leaves nothing behind of a document that does not come", async () => {
    using tables = openTestIndex();
    const embedder = new SlowEmbedder(1_000);
    const texts = textsToEmbed({ ...makeDocument(rules(1)), title: "Rules", labels: "" });
    await embedTexts(texts, { index: tables.index, embedder, signal });
    tables.index.dropUnusedVectors();
    expect(
      tables.index.vectors(
        texts.map(({ hash }) => hash),
        embedder.fingerprint,
      ).size,
    ).toBe(0);
  });

  test("that fails is no failure yet: what is missing is embedded later", async () => {
    using tables = openTestIndex();
    const embedder = new SlowEmbedder(1_000);
    embedder.break(new Error("The model process died."));
    const ahead = new EmbedAhead({ index: tables.index, embedder, signal });
    ahead.add(textsToEmbed({ ...makeDocument(rules(1)), title: "Rules", labels: "" }));
    while (embedder.asked === 0) await new Promise(setImmediate);
    await expect(ahead[Symbol.asyncDispose]()).resolves.toBeUndefined();
  });
});

test("the embedder always has the next batch at hand, and never more than that", async () => {
  using tables = openTestIndex();
  const waiting: (() => void)[] = [];
  let most = 0;
  const embedder = {
    fingerprint: "counted",
    embedQuery: () => Promise.reject(new Error("not implemented: embedQuery")),
    embedDocuments: async (texts: string[]) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return texts.map(() => [1, 0]);
    },
  };
  const texts = Array.from({ length: 40 }, (_, at) => ({ hash: `${at}`, text: `Text ${at}.` }));
  let stored = 0;
  const end = embedTexts(texts, { index: tables.index, embedder, signal }, (count) => {
    stored += count;
  });
  while (stored < texts.length) {
    await new Promise(setImmediate);
    most = Math.max(most, waiting.length);
    if (stored < texts.length - 16) expect(waiting.length).toBe(2);
    waiting.shift()?.();
    await new Promise(setImmediate);
  }
  await end;
  expect(most).toBe(2);
});

test("of a folder, the first file is being embedded while the last is still read, and all appear together", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rochdale-ahead-"));
  mkdirSync(join(folder, "files"));
  for (const number of [1, 2, 3, 4]) writeFileSync(join(folder, "files", `rules-${number}.md`), rules(number));
  const embedder = new SlowEmbedder(10_000);
  const rochdale = await assembleRochdale({
    home: join(folder, "home"),
    sample: false,
    caution: "balanced",
    signal,
    models: testModels({ embedder }),
  });
  const seen: { readonly asked: number; readonly documents: number }[] = [];
  await rochdale.ingest({
    paths: [join(folder, "files")],
    collection: "main",
    signal,
    onProgress: ({ kind }) => {
      if (kind === "read") seen.push({ asked: embedder.asked, documents: rochdale.documents("main").length });
    },
  });
  expect(seen.at(-1)?.asked).toBeGreaterThan(0);
  expect(seen.map(({ documents }) => documents)).toEqual([0, 0, 0, 0]);
  expect(rochdale.documents("main")).toHaveLength(4);
  expect(rochdale.embedding.progress("main").pending).toBe(0);
  await rochdale[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});
