/** What a report is made of: one run, and perhaps an earlier one to compare with. */

import type { QuestionScore } from "../score.ts";
import type { RunFacts } from "./run-facts.ts";

export type ReportData = {
  /** Name of the run folder. */
  readonly name: string;
  readonly finishedAt: Date;
  readonly facts: RunFacts;
  readonly scores: readonly QuestionScore[];
  readonly baseline: { readonly name: string; readonly scores: readonly QuestionScore[] } | null;
};
