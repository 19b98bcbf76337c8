/** Invents a scored run, the same for the same seed, as real in its mixture as the report's test needs. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { QuestionScore, Verdict } from "../../eval/score.ts";
import { type Random, seededRandom } from "../../eval/statistics.ts";
import { score } from "../eval/samples.ts";

/** What must never run. */
export const HOSTILE_QUESTION = `May <script>document.title = "taken"</script> & "members" vote by <img src=x onerror=alert(1)>?`;

const TYPES = ["single", "numeric", "list", "table", "yes-no", "multi-hop", "conflict-or-superseded", "unanswerable"];
const COLLECTIONS = ["lamphouse", "solar-valley", "zeste-de-savoir"];
const QUESTIONS = [
  { lang: "en", question: "How many members make a quorum at an extraordinary general meeting?" },
  { lang: "en", question: "Who may sign for the co-operative?" },
  {
    lang: "de",
    question: "Wie hoch ist der Pflichtanteil für ein neues Mitglied, und in wie vielen Raten darf er gezahlt werden?",
  },
  { lang: "fr", question: "Quel est le délai de préavis pour quitter la coopérative ?" },
] as const;

/** `skill` from 0 to 1: how often an answer is right. */
export function generatedScores(options: { seed: number; questions: number; skill: number }): readonly QuestionScore[] {
  const random = seededRandom(options.seed);
  return Array.from({ length: options.questions }, (_, index) => generatedScore(index, options.skill, random));
}

function generatedScore(index: number, skill: number, random: Random): QuestionScore {
  const pick = <T>(list: readonly T[], fallback: T) => list[Math.floor(random() * list.length)] ?? fallback;
  const type = TYPES[index % TYPES.length] ?? "single";
  const isAnswerable = type !== "unanswerable";
  const decisionScore = (isAnswerable ? 1.2 : 0) + (random() - 0.5) * 4;
  const asserted = decisionScore >= 0.7;
  const candidateVerdict: Verdict = random() < skill ? "right" : pick<Verdict>(["partly", "wrong"], "wrong");
  const rank = random() < skill ? 1 : Math.ceil(random() * 12);
  return score({
    id: `co-op-${String(index + 1).padStart(3, "0")}`,
    ...pick<{ lang: string; question: string }>(QUESTIONS, QUESTIONS[0]),
    ...(index === 3 ? { question: HOSTILE_QUESTION } : {}),
    collection: COLLECTIONS[index % COLLECTIONS.length] ?? "lamphouse",
    type,
    group: isAnswerable ? "answerable" : "unanswerable",
    outcome: asserted ? "answered" : decisionScore < 0 ? "not-in-documents" : "closest-passages",
    asserted,
    verdict: isAnswerable ? (asserted ? candidateVerdict : "refused") : null,
    candidateVerdict: isAnswerable ? candidateVerdict : null,
    sentenceVerdict: isAnswerable && asserted && random() < 0.6 ? candidateVerdict : null,
    decisionScore,
    retrieval: isAnswerable ? { documentRank: Math.ceil(rank / 2), quoteRank: rank, ndcg: 1 / rank } : null,
    quoteVisible: isAnswerable ? rank <= 5 : null,
    citations: [{ file: "lamphouse/bylaws.md", exact: true, inFile: true }],
    milliseconds: times(random),
    cpuSeconds: 4 + random() * 20,
  });
}

function times(random: Random): Record<string, number> {
  const evidence = 30 * 10 ** random();
  const firstToken = evidence + 2_000 * 4 ** random();
  return { evidence, "first-token": firstToken, total: firstToken + 3_000 * 5 ** random() };
}

/** A run folder as `rochdale eval` leaves it, as far as the report reads it. */
export async function writeRun(folder: string, scores: readonly QuestionScore[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "scores.jsonl"), scores.map((line) => `${JSON.stringify(line)}\n`).join(""));
  await writeFile(join(folder, "summary.json"), JSON.stringify(FACTS));
}

const FACTS = {
  complete: true,
  models: { profile: "standard", chat: "qwen2.5-coder-1.5b", embedding: "multilingual-e5-small" },
  ingest: { files: 12, failed: [], milliseconds: 8_000 },
  problems: ["Line 7 of questions.jsonl is left out: `type`: expected a <string>."],
};
