/**
 * The work on files that were handed in: fetched, received, read, asked about, decided, reported on. The ledger knows each
 * step before the next begins; after a crash every file goes on where it was. Knows nothing of who may decide.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { DocumentVersion } from "../../../corpora/corpus-store.ts";
import type { Loading } from "../../../corpora/loading/loading.ts";
import type { Decision, Upload } from "../../../corpora/loading/upload.ts";
import type { Work as DocumentWork } from "../../../corpora/works.ts";
import { FairQueue } from "../../fair-queue.ts";
import { loadingMessagesIn } from "../messages/loading.ts";
import type { EventSender, FileShelf } from "../ports.ts";
import { type Block, paragraph } from "../rich-text.ts";
import { type Completed, completeAnswer } from "./complete-answer.ts";
import { offerMarks, sayInReply, sayReport } from "./load-report.ts";
import type { LoadStep } from "./load-steps.ts";
import type { Deciding, Load, LoadsStore } from "./loads-store.ts";
import type { WrittenAnswer } from "./read-answer.ts";
import { archiveBlocks, endedBlocks, reportBlocks, sizeWords } from "./report-blocks.ts";

export type LoadWorkParts = {
  readonly loads: LoadsStore;
  readonly transaction: <T>(work: () => T) => T;
  readonly loading: Loading;
  readonly works: (collection: string) => readonly DocumentWork<DocumentVersion>[];
  readonly homeserver: EventSender & Pick<FileShelf, "download">;
  /** Begins to give vectors to what has none; returns at once. */
  readonly embed: () => void;
  /** Is the collection not yet searched by meaning in all its parts? */
  readonly vectorsPending: (collection: string) => boolean;
  /** YYYY-MM-DD. */
  readonly today: () => string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Pauses before a file is fetched again, in milliseconds. */
  readonly retryAfterMs: readonly number[];
  readonly report: (error: unknown) => string;
  /** Is there room for something new? What has to wait goes on with `goOn`. */
  readonly hasRoom: () => boolean;
  readonly onStep?: ((step: LoadStep) => void) | undefined;
};

/** Synapse's own limit is 50 MB, ours that of the readers (`corpora/formats/limits.ts`). */
export const MOST_BYTES = 100_000_000;
/** Files on their way into memory at once, and files being read: each reader may take a core. */
const FETCHING = { parallel: 2, waiting: 1_000, waitingPerMember: 1_000 };
const READING = { parallel: 1, waiting: 1_000, waitingPerMember: 1_000 };
/** Progress is told this often at most, in milliseconds. */
const PROGRESS_MS = 5_000;

export class LoadWork {
  readonly #parts: LoadWorkParts;
  readonly #fetching: FairQueue;
  readonly #reading: FairQueue;
  readonly #turns = new Map<string, Promise<void>>();
  /** What a decision may stop in the middle. */
  readonly #running = new Map<string, AbortController>();
  readonly #closing = new AbortController();

  constructor(parts: LoadWorkParts) {
    this.#parts = parts;
    this.#fetching = new FairQueue(FETCHING, parts.report);
    this.#reading = new FairQueue(READING, parts.report);
  }

  /** Takes up what a crash or an end left unfinished. */
  async resume(forgetBefore: string): Promise<void> {
    await this.#parts.loading.tidy(forgetBefore);
    this.goOn();
  }

