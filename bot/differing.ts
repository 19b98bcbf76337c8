/**
 * Finds two rules in force that answer a question with different figures, so that a member sees both. Careful: it
 * speaks only where two sentences of different documents say nearly the same in the same language and no figure of one
 * stands in the other. Minutes, proposals, drafts and figures are no rules that could differ. Pure.
 */
import { isRuleRank } from "../corpora/calendar.ts";
import { RANKS } from "../corpora/document.ts";
import { numberWord } from "../retrieval/tables/words.ts";
import { foldText, searchTerms } from "../retrieval/terms.ts";
import { holdsKind, kindAskedFor } from "./answer-kind.ts";
import { numbersIn } from "./attribute.ts";
import { isInForce, type ScoredSentence } from "./evidence.ts";

export type Differing = {
  /** The sentences with the two in front, the higher rank first. */
  readonly ordered: readonly ScoredSentence[];
  /** Titles of the two documents, the higher rank first. */
  readonly titles: readonly [string, string];
};

/** How much of their words, figures apart, the two must have in common, of all their words (Jaccard). */
const ALIKE = 0.5;
/** How much of what the first holds of the question the other must hold. */
const ABOUT = 0.8;
/** Sentences of fewer words say too little to differ. */
const FEWEST_WORDS = 4;

/** @param sentences in the order in which they are to be quoted. Null where nothing differs, or nobody can tell. */
export function differingTexts(sentences: readonly ScoredSentence[], question: string): Differing | null {
  const kind = kindAskedFor(question);
  const [first] = sentences;
  if (kind === null || kind === "person" || first === undefined) return null;
  const speaks = (one: ScoredSentence) =>
    one.standing &&
    isInForce(one.passage) &&
    isRuleRank(one.passage.document.rank) &&
    one.coverage > 0 &&
    one.coverage >= ABOUT * first.coverage &&
    holdsKind(one.text, kind);
  if (!speaks(first)) return null;
  const other = sentences.find((one) => speaks(one) && isAnotherText(first, one) && differ(first.text, one.text));
  if (other === undefined) return null;
  const pair = [first, other].toSorted((a, b) => rankOf(a) - rankOf(b));
  const rest = sentences.filter((one) => one !== first && one !== other);
  const [higher = first, lower = other] = pair;
  return { ordered: [higher, lower, ...rest], titles: [titleOf(higher), titleOf(lower)] };
}

function titleOf({ passage }: ScoredSentence): string {
  return passage.document.title;
}

function rankOf({ passage }: ScoredSentence): number {
  return RANKS.indexOf(passage.document.rank);
}

/** What one changes in the other is no disagreement: it is told as a change. */
function isAnotherText({ passage: a }: ScoredSentence, { passage: b }: ScoredSentence): boolean {
  const [one, other] = [a.document, b.document];
  const changes =
    one.amends.some(({ file }) => file === other.file) || other.amends.some(({ file }) => file === one.file);
  return one.id !== other.id && one.language === other.language && !changes;
}

function differ(a: string, b: string): boolean {
  const [ownFigures, otherFigures] = [figuresIn(a), figuresIn(b)];
  if (ownFigures.size === 0 || otherFigures.size === 0) return false;
  if ([...ownFigures].some((figure) => otherFigures.has(figure))) return false;
  const [own, other] = [wordsIn(a), wordsIn(b)];
  if (own.size < FEWEST_WORDS || other.size < FEWEST_WORDS) return false;
  const common = [...own].filter((word) => other.has(word)).length;
  return common / (own.size + other.size - common) >= ALIKE;
}

const withoutClause = (text: string) => text.replace(/^["“„«(\s]*(?:§\s*)?\d+(?:\.\d+)*[a-z]?[.)]*\s+/u, "");

/** Figures, and numbers in words as far as they are known. */
function figuresIn(text: string): ReadonlySet<string> {
  const own = withoutClause(text);
  const words = foldText(own).match(/\p{L}+/gu) ?? [];
  return new Set([...numbersIn(own), ...words.flatMap((word) => figureOf(word) ?? [])]);
}

function wordsIn(text: string): ReadonlySet<string> {
  const words = foldText(withoutClause(text)).match(/\p{L}+/gu) ?? [];
  return new Set(words.filter((word) => figureOf(word) === null).flatMap((word) => searchTerms(word)));
}

const MORE: readonly (readonly [number, string])[] = [
  [14, "fourteen vierzehn quatorze catorce catorze fjorten"],
  [15, "fifteen funfzehn quinze quince femten"],
  [20, "twenty zwanzig vingt veinte tyve"],
  [30, "thirty dreissig trente treinta trenta tredive"],
  [40, "forty vierzig quarante cuarenta quaranta fyrre"],
  [50, "fifty funfzig cinquante cincuenta cinquanta halvtreds"],
  [60, "sixty sechzig soixante sesenta seixanta"],
];

function figureOf(word: string): string | null {
  const value = numberWord(word) ?? MORE.find(([, words]) => words.split(" ").includes(word))?.[0] ?? null;
  return value === null ? null : String(value);
}
