/**
 * The words by which questions in six languages say when: months, seasons, "before", "the change of", "currently". Pure
 * vocabulary; nothing of it belongs to one co-op. What they mean together is worked out in `asked-day.ts`.
 */

/** Whole words, in any case, with the alternatives of all languages in one list. */
export function anyOf(...lists: readonly string[]): string {
  return `(?<![\\p{L}\\p{N}])(?:${lists.flatMap((list) => list.trim().split(/\s*\|\s*/u)).join("|")})(?![\\p{L}\\p{N}])`;
}

/** Directly before what follows: at the end of the text so far. */
export function endsWith(words: string): RegExp {
  return new RegExp(`${words}[\\s('"“„«]*$`, "iu");
}

export const YEAR = "(?:19|20)\\d{2}";

export const MONTH = `(?:${[
  "january|february|march|april|may|june|july|august|september|october|november|december",
  "jan|feb|mar|apr|jun|jul|aug|sept?|oct|okt|nov|dec|dez",
  "januar|jänner|februar|märz|maerz|mai|juni|juli|oktober|dezember",
  "janvier|février|fevrier|mars|avril|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre",
  "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
  "gener|febrer|març|maig|juny|juliol|agost|setembre|desembre",
  "marts|maj",
].join("|")})`;

/** Parts of a year by the months they span, both included; a winter counts with the year it begins in. */
export const PARTS_OF_YEAR: readonly (readonly [first: number, last: number, words: RegExp])[] = [
  [
    1,
    3,
    endsWith(
      `${anyOf("start of|beginning of|early in|early|anfang", "début|début de|principios de|principios del|principis de|principis del|inicis de|starten af|begyndelsen af|primo")}(?:\\s+the year)?`,
    ),
  ],
  [5, 8, endsWith(anyOf("middle of|mid|mid-|mitte|mi-|milieu de|mediados de|mitjan|mitjans de|midten af|midt i"))],
  [
    10,
    12,
    endsWith(
      anyOf(
        "end of|late in|late|ende|fin|fin de|finales de|final de|finals de|finals del|slutningen af|udgangen af|ultimo",
      ),
    ),
  ],
  [3, 5, endsWith(anyOf("spring|spring of|frühjahr|frühling|printemps|primavera de|primavera del|foråret|forår"))],
  [6, 8, endsWith(anyOf("summer|summer of|sommer|été|verano de|verano del|estiu de|estiu del|sommeren"))],
  [
    9,
    11,
    endsWith(
      anyOf("autumn|autumn of|fall|fall of|herbst|automne|otoño de|otoño del|tardor de|tardor del|efteråret|efterår"),
    ),
  ],
  [12, 12, endsWith(anyOf("winter|winter of|hiver|invierno de|invierno del|hivern de|hivern del|vinteren|vinter"))],
];

/** "in 2023", "am 3. März 2019", "el 2010". */
export const DURING = endsWith(
  anyOf(
    "in|in the year|during|on|as of|as at|back in|throughout|at",
    "im|im jahr|im jahre|am|zum|während|per|stand",
    "en|au|le|pendant|durant|courant|en l['’]année|en l['’]an",
    "el|el año|en el año|durante|a|al",
    "l['’]any|a l['’]any|durant el",
    "i|i året|i løbet af|pr\\.?|den",
  ),
);

export const BEFORE_WORDS = anyOf(
  "before|prior to|before the|prior to the",
  "vor|vor dem|vor der|vor den",
  "avant|avant le|avant la|avant les|avant l['’]",
  "antes de|antes del|antes de la|antes de los|antes de las",
  "abans de|abans del|abans de la|abans dels|abans de les|abans de l['’]",
  "før|før den|inden|inden den",
);
export const BEFORE = endsWith(BEFORE_WORDS);

export const UNTIL = endsWith(
  anyOf(
    "until|till|up to|up until|bis|bis zum|jusqu['’]en|jusqu['’]au|hasta|hasta el|fins|fins al|fins el|indtil|frem til",
  ),
);

/** For days to come only: "from 2027". */
export const FROM = endsWith(
  anyOf(
    "from|as from|starting|starting in|starting from|ab|ab dem|ab dem jahr",
    "à partir de|à partir du|dès|a partir de|a partir del|desde|des de|des del|fra|fra og med",
  ),
);

