/**
 * What kind of thing a question asks for (a number, an amount of money, a time, a person) and whether a sentence
 * holds such a thing. General vocabulary of six languages; knows nothing of particular documents. Pure.
 */

export type AnswerKind = "number" | "money" | "time" | "person";

/** "How much", "what rate", "wie hoch", "combien", "cuánto", "quant", "hvor meget", … */
const ASKS_NUMBER =
  /\b(?:how (?:many|much|long|often|old|far|early|soon|high|big|large)|what (?:is|are|was|were|percent|percentage|rate|fee|price|cost|amount|age|share|majority|number|size|\S+ (?:rate|fee|price|cost|amount|age|number))\b.*\b(?:percent|percentage|rate|fee|fees|price|cost|costs|amount|age|limit|maximum|minimum|quorum|majority|total|number|size|wage|salary|deposit|rent|dues)|what (?:percent|percentage|rate|fee|price|cost|amount|age)|cost|combien|quel(?:le)?s? (?:est |sont |était |étaient )?(?:le |la |les |l['’])?(?:montant|prix|âge|durée|pourcentage|tarif|taux|nombre|quorum|majorité|délai|cotisation|total)|co[uû]te|wie ?viele?|wie (?:lange|hoch|oft|alt|viel|weit|groß)|ab welche[mr]|kostet|cu[aá]nt[oa]s?|quant(?:[ae]s|s)?|cuesta|costa|hvor (?:mange|meget|lang|længe|tit|ofte|gammel|høj|høje|stor)|hvad koster)(?![\p{L}])/iu;

const ABOUT_MONEY =
  /(?<![\p{L}])(?:cost\w*|pric\w*|fees?|pay|pays|paid|wages?|salar\w*|dividends?|dues|stipend|budget|rent|deposit|money|euros?|dollars?|kost\w*|preis\w*|gebühr\w*|bezahl\w*|zahl[et]n?|beitr[aä]g\w*|lohn|gehalt|miete|eintrittsgeld|geld|prix|co[uû]t\w*|tarifs?|cotisation\w*|pay(?:er|é|ée|és|ent)|salaire|loyer|montant|precio\w*|cuesta\w*|cuota\w*|paga\w*|alquiler|preu\w*|quota\w*|pagar?|pris\w*|koster|betal\w*|kontingent\w*|løn|husleje|beløb)(?![\p{L}])/iu;

const ASKS_TIME =
  /(?<![\p{L}])(?:when|what (?:date|day|time|year|month)|which (?:date|day|year|month)|wann|welche[mrs]? (?:tag|jahr|monat|datum)|um wie viel uhr|quand|quelle (?:date|heure|année)|quel (?:jour|mois)|à quelle heure|cu[aá]ndo|qué (?:día|fecha|año)|a qué hora|quan|quin(?:a)? (?:dia|data|any|hora)|hvorn[åa]r|hvilke[nt] (?:dag|dato|år))(?![\p{L}])/iu;

/** Asks for somebody by name: not "who may …", which asks for a role. */
const ASKS_PERSON =
  /(?<![\p{L}])(?:who (?:is|are|was|were|got|has been|chairs|chaired|took|wrote|runs)|what(?:'s| is) the name|wer (?:ist|sind|war|waren|wurde|wurden|leitet|hat)|wie heißt|qui (?:est|sont|était|étaient|a été|ont été|préside)|qui? (?:es|son|fue|fueron|eran?)|qui[eé]n(?:es)? (?:es|son|fue|fueron|era|preside)|qui (?:és|són|va|era)|hvem (?:er|var|blev|har))(?![\p{L}])/iu;

/** The kind asked for, or null when anything may answer. */
export function kindAskedFor(question: string): AnswerKind | null {
  if (ASKS_NUMBER.test(question)) return ABOUT_MONEY.test(question) ? "money" : "number";
  if (ASKS_TIME.test(question)) return "time";
  return ASKS_PERSON.test(question) ? "person" : null;
}

/** Does the text hold such a thing? `names`: count capitalised words as names only where the language allows. */
export function holdsKind(text: string, kind: AnswerKind): boolean {
  switch (kind) {
    case "number":
      return NUMBER.test(text);
    case "money":
      return MONEY.test(text);
    case "time":
      return NUMBER.test(text) || TIME.test(text);
    case "person":
      return PERSON.test(text);
    default:
      return kind satisfies never;
  }
}

const NUMBER_WORDS =
  "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|third|quarter|once|twice|none|majority|unanimous\\w*|weekly|monthly|yearly|annual\\w*|daily|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig|hundert|tausend|halb\\w*|hälfte|drittel|viertel|einmal|zweimal|dreimal|jährlich\\w*|monatlich\\w*|mehrheit|einstimmig\\w*|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante|soixante|cent|mille|moitié|tiers|quart|majorité|unanim\\w*|annuel\\w*|mensuel\\w*|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cuarenta|cincuenta|sesenta|cien|ciento|mil|mitad|tercio|cuarto|mayoría|anual\\w*|mensual\\w*|quatre|cinc|sis|set|vuit|nou|deu|dotze|vint|trenta|quaranta|cinquanta|cent|meitat|terç|quart|majoria|to|tre|fire|fem|seks|syv|otte|ni|ti|tolv|femten|tyve|tredive|fyrre|halvtreds|tres|hundrede|tusind|halvdelen|tredjedel\\w*|flertal|enstemmig\\w*|årlig\\w*|månedlig\\w*";
const NUMBER = new RegExp(`\\p{N}|(?<![\\p{L}])(?:${NUMBER_WORDS})(?![\\p{L}])`, "iu");
const MONEY =
  /(?:[€$£¥]|\b(?:EUR|USD|GBP|CHF|DKK|SEK|NOK))\s*\p{N}|\p{N}[\p{N}.,  ]*\s*(?:[€$£%]|(?:EUR|USD|GBP|CHF|DKK|kr|euros?|dollars?|pounds?|francs?|cents?|kroner|øre|percent|per cent|prozent|pour cent|por ciento|per cent|procent)(?![\p{L}]))|(?<![\p{L}])(?:free of charge|free|no charge|unpaid|kostenlos|kostenfrei|unentgeltlich|ehrenamtlich|gratuit\w*|gratis|gratuït\w*|bénévole\w*|vederlagsfri\w*)(?![\p{L}])|(?<![\p{L}])(?:euros?|dollars?|kroner)(?![\p{L}])|\|\s*\p{N}|\p{N}\s*\|/iu;
const TIME =
  /(?<![\p{L}])(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|gen|ene|abr|ago|f[ée]v|avr|juin|juil|ao[uû]t|set|maj)\p{L}*|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?<![\p{L}])(?:days?|weeks?|months?|years?|hours?|spring|summer|autumn|winter|noon|midnight|immediately|tage?n?|wochen?|monate?n?|jahre?s?n?|uhr|jours?|semaines?|mois|ans?|années?|heures?|d[ií]as?|semanas?|mes(?:es)?|años?|horas?|dies|setmanes|mesos|anys|hores|dage?|uger?|måneder?|år|timer?)(?![\p{L}])/iu;
/** Two capitalised words in a row, not at the head of a sentence: a name. */
const PERSON =
  /(?:[\p{L}\p{N},;:)|]\s+|^[-*•]\s*|\|\s*|@)\p{Lu}\p{Ll}+(?:[- ]\p{Lu}[\p{Ll}.]+)+|@\p{L}+|^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+/u;
