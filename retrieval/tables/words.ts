/**
 * Cuts headers, cells and questions into words that can be compared: folded, stemmed, German and Danish compounds taken
 * apart, number words as figures, words of one concept alike. Pure; knows nothing of tables.
 */
import { foldText } from "../terms.ts";
import { CONCEPTS } from "./concepts.ts";

const ENDINGS = [
  "ernes",
  "erne",
  "enes",
  "ene",
  "ern",
  "en",
  "er",
  "es",
  "et",
  "as",
  "os",
  "e",
  "s",
  "n",
  "r",
  "a",
  "o",
  "x",
];
/** A stem keeps this many letters; where only "s" goes, three are enough ("fees"). */
const STEM_LETTERS = 4;

/** "Reparaturen", "Reparatur" → one key; "fees", "fee" → "fee". Cut ending by ending, the longest first. */
export function wordKey(word: string): string {
  if (/\p{N}/u.test(word)) return word;
  const ending = ENDINGS.find((end) => word.endsWith(end) && word.length - end.length >= leftLetters(end));
  return ending === undefined ? word : wordKey(word.slice(0, -ending.length));
}

function leftLetters(ending: string): number {
  return ending === "s" ? 3 : STEM_LETTERS;
}

const CONCEPTS_OF = conceptIndex();

function conceptIndex(): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const [concept, words] of Object.entries(CONCEPTS)) {
    for (const key of new Set(foldText(words).split(" ").map(wordKey))) {
      index.set(key, [...(index.get(key) ?? []), concept]);
    }
  }
  return index;
}

export function conceptsOf(word: string): readonly string[] {
  return CONCEPTS_OF.get(wordKey(word)) ?? [];
}

export function hasConcept(words: readonly string[], concept: string): boolean {
  return words.some((word) => conceptsOf(word).includes(concept));
}

/** One word: same stem, or a concept in common. */
export function sameWord(a: string, b: string): boolean {
  if (wordKey(a) === wordKey(b)) return true;
  const own = conceptsOf(a);
  return own.length > 0 && conceptsOf(b).some((concept) => own.includes(concept));
}

/** What compounds begin or end with, so that "Jahresbeitrag" is "jahres" and "beitrag". */
const HEADS = (
  "beitrag beitrage gebuhr gebuhren kosten preis preise summe betrag zahl anzahl liste ausgaben einnahmen datum jahr " +
  "stunden flache anteil anteile art haushalt verbrauch entgelt entgelte miete konto nummer timer antal kontingent " +
  "gebyr belob udgifter indtaegter forbrug pris priser liste andel andele plan grosse flaeche areal"
).split(" ");
const FRONTS = (
  "gesamt jahres monats tages wochen quartals mitglieder mitglieds arbeits heizungs heiz wasser strom reparatur " +
  "instandhaltungs versicherungs aufnahme einzel familien personen haushalts medlems arbejds drifts reparations " +
  "husleje samlede zwischen teil wohnungs grundstucks"
).split(" ");
/** Shorter compounds are taken for words of their own. */
const COMPOUND_LETTERS = 8;
const PART_LETTERS = 3;

function takeApart(word: string): string[] {
  if (word.length < COMPOUND_LETTERS || /\p{N}/u.test(word)) return [word];
  const front = FRONTS.find((part) => word.startsWith(part) && /^(?!ung)\p{L}{3,}$/u.test(word.slice(part.length)));
  if (front !== undefined) return [front, ...takeApart(word.slice(front.length))];
  const head = HEADS.find((part) => word.endsWith(part) && word.length - part.length >= PART_LETTERS);
  return head === undefined ? [word] : [word.slice(0, -head.length), head];
}

const NUMBER_WORDS: readonly (readonly [number, string])[] = [
  [1, "one single ein-personen"],
  [2, "two zwei deux dos dues"],
  [3, "three drei trois tres"],
  [4, "four vier quatre cuatro"],
  [5, "five funf cinq cinco cinc fem"],
  [6, "six sechs seis sis seks"],
  [7, "seven sieben sept siete set syv"],
  [8, "eight acht huit ocho vuit otte"],
  [9, "nine neun neuf nueve nou ni"],
  [10, "ten zehn dix diez deu ti"],
  [11, "eleven elf onze once elleve"],
  [12, "twelve zwolf douze doce dotze tolv"],
];
const NUMBER_OF = new Map(
  NUMBER_WORDS.flatMap(([value, words]) => words.split(" ").map((word) => [word, value] as const)),
);
/** Number words of one language that are other words of another: read as numbers only where something is counted. */
const DOUBTFUL_NUMBERS = new Set(["set", "ni", "ti", "once", "sis", "nou", "dues", "sept"]);

/** The figure that a word stands for, or null. */
export function numberWord(word: string): number | null {
  return DOUBTFUL_NUMBERS.has(word) ? null : (NUMBER_OF.get(word) ?? null);
}

/** "Mitgliederzahl 2024 (€)" → ["mitglieder", "zahl", "2024"]; number words become figures. */
export function tableWords(text: string): string[] {
  const words =
    foldText(text).match(/(?<![\p{L}\p{N}])\p{L}{1,3}\d{1,4}(?![\p{L}\p{N}])|\d+(?:[.,]\d+)*|\p{L}+/gu) ?? [];
  return words.flatMap((word) => {
    const figure = numberWord(word);
    return figure === null ? takeApart(word) : [String(figure)];
  });
}
