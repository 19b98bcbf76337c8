/** What the commands want to know and do about model files. `bot/main.ts` fills it from the catalogue in `bot/llama/`. */

export type ShelvedModel = {
  readonly id: string;
  readonly title: string;
  readonly task: "chat" | "embedding" | "ocr";
  /** SPDX identifier. */
  readonly licence: string;
  readonly bytes: number;
  /** ISO 639-1 codes of the languages it is known to read. */
  readonly languages: readonly string[];
  /** Has our evaluation run on it? */
  readonly measured: boolean;
  readonly installed: boolean;
  /** SHA-256 of its files, lower-case hex, as the catalogue pins them. */
  readonly sha256?: readonly string[];
  /** Is it one of those that this machine's profile uses? */
  readonly inProfile: boolean;
};

export interface ModelShelf {
  list(): Promise<readonly ShelvedModel[]>;
  /** Downloads and checks one model; does nothing when it is there. Throws a sentence when it cannot be had. */
  install(id: string, signal: AbortSignal): Promise<void>;
  /** Compares the file's SHA-256 with the catalogue. Resolves to null when it fits, else to a sentence. */
  verify(id: string, signal: AbortSignal): Promise<string | null>;
}
