/**
 * What kind of thing a question asks for (a number, an amount of money, a time, a person) and whether a sentence
 * holds such a thing. General vocabulary of six languages; knows nothing of particular documents. Pure.
 */

export type AnswerKind = "number" | "money" | "time" | "person";

/** Whole words (or beginnings, where an entry ends in "\p{L}*"), in any case. */
function words(list: string): string {
  return `(?<![\\p{L}\\p{N}])(?:${list
    .trim()
    .split(/\s*\n\s*/u)
    .join("|")})(?![\\p{L}\\p{N}])`;
}

const ASKS_NUMBER = new RegExp(
  words(String.raw`
    how (?:many|much|long|often|old|far|early|soon|high|big|large)
    what(?:['’]?s)? (?:[\p{L}-]+ ){0,4}(?:percent|percentage|rate|fees?|price|costs?|amount|age|share|majority|number|size|limit|maximum|minimum|quorum|total|wages?|salary|deposit|rent|dues|dividends?)
    costs?
    combien|quel(?:le)?s? (?:\p{L}+ ){0,2}(?:l['’])?(?:montant|prix|âge|durée|pourcentage|tarif|taux|nombre|quorum|majorité|délai|cotisation|total)|co[uû]te\p{L}*
    wie ?viele?\p{L}*|wie (?:lange|hoch|oft|alt|viel|weit|groß)|ab welche[mr]|kostet|kosten
    cu[aá]nt[oa]s?|cuestan?
    quant(?:[ae]s|s|a)?|costa
    hvor (?:mange|meget|lang|længe|tit|ofte|gammel|høj|høje|stor)|hvad koster`),
  "iu",
);

const ABOUT_MONEY = new RegExp(
  words(String.raw`
    cost\p{L}*|pric\p{L}*|fees?|pay|pays|paid|wages?|salar\p{L}*|dividends?|dues|stipend|budget|rent|deposit|money|euros?|dollars?
    \p{L}*(?:kosten|kostet|preis|gebühr|beitr[aä]g|lohn|gehalt|miete|geld)\p{L}*|bezahl\p{L}*|zahl[et]n?
    prix|co[uû]t\p{L}*|tarifs?|cotisation\p{L}*|payer|payée?s?|paient|salaire|loyer|montant
    preci\p{L}*|cuestan?|cuota\p{L}*|paga\p{L}*|alquiler
    preu\p{L}*|costa|quot\p{L}*|lloguer
    \p{L}*(?:pris|kontingent|løn|husleje|beløb)\p{L}*|koster|betal\p{L}*`),
  "iu",
);

/** "When" at the head of a question or of its last part: inside a sentence it is a conjunction. */
const ASKS_TIME =
  /(?:^|[,;:.!?]\s*|(?<![\p{L}])(?:and|so|but|since|by|until|und|bis|seit|et|mais|depuis|y|desde|hasta|i|des de|fins|og|men|siden)\s+)(?:when|wann|quand|cu[aá]ndo|quan|hvorn[åa]r)(?![\p{L}])|(?<![\p{L}])(?:(?:what|which) (?:date|day|time|year|month)|welche[mrsn]? (?:tag|jahr|monat|datum)|um wie viel uhr|quelle (?:date|heure|année)|quel (?:jour|mois)|à quelle heure|qu[eé] (?:día|fecha|año|hora)|quina? (?:dia|data|any|hora)|hvilke[nt] (?:dag|dato|år))(?![\p{L}])/iu;

/** Asks for somebody by name: not "who may …", which asks for a role. */
const ASKS_PERSON = new RegExp(
  words(`
    who (?:is|are|was|were|got|has been|chairs|chaired|took|wrote|runs)|what(?:'s| is) the name
    wer (?:ist|sind|war|waren|wurden?|leitet|hat)|wie heißt
    qui (?:est|sont|était|étaient|a été|ont été|préside)
    qui[eé]n(?:es)? (?:es|son|fue|fueron|era|preside)
    qui (?:és|són|va|era)
    hvem (?:er|var|blev|har)`),
  "iu",
);