/** Nouns of rules, and of their editions. */
export const RULES = anyOf(
  "by-?laws?|statutes?|rules?|rule ?book|constitution|regulations?|charter|edition|version|wording",
  "\\p{L}*satzung|statuten|\\p{L}*ordnung|regeln?|\\p{L}*regelung(?:en)?|fassung|regelwerk",
  "statuts|règlement|règles?|charte|version|rédaction",
  "estatutos|reglamento|normas?|reglas?|versión|redacción",
  "estatuts|reglament|normes|norma|regles|regla|versió|redacció",
  "vedtægter(?:ne)?|regler(?:ne)?|regel|\\p{L}*orden(?:en)?|reglement(?:et)?|udgaven?|ordlyd(?:en)?",
);

/** Nouns of a change to them. */
export const CHANGE = anyOf(
  "changes?|amendments?|revision|reform",
  "\\p{L}*änderung(?:en)?|neufassung|\\p{L}*reform|überarbeitung",
  "modifications?|changements?|révision|réforme|refonte",
  "cambios?|modificación|modificaciones|revisión|reforma",
  "canvis?|modificació|modificacions|revisió",
  "\\p{L}*ændring(?:en|er|erne)?|revision(?:en)?",
);

export const MEETING = anyOf(
  "general (?:meeting|assembly)|annual meeting|members['’]? meeting|agm|egm",
  "\\p{L}*versammlung",
  "assemblée(?: générale)?|ag|ago|age",
  "asamblea(?: general)?|junta general",
  "assemblea(?: general)?",
  "generalforsamling(?:en)?",
);

export const LAST = anyOf(
  "last|latest|most recent|previous",
  "letzten?|letzter|jüngsten?|vorigen?",
  "dernière?s?|derniers?|précédente?",
  "última?o?|pasad[oa]|anterior",
  "darrera|darrer|última|últim|passada",
  "sidste|seneste|forrige",
);

/** What holds today is asked for: any other day in the question is only told. */
export const NOW = new RegExp(
  [
    anyOf(
      "currently|today|now|nowadays|at the moment|at present|these days|as of today",
      "derzeit|derzeitig\\p{L}*|aktuell\\p{L}*|heute|jetzt|momentan|gegenwärtig|zurzeit|zur zeit|immer noch|noch immer",
      "actuellement|aujourd['’]hui|maintenant|en ce moment",
      "actualmente|hoy|ahora|en este momento|sigue|siguen|todavía",
      "actualment|avui|ara|en aquest moment|encara",
      "nu|i dag|for tiden|lige nu|nuværende|stadig",
    ),
    "(?<![\\p{L}])(?:is|are|do|does|can|may|must|has|have)(?![\\p{L}])[^.?!]{0,60}(?<![\\p{L}])still(?![\\p{L}])",
    "(?<![\\p{L}])(?:est|sont|faut|doit|peut|a|ont)(?:[-\\s]\\p{L}+){0,2}\\s(?:toujours|encore)(?![\\p{L}])",
  ].join("|"),
  "iu",
);

/** What happened, what money was spent, who was chosen: that is told by minutes and figures of any day. */
export const EVENT = new RegExp(
  anyOf(
    "elected|decided|voted|resolved|happened|took place|attended|spent|earned|sold|bought|founded|built|discussed|reported",
    "minutes|budget\\p{L}*|accounts|balance sheet|annual report|surplus|deficit|turnover|agenda",
    "gewählt|beschlossen|abgestimmt|passiert|geschehen|stattgefunden|ausgegeben|eingenommen|gekauft|verkauft|gegründet|gebaut|besprochen|berichtet",
    "\\p{L}*protokoll\\p{L}*|haushalt\\p{L}*|bilanz\\p{L}*|jahresbericht\\p{L}*|überschuss\\p{L}*|tagesordnung",
    "élue?s?|décidée?s?|votée?s?|dépensée?s?|eu lieu|fondée?s?|achetée?s?|vendue?s?|construite?s?|discutée?s?",
    "procès-verb\\p{L}*|compte[- ]rendu|bilan|comptes|excédent|ordre du jour",
    "elegid[oa]s?|eligió|eligieron|decidió|decidieron|votó|votaron|gastó|gastaron|gastad[oa]s?|fundad[oa]|compró|vendió",
    "actas?|presupuesto|balance|cuentas|excedente|orden del día",
    "elegit|elegid[ae]s?|elegir|decidir|votar|gastar|fundad[ae]|comprar|vendre|actes?|pressupost|balanç|excedent|ordre del dia",
    "valgt|besluttet|vedtaget|stemt|skete|brugt|købt|solgt|stiftet|bygget|diskuteret",
    "referat\\p{L}*|\\p{L}*regnskab\\p{L}*|\\p{L}*overskud\\p{L}*|dagsorden",
  ),
  "iu",
);

