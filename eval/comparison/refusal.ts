/**
 * Does a text say that it does not know? A list of phrasings in the six languages, all tried on every text, since
 * small models often answer in English. Lenient: one such phrase anywhere is enough. Knows nothing of keys.
 */

/** What a refusal says does not hold the answer. */
const SOURCE = {
  en: "(?:context|texts?|documents?|documentation|passages?|excerpts?|information|material|sources?|bylaws|rules|minutes|policy|policies|statutes)",
  de: "(?:Kontext|Texte?|Textauszug|Textstellen?|Dokumente?|Unterlagen|Informationen|Satzung|Protokolle?|Quellen?|Abschnitte?)",
  fr: "(?:contexte|textes?|documents?|passages?|extraits?|informations?|statuts|règlement|procès-verbal)",
  es: "(?:contexto|textos?|documentos?|pasajes?|fragmentos?|información|estatutos|reglamento|actas?)",
  ca: "(?:context|textos?|text|documents?|passatges?|fragments?|informació|estatuts|reglament|actes?)",
  da: "(?:konteksten?|teksten?|teksterne|dokumentet|dokumenterne|oplysningerne|informationen|vedtægterne|referatet|kilderne)",
} as const;

/** Up to six words in between ("the context *provided above* does not …"). */
const GAP = "(?:\\s+[^\\s.!?]+){0,6}?\\s+";
const ADVERB = "(?:\\s+\\p{L}+ly)?\\s+";

