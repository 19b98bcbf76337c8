/**
 * What a command of the command line is, and what it may ask for. Knows no command by name and constructs nothing.
 */
import type { ModelShelf } from "./commands/model-shelf.ts";
import type { Caution } from "./gate.ts";
import type { Rochdale } from "./rochdale.ts";

export type CommandOption = {
  readonly kind: "flag" | "value";
  /** How the value is shown in help ("YYYY-MM-DD"); flags have none. */
  readonly placeholder?: string;
  readonly summary: string;
};

export type Command = {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What stands after the command's name: `"QUESTION" [--json]`. */
  readonly usage: string;
  /** Paragraphs of the command's own help, below the summary. */
  readonly details: readonly string[];
  readonly options: Readonly<Record<string, CommandOption>>;
  /** How many words without a dash are taken; what they are called in an error sentence. */
  readonly positionals: { readonly label: string; readonly least: number; readonly most: number };
  /** Resolves to the exit code. @throws UsageError when an argument cannot be used. */
  run(input: CommandInput, context: CommandContext): Promise<number>;
};

/** A command whose code is loaded only when it is run or its help is shown. */
export type CommandEntry = {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
};

/** The arguments after the command's name, checked against its options. */
export type CommandInput = {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly flags: ReadonlySet<string>;
};

/** Somewhere text goes: a terminal, a pipe or, in tests, a string. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly colour: boolean;
  /** Width in columns; 80 where there is no terminal. */
  readonly columns: number;
  readonly rows: number;
}

export type OpenOptions = {
  /** May missing models be downloaded first? */
  readonly installModels: boolean;
  /** `quotes`, `standard` or `quality`; null chooses by cores and memory. */
  readonly profile: string | null;
  /** How ready replies are to assert; left out or null: the co-op's own setting, else `balanced`. */
  readonly caution?: Caution | null;
  /** False where nothing is asked or read in: no model is looked for, and none missed. True when left out. */
  readonly withModels?: boolean;
};

export type CommandContext = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: Output;
  /** Progress and remarks: never part of a command's result. */
  readonly remarks: Output;
  readonly signal: AbortSignal;
  /** The co-op's data folder. */
  readonly home: string;
  /** The process environment, for what may be set there or in the data folder's `.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly modelsDir: string;
  /** Of Rochdale, as package.json says. */
  readonly version: string;
  /** The folder that holds package.json. */
  readonly root: string;
  /** Opens the data folder; its models are loaded when they are there. */
  readonly open: (options: OpenOptions) => Promise<Rochdale>;
  readonly models: ModelShelf;
};

/** An argument that cannot be used: its message says expected, got, remedy; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
