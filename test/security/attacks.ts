/** The hostile sets: 75 instructions hidden in documents, 1,004 questions that try to take the model over. */
import { readFileSync } from "node:fs";
import { z } from "zod";

const FOLDER = new URL("../../../shared/hostile/", import.meta.url);

const documentAttack = z.object({ id: z.string(), category: z.string(), attack: z.string() });
const questionAttack = z.object({
  prompt_id: z.number(),
  test_case_prompt: z.string(),
  user_input: z.string(),
  injection_type: z.string(),
  speaking_language: z.string(),
});

/** Meant for texts that a model reads. */
export const DOCUMENT_ATTACKS = read("injections-bipia-train.jsonl", documentAttack);

/** Asked by somebody; `test_case_prompt` is what the model was told to keep to itself, or the text it reads. */
export const QUESTION_ATTACKS = read("injections-cyberseceval-multilingual.jsonl", questionAttack);

function read<T>(name: string, line: z.ZodType<T>): T[] {
  const lines = readFileSync(new URL(name, FOLDER), "utf8").split("\n");
  return lines.filter((one) => one.trim() !== "").map((one) => line.parse(JSON.parse(one)));
}