/** Matched in any case, after `’` has become `'`. A left border stands before each. */
const PHRASES: Readonly<Record<keyof typeof SOURCE, readonly string[]>> = {
  en: [
    "(?:I|we) (?:do not|don't|cannot|can't|could not|couldn't)(?: \\p{L}+ly)? (?:know|find|determine|answer|say|tell|see|have (?:enough|any|access|that|this|the|sufficient|specific))",
    "(?:I am|I'm|we are) (?:not sure|unsure|unable to|not able to|not aware|not certain)",
    `${SOURCE.en}${GAP}(?:does not|do not|doesn't|don't|did not)${ADVERB}(?:mention|specify|state|say|provide|contain|include|give|indicate|address|define|describe|discuss|name|tell|answer|cover|list|detail|reveal|disclose|explain|have)`,
    "(?:is|are|was|were) (?:not|nowhere|never)(?: \\p{L}+ly)? (?:mentioned|stated|specified|disclosed|known)",
    "(?<=^|[.!?:] )not (?:mentioned|stated|specified|disclosed|known|given|provided|found|available)",
    "no (?:\\p{L}+ ){1,2}(?:is|are|was|were) (?:mentioned|stated|specified|named|indicated)",
    `(?:is|are|was|were) (?:not|nowhere|never)(?: \\p{L}+ly)? (?:provided|given|included|described|found|available|contained|indicated|listed|defined|addressed|discussed|answered)(?: \\p{L}+ly)? (?:in|by|from|within) (?:the|this|these|any|your)(?: \\p{L}+){0,3} ${SOURCE.en}`,
    "(?:there is|there's|there are|contains?|provides?|has|have|gives?|includes?) no (?:\\p{L}+ ){0,2}(?:information|mention|details?|answer|reference|indication|data)",
    "no (?:specific |explicit |direct )?(?:information|mention|details?|indication)(?: is| are| was)? (?:provided|given|available|about|on|regarding|of|in)",
    "(?:not enough|insufficient|without (?:more|further|additional)) (?:information|context|details?)",
    "(?:cannot|can't|can not|could not) be (?:determined|answered|found|inferred)",
    "(?:it is|it's) (?:unclear|unknown|not clear|not known|not possible to (?:say|tell|determine|answer|know))",
  ],
  de: [
    "(?:weiß|weiss) (?:ich |es |das |die \\p{L}+ )*(?:leider )?nicht",
    "nicht (?:\\p{L}+ )?(?:erwähnt|angegeben|genannt|spezifiziert|aufgeführt|bekannt|ersichtlich)",
    `${SOURCE.de}${GAP}(?:enthält|enthalten|nennt|nennen|erwähnt|erwähnen|gibt|geben|sagt|sagen|liefert|liefern|beschreibt|beschreiben|macht)(?: \\p{L}+){0,4}? (?:nicht|keine?|keinen|nichts)`,
    "keine(?:rlei)? (?:\\p{L}+ ){0,2}?(?:Informationen|Information|Angaben?|Hinweise?|Auskunft|Antwort)",
    "(?:kann|können|konnte)(?: \\p{L}+){0,6}? nicht (?:\\p{L}+ )?(?:beantworten|beantwortet|sagen|bestimmen|bestimmt|feststellen|finden|ermitteln|entnehmen|angeben)",
    "lässt sich(?: \\p{L}+){0,6}? nicht (?:\\p{L}+ )?(?:beantworten|sagen|bestimmen|feststellen|ermitteln|entnehmen)",
    "keine? (?:\\p{L}+ ){1,2}(?:angegeben|genannt|erwähnt)",
    "geht(?: \\p{L}+){0,6}? nicht hervor",
  ],
  fr: [
    "je (?:ne )?(?:le |la |l')?sais pas",
    "(?:ne|n')\\s*(?:le |la |l'|les |en )?(?:donne|donnent|mentionne|mentionnent|précise|précisent|spécifie|spécifient|indique|indiquent|contient|contiennent|fournit|fournissent|dit|disent) (?:pas|aucune?|rien)",
    "(?:n'est|ne sont|n'a|n'ont|n'est) pas (?:été )?(?:\\p{L}+ment )?(?:mentionnée?s?|précisée?s?|spécifiée?s?|indiquée?s?|connue?s?)",
    "aucune (?:information|mention|précision|indication|donnée)",
    "pas (?:assez )?d'(?:information|informations|indication|indications)",
    "pas de (?:mention|précision|réponse)",
    "je ne (?:peux|puis|suis) pas (?:en mesure|répondre|déterminer|dire|trouver|sûre?)",
    "(?:impossible|pas possible) de (?:\\p{L}+ )?(?:déterminer|répondre|dire|savoir)",
  ],
  es: [
    "no (?:lo )?sé",
    "no se (?:\\p{L}+mente )?(?:menciona|mencionan|especifica|especifican|indica|indican|proporciona|proporcionan|detalla|precisa|sabe|dice)",
    `${SOURCE.es}${GAP}no (?:\\p{L}+mente )?(?:menciona|mencionan|especifica|especifican|indica|indican|proporciona|proporcionan|contiene|contienen|incluye|incluyen|dice|dicen|da|dan)`,
    "no (?:está|están|es|ha sido) (?:mencionad|especificad|indicad|conocid)[oa]s?",
    "no hay (?:suficiente |ninguna )?(?:información|mención|datos|detalles)",
    "no (?:tengo|dispongo de|cuento con) (?:\\p{L}+ ){0,2}?(?:información|datos)",
    "no (?:puedo|es posible|se puede) (?:responder|determinar|decir|contestar|saber|encontrar)",
    "ninguna (?:información|mención|indicación)",
  ],
  ca: [
    "no ho sé",
    "no (?:es |s'|se )(?:\\p{L}+ment )?(?:menciona|mencionen|esmenta|esmenten|especifica|especifiquen|indica|indiquen|proporciona|detalla|sap|diu)",
    `${SOURCE.ca}${GAP}no (?:hi )?(?:\\p{L}+ment )?(?:menciona|mencionen|esmenta|esmenten|especifica|especifiquen|indica|indiquen|proporciona|proporcionen|conté|contenen|inclou|diu|diuen)`,
    "no hi ha (?:prou |cap )?(?:informació|menció|dades|detalls)",
    "no (?:tinc|disposo de) (?:\\p{L}+ ){0,2}?(?:informació|dades)",
    "no (?:puc|és possible|es pot) (?:respondre|determinar|dir|contestar|saber|trobar)",
    "cap (?:informació|menció|indicació)",
  ],
  da: [
    "(?:ved )(?:jeg |det |vi )*(?:desværre )?ikke",
    "ikke (?:\\p{L}+ )?(?:nævnt|angivet|specificeret|oplyst|beskrevet|anført|omtalt|kendt)",
    "(?:nævnes|angives|oplyses|fremgår|omtales)(?: \\p{L}+){0,5}? ikke",
    `${SOURCE.da}${GAP}(?:nævner|angiver|indeholder|oplyser|beskriver|giver|siger)(?: \\p{L}+){0,3}? (?:ikke|ingen|intet)`,
    "(?:ingen|ikke nok|ikke tilstrækkelige?) (?:\\p{L}+ )?(?:oplysninger|oplysning|information|informationer|omtale|data)",
    "kan (?:\\p{L}+ ){0,4}?ikke (?:\\p{L}+ )?(?:besvare|besvares|svare|afgøre|afgøres|finde|bestemme|bestemmes|sige)",
  ],
};

const PATTERN = new RegExp(`(?<![\\p{L}\\p{N}])(?:${Object.values(PHRASES).flat().join("|")})(?!\\p{L})`, "iu");

/** True as well for an empty text: it asserts nothing. */
export function saysItDoesNotKnow(text: string): boolean {
  const plain = text
    .replace(/[‘’´`]/gu, "'")
    .replace(/\s+/gu, " ")
    .trim();
  return plain === "" || PATTERN.test(plain);
}
