/**
 * Where the documents of golden questions lie: those of the sample in the working tree, read in anew, so that what is
 * measured is what stands there; any other collection as the co-op's data folder holds it. Opens no model.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { SAMPLE_COLLECTION } from "../bot/sample.ts";
import { openCorpusStore } from "../corpora/corpus-store.ts";
import { hashFolder, hashText } from "./fingerprint.ts";
import type { Refused } from "./load-questions.ts";

export type GoldenDocuments = {
  readonly kind: "ready";
  /** Folders to read in first. */
  readonly folders: ReadonlyMap<string, string>;
  /** The data folder that holds the documents already, if one does. */
  readonly dataFolder: string | undefined;
  readonly fingerprint: string;
};

/** @param root The folder that holds package.json. @param home The co-op's data folder. */
export async function locateDocuments(
  collections: ReadonlySet<string>,
  { root, home }: { readonly root: string; readonly home: string },
): Promise<GoldenDocuments | Refused> {
  const own = [...collections].filter((name) => name !== SAMPLE_COLLECTION);
  if (own.length === 0) {
    const folder = join(root, "corpora", "sample", "documents");
    const folders = new Map([[SAMPLE_COLLECTION, folder]]);
    return { kind: "ready", folders, dataFolder: undefined, fingerprint: await hashFolder(folder) };
  }
  if (collections.has(SAMPLE_COLLECTION)) {
    const sentence = `Expected golden questions about \`${SAMPLE_COLLECTION}\` or about your own collections, got both (${own.map(quoted).join(", ")}): name the files of one of them.`;
    return { kind: "refused", sentence };
  }
  return ownDocuments(own, home);
}

function ownDocuments(own: readonly string[], home: string): GoldenDocuments | Refused {
  const held = storedCollections(home);
  const missing = own.filter((name) => !held.has(name));
  if (missing.length === 0) {
    const fingerprint = hashText(own.map((name) => held.get(name)).join("\n"));
    return { kind: "ready", folders: new Map(), dataFolder: home, fingerprint };
  }
  const got = held.size === 0 ? "none" : [...held.keys()].map(quoted).join(", ");
  const sentence = `Expected the collection ${missing.map(quoted).join(", ")} in \`${home}\`, got ${got}: read its documents in with \`rochdale ingest PATH --collection ${missing[0]}\`, or correct \`collection\` in the file.`;
  return { kind: "refused", sentence };
}

/** Each collection that holds documents, with a text that changes when one of them does. */
function storedCollections(home: string): ReadonlyMap<string, string> {
  const file = join(home, "rochdale.sqlite");
  if (!existsSync(file)) return new Map();
  using store = openCorpusStore(file);
  const filled = store.collections().filter(({ documents }) => documents > 0);
  return new Map(filled.map(({ id, name }) => [name, JSON.stringify(store.documents(id))]));
}

function quoted(name: string): string {
  return `\`${name}\``;
}
