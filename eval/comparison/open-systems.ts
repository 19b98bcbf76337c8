/** Makes the systems of a run over one opened Rochdale and its models. Chunks are embedded here, before any question. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Rochdale } from "../../bot/rochdale.ts";
import { ProgressLine, type ProgressSink } from "../progress-line.ts";
import type { QuickstartCollection, QuickstartModule, SourceText, TextEmbedder } from "./quickstart-seam.ts";
import type { StreamingModel } from "./systems/ask-model.ts";
import { chainSystem } from "./systems/chain-system.ts";
import { rochdaleSystem } from "./systems/rochdale-system.ts";
import { stuffedSystem } from "./systems/stuffed-system.ts";
import type { System, SystemId } from "./systems/system.ts";

/** One Rochdale and the models that it answers with, shared by all systems. */
export type OpenedForComparison = {
  readonly rochdale: Rochdale;
  readonly chatModel: StreamingModel | null;
  readonly embedder: TextEmbedder | null;
  readonly contextTokens: number;
};

export type OpenSystemsOptions = {
  readonly ids: readonly SystemId[];
  readonly opened: OpenedForComparison;
  readonly collections: ReadonlySet<string>;
  /** Where chunk vectors are kept. */
  readonly folder: string;
  /** Installs and loads `eval/quickstart/`. */
  readonly loadQuickstart: () => Promise<QuickstartModule>;
  readonly progress: ProgressSink;
  readonly signal: AbortSignal;
};

const needsQuickstart = (id: SystemId) => id === "quickstart" || id === "quickstart-ensemble";

/** What is missing for the systems that were asked for, as a sentence; null when all can be made. */
export function missingModel(ids: readonly SystemId[], { chatModel, embedder }: OpenedForComparison): string | null {
  const sentence = (what: string, id: string) =>
    `Expected ${what} for \`${id}\`, got none. Give \`--profile standard\`, or \`--systems\` without \`${id}\`.`;
  for (const id of ids) {
    if (id !== "rochdale" && chatModel === null) return sentence("a chat model", id);
    if (needsQuickstart(id) && embedder === null) return sentence("an embedder", id);
  }
  return null;
}

/** @throws when a model is missing (`missingModel`), the package cannot be installed, or the signal aborts. */
export async function openSystems(options: OpenSystemsOptions): Promise<readonly System[]> {
  const { ids, opened, progress } = options;
  const collections = ids.some(needsQuickstart) ? await openCollections(options) : NO_COLLECTIONS;
  const parts = () => ({ model: present(opened.chatModel), now: progress.now });
  return ids.map((id) => {
    switch (id) {
      case "rochdale":
        return rochdaleSystem(opened.rochdale);
      case "quickstart":
        return chainSystem(id, (name) => present(collections.get(name)).dense, parts());
      case "quickstart-ensemble":
        return chainSystem(id, (name) => present(collections.get(name)).ensemble, parts());
      case "stuffed":
        return stuffedSystem({ ...parts(), textOf: wholeText(opened.rochdale), contextTokens: opened.contextTokens });
      default:
        return id satisfies never;
    }
  });
}

const NO_COLLECTIONS: ReadonlyMap<string, QuickstartCollection> = new Map();

/** `missingModel` has looked before, and every question's collection is opened. */
function present<T>(part: T | null | undefined): T {
  if (part === null || part === undefined) throw new Error("Expected a part that was checked before, got none.");
  return part;
}

async function openCollections(options: OpenSystemsOptions): Promise<ReadonlyMap<string, QuickstartCollection>> {
  const { opened, folder, collections } = options;
  const quickstart = await options.loadQuickstart();
  await mkdir(folder, { recursive: true });
  const found = new Map<string, QuickstartCollection>();
  for (const name of collections) {
    options.signal.throwIfAborted();
    const line = new ProgressLine(`Chunks of ${name}`, options.progress);
    const embedder = watchedEmbedder(present(opened.embedder), options.signal, (done, total) => line.show(done, total));
    const texts = sourceTexts(opened.rochdale, name);
    found.set(name, await quickstart.openCollection({ texts, embedder, folder: join(folder, name) }));
    line.end();
  }
  return found;
}

/** Some seconds of work on two cores, so that stopping is quick. */
const BATCH = 16;

/** Stops between batches, and tells how far it is: LangChain hands over all chunks of a collection at once. */
function watchedEmbedder(
  embedder: TextEmbedder,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): TextEmbedder {
  return {
    embedQuery: (text) => embedder.embedQuery(text),
    async embedDocuments(texts) {
      const vectors: number[][] = [];
      for (let start = 0; start < texts.length; start += BATCH) {
        signal.throwIfAborted();
        vectors.push(...(await embedder.embedDocuments(texts.slice(start, start + BATCH))));
        onProgress(vectors.length, texts.length);
      }
      return vectors;
    },
  };
}

type Texts = Pick<Rochdale, "documents" | "documentText">;

/** The stored texts of a collection in the order of its list. */
export function sourceTexts(rochdale: Texts, collection: string): readonly SourceText[] {
  return rochdale.documents(collection).flatMap(({ file }) => {
    const text = rochdale.documentText(collection, file);
    return text === null ? [] : [{ file, text }];
  });
}

/** All texts of a collection, an empty line between them; put together once. */
function wholeText(rochdale: Texts): (collection: string) => string {
  const known = new Map<string, string>();
  return (collection) => {
    const text =
      known.get(collection) ??
      sourceTexts(rochdale, collection)
        .map((one) => one.text)
        .join("\n\n");
    known.set(collection, text);
    return text;
  };
}
