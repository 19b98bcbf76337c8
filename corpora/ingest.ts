/**
 * Files and folders in, document versions in the store out: lists, reads, completes the records, settles editions,
 * writes everything in one transaction. One unreadable file never stops the others. Knows nothing of passages: what
 * has to happen with a stored document is handed in.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import type { CollectionInfo, CorpusStore } from "./corpus-store.ts";
import type { Block, Decided, DocumentRecord, ParsedDocument, Section } from "./document.ts";
import { settleEditions } from "./editions.ts";
import { completeRecord } from "./guess-record.ts";
import { COLLECTION_FILE, parseCollectionFile, type SaidRecord } from "./record.ts";

export type FileReport = {
  readonly file: string;
  readonly outcome: "added" | "replaced" | "unchanged" | "failed";
  readonly problem: string | null;
};

export type ReadResult =
  | { readonly kind: "document"; readonly document: ParsedDocument }
  | { readonly kind: "unreadable"; readonly reason: string };

/** What the index wants to know of a document. */
export type IndexedSource = {
  readonly title: string;
  readonly labels: string;
  readonly text: string;
  readonly sections: readonly Section[];
  readonly blocks: readonly Block[];
};

/** What happens to a document in the index; called inside the transaction that stores it. */
export interface DocumentIndexer {
  add(collection: number, documentId: number, source: IndexedSource): void;
  remove(collection: number, documentId: number): void;
  /** It has been read and will be added when the last one has: what takes long may begin. Nothing may be found by it. */
  foresee?(source: IndexedSource): void;
}

export type IngestOptions = {
  readonly store: CorpusStore;
  readonly indexer: DocumentIndexer;
  readonly read: (path: string, options: { signal: AbortSignal }) => Promise<ReadResult>;
  readonly guessLanguage: (text: string) => string;
  readonly paths: readonly string[];
  readonly collection: string;
  /** Who loads, for the log. */
  readonly decided: Decided;
  readonly signal: AbortSignal;
  /** A file has been read; nothing is stored before the last one has. */
  readonly onRead?: (done: number, total: number) => void;
  readonly onFile?: (report: FileReport, done: number, total: number) => void;
};

type Source = { readonly path: string; readonly file: string };
type Loaded = {
  readonly source: Source;
  readonly sha256: string;
  readonly result: ReadResult;
  readonly said: SaidRecord;
};

/** Files read at a time: one parser child per core. */
const READERS = 2;

/** @throws the signal's reason when aborted: nothing has been stored then. */
export async function ingestPaths(options: IngestOptions): Promise<FileReport[]> {
  const { sources, missing } = await listSources(options.paths);
  const said = await readCollectionFiles(options.paths);
  const reports: FileReport[] = [...missing, ...said.problems.map((problem) => failed(COLLECTION_FILE, problem))];
  reports.push(...said.absent(sources.map(({ file }) => file)));
  const total = sources.length + reports.length;
  for (const [index, report] of reports.entries()) options.onFile?.(report, index + 1, total);

  const collection = options.store.ensureCollection(options.collection, said.about ?? undefined);
  const unchanged = knownFiles(options.store, collection);
  const loaded = await readAll(options, sources, said.records);
  const outcomes = new Map<string, FileReport>();
  options.signal.throwIfAborted();
  options.store.transaction(() => {
    storeAll(options, collection, loaded, unchanged, outcomes);
  });
  for (const { source, result } of loaded) {
    const report = outcomes.get(source.file) ?? failed(source.file, result.kind === "unreadable" ? result.reason : "");
    reports.push(report);
    options.onFile?.(report, reports.length, total);
  }
  return reports;
}

function failed(file: string, problem: string): FileReport {
  return { file, outcome: "failed", problem };
}

async function listSources(paths: readonly string[]): Promise<{ sources: Source[]; missing: FileReport[] }> {
  const sources: Source[] = [];
  const missing: FileReport[] = [];
  for (const path of paths) {
    const about = await stat(path).catch(() => null);
    if (about === null) {
      missing.push(failed(path, `Expected a file or folder at \`${path}\`, got nothing there: check the path.`));
    } else if (about.isDirectory()) {
      const before = sources.length;
      const files = await readdir(path, { recursive: true, withFileTypes: true });
      for (const entry of files) {
        const full = join(entry.parentPath, entry.name);
        const file = relative(path, full).split(sep).join("/");
        const hidden = file.split("/").some((part) => part.startsWith("."));
        if (entry.isFile() && !hidden && file !== COLLECTION_FILE) sources.push({ path: full, file });
      }
      if (sources.length === before)
        missing.push(failed(path, `Expected documents in the folder \`${path}\`, got none: check the path.`));
    } else {
      sources.push({ path, file: basename(path) });
    }
  }
  return { sources: sources.toSorted((a, b) => (a.file < b.file ? -1 : 1)), missing };
}

async function readCollectionFiles(paths: readonly string[]) {
  const problems: string[] = [];
  const records = new Map<string, SaidRecord>();
  let about: { title: string | null; contact: string | null } | null = null;
  for (const path of paths) {
    const yaml = await readFile(join(path, COLLECTION_FILE), "utf8").catch(() => null);
    if (yaml === null) continue;
    const parsed = parseCollectionFile(yaml);
    problems.push(...parsed.problems);
    about = { title: parsed.title, contact: parsed.contact };
    for (const record of parsed.documents) records.set(record.file, record);
  }
  const absent = (files: readonly string[]) =>
    [...records.keys()]
      .filter((file) => !files.includes(file))
      .map((file) =>
        failed(
          file,
          `Expected \`${file}\`, named in \`${COLLECTION_FILE}\`, to lie beside it, got no such file: check the spelling.`,
        ),
      );
  return { problems, records, about, absent };
}

