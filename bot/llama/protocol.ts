/**
 * What the main process and the model process say to each other over Node's IPC channel. Requests carry an id; answers
 * and events repeat it. Types only.
 */

export type ChatRole = "system" | "user" | "assistant";
export type ChatTurn = { readonly role: ChatRole; readonly content: string };

export type ChatFile = {
  readonly path: string;
  readonly contextTokens: number;
  readonly threads: number;
  readonly emptyThinkBlock: boolean;
};
/** `workers` single-threaded contexts share a batch. */
export type EmbedderFile = { readonly path: string; readonly workers: number };

/** Given once, when the model process is started. */
export type ChildConfig = {
  readonly embedder: EmbedderFile | null;
  readonly chat: ChatFile | null;
  /** Of all models together. */
  readonly maxThreads: number;
};

export type GenerateRequest = {
  readonly turns: readonly ChatTurn[];
  readonly maxTokens: number;
  /** 0 is greedy: always the likeliest token. */
  readonly temperature: number;
  /** GBNF; null for free text. */
  readonly grammar: string | null;
  readonly stop: readonly string[];
  /** For the benchmark: forget the cached prefix, and don't stop at an end token. */
  readonly bench: boolean;
};

export type Request =
  | { readonly kind: "embed"; readonly texts: readonly string[] }
  | ({ readonly kind: "generate" } & GenerateRequest)
  | { readonly kind: "score-next"; readonly turns: readonly ChatTurn[]; readonly words: readonly string[] }
  | { readonly kind: "warm-up" }
  | { readonly kind: "memory" }
  | { readonly kind: "bench-bare"; readonly turns: readonly ChatTurn[]; readonly newTokens: number };

export type GenerateResult = {
  readonly text: string;
  readonly finish: "stop" | "length";
  readonly promptTokens: number;
  /** Of the prompt, taken from the cache of the request before. */
  readonly reusedTokens: number;
  readonly newTokens: number;
  /** Until the first new token was known. */
  readonly prefillMs: number;
  readonly decodeMs: number;
};

export type BenchFigures = {
  readonly promptTokens: number;
  readonly newTokens: number;
  readonly prefillTokensPerSecond: number;
  readonly decodeTokensPerSecond: number;
};

export type Result =
  | { readonly kind: "embed"; readonly vectors: readonly Float32Array[] }
  | ({ readonly kind: "generate" } & GenerateResult)
  | { readonly kind: "score-next"; readonly logProbabilities: readonly number[]; readonly evaluatedTokens: number }
  | { readonly kind: "warm-up" }
  | { readonly kind: "memory"; readonly residentBytes: number }
  | { readonly kind: "bench-bare"; readonly figures: BenchFigures };

export type ToChild =
  | { readonly kind: "request"; readonly id: number; readonly request: Request }
  | { readonly kind: "cancel"; readonly id: number }
  | { readonly kind: "shutdown" };

export type FailureKind = "aborted" | "prompt-too-long" | "failed";

export type FromChild =
  | { readonly kind: "result"; readonly id: number; readonly result: Result }
  | { readonly kind: "failure"; readonly id: number; readonly failure: FailureKind; readonly message: string }
  /** Text of a reply, in order; or `done` of `total` texts embedded. Both also show that work goes on. */
  | { readonly kind: "text"; readonly id: number; readonly text: string }
  | { readonly kind: "progress"; readonly id: number; readonly done: number; readonly total: number }
  /** Every few seconds while there is work, and once at the start: the process runs, whatever becomes of the work. */
  | { readonly kind: "alive" };
