/**
 * Everything about watching that a start of the bot puts together: the recorder, the figures and, where a port was
 * chosen, the two pages. The only place that knows where each figure comes from.
 */
import type { InHand } from "../matrix/run-bot.ts";
import type { Recorder } from "../recorder.ts";
import type { Rochdale } from "../rochdale.ts";
import type { Degraded, Figures } from "./figures.ts";
import { folderSizes } from "./folder-sizes.ts";
import { healthPage } from "./health-page.ts";
import { prometheusMetrics } from "./prometheus.ts";
import { serveWatching, type WatchingServer } from "./serve.ts";

export type WatchParts = {
  readonly home: string;
  readonly rochdale: Pick<Rochdale, "collections" | "embedding" | "lastBackup" | "modelDeaths">;
  readonly degraded: () => readonly Degraded[];
  /** The kinds that may stand in `degraded`. */
  readonly kinds: readonly string[];
  readonly version: string;
  readonly clock: () => number;
  readonly closing: AbortSignal;
};

export type Watching = {
  readonly recorder: Recorder;
  /** For `runBot`: what is in hand, from when it is known. */
  readonly watched: (look: () => InHand) => void;
  /** @throws Error (expected, got, remedy) when the port cannot be had. */
  serve(port: number): Promise<WatchingServer>;
};

const NOTHING_IN_HAND: InHand = { questions: 0, files: 0, rooms: 0 };

export function watchBot(parts: WatchParts): Watching {
  let inHand = () => NOTHING_IN_HAND;
  const figures = () => figuresOf(parts, inHand());
  const { version, clock, closing, kinds } = parts;
  const metrics = prometheusMetrics({ figures, kinds, version, clock });
  const { recorder, contentType, lastSync } = metrics;
  return {
    recorder,
    watched(look) {
      inHand = look;
    },
    serve: (port) =>
      serveWatching(port, {
        "/healthz": () => healthPage({ figures, lastSync, clock, closing, version }),
        "/metrics": async () => ({ status: 200, contentType, body: await metrics.text() }),
      }),
  };
}

async function figuresOf(
  { home, rochdale, degraded }: WatchParts,
  { questions, files, rooms }: InHand,
): Promise<Figures> {
  const collections = rochdale.collections();
  const lastBackup = rochdale.lastBackup();
  const embedded = collections.map(({ name }) => rochdale.embedding.progress(name));
  return {
    waiting: questions,
    files,
    rooms,
    documents: sum(collections.map(({ documents }) => documents)),
    passages: sum(embedded.map(({ passages }) => passages)),
    pendingPassages: sum(embedded.map(({ pending }) => pending)),
    ...(await folderSizes(home)),
    modelRestarts: rochdale.modelDeaths(),
    lastBackup: lastBackup === null ? null : Date.parse(lastBackup),
    degraded: degraded(),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