type Known = { readonly id: number; readonly sha256: string; readonly record: string };

function knownFiles(store: CorpusStore, collection: CollectionInfo): Map<string, Known> {
  const hashes = new Map(store.documents(collection.id).map(({ id, sha256 }) => [id, sha256]));
  return new Map(
    store
      .loadedRecords(collection.id)
      .map((record) => [
        record.file,
        { id: record.id, sha256: hashes.get(record.id) ?? "", record: recordKey(record) },
      ]),
  );
}

async function readAll(
  options: IngestOptions,
  sources: readonly Source[],
  said: ReadonlyMap<string, SaidRecord>,
): Promise<Loaded[]> {
  const loaded: Loaded[] = [];
  const queue = [...sources];
  const work = async () => {
    for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
      options.signal.throwIfAborted();
      const bytes = await readFile(source.path).catch(() => new Uint8Array());
      const result = await options.read(source.path, { signal: options.signal });
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const one = { source, sha256, result, said: said.get(source.file) ?? { file: source.file } };
      loaded.push(one);
      foresee(one, options);
      options.onRead?.(loaded.length, sources.length);
    }
  };
  await Promise.all(Array.from({ length: READERS }, work));
  return loaded.toSorted((a, b) => (a.source.file < b.source.file ? -1 : 1));
}

function foresee({ result, said }: Loaded, { indexer, guessLanguage }: IngestOptions): void {
  if (result.kind !== "document") return;
  const record = completeRecord(said, result.document, guessLanguage);
  indexer.foresee?.({ ...result.document, title: record.title, labels: labelsOf(record) });
}

function storeAll(
  options: IngestOptions,
  collection: CollectionInfo,
  loaded: readonly Loaded[],
  known: ReadonlyMap<string, Known>,
  outcomes: Map<string, FileReport>,
): void {
  const { store, indexer, decided } = options;
  const fresh = loaded.flatMap((one) =>
    one.result.kind === "document"
      ? [
          {
            ...one,
            document: one.result.document,
            record: completeRecord(one.said, one.result.document, options.guessLanguage),
          },
        ]
      : [],
  );
  const names = new Set(fresh.map(({ source }) => source.file));
  const others = store.loadedRecords(collection.id).filter(({ file }) => !names.has(file));
  const settled = settleEditions([...fresh.map(({ record }) => record), ...others]);
  fresh.forEach((one, position) => {
    const record = settled[position] as DocumentRecord;
    const before = known.get(record.file);
    const isSameFile = before?.sha256 === one.sha256;
    const isFuller = isSameFile && readsMore(one.document.text, store.text(collection.id, record.file) ?? "");
    if (isSameFile && before.record === recordKey(record) && !isFuller) {
      outcomes.set(record.file, { file: record.file, outcome: "unchanged", problem: null });
      return;
    }
    if (before !== undefined) indexer.remove(collection.id, before.id);
    const id = store.putDocument(collection.id, { ...one.document, ...record, sha256: one.sha256 }, decided);
    const action = before !== undefined && (!isSameFile || isFuller) ? "corrected" : "loaded";
    const details = { status: record.status, inForceFrom: record.inForceFrom, sha256: one.sha256 };
    store.audit({ ...decided, action, collection: collection.name, file: record.file, details });
    endReplaced(options, collection, record);
    indexer.add(collection.id, id, { ...one.document, title: record.title, labels: labelsOf(record) });
    outcomes.set(record.file, {
      file: record.file,
      outcome: before === undefined ? "added" : "replaced",
      problem: null,
    });
  });
  others.forEach((document, position) => {
    const record = settled[fresh.length + position] as DocumentRecord;
    if (recordKey(record) !== recordKey(document)) store.updateRecord(document.id, record);
  });
  store.touch(collection.id);
}

/**
 * What a new edition replaces ends the day before it begins. Its record tells so (`settleEditions`), but what admins
 * decided about it later stands above its record: then this is one more decision.
 */
function endReplaced({ store, decided }: IngestOptions, collection: CollectionInfo, by: DocumentRecord): void {
  const from = by.status === "adopted" ? by.inForceFrom : null;
  const old = by.replaces === null ? null : store.documentByFile(collection.name, by.replaces);
  if (from === null || old === null || store.life(old.id).length === 0) return;
  if (old.periods.every(({ to }) => to !== null && to < from)) return;
  const change = { kind: "superseded", from, successor: by.file } as const;
  store.decide(old.id, change, decided);
  store.audit({
    ...decided,
    action: change.kind,
    collection: collection.name,
    file: old.file,
    details: { from, successor: by.file },
  });
}

/** The same bytes gave less text when they were stored: text recognition was not installed then, or read less. */
export function readsMore(text: string, stored: string): boolean {
  return text.length > stored.length;
}

/** The file's name and the day it is of, for search by words. */
export function labelsOf(record: DocumentRecord): string {
  return `${record.file.replace(/\.[a-z0-9]{2,5}$/iu, "")} ${record.adoptedOn ?? ""}`;
}

const RECORD_FIELDS = [
  "file",
  "title",
  "language",
  "rank",
  "status",
  "adoptedOn",
  "inForceFrom",
  "inForceTo",
  "decidedBy",
  "replaces",
  "amends",
  "contact",
  "version",
  "public",
  "personalColumns",
  "guessed",
] as const satisfies readonly (keyof DocumentRecord)[];

/** Equal for equal records, whatever else an object carries. */
function recordKey(record: DocumentRecord): string {
  return JSON.stringify(RECORD_FIELDS.map((field) => record[field]));
}
