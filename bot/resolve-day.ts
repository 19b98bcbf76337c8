/** What a question's words for a day mean in the calendar of the rules that may be read. Pure. */
import type { Calendar, RuleCalendar } from "../corpora/calendar.ts";
import { dayAfter, dayBefore } from "../corpora/editions.ts";
import type { AskedDay, Span } from "./asked-day.ts";

/** The day whose rules are meant, and the days within the time asked for on which these rules changed. */
export type ResolvedDay = { readonly day: string; readonly changed: readonly string[] };

/**
 * A stretch of time means the rules of its last day. @param rules those that the question is about, null when that is
 * not known. @param today YYYY-MM-DD. Null: nothing else than today's rules is meant, or nobody can tell what.
 */
export function resolveDay(
  asked: AskedDay,
  calendar: Calendar,
  rules: RuleCalendar | null,
  today: string,
): ResolvedDay | null {
  const resolved = resolve(asked, calendar, rules, today);
  return resolved === null || resolved.day === today ? null : resolved;
}

function resolve(asked: AskedDay, calendar: Calendar, rules: RuleCalendar | null, today: string): ResolvedDay | null {
  const on = (day: string | null | undefined): ResolvedDay | null => (day ? { day, changed: [] } : null);
  const changes = rules?.changes ?? [];
  switch (asked.kind) {
    case "during":
      return during(asked, changes, today);
    case "from":
      return on(asked.from);
    case "before": {
      const change = asked.until ? changes.find((day) => within(day, asked)) : undefined;
      return on(dayBefore(change ?? (asked.until && asked.from !== asked.to ? dayAfter(asked.to) : asked.from)));
    }
    case "before-meeting": {
      const { span } = asked;
      const meeting = calendar.meetings.findLast((day) => (span === null ? day <= today : within(day, span)));
      return on((meeting ?? span?.from) && dayBefore(meeting ?? span?.from ?? ""));
    }
    case "previous": {
      const change = changes.findLast((day) => day <= today);
      return on(change && dayBefore(change));
    }
    case "edition":
      return edition(asked, calendar, rules, today);
    default:
      return asked satisfies never;
  }
}

function during({ from, to }: Span, changes: readonly string[], today: string): ResolvedDay {
  const day = from <= today && today <= to ? today : to;
  return { day, changed: changes.filter((change) => change > from && change <= day) };
}

/** The rules that the question is about come first; the others where these have nothing of that year. */
function edition(
  { before, change, year }: Extract<AskedDay, { kind: "edition" }>,
  calendar: Calendar,
  rules: RuleCalendar | null,
  today: string,
): ResolvedDay | null {
  const all = rules === null ? calendar.rules : [rules, ...calendar.rules];
  const daysOf = ({ changes, editions }: RuleCalendar) =>
    change
      ? inOrder(
          changes.filter((day) => day.startsWith(year)),
          before,
        )
      : editions.filter(({ years }) => years.includes(year)).map(({ from }) => from);
  const [day] = all.flatMap(daysOf);
  if (day !== undefined) return { day: before ? dayBefore(day) : stillSo(day, change, all, today), changed: [] };
  const span = { from: `${year}-01-01`, to: `${year}-12-31` };
  return before ? { day: dayBefore(span.from), changed: [] } : during(span, [], today);
}

/** Before several changes of a year is before the first, after them is after the last. */
function inOrder(days: readonly string[], before: boolean): readonly string[] {
  return before ? days : days.toReversed();
}

/** What has not changed since is asked for as it stands today. */
function stillSo(day: string, change: boolean, all: readonly RuleCalendar[], today: string): string {
  const daysOf = ({ changes, editions }: RuleCalendar) => (change ? changes : editions.map(({ from }) => from));
  const own = all.map(daysOf).find((days) => days.includes(day)) ?? [];
  return day <= today && own.every((other) => other <= day || other > today) ? today : day;
}

function within(day: string, { from, to }: Span): boolean {
  return from <= day && day <= to;
}
