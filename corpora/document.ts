/**
 * What a document is to Rochdale once it has been read: one stored text, cut into sections and blocks by exact
 * offsets. Knows nothing of file formats, databases or questions.
 */

/** Order of authority, highest first; a lower rank never overrules a higher one. */
export const RANKS = ["law", "statutes", "resolution", "rules", "policy", "minutes", "proposal", "data"] as const;
export type Rank = (typeof RANKS)[number];

export const STATUSES = ["draft", "proposed", "adopted", "superseded", "withdrawn"] as const;
export type Status = (typeof STATUSES)[number];

export const FORMATS = [
  "markdown",
  "text",
  "html",
  "pdf",
  "docx",
  "odt",
  "eml",
  "csv",
  "xlsx",
  "ods",
  "pptx",
  "odp",
  "image",
] as const;
export type Format = (typeof FORMATS)[number];

/**
 * One unit of text. `start` and `end` are UTF-16 offsets, half-open, into the document's stored text.
 * `section` is the index of the section it stands in; `page` counts from 1, null where the format has no pages.
 */
export type Block = {
  readonly kind: "heading" | "paragraph" | "item" | "row";
  readonly start: number;
  readonly end: number;
  readonly section: number;
  readonly page: number | null;
  /** Nesting of a list item, 0 for the outermost; for other kinds 0. */
  readonly depth: number;
  /** Read by text recognition from a picture of the page: letters may be wrong. */
  readonly ocr?: true;
  /** For rows: the index of the table in the document and whether this row is its header; else null. */
  readonly table: { readonly index: number; readonly header: boolean } | null;
};

/**
 * A stretch of the text under one heading. Section 0 always exists and holds what stands before the first heading
 * (it may be empty). `path` holds the headings from the outermost down to and including this one, as printed.
 * `number` is the clause number as printed ("§ 12", "4.2", "Article 7"), null when there is none.
 */
export type Section = {
  readonly index: number;
  readonly number: string | null;
  readonly title: string;
  readonly path: readonly string[];
  readonly level: number;
  readonly page: number | null;
  readonly start: number;
  readonly end: number;
};

/** A file as read by a parser, before anybody has said or guessed what its status is. */
export type ParsedDocument = {
  readonly format: Format;
  /** The title the document gives itself, null when it gives none. */
  readonly title: string | null;
  readonly text: string;
  readonly sections: readonly Section[];
  readonly blocks: readonly Block[];
  /** Number of pages, null where the format has none. */
  readonly pages: number | null;
  /** Sentences for the admin: what could not be read, what looks odd. */
  readonly warnings: readonly string[];
};

/** What another text changes: a file of the same collection, and the clause number in it; null for the whole. */
export type Amendment = { readonly file: string; readonly section: string | null };

/** Days on which a version is in force, both ends included, YYYY-MM-DD; null: since, or for, ever. */
export type Period = { readonly from: string | null; readonly to: string | null };

/** Who decided something and when (ISO 8601, UTC). `by` is a Matrix user id or "command line". */
export type Decided = { readonly by: string; readonly at: string };

/** The document record of `collection.yaml`; null stands for "not said and not guessed". Dates are YYYY-MM-DD. */
export type DocumentRecord = {
  readonly file: string;
  readonly title: string;
  /** ISO 639-1 code, or "und" when the language is not recognised. */
  readonly language: string;
  readonly rank: Rank;
  readonly status: Status;
  readonly adoptedOn: string | null;
  readonly inForceFrom: string | null;
  readonly inForceTo: string | null;
  readonly decidedBy: string | null;
  readonly replaces: string | null;
  /** The rules that this text changes without a new edition of them. */
  readonly amends: readonly Amendment[];
  readonly contact: string | null;
  readonly public: boolean;
  readonly personalColumns: readonly string[];
  /** A short name of the edition, such as "Version 3" or "2022", null when there is none. */
  readonly version: string | null;
  /** Names of the fields above that were guessed from the text rather than said. */
  readonly guessed: readonly string[];
};
