/**
 * From a file that somebody hands in to a document that members can read, in steps that each stand on disk before the next
 * begins: received, read, decided, visible. Every step can be done again: a crash loses nothing and doubles nothing.
 * Knows nothing of rooms, of who may decide, or of vectors.
 */
import { open, readFile } from "node:fs/promises";
import type { CorpusStore } from "../corpus-store.ts";
import type { Decided } from "../document.ts";
import type { DocumentIndexer, ReadResult } from "../ingest.ts";
import type { Lifecycle } from "../lifecycle.ts";
import { COLLECTION_FILE, parseCollectionFile, type SaidRecord } from "../record.ts";
import { type Admission, admit, type Decidedly } from "./admit.ts";
import { factsOf } from "./facts.ts";
import { flatName } from "./own-name.ts";
import type { OnStep } from "./steps.ts";
import { isArchive, type Unpacked, unpackArchive } from "./unpack.ts";
import { isEnded, type NewUpload, type Upload } from "./upload.ts";
import { openUploadFiles, type UploadFiles } from "./upload-files.ts";
import { openUploadsStore } from "./uploads-store.ts";
import { openWatchedStore, type WatchedStore } from "./watched-store.ts";

export interface Loading {
  /** Takes a file in for good. The same id again is the same upload, whatever the bytes. */
  receive(file: NewUpload, bytes: Uint8Array): Promise<Upload>;
  /**
   * Reads what was received; an archive is unpacked and its files are read. Nothing happens to what was read before.
   * `onProgress` counts the files of an archive. @throws the signal's reason when aborted.
   */
  read(id: string, signal: AbortSignal, onProgress?: (done: number, total: number) => void): Promise<Upload>;
  /** Null for an id that was never handed in, or was forgotten. */
  upload(id: string): Upload | null;
  /** The files of an archive; empty for any other upload. */
  members(id: string): readonly Upload[];
  /** Makes what was decided visible, all at once. */
  admit(decisions: readonly Decidedly[], decided: Decided): Promise<readonly Admission[]>;
  /** Nothing of an upload, and of what came in it, stays; what is visible already does. */
  cancel(id: string): Promise<void>;
  /** Does the collection hold a document with these very bytes? */
  isThere(collection: string, sha256: string): boolean;
  /** What is known of the watched folder. */
  readonly watched: WatchedStore;
  /** What is kept of uploads of these files, by name or by bytes. */
  of(files: readonly UploadedFile[]): readonly Upload[];
  /** Nothing of them stays, visible or not: their documents are purged. */
  erase(files: readonly UploadedFile[]): Promise<number>;
  /** Removes files that a crash left behind. To be called at a start, before anything else. */
  tidy(before: string): Promise<void>;
}

/** A file of a collection, and its bytes' SHA-256. */
export type UploadedFile = { readonly collection: string; readonly file: string; readonly sha256: string };

export type LoadingParts = {
  readonly store: CorpusStore;
  readonly indexer: DocumentIndexer;
  readonly lifecycle: Lifecycle;
  readonly readDocument: (path: string, options: { signal: AbortSignal }) => Promise<ReadResult>;
  readonly guessLanguage: (text: string) => string;
  /** Where the files lie until they are visible. */
  readonly folder: string;
  /** YYYY-MM-DD. */
  readonly today: () => string;
  /** Told of every named step; tests end the process there. */
  readonly onStep?: OnStep | undefined;
};

export function openLoading(parts: LoadingParts): Loading {
  const { store } = parts;
  const onStep = parts.onStep ?? (() => {});
  const uploads = openUploadsStore(store.database);
  const files = openUploadFiles(parts.folder, onStep);
  const work: Work = { ...parts, onStep, uploads, files, inTurn: oneAtATime() };
  const upload = (id: string) => uploads.get(id);
  return {
    upload,
    members: (id) => uploads.members(id),
    async receive(file, bytes) {
      const known = uploads.get(file.id);
      if (known !== null) return known;
      await work.inTurn(async () => {
        const sha256 = await files.put(bytes);
        const name = flatName(file.name);
        uploads.add({ ...file, name, sha256, size: bytes.length, parent: null, position: 0, problem: null });
      });
      onStep("row-received");
      return expected(uploads.get(file.id), file.id);
    },
    async read(id, signal, onProgress = () => {}) {
      await readOne(expected(uploads.get(id), id), work, signal);
      const members = uploads.members(id);
      for (const [position, member] of members.entries()) {
        signal.throwIfAborted();
        onProgress(position, members.length);
        await readOne(member, work, signal);
      }
      return expected(uploads.get(id), id);
    },
    async admit(decisions, decided) {
      const needed = decisions.flatMap(({ id }) => uploads.get(id)?.sha256 ?? []);
      const admissions = admit(decisions, decided, { ...parts, uploads, onStep });
      onStep("after-commit");
      await removeSpare(needed, work);
      return admissions;
    },
    async cancel(id) {
      const all = [uploads.get(id), ...uploads.members(id)].filter((one) => one !== null && one.state !== "visible");
      store.transaction(() => {
        for (const one of all) if (one !== null) uploads.setCancelled(one.id);
      });
      onStep("cancel-stored");
      await removeSpare(
        all.flatMap((one) => one?.sha256 ?? []),
        work,
      );
    },
    isThere(name, sha256) {
      const collection = store.collection(name);
      return collection !== null && store.documents(collection.id).some((version) => version.sha256 === sha256);
    },
    watched: openWatchedStore(store.database),
    of: (wanted) => uploads.of(wanted),
    async erase(wanted) {
      const found = uploads.of(wanted);
      store.transaction(() => {
        for (const { id } of found) uploads.setCancelled(id);
      });
      await removeSpare(
        found.map(({ sha256 }) => sha256),
        work,
      );
      return found.length;
    },
    async tidy(before) {
      uploads.dropEndedBefore(before);
      await work.inTurn(() => files.keepOnly(uploads.neededFiles()));
    },
  };
}

