/**
 * Times questions as a member waits for them: to the first cited passage, to the model's first word, to the whole
 * reply. The clock is passed in. Knows nothing of what is right.
 */
import type { Rochdale } from "../../bot/rochdale.ts";
import { type Spread, spreadOf } from "../spread.ts";

export type QuestionTime = {
  /** Milliseconds; null when the reply had no such moment (no citation, no model's word). */
  readonly firstCitation: number | null;
  readonly firstToken: number | null;
  readonly fullAnswer: number;
};

export type QuestionTimes = {
  readonly questions: number;
  readonly firstCitationMs: Spread | null;
  readonly firstTokenMs: Spread | null;
  readonly fullAnswerMs: Spread | null;
};

export type AskTimedOptions = {
  readonly rochdale: Pick<Rochdale, "ask">;
  readonly collections: readonly string[];
  readonly signal: AbortSignal;
  readonly now: () => number;
};

export async function askTimed(options: AskTimedOptions, question: string): Promise<QuestionTime> {
  const begun = options.now();
  let firstCitation: number | null = null;
  let firstToken: number | null = null;
  await options.rochdale.ask({
    question,
    history: [],
    collections: options.collections,
    asOf: null,
    fresh: true,
    signal: options.signal,
    onEvent: (event) => {
      const passed = options.now() - begun;
      if (event.kind === "evidence-ready" && event.citations.length > 0) firstCitation ??= passed;
      if (event.kind === "text-delta") firstToken ??= passed;
    },
  });
  return { firstCitation, firstToken, fullAnswer: options.now() - begun };
}

export function summariseTimes(times: readonly QuestionTime[]): QuestionTimes {
  const present = (values: readonly (number | null)[]) => spreadOf(values.filter((value) => value !== null));
  return {
    questions: times.length,
    firstCitationMs: present(times.map(({ firstCitation }) => firstCitation)),
    firstTokenMs: present(times.map(({ firstToken }) => firstToken)),
    fullAnswerMs: present(times.map(({ fullAnswer }) => fullAnswer)),
  };
}

/** The questions of a list: one per line, `#` starts a remark. */
export function parseQuestionList(text: string): readonly string[] {
  return text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** `count` questions, the list from the front again when it is shorter. */
export function takeInTurn(questions: readonly string[], count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => questions[index % questions.length] ?? "");
}
