/**
 * Where setup's values come from: an option of the command line, a person at the terminal, what is set already, a
 * default. Knows how to ask, not what for.
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "../../command.ts";
import { type Person, Stopped } from "../../terminal/person.ts";
import { codeOf } from "../env-file.ts";
import { Secret } from "../secret.ts";

export type Question = {
  /** Name of the command's option, without its dashes. */
  readonly option: string;
  readonly text: string;
  /** What is taken when nobody says anything; null: somebody must. */
  readonly fallback: string | null;
  /** The sentence (expected, got, remedy) about an answer that cannot be used; null when it can. */
  readonly problem?: (answer: string) => string | null;
};

export type SecretQuestion = {
  /** Name of the option that gives a file with the secret. */
  readonly option: string;
  readonly text: string;
  /** May the person leave it empty? The result is null then. */
  readonly optional?: boolean;
};

export interface Asker {
  /** Is somebody there to be asked? */
  readonly attended: boolean;
  /** What the command line says; null when it says nothing. */
  given(option: string): string | null;
  flag(option: string): boolean;
  value(question: Question): Promise<string>;
  /** Null when the command line names no file and there is nobody to ask. */
  secret(question: SecretQuestion): Promise<Secret<string> | null>;
  /** Without anybody to ask: the fallback. */
  confirm(text: string, fallback: boolean): Promise<boolean>;
  /** Asks before what is set already becomes something else. @throws UsageError or Stopped when it may not. */
  allowChange(what: string, from: string | null | undefined, to: string): Promise<void>;
}

export type AskerOptions = {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly flags: ReadonlySet<string>;
  /** Null: nobody is there, or nobody wants to be asked. */
  readonly person: Person | null;
  readonly say: (line: string) => void;
};

export function makeAsker({ values, flags, person, say }: AskerOptions): Asker {
  return {
    attended: person !== null,
    given: (option) => values[option] ?? null,
    flag: (option) => flags.has(option),
    async value({ option, text, fallback, problem }) {
      const given = values[option] ?? (person === null ? fallback : null);
      if (given !== null) return usable(given, problem);
      if (person === null) {
        throw new UsageError(
          `Expected \`--${option}\`, because nobody is asked here, got nothing. \`rochdale setup --help\` explains it.`,
        );
      }
      for (;;) {
        const answer = (await person.ask(text, fallback)).trim();
        const told = answer === "" ? `Expected an answer, got nothing.` : (problem?.(answer) ?? null);
        if (told === null) return answer;
        say(told);
      }
    },
    async secret({ option, text, optional = false }) {
      const file = values[option];
      if (file !== undefined) return readSecret(option, file);
      if (person === null) return null;
      for (;;) {
        const answer = (await person.secret(text)).trim();
        if (answer !== "") return new Secret(answer);
        if (optional) return null;
      }
    },
    confirm: async (text, fallback) => (person === null ? fallback : person.confirm(text, fallback)),
    async allowChange(what, from, to) {
      if (from === null || from === undefined || from === to || flags.has("yes")) return;
      if (person === null) {
        throw new UsageError(
          `Expected \`--yes\` to change ${what} from \`${from}\` to \`${to}\`, got none. Add it, or leave the option out.`,
        );
      }
      if (!(await person.confirm(`Change ${what} from ${from} to ${to}?`, false))) throw new Stopped();
    },
  };
}

function usable(answer: string, problem: Question["problem"]): string {
  const told = problem?.(answer) ?? null;
  if (told === null) return answer;
  throw new UsageError(told);
}

/** @throws UsageError when the file cannot be read or is empty. */
async function readSecret(option: string, file: string): Promise<Secret<string>> {
  const text = await readFile(resolve(file), "utf8").catch((error: unknown) => {
    throw new UsageError(
      `Expected a readable file after \`--${option}\`, got \`${file}\` (${codeOf(error) ?? "unreadable"}). Check its path.`,
    );
  });
  if (text.trim() !== "") return new Secret(text.trim());
  throw new UsageError(
    `Expected a secret in the file after \`--${option}\`, got an empty \`${file}\`. Write it there.`,
  );
}
