/** What every step of setup may use. Types only. */
import type { ReplyLanguage } from "../../answer-types.ts";
import type { Fetch } from "./api.ts";
import type { Asker } from "./asker.ts";

export type SetupTools = {
  /** The co-op's data folder. */
  readonly home: string;
  /** What is set already, by key (`MATRIX_USER`, …). */
  readonly current: Readonly<Record<string, string>>;
  readonly ask: Asker;
  /** Of the greeting. */
  readonly language: ReplyLanguage;
  /** Tells one line. */
  readonly say: (line: string) => void;
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** As many random bytes as asked for. */
  readonly random: (bytes: number) => Uint8Array;
  readonly signal: AbortSignal;
};
