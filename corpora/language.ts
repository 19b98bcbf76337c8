/**
 * Names the language of a text or a short question: eld's n-gram scores, to which closed-class words of the common
 * languages are added, because a question of five words has too few n-grams. Knows nothing of documents.
 */
import { eld } from "eld/extrasmall";

/** Languages of Europe that eld knows; the rest would only be mistaken for these. */
const PLAUSIBLE = [
  "en",
  "de",
  "fr",
  "da",
  "es",
  "ca",
  "it",
  "nl",
  "pt",
  "sv",
  "no",
  "fi",
  "pl",
  "cs",
  "sk",
  "hu",
  "ro",
  "el",
  "bg",
  "hr",
  "sl",
  "sr",
  "lt",
  "lv",
  "et",
  "eu",
  "gl",
  "is",
  "uk",
  "ru",
  "tr",
  "sq",
] as const;

/**
 * Words that nearly only occur in one of these languages, or in the few that list them too: articles, prepositions,
 * question words, auxiliaries. A word listed under several languages counts for each.
 */
const WORDS: Readonly<Record<string, string>> = {
  en: "the of and to is are was were how what who when where which why can could do does did i we you my our your have has had be been will would should shall may must not no for with from by on at it this that there if or an as much many",
  de: "der die das den dem des ein eine einen einem einer und oder ist sind war wird werden wurde worden wie was wer wann wo welche welcher warum kann können muss müssen darf ich wir sie man nicht kein keine für mit von bei auf auch zu zum zur im am schon noch nach über aus hat haben gibt es",
  fr: "le la les des du un une et ou est sont était sera c'est combien quand comment qui que quoi quel quelle quels quelles pourquoi où peut peuvent doit je nous vous on ne pas pour avec dans par sur au aux ce cette il elle ils y-a-t-il est-ce se son sa ses leur faut maintenant",
  da: "den det de en et og eller er var bliver blev hvornår hvordan hvad hvem hvor hvilke hvilken hvorfor hvis kan skal må jeg vi man ikke ingen til med af på som om fra ved har have være meget mange mit min når der i holdes",
  no: "den det de en et og eller er var blir ble når hvordan hva hvem hvor hvilke hvilken hvorfor hvis kan skal må jeg vi man ikke ingen til med av på som om fra ved har være mye mange mitt min i holdes ei",
  sv: "den det de en ett och eller är var blir blev när hur vad vem var vilka vilken varför om kan ska skall får jag vi man inte ingen till med av på som från vid har vara mycket många mitt min i hålls",
  es: "el la los las un una y o es son era será cuánto cuánta cuántos cuántas cuánto cuando cuándo cómo como qué que quién quien quiénes quienes cuál cuáles dónde puede pueden debe yo nosotros no para con en por del al de se su sus hay cuesta tiene este esta si",
  ca: "el la els les un una i o és són era serà quant quanta quants quantes quan com què que qui quin quina quins quines on pot poden ha han jo nosaltres no per amb en del al dels als de es seu seva hi l' d' cal aquest aquesta si fer fa",
  it: "il lo la i gli le un una e o è sono era sarà quanto quanta quanti quante quando come che chi quale quali dove può possono deve io noi non per con in del della dei delle al alla di si suo sua c'è ci questo questa se",
  pt: "o a os as um uma e ou é são era será quanto quanta quantos quantas quando como que quem qual quais onde pode podem deve eu nós não para com em do da dos das ao de se seu sua há custa este esta",
  nl: "de het een en of is zijn was wordt worden hoe wat wie wanneer waar welke waarom hoeveel kan kunnen moet mag ik wij we men niet geen voor met van bij op ook te om uit aan heeft hebben er als mijn",
  fi: "ja tai on ovat oli kuinka miten mikä mitä kuka ketkä milloin missä miksi voi voivat saa pitää minä me ei paljonko montako jos kun se että",
  pl: "i lub jest są był jak co kto kiedy gdzie który która dlaczego ile może mogą musi ja my nie dla z w na do od po przez się czy to ten ta jeśli wynosi",
  cs: "a nebo je jsou byl jak co kdo kdy kde který která proč kolik může mohou musí já my ne pro s v na do od po se ten ta to pokud",
};

const LEXICON = lexicon();
/** One typical word weighs as much as a clear n-gram lead; chosen on the questions in `test/corpora/language.test.ts`. */
const WORD_WEIGHT = 0.6;
/** Function words decide only short texts; from here on the n-grams are enough by themselves. */
const SHORT_TEXT_WORDS = 40;
/** The beginning of a long document tells as much as the whole. */
const SAMPLE_CHARACTERS = 20_000;

/** ISO 639-1, or "und" when the text holds too little language to tell. */
export function detectLanguage(text: string): string {
  return detectLanguageAmong(text, PLAUSIBLE);
}

/** The same among given languages; with one language given, that one, unless the text has no letters at all. */
export function detectLanguageAmong(text: string, languages: readonly string[]): string {
  const sample = text.slice(0, SAMPLE_CHARACTERS).normalize("NFC").toLowerCase();
  if (!/\p{L}{2}/u.test(sample)) return "und";
  const scores = allScores(sample);
  const ranked = languages
    .map((language) => [language, scores.get(language) ?? 0] as const)
    .sort((a, b) => b[1] - a[1]);
  const [best] = ranked;
  if (languages.length === 1 && best !== undefined) return best[0];
  return best === undefined || best[1] <= 0 ? "und" : best[0];
}

function allScores(sample: string): Map<string, number> {
  const scores = new Map(Object.entries(eld.detect(sample).getScores()));
  const words = sample.match(/\p{L}+(?:['’]\p{L}*)?/gu) ?? [];
  if (words.length > SHORT_TEXT_WORDS) return scores;
  for (const [language, share] of wordShares(words)) {
    scores.set(language, (scores.get(language) ?? 0) + WORD_WEIGHT * share);
  }
  return scores;
}

/** For each language the share of the words that are its own; a word of several languages counts a part for each. */
function wordShares(words: readonly string[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const raw of words) {
    const word = raw.replace("’", "'");
    const languages = LEXICON.get(word) ?? LEXICON.get(word.replace(/'.*$/u, "'")) ?? [];
    for (const language of languages) {
      const rarity = 1 / languages.length ** 0.5;
      shares.set(language, (shares.get(language) ?? 0) + rarity / words.length);
    }
  }
  return shares;
}

function lexicon(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [language, list] of Object.entries(WORDS)) {
    for (const word of new Set(list.split(" "))) found.set(word, [...(found.get(word) ?? []), language]);
  }
  return found;
}
