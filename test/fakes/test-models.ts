/** Models of an opened Rochdale for tests: words as vectors, and no reader unless one is given. */
import type { OpenedModels } from "../../bot/assemble.ts";
import { WordEmbedder } from "./word-embedder.ts";

export function testModels(models: Partial<OpenedModels> = {}): OpenedModels {
  return {
    profile: "test",
    embedder: new WordEmbedder(),
    embedderId: "words",
    chatModel: null,
    chatModelId: null,
    notices: [],
    memory: () => Promise.resolve({}),
    [Symbol.asyncDispose]: () => Promise.resolve(),
    ...models,
  };
}
