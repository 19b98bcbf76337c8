/**
 * What a question is before anything is looked up: its language, whether it leans on the turn before, and whether it
 * is a question for documents at all. Pure; the word lists are general vocabulary.
 */
import { REPLY_LANGUAGES, type ReplyLanguage, type Turn } from "./answer-types.ts";

export type Understood = {
  /** The question alone, trimmed. */
  readonly question: string;
  /** What retrieval is given: for a follow-up the previous question in front (answering.md 1). */
  readonly asked: string;
  /** The language of the question. */
  readonly spoken: ReplyLanguage;
  /** The language of the reply: that of the question, unless the room has chosen one. */
  readonly language: ReplyLanguage;
  readonly followUp: boolean;
};

/** Longer messages are declined with a sentence. */
export const MAX_QUESTION_CHARACTERS = 2_000;

/** The turns that a question may lean on: one that was too long to be answered is nothing to go on from. */
export function answeredTurns(history: readonly Turn[]): readonly Turn[] {
  const isTooLong = (turn: Turn | undefined) => turn?.role === "user" && turn.content.length > MAX_QUESTION_CHARACTERS;
  return history.filter((turn, at) => !isTooLong(turn) && !(turn.role === "assistant" && isTooLong(history[at - 1])));
}

const OPENERS =
  /^(?:and|but|so|ok|okay|then|what about|how about|what if|also|why|et|mais|alors|donc|und|aber|also|dann|was ist mit|wie ist es|y|pero|entonces|i|però|doncs|og|men|så|hvad med|hvad hvis|e)\b/iu;
const POINTERS =
  /\b(?:it|its|they|them|their|that|those|this|these|he|she|him|her|there|one|same|else|ça|cela|celui|celle|ceux|celles|ils?|elles?|leur|y|en|das|dies(?:e[rsmn]?)?|sie|er|ihn|ihm|dort|dafür|davon|dazu|eso|esa|ese|ellos|ellas|lo|això|aquest[as]?|ells|elles|hi|ho|det|den|de|dem|dette|disse|der)\b/iu;

/** A follow-up with more words than this stands alone unless it opens like one. */
const SHORT_QUESTION_WORDS = 6;

export type LanguageSense = {
  /** ISO 639-1 code or "und" for a text. */
  readonly detect: (text: string) => string;
  /** The language of most of the collection: what one or two words are taken to be in. */
  readonly home: string;
};

export function understand(raw: string, history: readonly Turn[], sense: LanguageSense): Understood {
  const question = raw.replace(/\s+/gu, " ").trim();
  const previous =
    history
      .findLast((turn) => turn.role === "user")
      ?.content.replace(/\s+/gu, " ")
      .trim() ?? null;
  const followUp = previous !== null && previous !== question && leansOnTurnBefore(question);
  const asked = followUp ? `${previous} ${question}` : question;
  const spoken = replyLanguage(question, previous, sense);
  return { question, asked, spoken, language: spoken, followUp };
}

/** By rule, not by model: an opener ("and …"), a pointing word, or very few words. */
export function leansOnTurnBefore(question: string): boolean {
  const words = question.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return (
    OPENERS.test(question) ||
    words <= SHORT_QUESTION_WORDS ||
    (words <= 2 * SHORT_QUESTION_WORDS && POINTERS.test(question))
  );
}

function replyLanguage(question: string, previous: string | null, sense: LanguageSense): ReplyLanguage {
  const sample = wordCount(question) < SENSIBLE_WORDS + 1 && previous !== null ? `${previous} ${question}` : question;
  const code = wordCount(sample) < SENSIBLE_WORDS ? sense.home : sense.detect(sample.slice(0, MAX_QUESTION_CHARACTERS));
  return isReplyLanguage(code) ? code : "en";
}

/** With fewer words a language cannot be told. */
const SENSIBLE_WORDS = 3;

function wordCount(text: string): number {
  return text.match(/\p{L}+/gu)?.length ?? 0;
}

function isReplyLanguage(code: string): code is ReplyLanguage {
  return (REPLY_LANGUAGES as readonly string[]).includes(code);
}

const GREETING =
  /^(?:hi|hello|hey|good (?:morning|evening|afternoon)|thanks?(?: you)?|thank you|cheers|bye|hallo|guten (?:tag|morgen|abend)|danke|tschüss|bonjour|salut|bonsoir|merci|hola|buenos días|gracias|adiós|bon dia|gràcies|adéu|hej|goddag|tak|farvel)[\s!.,]*$/iu;

/** "Hello", "danke": politeness, no question. */
export function isGreeting(question: string): boolean {
  return GREETING.test(question);
}
