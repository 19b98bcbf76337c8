/**
 * The calendar of a co-op's rules: on which days the rules of each document changed, which editions there are, when
 * general meetings were. From versions and their days in force; never from years in their texts. Pure.
 */
import type { DocumentRecord, Period, Rank } from "./document.ts";
import { dayAfter } from "./editions.ts";
import { editionMark } from "./guess-record.ts";
import type { Work, WorkVersion } from "./works.ts";

/** Minutes, proposals and figures tell of a day; they are no rules that begin or end. */
const RECORD_RANKS: readonly Rank[] = ["minutes", "proposal", "data"];

export function isRuleRank(rank: Rank): boolean {
  return !RECORD_RANKS.includes(rank);
}

/** The rules of one document in all its editions. */
export type RuleCalendar = {
  /** Ids of its versions. */
  readonly documents: readonly number[];
  /** Days on which what is in force changed, by an edition or a resolution, in order. */
  readonly changes: readonly string[];
  /** Each version that was ever in force from a known day, with the years it is known by. */
  readonly editions: readonly { readonly from: string; readonly years: readonly string[] }[];
};

export type Calendar = {
  readonly rules: readonly RuleCalendar[];
  /** Days of general meetings, in order. */
  readonly meetings: readonly string[];
};

/** @param works those of one collection after another: files of different collections have nothing to do with each other. */
export function calendarOf(collections: readonly (readonly Work<WorkVersion>[])[]): Calendar {
  return {
    rules: collections.flatMap((works) => works.flatMap((work) => rulesOf(work, works))),
    meetings: meetingsOf(collections.flat().flatMap(({ versions }) => versions)),
  };
}

function rulesOf({ versions }: Work<WorkVersion>, works: readonly Work<WorkVersion>[]): RuleCalendar[] {
  const rules = versions.filter(({ rank }) => isRuleRank(rank));
  if (rules.length === 0) return [];
  const files = new Set(rules.map(({ file }) => file));
  const amending = works
    .flatMap((work) => work.versions)
    .filter(({ rank, amends }) => isRuleRank(rank) && amends.some(({ file }) => files.has(file)));
  const changes = [...rules, ...amending].flatMap(({ periods }) => periods.flatMap(edgesOf));
  return [
    {
      documents: rules.map(({ id }) => id),
      changes: [...new Set(changes)].toSorted(),
      editions: rules.flatMap((version) => editionOf(version)),
    },
  ];
}

/** The first day of a period, and the first day after it. */
function edgesOf({ from, to }: Period): string[] {
  return [...(from === null ? [] : [from]), ...(to === null ? [] : [dayAfter(to)])];
}

function editionOf({ periods, adoptedOn, file, title, version }: WorkVersion) {
  const from = periods[0]?.from ?? null;
  if (from === null) return [];
  const named = editionMark(file, `${title} ${version ?? ""}`).date;
  const years = [from, adoptedOn, named].flatMap((day) => (day === null ? [] : [day.slice(0, 4)]));
  return [{ from, years: [...new Set(years)] }];
}

const GENERAL =
  /general (?:meeting|assembly)|annual meeting|(?<!\p{L})(?:agm|ag|ago|age)(?!\p{L})|mitgliederversammlung|generalversammlung|hauptversammlung|assembl[ée]e|asamblea|assemblea|junta general|generalforsamling/iu;

/** Where no minutes say that they are of a general meeting, any of them may be. */
function meetingsOf(versions: readonly DocumentRecord[]): string[] {
  const minutes = versions.filter(({ rank, adoptedOn }) => rank === "minutes" && adoptedOn !== null);
  const general = minutes.filter(({ title, file }) => GENERAL.test(`${title} ${file.replace(/[_/.-]+/gu, " ")}`));
  const days = (general.length > 0 ? general : minutes).flatMap(({ adoptedOn }) => adoptedOn ?? []);
  return [...new Set(days)].toSorted();
}
