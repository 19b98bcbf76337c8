/**
 * What an upload is on its way from a received file to a document that members can read. Data only: knows nothing of
 * the store, of rooms or of watched folders.
 */
import type { Decided, ParsedDocument, Period, Status } from "../document.ts";
import type { SaidRecord } from "../record.ts";
import type { Facts } from "./facts.ts";

/**
 * - `received`: its bytes lie on our disk
 * - `read`: parsed, and waiting for somebody to decide
 * - `unreadable`: cannot be read; `problem` says why
 * - `unpacked`: an archive whose files are uploads of their own
 * - `visible`: in the collection, as it was decided
 * - `cancelled`: nothing of it is left
 */
export const UPLOAD_STATES = ["received", "read", "unreadable", "unpacked", "visible", "cancelled"] as const;
export type UploadState = (typeof UPLOAD_STATES)[number];

/** A file that somebody hands in. `id` makes it one: handed in again, it is the same upload. */
export type NewUpload = {
  readonly id: string;
  /** The file's name, with folders before it where it lies in some. */
  readonly name: string;
  readonly collection: string;
  /** What a `collection.yaml` beside it says; null where none speaks of it. */
  readonly said: SaidRecord | null;
} & Decided;

export type Upload = NewUpload & {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly state: UploadState;
  /** The archive it came in, and its place there. */
  readonly parent: string | null;
  readonly position: number;
  readonly facts: Facts | null;
  /** For an unreadable file or a member of an archive that was left out: one sentence. */
  readonly problem: string | null;
  /** Once it is visible: what became of it. */
  readonly outcome: UploadOutcome | null;
};

/** A version by what people know of it. */
export type Named = { readonly file: string; readonly title: string };

export type UploadOutcome = Named & {
  readonly status: Status;
  /** Days in force, as they were when it was decided. */
  readonly periods: readonly Period[];
  /** Versions whose place it took, each with its last day in force. */
  readonly superseded: readonly (Named & { readonly until: string | null })[];
  /** The version that has its place from a later day on. */
  readonly supersededBy: Named | null;
  /** The very same file was there already, and only its standing has changed. */
  readonly wasThere: boolean;
};

/** An upload with the text that was read out of it; null where there is none (any more). */
export type ReadUpload = Upload & { readonly document: ParsedDocument | null };

/** What somebody decides about an upload. */
export type Decision =
  /** In force from a day (null: since ever). `replaces`: the file whose place it takes; `decidedBy`: words or a file. */
  | {
      readonly kind: "adopt";
      readonly from: string | null;
      readonly replaces: string | null;
      readonly decidedBy: string | null;
    }
  | { readonly kind: "draft" }
  | { readonly kind: "proposal" }
  /** Its record holds as `collection.yaml` states it: a text that was superseded or withdrawn long ago. */
  | { readonly kind: "as-said" }
  | { readonly kind: "cancel" };

/** Ended, and never touched again. */
export function isEnded({ state }: Pick<Upload, "state">): boolean {
  return state === "visible" || state === "cancelled" || state === "unreadable";
}
