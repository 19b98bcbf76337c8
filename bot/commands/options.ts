/** Options that several commands share, and the parsing of their values. */
import { type CommandInput, type CommandOption, UsageError } from "../command.ts";
import { CAUTIONS, type Caution } from "../gate.ts";
import type { Rochdale } from "../rochdale.ts";
import { didYouMean } from "./nearest-name.ts";

export const JSON_OPTION: CommandOption = { kind: "flag", summary: "Print JSON and nothing else on stdout." };

export const COLLECTION_OPTION: CommandOption = {
  kind: "value",
  placeholder: "NAME",
  summary: "The collection of documents (default: main when it holds documents, else the sample).",
};

export const AS_OF_OPTION: CommandOption = {
  kind: "value",
  placeholder: "YYYY-MM-DD",
  summary: "Use the rules of that day (default: today).",
};

export const PROFILE_OPTION: CommandOption = {
  kind: "value",
  placeholder: "quotes|standard|quality",
  summary: "Which models to use (default: by cores and memory).",
};

export const CAUTION_OPTION: CommandOption = {
  kind: "value",
  placeholder: "careful|balanced|eager",
  summary: "How ready replies are to assert (default: ROCHDALE_CAUTION, else balanced).",
};

/** The word given, null when none was. @throws UsageError when there is no such word. */
export function cautionOf(input: CommandInput): Caution | null {
  const given = input.values.caution;
  return given === undefined ? null : parseCaution(given, "`--caution`");
}

/** @throws UsageError when `given` is none of the three words. */
export function parseCaution(given: string, what: string): Caution {
  const known = CAUTIONS.find((caution) => caution === given);
  if (known !== undefined) return known;
  throw new UsageError(
    `Expected ${what} to be \`careful\`, \`balanced\` or \`eager\`, got \`${given}\`. ${didYouMean(given, CAUTIONS)}Leave it out for \`balanced\`.`,
  );
}

const PROFILES = ["quotes", "standard", "quality"];

/** @throws UsageError when the profile does not exist. */
export function profileOf(input: CommandInput): string | null {
  const given = input.values.profile;
  if (given === undefined) return null;
  if (PROFILES.includes(given)) return given;
  throw new UsageError(
    `Expected \`--profile\` to be \`quotes\`, \`standard\` or \`quality\`, got \`${given}\`. ${didYouMean(given, PROFILES)}Leave it out to choose by cores and memory.`,
  );
}

/** The day as YYYY-MM-DD, null when it was not given. @throws UsageError when there is no such day. */
export function asOfOption(input: CommandInput): string | null {
  const given = input.values["as-of"];
  return given === undefined ? null : parseDay(given, "`--as-of`");
}

/** @throws UsageError when `given` is no day of the calendar. */
export function parseDay(given: string, what: string): string {
  if (isDay(given)) return given;
  throw new UsageError(`Expected ${what} to be a day as YYYY-MM-DD, got \`${given}\`. Write it like \`2023-05-31\`.`);
}

/** The named collection, or the one that is asked by default. @throws UsageError when there is no such collection. */
export function collectionOption(input: CommandInput, rochdale: Rochdale): string {
  const given = input.values.collection;
  return given === undefined ? rochdale.defaultCollection : knownCollection(given, rochdale);
}

/** @throws UsageError when there is no such collection. */
export function knownCollection(given: string, rochdale: Pick<Rochdale, "collections">): string {
  const names = rochdale.collections().map(({ name }) => name);
  if (names.includes(given)) return given;
  throw new UsageError(
    `Expected a collection (${names.map((name) => `\`${name}\``).join(", ")}), got \`${given}\`. ${didYouMean(given, names)}\`rochdale ingest PATH --collection ${given}\` makes a new one.`,
  );
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
