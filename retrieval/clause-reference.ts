/**
 * Finds the clauses that a question names ("§ 4 Abs. 2", "l'article 7, alinéa 2", "what does 12.3 say?") in six
 * languages, and tells whether it asks for nothing but their text. Knows nothing of documents. Pure.
 */
import {
  type ClauseMark,
  type ClauseName,
  LONE_LETTER,
  MARK_WORDS,
  NUMBER,
  numberPath,
  readSteps,
  SUB_WORDS,
} from "./clause-path.ts";

export type ClauseReference = ClauseName & {
  /** A part was named by its place ("alinéa 2", "Absatz 2"): it may be counted where it has no printed number. */
  readonly counted: boolean;
};

export type ClauseQuestion = {
  readonly references: readonly ClauseReference[];
  /** The question without the clauses and the words that only ask for a text: what names a document, or a topic. */
  readonly rest: string;
  /** Nothing is asked but what the clause says. */
  readonly lookup: boolean;
};

const WORDS = Object.values(MARK_WORDS).join("|");
const END = "(?![\\p{L}\\p{N}])";
const SIGN = new RegExp(`§+\\s*(\\d{1,4}(?:\\.\\d{1,3})*(?:[a-z]${END}|\\s${LONE_LETTER})?)${END}`, "giu");
/** "Paragraf 4" is how "§ 4" is spoken in German and Danish. */
const SPOKEN_SIGN = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:paragra(?:ph|f)(?:en|ens)?)\\s(\\d{1,4}(?:[a-z]${END})?)${END}`,
  "giu",
);
const NAMED = new RegExp(`(?<![\\p{L}\\p{N}])(${WORDS})\\.?\\s(?:nr\\.?\\s|no\\.?\\s)?(${NUMBER})${END}`, "giu");
const ANNEX_LETTER = new RegExp(`(?<![\\p{L}\\p{N}])(?:${MARK_WORDS.annex})\\s([a-z])${END}`, "giu");
/** A number with a point is a clause only behind a word that leads to one; amounts, times and days are none. */
const DOTTED = /(?<![\p{L}\p{N}.,/:€$£-])(\d{1,3}(?:\.\d{1,2}){1,3}[a-z]?)(?![\p{L}\p{N}]|[.,:/]\d)/giu;
const CUE =
  /(?:^|(?<![\p{L}])(?:in|under|of|see|does|do|says?|by|per|with|from|and|or|to|number|no|nr|nummer|point|read|quote|show|cite|explain|unter|nach|gemäß|laut|von|zu|zur|und|oder|bei|sagt|steht|lautet|zitiere?|zeige?|dit|dans|au|du|le|selon|sous|et|ou|cite[rz]?|montre[rz]?|el|al|del|en|según|dice|y|o|cita|muestra|segons|diu|i|siger|står|efter|ifølge|og|eller|af|om|vis|citer|pkt))\.?\s*$/iu;
const UNIT =
  /^\s?(?:%|‰|€|\$|£|(?:eur|euros?|dollars?|pounds?|kr|kroner|chf|percent|per cent|prozent|pour cent|por ciento|per cent|procent|hours?|stunden|heures|horas|hores|timer|uhr|h|am|pm|o'clock|km|m|m²|m2|kg|l|liters?|litres?|years?|jahre|ans|años|anys|år|times|mal|fois|veces|million\p{L}*|mio|points?)(?![\p{L}\p{N}]))/iu;
/** "12.3.24" is a day, as a rule. */
const DAY = /^(?:[12]?\d|3[01])\.(?:\d|1[0-2])\.[23]\d$/u;
const TIME_CUE =
  /(?<![\p{L}])(?:at|um|à|a las|a les|kl|klokken|till?|until|bis|jusqu'à|hasta|fins a|version|v)\.?\s*$/iu;

export function readClauseQuestion(question: string): ClauseQuestion {
  const found = withoutOverlaps([...signs(question), ...named(question), ...dotted(question)]);
  const rest = without(question, found);
  const lookup = found.length > 0 && !/[\p{L}\p{N}]/u.test(rest.replace(ASKING, " "));
  return { references: found.map(({ reference }) => reference), rest: rest.replace(ASKING, " ").trim(), lookup };
}

type Found = { readonly reference: ClauseReference; readonly start: number; readonly end: number };

/** Of two that overlap the one that begins first, or is longer. */
function withoutOverlaps(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const one of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if ((kept.at(-1)?.end ?? 0) <= one.start) kept.push(one);
  }
  return kept;
}

function signs(question: string): Found[] {
  return [...question.matchAll(SIGN), ...question.matchAll(SPOKEN_SIGN)].flatMap((match) =>
    isSubOf(question, match.index) ? [] : toFound(question, match, "sign", match[1] ?? ""),
  );
}

function named(question: string): Found[] {
  const words = [...question.matchAll(NAMED)].flatMap((match) => {
    const mark = markOf(match[1] ?? "");
    return mark === null ? [] : toFound(question, match, mark, match[2] ?? "");
  });
  const letters = [...question.matchAll(ANNEX_LETTER)].map((match) => ({
    reference: { mark: "annex" as const, path: [(match[1] ?? "").toLowerCase()], counted: false },
    start: match.index,
    end: match.index + match[0].length,
  }));
  return [...words, ...letters];
}

function dotted(question: string): Found[] {
  return [...question.matchAll(DOTTED)].flatMap((match) => {
    const [before, behind] = [question.slice(0, match.index), question.slice(match.index + match[0].length)];
    if (!CUE.test(before) || UNIT.test(behind) || TIME_CUE.test(before) || DAY.test(match[0])) return [];
    return toFound(question, match, "bare", match[1] ?? "");
  });
}

export function markOf(word: string): ClauseMark | null {
  const marks = Object.entries(MARK_WORDS) as [Exclude<ClauseMark, "sign" | "bare">, string][];
  return marks.find(([, words]) => new RegExp(`^(?:${words})$`, "iu").test(word))?.[0] ?? null;
}

function toFound(question: string, match: RegExpExecArray, mark: ClauseMark, number: string): Found[] {
  const path = numberPath(number);
  if (path === null || isYear(path)) return [];
  const behind = question.slice(match.index + match[0].length);
  const { steps, length } = readSteps(behind, path.length > 1);
  const before = stepBefore(question.slice(0, match.index));
  const own = before === null ? steps : [...steps, before.step];
  const counted = before !== null || new RegExp(`^,?\\s(?:${SUB_WORDS})`, "iu").test(behind.slice(0, length));
  const end = match.index + match[0].length + length;
  return [{ reference: { mark, path: [...path, ...own], counted }, start: before?.start ?? match.index, end }];
}

/** "Section 2024" is a year that somebody wrote behind a word. */
function isYear(path: readonly string[]): boolean {
  return path.length === 1 && /^(?:19|20)\d\d$/u.test(path[0] ?? "");
}

const BEFORE = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${SUB_WORDS})\\.?\\s?\\(?(\\d{1,3}|[a-z])\\)?,?\\s(?:of|von|vom|des|der|de|du|del|i|in|im|af|d['’]|de\\s?l['’])\\s?(?:the\\s|la\\s|el\\s|l['’])?$`,
  "iu",
);

