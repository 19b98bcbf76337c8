/**
 * The life of a document version: from its record and what was decided since follow the days on which it is in force
 * and what it is on any day. History is only added to. Pure; knows nothing of the store or of who may decide.
 */
import type { Amendment, Decided, DocumentRecord, Period, Status } from "./document.ts";
import { dayAfter, dayBefore } from "./editions.ts";

/**
 * What can be decided about a version after it was loaded. `from`: the day from which it holds, YYYY-MM-DD. `until`: the
 * last day for which it was decided, where another version comes into force the day after; what is known of later days
 * stays.
 */
export type LifeChange =
  | { readonly kind: "drafted" }
  | { readonly kind: "proposed" }
  /** `decidedBy`: the minutes or resolution that adopted it, a file of the collection or words; null when not said. */
  | {
      readonly kind: "adopted";
      readonly from: string | null;
      readonly until?: string;
      readonly decidedBy: string | null;
    }
  /** `successor`: the file that took its place. */
  | { readonly kind: "superseded"; readonly from: string; readonly until?: string; readonly successor: string }
  | { readonly kind: "withdrawn"; readonly from: string; readonly decidedBy: string | null }
  | { readonly kind: "reinstated"; readonly from: string; readonly until?: string; readonly decidedBy: string | null }
  /** It changes a rule of another text without a new edition of that. */
  | ({ readonly kind: "amends" } & Amendment);

/** One line of a version's history, oldest first by `id`. */
export type LifeEntry = LifeChange & Decided & { readonly id: number };

/** What a version has become: its record as it stands now, and the days on which it is in force, in order. */
export type Lived = { readonly record: DocumentRecord; readonly periods: readonly Period[] };

/** Applies what was decided, in the order in which it was decided, to the record as it was loaded. */
export function live(loaded: DocumentRecord, entries: readonly LifeChange[]): Lived {
  return entries.reduce<Lived>((lived, entry) => changed(lived, entry), {
    record: loaded,
    periods: periodsOf(loaded),
  });
}

/** The days in force that a record states. A superseded or withdrawn text whose end is unknown is never in force. */
function periodsOf({ status, adoptedOn, inForceFrom, inForceTo }: DocumentRecord): Period[] {
  const ended = (status === "superseded" || status === "withdrawn") && inForceTo !== null;
  return status === "adopted" || ended ? [{ from: inForceFrom ?? adoptedOn, to: inForceTo }] : [];
}

function changed(lived: Lived, change: LifeChange): Lived {
  const { record } = lived;
  switch (change.kind) {
    case "drafted":
      return { record: said(record, { status: "draft" }), periods: [] };
    case "proposed":
      return { record: said(record, { status: "proposed" }), periods: [] };
    case "adopted":
    case "reinstated":
      return inForceAgain(lived, change);
    case "superseded":
      return ended(lived, change, record.decidedBy);
    case "withdrawn":
      return ended(lived, change, change.decidedBy);
    case "amends": {
      const { file, section } = change;
      return { ...lived, record: said(record, { amends: [...record.amends, { file, section }] }) };
    }
    default:
      return change satisfies never;
  }
}

/** From a day on in force, whatever had been decided for the days from then on, or until the last day it is decided for. */
function inForceAgain(
  { record, periods }: Lived,
  change: Extract<LifeChange, { kind: "adopted" | "reinstated" }>,
): Lived {
  const { from, decidedBy } = change;
  const until = change.until ?? null;
  const earlier = from === null ? [] : before(periods, from);
  const later = until === null ? [] : after(periods, until);
  const all = joined([...earlier, { from, to: until }, ...later]);
  const last = all.at(-1);
  const dates = { inForceFrom: last?.from ?? null, inForceTo: last?.to ?? null };
  const status = until !== null && later.length === 0 ? "superseded" : "adopted";
  return { record: said(record, { status, ...dates, decidedBy: decidedBy ?? record.decidedBy }), periods: all };
}

/** From a day on not in force any more, or not until the last day it is decided for. */
function ended(
  { record, periods }: Lived,
  change: Extract<LifeChange, { kind: "superseded" | "withdrawn" }>,
  decidedBy: string | null,
): Lived {
  const until = change.kind === "superseded" ? (change.until ?? null) : null;
  const later = until === null ? [] : after(periods, until);
  const rest = [...before(periods, change.from), ...later];
  const last = rest.at(-1);
  const dates = { inForceFrom: last?.from ?? null, inForceTo: last?.to ?? null };
  const status = later.length > 0 ? "adopted" : change.kind;
  return { record: said(record, { status, ...dates, decidedBy: decidedBy ?? record.decidedBy }), periods: rest };
}

/** Periods that follow each other day by day become one. */
function joined(periods: readonly Period[]): Period[] {
  const all: Period[] = [];
  for (const period of periods) {
    const last = all.at(-1);
    if (last !== undefined && last.to !== null && period.from !== null && last.to >= dayBefore(period.from))
      all[all.length - 1] = { from: last.from, to: period.to };
    else all.push(period);
  }
  return all;
}

/** What of the periods lies after a day. */
function after(periods: readonly Period[], day: string): Period[] {
  const next = dayAfter(day);
  return periods
    .filter(({ to }) => to === null || to > day)
    .map(({ from, to }) => ({ from: from === null || from < next ? next : from, to }));
}

/** What of the periods lies before a day. */
function before(periods: readonly Period[], day: string): Period[] {
  const eve = dayBefore(day);
  return periods
    .filter(({ from }) => from === null || from < day)
    .map(({ from, to }) => ({ from, to: to === null || to > eve ? eve : to }));
}

/** What was decided is guessed no longer. */
function said(record: DocumentRecord, fields: Partial<DocumentRecord>): DocumentRecord {
  const decided = Object.keys(fields);
  return { ...record, ...fields, guessed: record.guessed.filter((name) => !decided.includes(name)) };
}

export function covers({ from, to }: Period, day: string): boolean {
  return (from === null || from <= day) && (to === null || to >= day);
}

/** The period that a day falls into, or null. */
export function periodOn(periods: readonly Period[], day: string): Period | null {
  return periods.find((period) => covers(period, day)) ?? null;
}

/**
 * What a version is on a day: `adopted` when it is in force then or will be, else what became of it. (The record's own
 * `status` is the last that was decided, which may be for a day to come.)
 */
export function standing(
  version: { readonly status: Status; readonly periods: readonly Period[] },
  day: string,
): Status {
  const { status, periods } = version;
  if (periodOn(periods, day) !== null) return "adopted";
  if (status === "draft" || status === "proposed" || status === "withdrawn") return status;
  if (periods.some(({ from }) => from !== null && from > day)) return "adopted";
  return periods.length === 0 ? status : "superseded";
}