type Work = LoadingParts & {
  readonly onStep: OnStep;
  readonly uploads: ReturnType<typeof openUploadsStore>;
  readonly files: UploadFiles;
  /** A file is not removed between its writing and the row that needs it: two uploads may hold the same bytes. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
};

function oneAtATime(): Work["inTurn"] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => {}); // whoever asked for it is told
    return next;
  };
}

async function readOne(upload: Upload, work: Work, signal: AbortSignal): Promise<void> {
  if (upload.state !== "received") return;
  const archive = upload.parent === null && isArchive(upload.name, await headOf(work.files.path(upload.sha256)));
  if (archive) await unpack(upload, work, signal);
  else await parse(upload, work, signal);
  if (isEnded(expected(work.uploads.get(upload.id), upload.id))) await removeSpare([upload.sha256], work);
}

async function headOf(path: string): Promise<Uint8Array> {
  await using file = await open(path, "r");
  const head = new Uint8Array(4);
  await file.read(head, 0, 4, 0);
  return head;
}

async function parse(upload: Upload, work: Work, signal: AbortSignal): Promise<void> {
  const { files, uploads, store } = work;
  const { id, sha256, name } = upload;
  const result = await files.named(sha256, name, (path) => work.readDocument(path, { signal }));
  signal.throwIfAborted();
  work.onStep("file-read");
  if (result.kind === "unreadable") return uploads.setUnreadable(id, result.reason);
  const collection = store.collection(upload.collection);
  const facts = factsOf(upload, result.document, {
    existing: collection === null ? [] : store.documents(collection.id),
    textOf: (documentId) => store.textById(documentId),
    guessLanguage: work.guessLanguage,
    today: work.today(),
  });
  uploads.setRead(id, result.document, facts);
  work.onStep("document-kept");
}

/** Its files lie on disk before their rows do, and all rows come at once: half an archive is never seen. */
async function unpack(upload: Upload, work: Work, signal: AbortSignal): Promise<void> {
  const { files, uploads, store, onStep } = work;
  await files.scratch(async (folder) => {
    const unpacked = await unpackArchive(files.path(upload.sha256), folder, signal);
    onStep("archive-unpacked");
    if (unpacked.kind === "unreadable")
      return uploads.setUnreadable(upload.id, `\`${upload.name}\` ${unpacked.reason}`);
    await work.inTurn(async () => {
      const members = await storeMembers(unpacked, work);
      store.transaction(() => {
        if (!uploads.setUnpacked(upload.id)) return;
        for (const [position, member] of members.entries())
          uploads.add({ ...upload, ...member, id: `${upload.id}/${position}`, parent: upload.id, position });
      });
    });
    onStep("members-received");
  });
  await removeSpare([upload.sha256], work);
}

type Member = Pick<Upload, "name" | "said" | "sha256" | "size" | "problem">;

/** Every file of an archive once, and what is wrong with its `collection.yaml`. */
async function storeMembers(unpacked: Extract<Unpacked, { kind: "files" }>, work: Work): Promise<Member[]> {
  const told = saidIn(unpacked);
  const members: Member[] = [];
  for (const { path, name, stored } of unpacked.files) {
    if (stored === null) {
      members.push(leftOut(name, `\`${name}\` is an archive within the archive: send it by itself.`));
      continue;
    }
    const bytes = await readFile(stored);
    const sha256 = await work.files.put(bytes);
    work.onStep("member-written");
    const twin = members.find((other) => other.sha256 === sha256);
    if (twin !== undefined) members.push(leftOut(name, `\`${name}\` holds the same as \`${twin.name}\`.`));
    else members.push({ name, said: told.said(path, name), sha256, size: bytes.length, problem: null });
  }
  return [...members, ...told.problems.map((problem) => leftOut(COLLECTION_FILE, problem))];
}

function leftOut(name: string, problem: string): Member {
  return { name, said: null, sha256: "", size: 0, problem };
}

/** What a `collection.yaml` in an archive says of a file there, by its path or its name alone. */
function saidIn({ collectionFile, files }: Extract<Unpacked, { kind: "files" }>) {
  const { documents, problems } = parseCollectionFile(collectionFile ?? "");
  const isMeant = (file: string, path: string, name: string) =>
    file === path || path.endsWith(`/${file}`) || file === name;
  const absent = documents.filter(({ file }) => !files.some(({ path, name }) => isMeant(file, path, name)));
  const nameOf = (file: string) => files.find(({ path, name }) => isMeant(file, path, name))?.name ?? flatName(file);
  return {
    problems: [
      ...problems,
      ...absent.map(({ file }) => `\`${COLLECTION_FILE}\` speaks of \`${file}\`, and the archive holds no such file.`),
    ],
    said(path: string, name: string): SaidRecord | null {
      const said = documents.find(({ file }) => isMeant(file, path, name));
      if (said === undefined) return null;
      const { replaces } = said;
      return { ...said, file: name, ...(typeof replaces === "string" ? { replaces: nameOf(replaces) } : {}) };
    },
  };
}

async function removeSpare(sha256s: readonly string[], { uploads, files, onStep, inTurn }: Work): Promise<void> {
  await inTurn(async () => {
    const needed = uploads.neededFiles();
    for (const sha256 of sha256s) if (sha256 !== "" && !needed.has(sha256)) await files.remove(sha256);
  });
  onStep("file-removed");
}

function expected(upload: Upload | null, id: string): Upload {
  if (upload === null) throw new Error(`Expected the upload \`${id}\` to be known, got none: hand its file in again.`);
  return upload;
}
