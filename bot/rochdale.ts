/**
 * What an opened Rochdale can do, as the commands, the chat and the evaluation see it. `open-rochdale.ts` makes one.
 */
import type { CorpusStore } from "../corpora/corpus-store.ts";
import type { DocumentRecord, Format, Period } from "../corpora/document.ts";
import type { Lifecycle } from "../corpora/lifecycle.ts";
import type { Loading } from "../corpora/loading/loading.ts";
import type { EmbeddedPassages } from "../retrieval/vector-store.ts";
import type { Answer, AskRequest } from "./answer-types.ts";
import type { Purge } from "./documents/purge.ts";

/** The collection that documents go to when none is named. */
export const MAIN_COLLECTION = "main";

export type StoredDocument = DocumentRecord & {
  /** The days on which it is in force, in order. */
  readonly periods: readonly Period[];
  readonly collection: string;
  readonly format: Format;
  readonly pages: number | null;
  readonly sections: number;
  readonly passages: number;
  readonly warnings: readonly string[];
};

export type StoredCollection = {
  readonly name: string;
  readonly title: string;
  readonly documents: number;
  /** Does it hold documents, each marked `public`? Drafts and earlier editions count too: they are quoted as well. */
  readonly isPublic: boolean;
  /** Whom members ask about it. */
  readonly contact: string | null;
};

export type IngestReport = {
  readonly file: string;
  readonly outcome: "added" | "replaced" | "unchanged" | "failed";
  /** For a failure: one sentence, expected / got / remedy. For the others: null. */
  readonly problem: string | null;
  readonly document: StoredDocument | null;
};

export type IngestProgress =
  | { readonly kind: "read"; readonly done: number; readonly total: number }
  | { readonly kind: "file-end"; readonly done: number; readonly total: number; readonly report: IngestReport }
  | { readonly kind: "vectors"; readonly done: number; readonly total: number };

/** What is stored is found by its words at once, and by meaning as soon as it has its vectors. */
export interface Embedding {
  /** Begins, or goes on, with whatever lacks its vectors, and returns at once: after opening, after documents were added. */
  begin(): void;
  /** Nothing new is embedded until `begin`: the disk is full. Returns at once. */
  hold(): void;
  /** Passages of a collection, and how many of them are not yet searched by meaning; none are pending without an embedder. */
  progress(collection: string): EmbeddedPassages;
  /** Resolves when nothing of the collection is pending. Rejects with the signal's reason, or when the embedder fails. */
  finished(collection: string, signal: AbortSignal, onProgress?: (done: number, total: number) => void): Promise<void>;
}

export interface Rochdale extends AsyncDisposable {
  ask(request: AskRequest): Promise<Answer>;
  /**
   * Reads files and folders into a collection; a folder's `collection.yaml` is obeyed. One unreadable file never
   * stops the others. Resolves when all is embedded too. Rejects only when the signal aborts, the store breaks or the
   * embedder fails; what was stored by then stays, and is found by its words.
   */
  ingest(options: {
    readonly paths: readonly string[];
    readonly collection: string;
    readonly signal: AbortSignal;
    readonly onProgress?: (progress: IngestProgress) => void;
  }): Promise<readonly IngestReport[]>;
  /** Gives documents their vectors in the background; questions go first. */
  readonly embedding: Embedding;
  collections(): readonly StoredCollection[];
  documents(collection: string): readonly StoredDocument[];
  /** The stored text of one file, the text that citation offsets point into; null when there is no such file. */
  documentText(collection: string, file: string): string | null;
  /** What admins decide about documents; who may is for the caller to know. */
  readonly lifecycle: Lifecycle;
  /** Files that are handed in one by one, and asked about before members see them. */
  readonly loading: Loading;
  /** Who did what to the documents and when, newest first; of one collection or file where named. */
  auditLog: CorpusStore["auditLog"];
  /** Texts that a version had before they were corrected, newest first. */
  formerTexts: CorpusStore["formerTexts"];
  /** `main` when it holds documents, else the sample. */
  readonly defaultCollection: string;
  /** Id of the chat model and of the embedder in use, null for none, and one sentence for each that is missing. */
  readonly models: {
    readonly profile: string;
    readonly chat: string | null;
    readonly embedding: string | null;
    readonly notices: readonly string[];
  };
  /** Deletes documents for good; who may is for the caller to know. */
  readonly purge: Purge;
  /** Answers kept to be given again are forgotten: somebody wants their questions forgotten. */
  forgetAnswers(): void;
  /** Writes a failure to the operator's log and gives the reference under which it stands there. */
  reportFailure(error: unknown): string;
  /** `listener` is told of every failure that is reported; it must not throw. */
  hearFailures(listener: (error: unknown) => void): void;
  /** Why a model did not do its last work; null when it did, or there is none. */
  modelTrouble(): string | null;
  /** Resident memory in bytes of each process that belongs to this instance. */
  memory(): Promise<Readonly<Record<string, number>>>;
  /** When the last backup was made (ISO 8601); null when there never was one. */
  lastBackup(): string | null;
  /** How often the model process has died since the opening. */
  modelDeaths(): number;
}
