/**
 * Reads an admin's order about a document as it was typed, in six languages: "bylaws v2 from 1 June by minutes.md". A
 * word is never left over: what does not fit makes the document's name one that nobody knows. Pure.
 */
import type { Order, OrderKind } from "../../../documents/orders.ts";
import { leadingDay } from "../leading-day.ts";
import { fold } from "../names.ts";

/** Are these words the name of a document? */
export type Known = (words: string) => boolean;

type Clause = "from" | "by" | "other";

const FROM =
  "from|as of|since|effective|ab dem|ab|seit|vom|von|à partir du|à partir de|à compter du|dès le|dès|depuis|desde el|desde|a partir de l['’]|a partir del|a partir de|des de l['’]|des del|des de|des d['’]|fra den|fra";
const BY = "decided by|by|durch|laut|gemäß|gemaess|von|par|selon|por|según|per|segons|ved|ifølge|af";
const REPLACES =
  "replacing|replaces|instead of|ersetzt|statt|anstelle von|remplace|remplaçant|à la place de|reemplaza a|reemplaza|sustituye a|sustituye|substitueix|en lloc de|erstatter|i stedet for";
const CHANGES = "changes|amends|ändert|aendert|modifie|change|cambia|modifica|canvia|ændrer";

/** Which words open which part, for each kind of order. */
const CLAUSES: Readonly<Record<OrderKind, readonly (readonly [Clause, string])[]>> = {
  adopt: [
    ["from", FROM],
    ["by", BY],
    ["other", REPLACES],
  ],
  propose: [],
  draft: [],
  withdraw: [
    ["from", FROM],
    ["by", BY],
  ],
  supersede: [
    ["from", FROM],
    ["other", BY],
  ],
  reinstate: [
    ["from", FROM],
    ["by", BY],
  ],
  amend: [["other", CHANGES]],
};

const YES: ReadonlySet<string> = new Set(["yes", "ja", "oui", "si"]);
const TODAY: ReadonlySet<string> = new Set([
  "today",
  "now",
  "heute",
  "sofort",
  "jetzt",
  "aujourdhui",
  "maintenant",
  "hoy",
  "ahora",
  "avui",
  "ara",
  "i dag",
  "idag",
  "nu",
]);

/** What was said at the end of an order to confirm it, and the words without it. */
export function withoutYes(words: string): { readonly words: string; readonly sure: boolean } {
  const [, rest = "", last = ""] = /^([\s\S]*?)[\s,;]+(\S+)$/u.exec(words.trim()) ?? [];
  const sure = rest !== "" && YES.has(fold(last.replace(/[.!]+$/u, "")));
  return sure ? { words: rest.trim(), sure } : { words: words.trim(), sure };
}

/** Null when a part is missing that such an order cannot do without. */
export function readOrder(kind: OrderKind, typed: string, known: Known, today: string): Order | null {
  const { words, sure } = withoutYes(typed);
  const marks = marksIn(words, CLAUSES[kind]);
  const what = nameAtBegin(words, marks, known);
  const parts = new Map<Clause, string>();
  const behind = firstOfEach(marks.filter(({ start }) => start >= what.length));
  for (const [index, { clause, end }] of behind.entries())
    parts.set(clause, words.slice(end, behind[index + 1]?.start).trim());
  const day = dayOf(parts.get("from") ?? null, today);
  const other = parts.get("other") ?? null;
  if (what === "" || day === "none" || [...parts.values()].includes("")) return null;
  if (other === null && (kind === "supersede" || kind === "amend")) return null;
  const target = kind === "amend" && other !== null ? splitSection(other, known) : { name: other, section: null };
  return {
    kind,
    what: unquoted(what),
    from: day,
    decidedBy: parts.has("by") ? unquoted(parts.get("by") ?? "") : null,
    other: target.name === null ? null : unquoted(target.name),
    section: target.section,
    sure,
  };
}

type Mark = { readonly clause: Clause; readonly start: number; readonly end: number };

/** Every place where a part may begin. */
function marksIn(words: string, clauses: (typeof CLAUSES)[OrderKind]): Mark[] {
  const quoted = [...words.matchAll(/["“„«][^"”“»]*["”“»]/gu)].map(
    ({ index, 0: all }) => [index, index + all.length] as const,
  );
  const marks = clauses.flatMap(([clause, alternatives]) =>
    [...words.matchAll(new RegExp(`(?<=\\s)(?:${alternatives})(?:\\s+|(?<=['’]))`, "giu"))].map(
      ({ index, 0: all }) => ({
        clause,
        start: index,
        end: index + all.length,
      }),
    ),
  );
  const outside = marks.filter(({ start }) => !quoted.some(([begin, end]) => start > begin && start < end));
  const days = outside.filter(({ clause, end }) => clause === "from" && beginsWithDay(words.slice(end)));
  // "von" and "af" open a day or a decision.
  const others = outside.filter(({ clause, start }) => clause !== "from" && !days.some((day) => day.start === start));
  return [...days, ...others].toSorted((a, b) => a.start - b.start);
}

/** What is said twice belongs the second time to what stands before it: "by minutes of the vote by post". */
function firstOfEach(marks: readonly Mark[]): Mark[] {
  return marks.filter(({ clause }, index) => marks.findIndex((mark) => mark.clause === clause) === index);
}

/** The longest beginning that names a document; else what stands before the first mark. */
function nameAtBegin(words: string, marks: readonly Mark[], known: Known): string {
  const ends = [words.length, ...marks.map(({ start }) => start).toReversed()];
  const names = ends.map((end) => words.slice(0, end).trimEnd());
  return names.find((name) => known(unquoted(name))) ?? names.at(-1) ?? "";
}

function beginsWithDay(words: string): boolean {
  const [first = "", second = ""] = words.split(/\s+/u);
  return TODAY.has(fold(first)) || TODAY.has(fold(`${first} ${second}`)) || leadingDay(words) !== null;
}

/** YYYY-MM-DD; null when none was said; "none" for words that are no day, or more than a day. */
function dayOf(said: string | null, today: string): string | null | "none" {
  if (said === null) return null;
  if (TODAY.has(fold(said))) return today;
  const found = leadingDay(said);
  if (found === null || found.rest !== "") return "none";
  return found.wholeYear ? `${found.day.slice(0, 4)}-01-01` : found.day;
}

/** "Bylaws § 7 (2)" → the document and the clause. */
function splitSection(words: string, known: Known): { readonly name: string; readonly section: string | null } {
  if (known(unquoted(words))) return { name: words, section: null };
  const spaces = [...words.matchAll(/[\s,]+/gu)].toReversed();
  const cut = spaces.find(({ index }) => known(unquoted(words.slice(0, index))));
  if (cut === undefined) return { name: words, section: null };
  return { name: words.slice(0, cut.index), section: words.slice(cut.index + cut[0].length).trim() };
}

function unquoted(words: string): string {
  return words
    .trim()
    .replace(/^["“„«](.*)["”“»]$/su, "$1")
    .trim();
}
