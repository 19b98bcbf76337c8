/**
 * Whether the model's own sentence may stand in front of the quotations. Small models point well and assert badly:
 * every check has to pass (eval/LOG.md). Pure.
 */
import type { ReplyLanguage } from "./answer-types.ts";
import { type Attribution, numbersIn, opensWithVerdict, unsupported } from "./attribute.ts";
import type { Reading } from "./reader.ts";
import type { Understood } from "./understand.ts";

/** The share of the sentence that has to stand in its source (answering.md 4). */
const MINIMUM_SUPPORT = 0.6;
/** How surely the model, asked again, has to find it stated: log-odds; 0 let 4 wrong sentences of 17 through. */
const MINIMUM_STATED = 1;

/**
 * Score of the decision, log-odds, from which on the model's words may be heard: they are wrong more often than the
 * quotations, and stand behind a stricter gate (answering.md 4c; eval/LOG.md, "The model's words").
 */
export const MINIMUM_SCORE = 1.3;

export type OwnSentence = Reading & {
  readonly attribution: Attribution;
  /** Of the decision (`decision.ts`). */
  readonly score: number;
};

/** `stated`: only when the model, asked again, surely finds it stated. */
export type Presentable = "yes" | "no" | "stated";

/** May the model's sentence be shown? @param quoted the text of all quotations shown. */
export function presentable(
  { sentence, attribution, score }: OwnSentence,
  quoted: string,
  understood: Understood,
  detectLanguage: (text: string) => string,
): Presentable {
  const checks = [
    sentence.length > 0,
    score >= MINIMUM_SCORE,
    attribution.support >= MINIMUM_SUPPORT,
    unsupported(sentence, quoted, understood.asked).length === 0,
    !opensWithVerdict(sentence),
    !feignsQuotation(sentence, quoted),
    !tellsHalf(sentence, attribution.source.text),
    speaks(sentence, understood.language, detectLanguage),
  ];
  if (!checks.every(Boolean)) return "no";
  return quoted.includes(sentence) ? "yes" : "stated";
}

/** @param stated log-odds of the second look; null when there was none. */
export function surelyStated(stated: number | null): boolean {
  return stated !== null && stated >= MINIMUM_STATED;
}

/**
 * Half a rule is no rule: the sentence leaves out a number of the sentence it came from (its clause number apart), or
 * the exception that this one makes.
 */
function tellsHalf(sentence: string, source: string): boolean {
  const said = new Set(numbersIn(sentence));
  const missing = numbersIn(source.replace(/^[\s(]*[\d.]+[.)]\s/u, "")).some((number) => !said.has(number));
  return missing || (EXCEPTION.test(source) && !EXCEPTION.test(sentence));
}

const EXCEPTION =
  /(?<!\p{L})(?:except\w*|unless|provided that|other than|außer|ausgenommen|sofern nicht|es sei denn|sauf|excepté|à moins|salvo|excepto|a menos|llevat|excepte|tret|medmindre|undtagen|bortset)(?!\p{L})/iu;

/** Looks like one of our quotations or source lines, or puts words between quotation marks that are not quoted. */
function feignsQuotation(sentence: string, quoted: string): boolean {
  if (/^[>—–*#|-]/u.test(sentence)) return true;
  const marked = sentence.matchAll(/["“”„«»]([^"“”„«»]+)["“”„«»]/gu);
  return [...marked].some(([, words = ""]) => !quoted.includes(words.trim()));
}

function speaks(sentence: string, language: ReplyLanguage, detectLanguage: (text: string) => string): boolean {
  const words = sentence.match(/\p{L}+/gu)?.length ?? 0;
  return words < 4 || detectLanguage(sentence) === language;
}