/** "Absatz 2 von § 4", "alinéa 2 de l'article 7". */
function stepBefore(before: string): { readonly step: string; readonly start: number } | null {
  const match = BEFORE.exec(before);
  return match === null ? null : { step: (match[1] ?? "").toLowerCase(), start: match.index };
}

/** "Paragraph 2 of article 7" is a part of what follows. */
function isSubOf(question: string, at: number): boolean {
  const rest = question.slice(at);
  return new RegExp(
    `^paragra(?:ph|f)\\s\\d+\\s(?:of|von|de|del|du|i|af)\\s(?:the\\s|la\\s|el\\s)?(?:§|(?:${WORDS})[.\\s])`,
    "iu",
  ).test(rest);
}

function without(question: string, found: readonly Found[]): string {
  return found.toReversed().reduce((text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`, question);
}

/** Words that ask for a text and nothing else. */
const ASKING = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${[
    "what(?:'s|’s)?|which|does|do|did|is|are|says?|said|state[sd]?|read|reads|stands?|written|in|under|of|the|about|me|please|show|quote|cite|tell|give|text|wording|clause|rule|exactly|it|there|can|you|explain|and|our|by|to|for|mean|means|contain|contains",
    "was|wie|steht|stehen|sagt|besagt|lautet|regelt|heißt|im|unter|des|der|die|das|dem|den|von|vom|zum|zur|mir|bitte|zeige?|zitiere?|wortlaut|genau|es|da|und|unserer?|erkläre?|drin",
    "que|quoi|qu'|qu’|dit|disent|est|ce|se|il|elle|stipule|prévoit|énonce|dans|à|l'|l’|le|la|les|du|de|des|d'|d’|des|aux|au|moi|montre[rz]?|cite[rz]?|donne[rz]?|texte|teneur|exactement|et|notre|nos|quel|quelle|contient",
    "qué|dice|dicen|establece|en|el|los|las|del|al|me|muestra|cita|por favor|texto|exactamente|y|nuestros?|nuestras?|cuál|es|contiene|pone",
    "què|diu|diuen|estableix|els|dels|del|pels|als|mostra|si us plau|text|exactament|i|nostres?|quin|quina|és|hi ha|posa",
    "hvad|står|siger|lyder|der|i|om|mig|vis|citer|venligst|teksten|ordlyden|præcis|og|vores|er|efter|ifølge|af|for|den|det|et|en|fra|har|hos",
  ].join("|")})(?![\\p{L}\\p{N}])`,
  "giu",
);
