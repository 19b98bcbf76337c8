/**
 * Which golden questions are asked: YAML files of one folder, all of them or those that are named. Ids are looked at
 * over the whole folder, since what has passed is remembered beside the files. Knows nothing of answers.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type GoldenQuestion, parseGoldenFile } from "./golden-set.ts";

export type GoldenSet = {
  readonly folder: string;
  readonly questions: readonly GoldenQuestion[];
  /** All ids of the folder, asked or not. */
  readonly ids: ReadonlySet<string>;
  /** One sentence for each thing that is wrong anywhere in the folder: a list with holes is no gate. */
  readonly problems: readonly string[];
};

const YAML_FILE = /\.ya?ml$/u;

/** @param paths One folder, or files that lie in one folder. */
export async function readGoldenSet(paths: readonly string[]): Promise<GoldenSet> {
  const named = await Promise.all(paths.map((path) => locate(resolve(path))));
  const [folder = "", ...others] = new Set(named.map((one) => one.folder));
  const missing = named.flatMap(({ problem }) => problem ?? []);
  if (others.length > 0) missing.push(severalFolders(folder, others));
  if (missing.length > 0) return { folder, questions: [], ids: new Set(), problems: missing };
  const files = await yamlFiles(folder);
  const everything = named.some(({ file }) => file === null);
  return readFiles(folder, files, everything ? files : named.flatMap(({ file }) => file ?? []));
}

type Located = { readonly folder: string; readonly file: string | null; readonly problem?: string };

async function locate(path: string): Promise<Located> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() && YAML_FILE.test(path)) return { folder: dirname(path), file: basename(path) };
  if (found?.isDirectory() && (await yamlFiles(path)).length > 0) return { folder: path, file: null };
  const problem = `Expected \`${path}\` to be a YAML file or a folder that holds some, got ${found === null ? "nothing" : "none"}: write golden questions there, as \`eval/README.md\` shows.`;
  return { folder: path, file: null, problem };
}

function severalFolders(folder: string, others: readonly string[]): string {
  const got = [folder, ...others].map((one) => `\`${one}\``).join(" and ");
  return `Expected golden questions of one folder, got ${got}: run the command once for each, since what has passed is remembered beside them.`;
}

/** Names of a folder's YAML files, sorted; none when there is no such folder. */
export async function yamlFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => YAML_FILE.test(name) && !name.startsWith(".")).toSorted();
}

async function readFiles(folder: string, files: readonly string[], asked: readonly string[]): Promise<GoldenSet> {
  const questions: GoldenQuestion[] = [];
  const problems: string[] = [];
  const places = new Map<string, string>();
  for (const name of files) {
    const file = parseGoldenFile(await readFile(join(folder, name), "utf8"), name);
    problems.push(...file.problems);
    for (const question of file.questions) {
      const earlier = places.get(question.id);
      places.set(question.id, name);
      if (earlier !== undefined) problems.push(taken(question.id, name, earlier));
      else if (asked.includes(name)) questions.push(question);
    }
  }
  return { folder, questions, ids: new Set(places.keys()), problems };
}

function taken(id: string, name: string, earlier: string): string {
  return `Expected each \`id\` to stand once, got \`${id}\` in \`${name}\` after \`${earlier}\`: give one of them another.`;
}
