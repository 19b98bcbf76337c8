/** A Rochdale over a folder of small files, with whatever models a test hands in; real store, real index. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Answer, AskRequest } from "../../bot/answer-types.ts";
import { assembleRochdale } from "../../bot/assemble.ts";
import type { ChatModel, Embedder } from "../../bot/model-seam.ts";
import type { Rochdale } from "../../bot/rochdale.ts";
import { WordEmbedder } from "./word-embedder.ts";

export type TestRochdale = AsyncDisposable & {
  readonly rochdale: Rochdale;
  readonly folder: string;
  ask(question: string, more?: Partial<AskRequest>): Promise<Answer>;
};

export async function openTestRochdale(
  files: Readonly<Record<string, string | Uint8Array>>,
  models: {
    readonly chat?: ChatModel;
    readonly embedder?: Embedder | null;
    readonly embedderId?: string;
    readonly chatId?: string;
  } = {},
): Promise<TestRochdale> {
  const folder = mkdtempSync(join(tmpdir(), "rochdale-test-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, "documents", name)), { recursive: true });
    writeFileSync(join(folder, "documents", name), text);
  }
  const signal = new AbortController().signal;
  const rochdale = await assembleRochdale({
    home: join(folder, "home"),
    sample: false,
    caution: "balanced",
    signal,
    models: {
      profile: "test",
      embedder: models.embedder === undefined ? new WordEmbedder() : models.embedder,
      embedderId: models.embedderId ?? "words",
      chatModel: models.chat ?? null,
      chatModelId: models.chat ? (models.chatId ?? "scripted") : null,
      notices: [],
      memory: () => Promise.resolve({}),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
  });
  await rochdale.ingest({ paths: [join(folder, "documents")], collection: "main", signal });
  return {
    rochdale,
    folder,
    ask: (question, more = {}) =>
      rochdale.ask({ question, history: [], collections: ["main"], asOf: null, signal, ...more }),
    async [Symbol.asyncDispose]() {
      await rochdale[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
