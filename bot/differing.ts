/**
 * Finds two texts that answer a question differently, so that a member sees both, the higher rank first: other figures
 * or months, a "not" in one alone, other words in one place. Careful: it speaks only where two sentences of different
 * documents say nearly the same in the same language. A text that is no rule in force is no disagreement, yet it never
 * stands before the rule that it contradicts. Pure.
 */
import { isRuleRank } from "../corpora/calendar.ts";
import type { DocumentVersion } from "../corpora/corpus-store.ts";
import { RANKS } from "../corpora/document.ts";
import { numberWord } from "../retrieval/tables/words.ts";
import { foldText, searchTerms } from "../retrieval/terms.ts";
import { type AnswerKind, holdsKind, kindAskedFor } from "./answer-kind.ts";
import { numbersIn } from "./attribute.ts";
import { isInForce, type ScoredSentence } from "./evidence.ts";

export type Differing = {
  /** The sentences, of two that contradict each other the higher rank first. */
  readonly ordered: readonly ScoredSentence[];
  /** Two documents that answer the question differently, the higher rank first; null where nothing is said of it. */
  readonly documents: readonly [DocumentVersion, DocumentVersion] | null;
  /** Ids of the sentences that another contradicts: nobody says them in words of their own. */
  readonly contested: ReadonlySet<number>;
};

/** Of the best sentences, how many are held against the others: as many as a reply quotes. */
const COMPARED = 6;
/** How much of their words, figures apart, the two must have in common, of all their words (Jaccard). */
const ALIKE = 0.5;
/** How much of what one holds of the question the other must hold: a "cannot" holds less of "can" than a "can". */
const ABOUT = 0.6;
/** Sentences of fewer words say too little to differ. */
const FEWEST_WORDS = 3;

/** @param sentences in the order in which they are to be quoted. Null where nothing differs, or nobody can tell. */
export function differingTexts(sentences: readonly ScoredSentence[], question: string): Differing | null {
  const kind = kindAskedFor(question);
  const least = ABOUT * (sentences[0]?.coverage ?? 0);
  const speaking = sentences.filter((one) => one.standing && isInForce(one.passage) && one.coverage > 0);
  const contested = new Set<number>();
  let ordered = sentences;
  let documents: Differing["documents"] = null;
  for (const one of speaking.slice(0, COMPARED)) {
    const other = speaking.find((candidate) => isOther(one, candidate, kind));
    if (other === undefined || contested.has(one.id)) continue;
    const [higher = one, lower = other] = [one, other].toSorted((a, b) => rankOf(a) - rankOf(b));
    ordered = together(ordered, higher, lower);
    for (const { id } of [one, other]) contested.add(id);
    const isTold = isRule(one) && isRule(other) && one.coverage >= least && differ(one.text, other.text, kind);
    if (isTold) documents ??= [higher.passage.document, lower.passage.document];
  }
  return contested.size === 0 ? null : { ordered, documents, contested };
}

function isOther(one: ScoredSentence, other: ScoredSentence, kind: AnswerKind | null): boolean {
  const said = other.coverage >= ABOUT * one.coverage && isAnotherText(one, other) && (isRule(one) || isRule(other));
  return (
    said && areAlike(one.text, other.text) && (differ(one.text, other.text, kind) || addsFigure(one.text, other.text))
  );
}

/** Side by side, where the first of them stood. */
function together(sentences: readonly ScoredSentence[], higher: ScoredSentence, lower: ScoredSentence) {
  const at = Math.min(sentences.indexOf(higher), sentences.indexOf(lower));
  const rest = sentences.filter((sentence) => sentence !== higher && sentence !== lower);
  return rest.toSpliced(at, 0, higher, lower);
}

function isRule({ passage }: ScoredSentence): boolean {
  return isRuleRank(passage.document.rank);
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

function areAlike(a: string, b: string): boolean {
  const [own, other] = [wordsIn(a), wordsIn(b)];
  if (own.size < FEWEST_WORDS || other.size < FEWEST_WORDS) return false;
  const common = [...own].filter((word) => other.has(word)).length;
  return common / (own.size + other.size - common) >= ALIKE;
}

/** Of two texts that are alike. */
function differ(a: string, b: string, kind: AnswerKind | null): boolean {
  const figures = asksFigure(kind) && haveOtherFigures(a, b, kind);
  return figures || isNegated(a) !== isNegated(b) || isReplaced(wordsIn(a), wordsIn(b));
}

/** One says more than the other, with a figure of its own: that may be a detail of it, or undo it. */
function addsFigure(a: string, b: string): boolean {
  const [own, other] = [figuresIn(a), figuresIn(b)];
  return own.size !== other.size && own.size > 0 && other.size > 0;
}

function asksFigure(kind: AnswerKind | null): kind is AnswerKind {
  return kind !== null && kind !== "person";
}

function haveOtherFigures(a: string, b: string, kind: AnswerKind): boolean {
  if (!holdsKind(a, kind) || !holdsKind(b, kind)) return false;
  const [own, other] = [figuresIn(a), figuresIn(b)];
  return own.size > 0 && other.size > 0 && ![...own].some((figure) => other.has(figure));
}

const NEGATION =
  /(?<!\p{L})(?:not|no|never|cannot|nobody|none|neither|nicht|keine?[mnrs]?|nie|niemals|niemand|weder|ne|n['’]|jamais|aucune?|personne|no|nunca|jamás|ning[uú]n[ao]?|nadie|mai|ningú|ikke|aldrig|ingen|intet)(?!\p{L})|n['’]t(?!\p{L})/iu;

function isNegated(text: string): boolean {
  return NEGATION.test(text);
}

/** In one place other words, few on either side: somebody else decides, something else is allowed. */
function isReplaced(own: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [mine, theirs] = [own, other].map((words, index, both) => {
    const against = both[1 - index] ?? words;
    return [...words].filter((word) => !against.has(word)).length;
  });
  return isFew(mine ?? 0) && isFew(theirs ?? 0);
}

const MOST_REPLACED = 3;
const isFew = (words: number) => words > 0 && words <= MOST_REPLACED;

const withoutClause = (text: string) => text.replace(/^["“„«(\s]*(?:§\s*)?\d+(?:\.\d+)*[a-z]?[.)]*\s+/u, "");

/** Figures, and numbers and months in words as far as they are known. "May" is a month where it is no verb. */
function figuresIn(text: string): ReadonlySet<string> {
  const own = withoutClause(text);
  const words = foldText(own).match(/\p{L}+/gu) ?? [];
  const may = /(?<=[\p{L},]\s)May(?!\p{L})/u.test(own) ? ["month 5"] : [];
  return new Set([...numbersIn(own), ...may, ...words.flatMap((word) => figureOf(word) ?? [])]);
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

const MONTHS = [
  "january januar janvier enero gener",
  "february februar fevrier febrero febrer",
  "march marz mars marzo marc marts",
  "april avril abril",
  "mai mayo maig maj",
  "june juni juin junio juny",
  "july juli juillet julio juliol",
  "august aout agosto agost",
  "september septembre septiembre setembre",
  "october oktober octobre octubre",
  "november novembre noviembre",
  "december dezember decembre diciembre desembre",
].map((names) => names.split(" "));

function figureOf(word: string): string | null {
  const month = MONTHS.findIndex((names) => names.includes(word));
  if (month >= 0) return `month ${month + 1}`;
  const value = numberWord(word) ?? MORE.find(([, words]) => words.split(" ").includes(word))?.[0] ?? null;
  return value === null ? null : String(value);
}
