/**
 * Finds what a question asks for by the rules of the day that it asks for. Words such as "in 2023" choose another day
 * only when it is a rule that answers, and one that has a calendar: what happened in 2023 is told by minutes and
 * figures, which no day hides. Knows nothing of wording or models.
 */
import { type Calendar, calendarOf, isRuleRank, type RuleCalendar } from "../corpora/calendar.ts";
import type { CollectionInfo } from "../corpora/corpus-store.ts";
import { worksOf } from "../corpora/works.ts";
import type { ReadingScope } from "../retrieval/reading-scope-store.ts";
import { type RankedPassage, type RetrievalParts, type RetrievalResult, retrieve } from "../retrieval/retrieve.ts";
import { searchTerms } from "../retrieval/terms.ts";
import type { AskRequest } from "./answer-types.ts";
import { type AskedDay, askedDay } from "./asked-day.ts";
import { type ScoredSentence, scoreSentences } from "./evidence.ts";
import type { ResolvedDay } from "./resolve-day.ts";
import { resolveDay } from "./resolve-day.ts";
import type { Understood } from "./understand.ts";

export type FoundOn = {
  readonly result: RetrievalResult;
  readonly scope: ReadingScope;
  /** The question without the words that its day was taken from. */
  readonly asked: string;
  /** The day that the question's words chose; null when they chose none. */
  readonly chosen: ChosenDay | null;
};

export type ChosenDay = ResolvedDay & { readonly words: string };

export type RulesAskedParts = RetrievalParts & { readonly today: () => string };

/** Passages that retrieval gives back. */
const RETRIEVED = 10;

export async function retrieveAsked(
  parts: RulesAskedParts,
  request: AskRequest,
  understood: Understood,
  collections: readonly CollectionInfo[],
): Promise<FoundOn> {
  const today = parts.today();
  const ids = collections.map(({ id }) => id);
  const day = request.asOf ?? today;
  const scope: ReadingScope = { collections: ids, day, current: day >= today };
  const search = (text: string, within: ReadingScope) =>
    retrieve(parts, {
      text,
      question: understood.question,
      language: understood.spoken,
      scope: within,
      limit: RETRIEVED,
    });
  const asked = request.asOf === null ? dayAskedFor(understood, today) : null;
  if (asked !== null) {
    const text = without(understood.asked, asked.words);
    const chosen = await chooseDay(parts, collections, asked, today, async (days) => {
      const rules = { days, current: true };
      return scoreSentences(await search(text, { ...scope, rules }), text);
    });
    if (chosen !== null) {
      const rules = { days: [chosen.day] as const, current: chosen.day >= today };
      const moved = { ...scope, rules };
      return { result: await search(text, moved), scope: moved, asked: text, chosen };
    }
  }
  return { result: await search(understood.asked, scope), scope, asked: understood.asked, chosen: null };
}

/** A follow-up that names no day goes on with that of the question before. */
function dayAskedFor({ question, asked, followUp, spoken }: Understood, today: string): AskedDay | null {
  return askedDay(question, spoken, today) ?? (followUp ? askedDay(asked, spoken, today) : null);
}

/** Fewer words than this are no question any more. */
const FEWEST_TERMS = 2;

/** The day is kept by the filter; its words would only find texts that name it. */
function without(question: string, words: string): string {
  const rest = question.replace(words, " ").replace(/\s+/gu, " ").trim();
  return searchTerms(rest).length < FEWEST_TERMS ? question : rest;
}

/**
 * Looks in today's rules and those of the day together: only when a rule that came into force or ended on a known day
 * answers best is the day chosen. "The old rule" is known once it is known which rule is meant.
 */
async function chooseDay(
  parts: RulesAskedParts,
  collections: readonly CollectionInfo[],
  asked: AskedDay,
  today: string,
  look: (days: readonly [string, string?]) => Promise<readonly ScoredSentence[]>,
): Promise<ChosenDay | null> {
  const calendar = readCalendar(parts, collections);
  if (calendar.rules.every(({ changes }) => changes.length === 0)) return null;
  const first = resolveDay(asked, calendar, null, today);
  const best = bestRule(await look([first?.day ?? today, today]));
  const rules = calendar.rules.find(({ documents }) => documents.includes(best?.document.id ?? 0)) ?? null;
  if (rules === null || rules.changes.length === 0) return null;
  const resolved = resolveDay(asked, calendar, rules, today);
  if (resolved === null || (asked.kind === "during" && holdsToday(resolved, rules, today))) return null;
  return { ...resolved, words: asked.words };
}

/** Has nothing in these rules changed between the day and today? Then a year in the question changes nothing either. */
function holdsToday({ day, changed }: ResolvedDay, { changes }: RuleCalendar, today: string): boolean {
  const [earlier, later] = day < today ? [day, today] : [today, day];
  return changed.length === 0 && !changes.some((change) => change > earlier && change <= later);
}

function readCalendar({ corpus }: RulesAskedParts, collections: readonly CollectionInfo[]): Calendar {
  return calendarOf(collections.map(({ id }) => worksOf(corpus.documents(id), (version) => corpus.life(version))));
}

/** How far a rule may lie behind minutes or figures and still be what is asked for: near-equal scores. */
const NEAR = 0.02;

/** The rule that answers best, unless minutes or figures answer better. */
function bestRule(sentences: readonly ScoredSentence[]): RankedPassage | null {
  const standing = sentences.filter(({ standing }) => standing);
  const rule = standing.find(({ passage }) => isRuleRank(passage.document.rank));
  const [first] = standing;
  return rule !== undefined && first !== undefined && rule.score >= first.score - NEAR ? rule.passage : null;
}
