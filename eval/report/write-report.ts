/** Reads a run folder and writes `report.html` into it. The only file of the report that touches the disk. */
import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { readScores } from "../run-folder.ts";
import { renderReport } from "./render-report.ts";
import { readFacts } from "./run-facts.ts";

/** Resolves to the path of the page; throws a sentence when a folder holds no finished run. */
export async function writeReport(folder: string, baseline: string | null): Promise<string> {
  const scores = await readScores(folder);
  const facts = await readFacts(folder);
  const { mtime } = await stat(join(folder, "scores.jsonl"));
  const page = await renderReport(
    {
      name: basename(resolve(folder)),
      finishedAt: mtime,
      facts,
      scores,
      baseline: baseline === null ? null : { name: basename(resolve(baseline)), scores: await readScores(baseline) },
    },
    await readFile(join(import.meta.dirname, "report.css"), "utf8"),
  );
  const file = join(folder, "report.html");
  const temporary = join(folder, ".report.html.new");
  await writeFile(temporary, page);
  await rename(temporary, file);
  return file;
}