/** The kind asked for, or null when anything may answer. */
export function kindAskedFor(question: string): AnswerKind | null {
  if (ASKS_NUMBER.test(question)) return ABOUT_MONEY.test(question) ? "money" : "number";
  if (ASKS_TIME.test(question)) return "time";
  return ASKS_PERSON.test(question) ? "person" : null;
}

/** Does the text hold such a thing? */
export function holdsKind(text: string, kind: AnswerKind): boolean {
  switch (kind) {
    case "number":
      return NUMBER.test(text);
    case "money":
      return MONEY.test(text);
    case "time":
      return NUMBER.test(text) || TIME.test(text) || MAY.test(text);
    case "person":
      return PERSON.test(text);
    default:
      return kind satisfies never;
  }
}

/** Number words, without those that are common words of another language ("to", "ti", "set", "ni", "fire"). */
const NUMBER = new RegExp(
  `\\p{N}|${words(String.raw`
    two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|third|quarter|twice|majority|unanimous\p{L}*|weekly|monthly|yearly|annual\p{L}*|daily
    zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig|hundert|tausend|halb\p{L}*|hälfte|drittel|viertel|einmal|zweimal|dreimal|jährlich\p{L}*|monatlich\p{L}*|mehrheit|einstimmig\p{L}*
    deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante|soixante|cent|mille|moitié|tiers|quart|majorité|unanim\p{L}*|annuel\p{L}*|mensuel\p{L}*
    dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte|treinta|cuarenta|cincuenta|sesenta|cien|ciento|mitad|tercio|cuarto|mayoría|anual\p{L}*|mensual\p{L}*
    cinc|vuit|deu|dotze|vint|trenta|quaranta|cinquanta|meitat|terç|majoria
    tre|fem|seks|syv|otte|tolv|femten|tyve|tredive|fyrre|halvtreds|tres|hundrede|tusind|halvdelen|tredjedel\p{L}*|flertal|enstemmig\p{L}*|årlig\p{L}*|månedlig\p{L}*`)}`,
  "iu",
);

const UNITS = String.raw`(?:[€$£%]|(?:EUR|USD|GBP|CHF|DKK|kr|euros?|dollars?|pounds?|francs?|cents?|kroner|øre|percent|per cent|prozent|pour cent|por ciento|procent)(?![\p{L}]))`;
/** An amount, a share, a cell of a table with a number, or the word that nothing is paid. */
const MONEY = new RegExp(
  [
    String.raw`(?:[€$£¥]|(?<![\p{L}])(?:EUR|USD|GBP|CHF|DKK|SEK|NOK))\s*\p{N}`,
    String.raw`\p{N}\s*${UNITS}`,
    String.raw`\|\s*\p{N}|\p{N}\s*\|`,
    words(String.raw`
      euros?|dollars?|kroner
      free|free of charge|no charge|unpaid|kostenlos|kostenfrei|unentgeltlich|ehrenamtlich|gratuit\p{L}*|bénévole\p{L}*|gratis|gratuït\p{L}*|vederlagsfri\p{L}*`),
  ].join("|"),
  "iu",
);

const TIME = new RegExp(
  words(`
    january|february|march|april|june|july|august|september|october|november|december
    januar|februar|märz|mai|juni|juli|oktober|dezember
    janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre
    enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre
    gener|febrer|març|maig|juny|juliol|agost|setembre|octubre|novembre|desembre
    marts|maj|december
    (?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche
    days?|weeks?|months?|years?|hours?|spring|summer|autumn|winter|noon|midnight|immediately
    tage?n?|wochen?|monate?n?|jahre?s?n?|uhr|jours?|semaines?|mois|ans?|années?|heures?
    d[ií]as?|semanas?|mes(?:es)?|años?|horas?|dies|setmanes|mesos|anys|hores|dage?|uger?|måneder?|år|timer?`),
  "iu",
);
/** The month alone: in small letters it is a verb. */
const MAY = /(?<![\p{L}])May(?![\p{L}])/u;

/** Two capitalised words in a row, not at the head of a sentence unless they are all of it, or a handle. */
const PERSON =
  /(?:[\p{L}\p{N},;:)|]\s+|^[-*•]\s*|\|\s*)\p{Lu}\p{Ll}+(?:[- ]\p{Lu}[\p{Ll}.]+)+|@\p{L}+|^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+$/u;