  /** Goes on with everything that is unfinished; what is in work is not begun twice. */
  goOn(): void {
    for (const { id } of this.#parts.loads.unfinished()) this.go(id);
  }

  /** Goes on with a file, from where it is; returns at once. */
  go(id: string): void {
    const next = (this.#turns.get(id) ?? Promise.resolve())
      .then(() => this.#patiently(() => this.#advance(id)))
      .catch((error) => {
        if (!this.#closing.signal.aborted) this.#parts.report(error);
      })
      .finally(() => {
        if (this.#turns.get(id) === next) this.#turns.delete(id);
      });
    this.#turns.set(id, next);
  }

  /** A full disk or a homeserver that is away passes, or waits in the ledger for the next start. */
  async #patiently(work: () => Promise<void>): Promise<void> {
    const { retryAfterMs, report } = this.#parts;
    const { signal } = this.#closing;
    for (const pauseMs of retryAfterMs) {
      try {
        return await work();
      } catch (error) {
        signal.throwIfAborted();
        report(error);
        if (!this.#parts.hasRoom()) return;
        await sleep(pauseMs, undefined, { signal });
      }
    }
    await work();
  }

  /** Something was decided; what is under way and no longer wanted is stopped. */
  decided(id: string): void {
    if (this.#isCancelled(id)) this.#running.get(id)?.abort(CANCELLED);
    this.go(id);
  }

  /** Files that something is being done about. */
  get length(): number {
    return this.#turns.size;
  }

  async idle(): Promise<void> {
    while (this.#turns.size > 0) await Promise.all([...this.#turns.values()]);
  }

  /** What is unfinished stays in the ledger for the next start. */
  async close(): Promise<void> {
    this.#closing.abort("shutdown");
    for (const controller of this.#running.values()) controller.abort("shutdown");
    await this.idle();
  }

  get #said() {
    return { homeserver: this.#parts.homeserver, signal: this.#closing.signal };
  }

  #step(step: LoadStep): void {
    this.#parts.onStep?.(step);
  }

  #isCancelled(id: string): boolean {
    return this.#parts.loads.decisions(id).some(({ answer }) => answer.kind === "cancel" && answer.member === null);
  }

  async #advance(id: string): Promise<void> {
    const load = this.#parts.loads.get(id);
    if (load === null || load.status === "done" || this.#closing.signal.aborted) return;
    if (!this.#parts.hasRoom()) return;
    if (this.#isCancelled(id)) return this.#cancel(load);
    try {
      if (!(await this.#receive(load))) return;
      await this.#read(id);
    } catch (error) {
      if (error !== CANCELLED) throw error;
      return this.#cancel(load);
    }
    await this.#carryOut(id);
    await this.#askOrEnd(id);
  }

  /** False when the file could not be had. */
  async #receive(load: Load): Promise<boolean> {
    const { loads } = this.#parts;
    if (load.status === "taken") {
      const problem = await this.#fetch(load);
      if (problem !== null) {
        await this.#end(load, [paragraph(problem)]);
        return false;
      }
      loads.setStatus(load.id, "received");
      this.#step("load-received");
    }
    if (load.reportId === null) {
      const m = loadingMessagesIn(load.language);
      const size = this.#parts.loading.upload(load.id)?.size ?? 0;
      const words = `${m.received(load.name, sizeWords(size))} ${m.reading}`;
      const reportId = await sayReport(load, "received", [paragraph(words)], this.#said);
      this.#step("report-sent");
      loads.setReport(load.id, reportId);
    }
    return true;
  }

  /** The bytes onto our disk; a sentence for the admin when they cannot be had. */
  async #fetch(load: Load): Promise<string | null> {
    const { id, name, file, sender, collection, at } = load;
    const m = loadingMessagesIn(load.language);
    if (file === null || this.#parts.loading.upload(id) !== null) return null;
    if ((file.size ?? 0) > MOST_BYTES) return m.tooLarge(name, MOST_BYTES / 1_000_000);
    return this.#inTurn(this.#fetching, load, async (signal) => {
      const bytes = await this.#download(file, signal);
      if (bytes === null) return m.notFetched(name);
      this.#step("load-fetched");
      const about = { id, name, collection, said: null, by: sender, at: new Date(at).toISOString() };
      await this.#parts.loading.receive(about, bytes);
      return null;
    });
  }

  async #download(file: NonNullable<Load["file"]>, signal: AbortSignal): Promise<Uint8Array | null> {
    const { homeserver, retryAfterMs, report } = this.#parts;
    for (const pauseMs of [...retryAfterMs, null]) {
      try {
        return await homeserver.download(file, MOST_BYTES, signal);
      } catch (error) {
        signal.throwIfAborted();
        report(error);
        if (pauseMs !== null) await sleep(pauseMs, undefined, { signal });
      }
    }
    return null;
  }

  async #read(id: string): Promise<void> {
    const load = this.#parts.loads.get(id);
    if (load === null || load.status !== "received") return;
    let told = this.#parts.clock();
    await this.#inTurn(this.#reading, load, (signal) =>
      this.#parts.loading.read(id, signal, (done, total) => {
        if (this.#parts.clock() - told < PROGRESS_MS) return;
        told = this.#parts.clock();
        const words = loadingMessagesIn(load.language).readingFiles(done, total);
        // Of no weight: the next one, or the report, says more.
        sayReport(load, `progress ${told}`, [paragraph(words)], { ...this.#said, optional: true }).catch(() => {});
      }),
    );
    this.#step("load-read");
  }

  /** Waits for its turn; a cancelled file gives it up, or stops in the middle. @throws CANCELLED */
  async #inTurn<T>(queue: FairQueue, { id, sender }: Load, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, this.#closing.signal]);
    this.#running.set(id, controller);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const giveUp = () => {
      if (queue.remove(id)) reject(signal.reason);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    queue.add(id, sender, () => work(signal).then(resolve, reject), { bounded: false });
    try {
      return await promise;
    } finally {
      signal.removeEventListener("abort", giveUp);
      this.#running.delete(id);
    }
  }

  /** What an upload's report speaks of: the file itself, or the files of an archive. */
  #uploadsOf(id: string): readonly Upload[] {
    const { loading } = this.#parts;
    const upload = loading.upload(id);
    if (upload === null) return [];
    const members = loading.members(id);
    return members.length === 0 ? [upload] : members;
  }

  #open(id: string): readonly Upload[] {
    return this.#uploadsOf(id).filter(({ state }) => state === "read");
  }

  async #carryOut(id: string): Promise<void> {
    const { loads } = this.#parts;
    for (const deciding of loads.decisions(id)) {
      const load = loads.get(id);
      if (load === null) return;
      const problem = await this.#decide(load, deciding);
      this.#step("decision-carried-out");
      if (problem !== null) await sayInReply(load, deciding, [paragraph(problem)], this.#said);
      loads.settled(deciding.number);
      this.#step("decision-settled");
      if (problem === null && load.status === "asked" && this.#open(id).length > 0)
        await this.#ask(load, `asked ${deciding.number}`);
    }
  }

  /** Null when it is done; else a sentence that says why not. */
  async #decide(load: Load, { answer, by, at }: Deciding): Promise<string | null> {
    const { loading, works, today, embed } = this.#parts;
    const m = loadingMessagesIn(load.language);
    const open = this.#open(load.id);
    const meant = this.#meant(load.id, answer).filter((upload) => open.some(({ id }) => id === upload.id));
    if (meant.length === 0) return open.length === 0 ? null : m.notUnderstood;
    const context = { works: works(load.collection), today: today() };
    const decided: { id: string; decision: Decision }[] = [];
    for (const { id, facts } of meant) {
      if (facts === null) continue;
      const completed = completeAnswer(answer, { ...context, facts });
      if (completed.kind !== "decision") return problemWords(completed, m);
      decided.push({ id, decision: completed.decision });
    }
    const admitted = decided.flatMap(({ id, decision }) => (decision.kind === "cancel" ? [] : [{ id, decision }]));
    const admissions = await loading.admit(admitted, { by, at });
    for (const { id, decision } of decided) if (decision.kind === "cancel") await loading.cancel(id);
    if (admissions.some(({ kind }) => kind === "visible")) {
      embed();
      this.#step("embedding-begun");
    }
    const refused = admissions.find((admission) => admission.kind === "refused");
    if (refused === undefined) return null;
    return refused.reason === "itself" ? m.replacesItself : m.inForceAlready;
  }

  #meant(id: string, { member }: WrittenAnswer): readonly Upload[] {
    const uploads = this.#uploadsOf(id);
    if (member === null) return uploads;
    const number = /^\d+$/u.test(member) ? Number(member) : null;
    return uploads.filter(({ name }, index) => (number === null ? name === member : index + 1 === number));
  }

  async #askOrEnd(id: string): Promise<void> {
    const { loads } = this.#parts;
    const load = loads.get(id);
    if (load === null || load.status === "done") return;
    const open = this.#open(id);
    if (open.length === 0) return this.#endOf(load);
    if (load.status === "asked") return;
    if (load.answer !== null && open.every(({ facts }) => facts?.oddities.length === 0)) {
      const { answer, sender: by } = load;
      const at = new Date(load.at).toISOString();
      this.#parts.transaction(() => {
        loads.takeAnswer(id);
        loads.decide({ load: id, answer, by, at, messageId: id });
      });
      await this.#carryOut(id);
      if (this.#open(id).length === 0) return this.#endOf(load);
    }
    // Who sees the question may answer it, whether or not we live to note that it went out.
    loads.setStatus(id, "asking");
    await this.#ask(load, "asked");
    this.#step("question-sent");
    loads.setStatus(id, "asked");
    this.#step("question-noted");
    await offerMarks(load, this.#said);
    this.#step("marks-sent");
  }

  async #ask(load: Load, part: string): Promise<void> {
    const upload = this.#parts.loading.upload(load.id);
    if (upload === null) return;
    const members = this.#parts.loading.members(load.id);
    const blocks =
      upload.facts === null
        ? archiveBlocks(upload, members, load.language)
        : reportBlocks(upload, upload.facts, load.language);
    await sayReport(load, part, blocks, { ...this.#said, to: userOf(load) });
  }

  async #cancel(load: Load): Promise<void> {
    const { loading, loads } = this.#parts;
    await loading.cancel(load.id);
    for (const { number } of loads.decisions(load.id)) loads.settled(number);
    this.#step("decision-settled");
    await this.#endOf(load);
  }

  async #endOf(load: Load): Promise<void> {
    const uploads = this.#uploadsOf(load.id);
    const vectorsPending = this.#parts.vectorsPending(load.collection);
    await this.#end(load, endedBlocks(load.name, uploads, { language: load.language, vectorsPending }));
  }

  async #end(load: Load, blocks: readonly Block[]): Promise<void> {
    const { loads } = this.#parts;
    const now = loads.get(load.id) ?? load;
    const reportId = await sayReport(now, "ended", blocks, this.#said);
    this.#step("end-reported");
    loads.setReport(load.id, now.reportId ?? reportId);
    loads.setStatus(load.id, "done");
    loads.empty(load.id);
  }
}

const CANCELLED = "cancelled";

function userOf({ sender }: Load): string | null {
  return sender.startsWith("@") ? sender : null;
}

function problemWords(
  completed: Exclude<Completed, { kind: "decision" }>,
  m: ReturnType<typeof loadingMessagesIn>,
): string {
  return completed.kind === "no-such-document"
    ? m.noSuchDocument(completed.words)
    : m.severalDocuments(completed.words);
}
