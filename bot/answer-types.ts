/**
 * What goes into a question and what comes out: the closed list of outcomes, citations, timings. The same shape is
 * printed by `rochdale ask --json`, shown in a chat and written by `rochdale eval`. Knows nothing of how it is made.
 */
import type { Status } from "../corpora/document.ts";

/** How a question can end. `answered` alone asserts something. */
export const OUTCOMES = [
  "answered",
  "closest-passages",
  "not-in-documents",
  "declined",
  "busy",
  "cancelled",
  "timed-out",
  "failed",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The languages in which Rochdale's own words exist; any other question is answered in English. */
export const REPLY_LANGUAGES = ["en", "de", "fr", "es", "ca", "da"] as const;
export type ReplyLanguage = (typeof REPLY_LANGUAGES)[number];

/**
 * A verbatim quotation: `quote` is `text.slice(start, end)` of the stored text of `file` in `collection` (UTF-16 code
 * units, half-open). Dates are YYYY-MM-DD or null when unknown; `page` counts from 1, null where the format has none.
 * `status` is what the text is today, `inForceFrom` and `inForceTo` the days in force that the asked day falls into.
 */
export type Citation = {
  readonly document: string;
  readonly version: string | null;
  readonly status: Status;
  readonly adoptedOn: string | null;
  readonly inForceFrom: string | null;
  readonly inForceTo: string | null;
  /** Not in force yet: it will be from `inForceFrom` on. */
  readonly upcoming?: boolean;
  readonly section: string;
  readonly page: number | null;
  readonly collection: string;
  readonly file: string;
  readonly language: string;
  readonly quote: string;
  /** Read by text recognition from a picture of the page. */
  readonly ocr?: true;
  readonly start: number;
  readonly end: number;
  /** Titles of the texts in force that changed what is quoted; each is quoted beside it. */
  readonly amendedBy?: readonly string[];
  /** What kind of text it is: `statutes`, `minutes`, … (`corpora/document.ts`). */
  readonly rank: string;
  /** User id of who loaded it; null for what came from the command line; left out before that was written down. */
  readonly loadedBy?: string | null;
};

/** A passage as retrieval ranked it; `text` is verbatim from the stored text, at most 180 words. */
export type Retrieved = {
  readonly collection: string;
  readonly file: string;
  readonly document: string;
  readonly section: string;
  readonly page: number | null;
  readonly text: string;
  readonly score: number;
};

export type Turn = { readonly role: "user" | "assistant"; readonly content: string };

/**
 * A figure that was worked out from a table. `operation` is that of the query (`retrieval/tables/query.ts`); `rows` is how
 * many rows it was worked out from; `day` the day that the figures are of, YYYY-MM-DD. `value` is null when it is about
 * fewer people than may be told of.
 */
export type ComputedFigure = {
  readonly operation: string;
  readonly value: number | string | readonly string[] | null;
  readonly unit: string | null;
  readonly rows: number;
  readonly table: string;
  readonly file: string;
  readonly day: string;
};

export type Answer = {
  readonly outcome: Outcome;
  /** The whole reply as a member reads it, plain text. */
  readonly shown: string;
  /** The model's own sentence when one is shown, or the line that tells a computed figure; else null. */
  readonly sentence: string | null;
  readonly language: ReplyLanguage;
  /** The collections that were asked: those of the request that exist. */
  readonly collections: readonly string[];
  readonly citations: readonly Citation[];
  readonly nearest: readonly { readonly document: string; readonly section: string }[];
  /** Sentences beside the answer: how a follow-up was understood, which day's rules were used, what befell the model. */
  readonly notes: readonly string[];
  /** The person to ask where the documents do not answer; null when nobody is named. */
  readonly contact: string | null;
  /** The question as understood: with what a follow-up took from the turn before. */
  readonly asked: string;
  /** The day whose rules were used, YYYY-MM-DD. */
  readonly asOf: string;
  /** Left out or null: nothing was computed. */
  readonly computed?: ComputedFigure | null;
  /** Catalogue id of the chat model that took part, or null when the reply is quotation alone. */
  readonly model: string | null;
  /** A part that usually helps did not work this time: not to be given again from memory. Left out: no. */
  readonly isMakeshift?: boolean;
  /** Milliseconds per step, and `total`; `evidence` is the time to the first cited passage. */
  readonly milliseconds: Readonly<Record<string, number>>;
};

/** What a listener hears while a question is answered. */
export type AnswerEvent =
  /** The best cited passages are ready and may be shown at once, marked as not yet checked. */
  | { readonly kind: "evidence-ready"; readonly shown: string; readonly citations: readonly Citation[] }
  /** A step of the model's work began ("reading", "checking"). */
  | { readonly kind: "step-begin"; readonly step: string }
  /** A piece of the model's sentence, unchecked: for timing and progress, not for showing as an answer. */
  | { readonly kind: "text-delta"; readonly text: string };

/** Why a reply went as far as it did: the features of the decision and their score (`bot/gate.ts`). */
export type Decision = {
  readonly score: number;
  readonly features: Readonly<Record<string, number>>;
  /** What the model said, shown or not; null without a model. */
  readonly said: string | null;
  /** What would be shown if the reply asserted: for the risk–coverage curve. */
  readonly candidate: string;
};

export type AskRequest = {
  readonly question: string;
  readonly history: readonly Turn[];
  /** Names, at least one. Nothing of any other takes part; one that does not exist is skipped. */
  readonly collections: readonly string[];
  /** YYYY-MM-DD, or null for today. */
  readonly asOf: string | null;
  readonly signal: AbortSignal;
  /** The language of the reply; null or left out: that of the question. */
  readonly language?: ReplyLanguage | null;
  /** Work it out even when the answer is remembered: for measurements. */
  readonly fresh?: boolean;
  readonly onEvent?: (event: AnswerEvent) => void;
  /** Filled with the ranked passages when given (for `eval` and `/why`). */
  readonly onRetrieved?: (passages: readonly Retrieved[]) => void;
  /** Called once when a decision was made (for `eval` and `/why`). */
  readonly onDecision?: (decision: Decision) => void;
};