/** "The old rule", "la norma anterior". */
export const OLD_RULE = new RegExp(
  [
    `${anyOf("old|previous|former|earlier", "alten?|alter|vorigen?|früheren?|bisherigen?|vorherigen?", "anciens?|anciennes?|précédente?s?", "antigu[oa]s?|anteriores?|anterior|antic|antiga|antics|antigues", "gamle|tidligere|forrige")}\\s+(?:\\p{L}+\\s+)?(?:${RULES}|${anyOf("limit|text|provision|grenze|wortlaut|texte|limite|texto|límite|límit|bestemmelse|grænse")})`,
    `(?:${RULES})\\s+${anyOf("anterior|anteriores|antigu[oa]s?|antiga|antic|antigues|antics|précédente?s?|d['’]avant|d['’]abans|de antes")}`,
    anyOf(
      "previously|formerly|used to|vormals|ehemals|auparavant|autrefois|précédemment|anteriormente|antiguamente|anteriorment|antigament|førhen",
    ),
  ].join("|"),
  "iu",
);

/** Words that mean "formerly" only beside a verb of the past. */
export const FORMERLY = new RegExp(
  anyOf(
    "before(?=\\s*[?.!]*$)|früher|vorher|davor|zuvor|avant(?=\\s*[?.!]*$)|antes(?!\\s+d)|abans(?!\\s+d)|tidligere|før(?=\\s*[?.!]*$)",
  ),
  "iu",
);
/** By language: "was" is no verb in German. */
export const PAST: Readonly<Record<string, RegExp>> = {
  en: new RegExp(anyOf("was|were|had|did|could"), "iu"),
  de: new RegExp(
    anyOf(
      "war|waren|galt|galten|hatte|hatten|musste|mussten|durfte|durften|konnte|konnten|lautete|brauchte|kostete|betrug|stand",
    ),
    "iu",
  ),
  fr: new RegExp(anyOf("était|étaient|avait|avaient|fallait|devait|pouvait|pouvaient|disait|disaient|coûtait"), "iu"),
  es: new RegExp(anyOf("era|eran|había|tenía|tenían|decía|decían|podía|podían|debía|valía|costaba"), "iu"),
  ca: new RegExp(anyOf("era|eren|hi havia|calia|calien|deia|deien|podia|podien|havia|costava"), "iu"),
  da: new RegExp(anyOf("var|havde|gjaldt|måtte|skulle|kunne|stod|lød|kostede"), "iu"),
};

/** Years told from today: how many to add. */
export const RELATIVE_YEARS: readonly (readonly [years: number, words: RegExp])[] = [
  [
    -1,
    new RegExp(
      anyOf(
        "last year|letztes jahr|im letzten jahr|voriges jahr|im vorigen jahr|l['’]année dernière|l['’]an dernier|l['’]an passé|el año pasado|l['’]any passat|sidste år",
      ),
      "iu",
    ),
  ],
  [
    1,
    new RegExp(
      anyOf(
        "next year|nächstes jahr|im nächsten jahr|kommendes jahr|l['’]année prochaine|l['’]an prochain|el año que viene|el próximo año|l['’]any vinent|l['’]any que ve|næste år|til næste år",
      ),
      "iu",
    ),
  ],
];

const FEW =
  "\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|a|einem|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|quatre|cinc|sis|set|vuit|nou|deu|et|to|tre|fire|fem|seks|syv|otte|ni|ti";

/** "two years ago", "vor zwei Jahren": the number stands in group `n`. */
export const YEARS_AGO = new RegExp(
  [
    `(?<![\\p{L}\\p{N}])(?<n>${FEW})\\s+years?\\s+ago`,
    `(?<![\\p{L}])vor\\s+(?<n>${FEW})\\s+jahr(?:en)?`,
    `il y a\\s+(?<n>${FEW})\\s+ans?`,
    `(?<![\\p{L}])hace\\s+(?<n>${FEW})\\s+años?`,
    `(?<![\\p{L}])fa\\s+(?<n>${FEW})\\s+anys?`,
    `(?<![\\p{L}])for\\s+(?<n>${FEW})\\s+år\\s+siden`,
  ].join("|"),
  "iu",
);

const COUNTS: readonly string[] = [
  "one a einem un et",
  "two zwei deux dos to",
  "three drei trois tres tre",
  "four vier quatre cuatro fire",
  "five fünf cinq cinco cinc fem",
  "six sechs seis sis seks",
  "seven sieben sept siete set syv",
  "eight acht huit ocho vuit otte",
  "nine neun neuf nueve nou ni",
  "ten zehn dix diez deu ti",
];

/** "three" is 3, "12" is 12; 0 for any other word. */
export function countOf(word: string): number {
  if (/^\d+$/u.test(word)) return Number(word);
  return COUNTS.findIndex((words) => words.split(" ").includes(word.toLowerCase())) + 1;
}
