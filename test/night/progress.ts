/** How far the long series are, kept in a file, so that a run goes on where the last one ended. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import type { Series } from "./series.ts";

const progressFile = z.object({
  /** What was tried: another state of the source begins anew. */
  source: z.string(),
  done: z.record(z.string(), z.number()),
  failed: z.array(z.object({ series: z.string(), from: z.number(), to: z.number() })),
});

export type Progress = Readonly<z.infer<typeof progressFile>>;

/** What the file says of this very source, else nothing done. */
export function loadProgress(path: string, source: string): Progress {
  try {
    const known = progressFile.parse(JSON.parse(readFileSync(path, "utf8")));
    if (known.source === source) return known;
  } catch {
    // No file yet, or none of ours: nothing is done.
  }
  return { source, done: {}, failed: [] };
}

export function saveProgress(path: string, progress: Progress): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(progress, null, 2));
  renameSync(`${path}.new`, path);
}

export type NextRun = { readonly series: Series; readonly from: number; readonly to: number };

/** The next part that nothing is known of; null when all is done. */
export function nextRun(all: readonly Series[], { done }: Progress): NextRun | null {
  const series = all.find(({ name, whole }) => (done[name] ?? 0) < whole);
  if (series === undefined) return null;
  const from = done[series.name] ?? 0;
  return { series, from, to: Math.min(from + series.aRun, series.whole) };
}

/** The same with one more part done. */
export function withRun(progress: Progress, { series, from, to }: NextRun, passed: boolean): Progress {
  return {
    ...progress,
    done: { ...progress.done, [series.name]: to },
    failed: passed ? progress.failed : [...progress.failed, { series: series.name, from, to }],
  };
}

/** One line for each series. */
export function describe(all: readonly Series[], { done, failed }: Progress): string {
  const lines = all.map(({ name, whole }) => {
    const bad = failed.filter(({ series }) => series === name).map(({ from, to }) => `${from}-${to}`);
    return `${name}: ${done[name] ?? 0} of ${whole}${bad.length === 0 ? "" : `; failed: ${bad.join(", ")}`}`;
  });
  return `${lines.join("\n")}\n`;
}
