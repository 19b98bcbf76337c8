/**
 * The questions of a run that can be asked: read from their file, less those whose collection has no folder. Every
 * line and collection left out has its sentence. Knows nothing of runs.
 */
import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { hashText } from "./fingerprint.ts";
import { type EvalQuestion, parseQuestionSet } from "./question-set.ts";

export type LoadedQuestions = {
  readonly kind: "loaded";
  /** In the order of the file; at least one. */
  readonly questions: readonly EvalQuestion[];
  readonly problems: readonly string[];
  /** The file as it is. */
  readonly text: string;
  /** Its hash. */
  readonly fingerprint: string;
};

export type Refused = { readonly kind: "refused"; readonly sentence: string };

/** `say` hears every problem as well. */
export async function loadQuestions(
  questionsFile: string,
  documentsFolder: string,
  say: (line: string) => void,
): Promise<LoadedQuestions | Refused> {
  const text = await readFile(questionsFile, "utf8").catch(() => null);
  if (text === null) return refuse(`Expected \`--questions\` to name a readable file, got \`${questionsFile}\`.`);
  const set = parseQuestionSet(text, basename(questionsFile));
  const missing = await missingCollections(set.questions, documentsFolder);
  const questions = set.questions.filter(({ collection }) => !missing.has(collection));
  const problems = [...set.problems, ...missing.values()];
  for (const problem of problems) say(problem);
  if (questions.length === 0) {
    return refuse(
      `Expected \`${questionsFile}\` to hold questions about \`${documentsFolder}\`, got none that can be asked.`,
    );
  }
  return { kind: "loaded", questions, problems, text, fingerprint: hashText(text) };
}

function refuse(sentence: string): Refused {
  return { kind: "refused", sentence };
}

/** Collections that questions name and that have no folder, each with its sentence. */
async function missingCollections(
  questions: readonly EvalQuestion[],
  documentsFolder: string,
): Promise<ReadonlyMap<string, string>> {
  const missing = new Map<string, string>();
  for (const [collection, members] of Map.groupBy(questions, (question) => question.collection)) {
    const folder = join(documentsFolder, collection);
    const isFolder = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      missing.set(
        collection,
        `Expected a folder \`${folder}\`, got none: its ${members.length} questions are left out.`,
      );
    }
  }
  return missing;
}
