/**
 * The bot's figures as Prometheus reads them, kept by `prom-client`. Labels hold words of closed lists only: no room, no
 * person, no document, no word of a question. Knows nothing of how they are fetched (`serve.ts`).
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { OUTCOMES } from "../answer-types.ts";
import { ENDINGS, type QuestionRecord, type Recorder } from "../recorder.ts";
import type { Figures } from "./figures.ts";

/**
 * Steps of a question that are timed, each from its beginning: `first-words` and `final` from when it was taken in until
 * the homeserver has the words, the others from when the answering began until the step was done.
 */
export const STEPS = ["first-words", "final", "retrieval", "evidence", "first-token", "model", "checks"] as const;

/** Seconds, from a cached answer to the deadline of three minutes. */
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 180];

export type Metrics = {
  readonly recorder: Recorder;
  /** Everything, in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
  /** Milliseconds since 1970; null before the first sync. */
  lastSync(): number | null;
};

export type MetricsParts = {
  readonly figures: () => Promise<Figures>;
  /** The kinds that may stand in `degraded`, told as 0 while all is well. */
  readonly kinds: readonly string[];
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

export function prometheusMetrics({ figures, kinds, version, clock }: MetricsParts): Metrics {
  const registers = [new Registry()];
  const [register] = registers as [Registry];
  collectDefaultMetrics({ register });
  const count = (name: string, help: string) => new Counter({ name, help, registers });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const questions = new Counter({
    name: "rochdale_questions_total",
    help: "Questions that left the bot, by how.",
    labelNames: ["ending"],
    registers,
  });
  for (const ending of [...OUTCOMES, ...ENDINGS]) questions.inc({ ending }, 0);
  const steps = new Histogram({
    name: "rochdale_step_seconds",
    help: "Time until a step of a question was done.",
    labelNames: ["step"],
    buckets: BUCKETS,
    registers,
  });
  for (const step of STEPS) steps.zero({ step });
  const undecryptable = count("rochdale_undecryptable_total", "Messages that could not be decrypted.");
  const failures = count("rochdale_failures_total", "Failures written to the operator's log.");
  const synced = gauge("rochdale_last_sync_timestamp_seconds", "When the homeserver was last heard.");
  new Gauge({ name: "rochdale_info", help: "The version that runs.", labelNames: ["version"], registers }).set(
    { version },
    1,
  );
  const show = figureGauges(gauge, registers, kinds);
  let lastSync: number | null = null;
  return {
    recorder: {
      question: () => questionRecord(questions, steps, clock),
      undecryptable: () => undecryptable.inc(),
      failed: () => failures.inc(),
      synced() {
        lastSync = clock();
        synced.set(lastSync / 1000);
      },
    },
    async text() {
      show(await figures());
      return register.metrics();
    },
    contentType: register.contentType,
    lastSync: () => lastSync,
  };
}

function questionRecord(
  questions: Counter<"ending">,
  steps: Histogram<"step">,
  clock: MetricsParts["clock"],
): QuestionRecord {
  const began = clock();
  let [seen, over] = [false, false];
  const observe = (step: (typeof STEPS)[number], milliseconds: number) => steps.observe({ step }, milliseconds / 1000);
  const firstWords = () => {
    if (!seen && !over) observe("first-words", clock() - began);
    seen = true;
  };
  return {
    firstWords,
    ended(ending, took = {}) {
      if (over) return;
      if (ending !== "withdrawn" && ending !== "not-sent") {
        firstWords();
        observe("final", clock() - began);
      }
      over = true;
      questions.inc({ ending });
      for (const step of STEPS) if (took[step] !== undefined) observe(step, took[step]);
    },
  };
}

/** @returns sets them all. */
function figureGauges(
  gauge: (name: string, help: string) => Gauge,
  registers: Registry[],
  kinds: readonly string[],
): (figures: Figures) => void {
  const gauges: readonly (readonly [Gauge, (figures: Figures) => number])[] = [
    [gauge("rochdale_queue_length", "Questions waiting or being answered."), (f) => f.waiting],
    [gauge("rochdale_files_in_hand", "Files handed in and not yet read."), (f) => f.files],
    [gauge("rochdale_rooms", "Rooms that the bot is in."), (f) => f.rooms],
    [gauge("rochdale_documents", "Documents that are stored."), (f) => f.documents],
    [gauge("rochdale_passages", "Passages in the index."), (f) => f.passages],
    [gauge("rochdale_passages_pending", "Passages not yet searched by meaning."), (f) => f.pendingPassages],
    [gauge("rochdale_database_bytes", "The database with its log."), (f) => f.databaseBytes],
    [gauge("rochdale_index_bytes", "Files of the vector index."), (f) => f.indexBytes],
    [gauge("rochdale_disk_free_bytes", "Left on the disk of the data folder."), (f) => f.freeBytes],
    [gauge("rochdale_model_restarts", "Deaths of the model process since the start."), (f) => f.modelRestarts],
    [
      gauge("rochdale_last_backup_timestamp_seconds", "When the last backup was made; 0: never."),
      (f) => (f.lastBackup ?? 0) / 1000,
    ],
  ];
  const degraded = new Gauge({
    name: "rochdale_degraded",
    help: "1 while something of this kind is not as it should be.",
    labelNames: ["kind"],
    registers,
  });
  return (figures) => {
    for (const [one, of] of gauges) one.set(of(figures));
    const now = figures.degraded.map(({ kind }) => kind);
    for (const kind of kinds) degraded.set({ kind }, now.includes(kind) ? 1 : 0);
  };
}
