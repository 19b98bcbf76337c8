/**
 * What an admin is told about a file before deciding: what it holds, what it was taken for and what looks odd, and what
 * would be done with it if they only say yes. Pure: knows nothing of the store, of rooms or of words in any language.
 */
import type { DocumentVersion } from "../corpus-store.ts";
import type { DocumentRecord, Format, ParsedDocument, Status } from "../document.ts";
import { completeRecord } from "../guess-record.ts";
import { readsMore } from "../ingest.ts";
import { standing } from "../life.ts";
import type { SaidRecord } from "../record.ts";
import { type Likeness, likenessOf, type Sentences, sentencesOf } from "./likeness.ts";
import { ownName } from "./own-name.ts";
import { predecessorOf } from "./predecessor.ts";
import { proposalFor } from "./proposal.ts";
import type { Decision } from "./upload.ts";

/** What an admin should look at. */
export type Oddity =
  /** What the reader of the format remarked: pages that are pictures, parts that were left out. One sentence. */
  | { readonly kind: "remark"; readonly words: string }
  /** The very same bytes are there already. */
  | { readonly kind: "same-file"; readonly file: string; readonly status: Status }
  /** The very same bytes are there, and less of them could be read then. */
  | { readonly kind: "reads-more"; readonly file: string }
  | { readonly kind: "same-text"; readonly file: string }
  /** `percent` of its sentences stand there too. */
  | { readonly kind: "near"; readonly file: string; readonly percent: number }
  /** Another document bears its name: it would be kept under `own`. */
  | { readonly kind: "name-taken"; readonly own: string }
  | { readonly kind: "unknown-language" }
  /** It says in its name or first lines that it is no text in force. */
  | { readonly kind: "not-in-force"; readonly status: Status };

export type Facts = {
  readonly format: Format;
  readonly pages: number | null;
  readonly sections: number;
  readonly tables: number;
  /** As it would be stored; `guessed` names what was guessed. */
  readonly record: DocumentRecord;
  readonly oddities: readonly Oddity[];
  /** The file of which this seems to be a new version; null for none. */
  readonly newVersionOf: { readonly file: string; readonly title: string } | null;
  /** What is done when somebody only says yes. */
  readonly proposal: Decision;
  /** The day from which it would be in force is taken from the name, or is today because nothing else is known. */
  readonly dayGuessed: "from-name" | "today" | null;
};

export type FactsContext = {
  /** The collection's versions. */
  readonly existing: readonly DocumentVersion[];
  readonly textOf: (documentId: number) => string;
  readonly guessLanguage: (text: string) => string;
  /** YYYY-MM-DD. */
  readonly today: string;
};

export function factsOf(
  upload: { readonly name: string; readonly sha256: string; readonly said: SaidRecord | null },
  document: ParsedDocument,
  context: FactsContext,
): Facts {
  const { existing, today } = context;
  const sameFile = existing.find(({ sha256 }) => sha256 === upload.sha256) ?? null;
  const file = sameFile?.file ?? ownName(upload.name, new Set(existing.map((version) => version.file)));
  // The name as it was sent tells edition and title, not the number that ours may get.
  const guessedRecord = completeRecord({ ...upload.said, file: upload.name }, document, context.guessLanguage);
  const record = { ...guessedRecord, file };
  const likeness = likenesses(document.text, context);
  const newVersionOf = sameFile === null ? predecessorOf(guessedRecord, likeness, existing, today) : null;
  const isFuller = sameFile !== null && readsMore(document.text, context.textOf(sameFile.id));
  const { proposal, dayGuessed } = proposalFor({
    record: guessedRecord,
    upload,
    sameFile,
    isFuller,
    newVersionOf,
    today,
  });
  return {
    format: document.format,
    pages: document.pages,
    sections: document.sections.filter(({ index, title }) => index > 0 || title !== "").length,
    tables: new Set(document.blocks.flatMap(({ table }) => (table === null ? [] : [table.index]))).size,
    record,
    newVersionOf: newVersionOf === null ? null : { file: newVersionOf.file, title: newVersionOf.title },
    proposal,
    dayGuessed,
    oddities: [
      ...document.warnings.map((words) => ({ kind: "remark" as const, words })),
      ...(sameFile === null ? likeOddity(likeness) : [sameFileOddity(sameFile, isFuller, today)]),
      ...(sameFile === null && file !== upload.name ? [{ kind: "name-taken" as const, own: file }] : []),
      ...(record.language === "und" ? [{ kind: "unknown-language" as const }] : []),
      ...statusOddity(guessedRecord),
    ],
  };
}

/** A document that is there and how like the new one it is. */
export type Like = { readonly version: DocumentVersion; readonly likeness: Likeness };

function likenesses(text: string, { existing, textOf }: FactsContext): readonly Like[] {
  const own = sentencesOf(text);
  return existing
    .map((version) => ({ version, likeness: likenessOf(own, sentencesOfVersion(version, textOf)) }))
    .toSorted((a, b) => b.likeness.same - a.likeness.same);
}

function sentencesOfVersion({ id }: DocumentVersion, textOf: FactsContext["textOf"]): Sentences {
  return sentencesOf(textOf(id));
}

/** From here on two texts are told to be nearly the same. */
const NEAR = 0.9;

function likeOddity([nearest]: readonly Like[]): Oddity[] {
  if (nearest === undefined || nearest.likeness.same < NEAR) return [];
  const { file } = nearest.version;
  const { same } = nearest.likeness;
  return same === 1 ? [{ kind: "same-text", file }] : [{ kind: "near", file, percent: Math.floor(same * 100) }];
}

function sameFileOddity(version: DocumentVersion, isFuller: boolean, today: string): Oddity {
  if (isFuller) return { kind: "reads-more", file: version.file };
  return { kind: "same-file", file: version.file, status: standing(version, today) };
}

/** Only what was guessed: what `collection.yaml` says is no surprise. */
function statusOddity({ status, guessed }: DocumentRecord): Oddity[] {
  return status !== "adopted" && guessed.includes("status") ? [{ kind: "not-in-force", status }] : [];
}
