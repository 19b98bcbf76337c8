/**
 * Every sentence that members can receive, in each language Rochdale speaks. Knows nothing of when they are said.
 */
import type { ReplyLanguage } from "./answer-types.ts";

export type Messages = {
  readonly closest: string;
  readonly notInDocuments: string;
  readonly nearestSections: string;
  readonly ask: (contact: string) => string;
  readonly nothingInForce: (day: string, first: string | null) => string;
  readonly emptyCollection: string;
  readonly emptyQuestion: string;
  readonly tooLong: (characters: number, limit: number) => string;
  readonly greeting: string;
  readonly cancelled: string;
  readonly timedOut: string;
  readonly failed: (reference: string) => string;
  readonly modelDied: string;
  /** The embedder did not work for this question. */
  readonly foundByWords: string;
  readonly understoodAs: (question: string) => string;
  readonly rulesOf: (day: string) => string;
  /** The day that words of the question chose. */
  readonly rulesOfWords: (day: string, words: string) => string;
  /** The rules changed within the time asked for: on these days; `before` is the eve of the first. */
  readonly rulesChanged: (days: string, before: string) => string;
  readonly originalIn: (language: string) => string;
  /** The text comes from a picture of the page: letters may be wrong. */
  readonly readByOcr: string;
  readonly page: (page: number) => string;
  readonly version: (version: string) => string;
  readonly inForceSince: (day: string) => string;
  /** Of a day to come. */
  readonly inForceFrom: (day: string) => string;
  readonly inForceBetween: (from: string | null, to: string) => string;
  readonly adopted: (day: string) => string;
  readonly dateUnknown: string;
  readonly draft: string;
  readonly proposed: string;
  readonly minutes: (day: string | null) => string;
  readonly superseded: string;
  /** Of a rule that was in force once. */
  readonly withdrawn: string;
  /** Of a rule that other texts in force have changed. */
  readonly amendedBy: (titles: string) => string;
  /** Of two rules in force that answer differently; each with its rank and who loaded it. */
  readonly textsDiffer: (one: string, other: string) => string;
  /** Who put a text into the collection: a user id, or null for the command line. */
  readonly loadedBy: (who: string | null) => string;
  /** Stands before quotations that answer without a sentence of the model. */
  readonly documentsSay: string;
  readonly stillChecking: string;
  readonly sources: string;
  readonly file: (name: string) => string;
  /** How a figure came about: `rows` rows of a table, as of a day. */
  readonly computedFrom: (rows: number, table: string, day: string) => string;
  readonly tooFewPeople: (table: string) => string;
  /** So many rows were used beside those quoted. */
  readonly moreRows: (rows: number) => string;
  /** What was worked out, for the kinds of operation that the value does not show by itself. */
  readonly operations: Readonly<Record<"sum" | "average" | "median" | "smallest" | "largest" | "difference", string>>;
  /** A note below a reply: the rest is found by words alone, so far. */
  readonly notYetByMeaning: (pending: number, passages: number) => string;
};

const EN: Messages = {
  closest: "These passages come closest; they may not answer your question:",
  notInDocuments: "The documents do not say this.",
  nearestSections: "Nearest sections:",
  ask: (contact) => `Person to ask: ${contact}`,
  nothingInForce: (day, first) =>
    first === null
      ? `On ${day} no document of this collection was in force.`
      : `On ${day} no document of this collection was in force; the first took effect on ${first}.`,
  emptyCollection: "No documents are loaded here yet.",
  emptyQuestion: "Please ask a question about the co-operative's documents.",
  tooLong: (characters, limit) => `Your message has ${characters} characters; please ask in at most ${limit}.`,
  greeting:
    "Hello! Ask me about the co-operative's bylaws, rules, minutes or figures: I answer with the passage that says so.",
  cancelled: "Cancelled.",
  timedOut: "This took too long and was stopped. Please ask again, or ask more briefly.",
  failed: (reference) => `Something went wrong on my side. Please tell an admin this reference: ${reference}`,
  modelDied: "The language model stopped while reading; this reply is by quotation alone.",
  foundByWords: "Searching by meaning did not work this time; these passages were found by their words.",
  understoodAs: (question) => `Understood as: ${question}`,
  rulesOf: (day) => `By the rules of ${day}.`,
  rulesOfWords: (day, words) => `By the rules in force on ${day} (“${words}”).`,
  rulesChanged: (days, before) =>
    `Within that time these rules changed, on ${days}; ask for the rules of ${before} to see what held before.`,
  originalIn: (language) => `original: ${language}`,
  readByOcr: "read by OCR",
  page: (page) => `p. ${page}`,
  version: (version) => `version ${version}`,
  inForceSince: (day) => `in force since ${day}`,
  inForceFrom: (day) => `in force from ${day}`,
  inForceBetween: (from, to) => (from === null ? `in force until ${to}` : `in force ${from} to ${to}`),
  adopted: (day) => `adopted ${day}`,
  dateUnknown: "date unknown",
  draft: "draft, not in force",
  proposed: "proposal, not adopted",
  minutes: (day) => (day === null ? "minutes, date unknown" : `minutes of ${day}`),
  superseded: "superseded",
  withdrawn: "withdrawn",
  amendedBy: (titles) => `changed by: ${titles}`,
  textsDiffer: (one, other) => `These texts are both in force and differ: ${one}; ${other}.`,
  loadedBy: (who) => (who === null ? "loaded on the machine" : `loaded by ${who}`),
  documentsSay: "The documents say:",
  stillChecking: "Found this; still checking whether it answers you:",
  sources: "Sources",
  file: (name) => `file ${name}`,
  computedFrom: (rows, table, day) =>
    `Computed from ${rows === 1 ? "1 row" : `${rows} rows`} of “${table}” (as of ${day}).`,
  tooFewPeople: (table) => `Fewer than five people: figures about so few are not told (“${table}”).`,
  moreRows: (rows) => (rows === 1 ? "… and 1 more row." : `… and ${rows} more rows.`),
  operations: {
    sum: "total",
    average: "average",
    median: "median",
    smallest: "lowest",
    largest: "highest",
    difference: "difference",
  },
  notYetByMeaning: (pending, passages) =>
    `${pending} of ${passages} passages are so far found by their words only, not yet by their meaning.`,
};

const DE: Messages = {
  closest: "Diese Stellen kommen der Frage am nächsten; sie beantworten sie vielleicht nicht:",
  notInDocuments: "Davon steht nichts in den Dokumenten.",
  nearestSections: "Nächstliegende Abschnitte:",
  ask: (contact) => `Ansprechperson: ${contact}`,
  nothingInForce: (day, first) =>
    first === null
      ? `Am ${day} war kein Dokument dieser Sammlung in Kraft.`
      : `Am ${day} war kein Dokument dieser Sammlung in Kraft; das erste trat am ${first} in Kraft.`,
  emptyCollection: "Hier sind noch keine Dokumente geladen.",
  emptyQuestion: "Bitte stelle eine Frage zu den Dokumenten der Genossenschaft.",
  tooLong: (characters, limit) => `Deine Nachricht hat ${characters} Zeichen; bitte frage in höchstens ${limit}.`,
  greeting:
    "Hallo! Frag mich nach Satzung, Regeln, Protokollen oder Zahlen der Genossenschaft: Ich antworte mit der Stelle, an der es steht.",
  cancelled: "Abgebrochen.",
  timedOut: "Das hat zu lange gedauert und wurde beendet. Bitte frage noch einmal, oder kürzer.",
  failed: (reference) => `Bei mir ist etwas schiefgegangen. Bitte nenne den Admins diese Kennung: ${reference}`,
  modelDied: "Das Sprachmodell ist beim Lesen ausgefallen; diese Antwort besteht nur aus Zitaten.",
  foundByWords: "Die Suche nach dem Sinn ging diesmal nicht; gefunden wurde nur nach Wörtern.",
  understoodAs: (question) => `Verstanden als: ${question}`,
  rulesOf: (day) => `Nach den Regeln vom ${day}.`,
  rulesOfWords: (day, words) => `Nach den Regeln, die am ${day} galten („${words}“).`,
  rulesChanged: (days, before) =>
    `In dieser Zeit änderten sich diese Regeln, am ${days}; frag nach den Regeln vom ${before}, um zu sehen, was vorher galt.`,
  originalIn: (language) => `Original: ${language}`,
  readByOcr: "durch Texterkennung (OCR) gelesen",
  page: (page) => `S. ${page}`,
  version: (version) => `Fassung ${version}`,
  inForceSince: (day) => `in Kraft seit ${day}`,
  inForceFrom: (day) => `in Kraft ab ${day}`,
  inForceBetween: (from, to) => (from === null ? `in Kraft bis ${to}` : `in Kraft ${from} bis ${to}`),
  adopted: (day) => `beschlossen am ${day}`,
  dateUnknown: "Datum unbekannt",
  draft: "Entwurf, nicht in Kraft",
  proposed: "Antrag, nicht beschlossen",
  minutes: (day) => (day === null ? "Protokoll, Datum unbekannt" : `Protokoll vom ${day}`),
  superseded: "ersetzt",
  withdrawn: "aufgehoben",
  amendedBy: (titles) => `geändert durch: ${titles}`,
  textsDiffer: (one, other) => `Diese Texte gelten beide und sagen Verschiedenes: ${one}; ${other}.`,
  loadedBy: (who) => (who === null ? "am Rechner geladen" : `geladen von ${who}`),
  documentsSay: "In den Dokumenten steht:",
  stillChecking: "Das habe ich gefunden; ob es die Frage beantwortet, prüfe ich noch:",
  sources: "Quellen",
  file: (name) => `Datei ${name}`,
  computedFrom: (rows, table, day) =>
    `Berechnet aus ${rows === 1 ? "1 Zeile" : `${rows} Zeilen`} von „${table}“ (Stand ${day}).`,
  tooFewPeople: (table) => `Weniger als fünf Personen: Zahlen über so wenige werden nicht genannt („${table}“).`,
  moreRows: (rows) => (rows === 1 ? "… und 1 weitere Zeile." : `… und ${rows} weitere Zeilen.`),
  operations: {
    sum: "Summe",
    average: "Durchschnitt",
    median: "Median",
    smallest: "Minimum",
    largest: "Maximum",
    difference: "Differenz",
  },
  notYetByMeaning: (pending, passages) =>
    `${pending} von ${passages} Textstellen werden bisher nur nach Wörtern gefunden, noch nicht nach ihrem Sinn.`,
};

const FR: Messages = {
  closest: "Ces passages sont les plus proches ; ils ne répondent peut-être pas à votre question :",
  notInDocuments: "Les documents ne le disent pas.",
  nearestSections: "Sections les plus proches :",
  ask: (contact) => `Personne à contacter : ${contact}`,
  nothingInForce: (day, first) =>
    first === null
      ? `Le ${day}, aucun document de cette collection n'était en vigueur.`
      : `Le ${day}, aucun document de cette collection n'était en vigueur ; le premier a pris effet le ${first}.`,
  emptyCollection: "Aucun document n'est encore chargé ici.",
  emptyQuestion: "Posez une question sur les documents de la coopérative.",
  tooLong: (characters, limit) =>
    `Votre message compte ${characters} caractères ; posez votre question en ${limit} au plus.`,
  greeting:
    "Bonjour ! Interrogez-moi sur les statuts, règles, procès-verbaux ou chiffres de la coopérative : je réponds avec le passage qui le dit.",
  cancelled: "Annulé.",
  timedOut: "Cela a pris trop de temps et a été arrêté. Reposez la question, ou plus brièvement.",
  failed: (reference) =>
    `Une erreur s'est produite de mon côté. Merci d'indiquer cette référence à un admin : ${reference}`,
  modelDied: "Le modèle de langue s'est arrêté pendant la lecture ; cette réponse ne contient que des citations.",
  foundByWords: "La recherche par le sens n'a pas fonctionné cette fois ; ces passages ont été trouvés par leurs mots.",
  understoodAs: (question) => `Compris comme : ${question}`,
  rulesOf: (day) => `Selon les règles du ${day}.`,
  rulesOfWords: (day, words) => `Selon les règles en vigueur le ${day} (« ${words} »).`,
  rulesChanged: (days, before) =>
    `Ces règles ont changé pendant cette période, le ${days} ; demandez les règles du ${before} pour voir ce qui valait avant.`,
  originalIn: (language) => `original : ${language}`,
  readByOcr: "lu par reconnaissance de texte (OCR)",
  page: (page) => `p. ${page}`,
  version: (version) => `version ${version}`,
  inForceSince: (day) => `en vigueur depuis le ${day}`,
  inForceFrom: (day) => `en vigueur à partir du ${day}`,
  inForceBetween: (from, to) => (from === null ? `en vigueur jusqu'au ${to}` : `en vigueur du ${from} au ${to}`),
  adopted: (day) => `adopté le ${day}`,
  dateUnknown: "date inconnue",
  draft: "brouillon, pas en vigueur",
  proposed: "proposition, non adoptée",
  minutes: (day) => (day === null ? "procès-verbal, date inconnue" : `procès-verbal du ${day}`),
  superseded: "remplacé",
  withdrawn: "retiré",
  amendedBy: (titles) => `modifié par : ${titles}`,
  textsDiffer: (one, other) => `Ces textes sont tous deux en vigueur et se contredisent : ${one} ; ${other}.`,
  loadedBy: (who) => (who === null ? "chargé sur la machine" : `chargé par ${who}`),
  documentsSay: "Les documents disent :",
  stillChecking: "Voici ce que j'ai trouvé ; je vérifie encore si cela répond à votre question :",
  sources: "Sources",
  file: (name) => `fichier ${name}`,
  computedFrom: (rows, table, day) =>
    `Calculé à partir de ${rows === 1 ? "1 ligne" : `${rows} lignes`} de « ${table} » (au ${day}).`,
  tooFewPeople: (table) =>
    `Moins de cinq personnes : les chiffres sur si peu de personnes ne sont pas donnés (« ${table} »).`,
  moreRows: (rows) => (rows === 1 ? "… et 1 autre ligne." : `… et ${rows} autres lignes.`),
  operations: {
    sum: "total",
    average: "moyenne",
    median: "médiane",
    smallest: "minimum",
    largest: "maximum",
    difference: "différence",
  },
  notYetByMeaning: (pending, passages) =>
    `${pending} passages sur ${passages} sont pour l'instant trouvés par leurs mots seulement, pas encore par leur sens.`,
};

const ES: Messages = {
  closest: "Estos pasajes son los más cercanos; quizá no respondan a tu pregunta:",
  notInDocuments: "Los documentos no lo dicen.",
  nearestSections: "Secciones más cercanas:",
  ask: (contact) => `Persona de contacto: ${contact}`,
  nothingInForce: (day, first) =>
    first === null
      ? `El ${day} ningún documento de esta colección estaba en vigor.`
      : `El ${day} ningún documento de esta colección estaba en vigor; el primero entró en vigor el ${first}.`,
  emptyCollection: "Aquí todavía no hay documentos cargados.",
  emptyQuestion: "Haz una pregunta sobre los documentos de la cooperativa.",
  tooLong: (characters, limit) => `Tu mensaje tiene ${characters} caracteres; pregunta en ${limit} como máximo.`,
  greeting:
    "¡Hola! Pregúntame por los estatutos, normas, actas o cifras de la cooperativa: respondo con el pasaje que lo dice.",
  cancelled: "Cancelado.",
  timedOut: "Ha tardado demasiado y se ha detenido. Pregunta de nuevo, o más brevemente.",
  failed: (reference) => `Algo ha fallado por mi parte. Indica esta referencia a un admin: ${reference}`,
  modelDied: "El modelo de lenguaje se detuvo mientras leía; esta respuesta consta solo de citas.",
  foundByWords: "La búsqueda por significado no funcionó esta vez; estos pasajes se encontraron por sus palabras.",
  understoodAs: (question) => `Entendido como: ${question}`,
  rulesOf: (day) => `Según las reglas del ${day}.`,
  rulesOfWords: (day, words) => `Según las reglas en vigor el ${day} («${words}»).`,
  rulesChanged: (days, before) =>
    `En ese tiempo estas reglas cambiaron, el ${days}; pregunta por las reglas del ${before} para ver lo que valía antes.`,
  originalIn: (language) => `original: ${language}`,
  readByOcr: "leído por OCR",
  page: (page) => `p. ${page}`,
  version: (version) => `versión ${version}`,
  inForceSince: (day) => `en vigor desde el ${day}`,
  inForceFrom: (day) => `en vigor a partir del ${day}`,
  inForceBetween: (from, to) => (from === null ? `en vigor hasta el ${to}` : `en vigor del ${from} al ${to}`),
  adopted: (day) => `adoptado el ${day}`,
  dateUnknown: "fecha desconocida",
  draft: "borrador, no está en vigor",
  proposed: "propuesta, no adoptada",
  minutes: (day) => (day === null ? "acta, fecha desconocida" : `acta del ${day}`),
  superseded: "sustituido",
  withdrawn: "retirado",
  amendedBy: (titles) => `modificado por: ${titles}`,
  textsDiffer: (one, other) => `Estos textos están ambos en vigor y difieren: ${one}; ${other}.`,
  loadedBy: (who) => (who === null ? "cargado en el equipo" : `cargado por ${who}`),
  documentsSay: "Los documentos dicen:",
  stillChecking: "He encontrado esto; aún compruebo si responde a tu pregunta:",
  sources: "Fuentes",
  file: (name) => `archivo ${name}`,
  computedFrom: (rows, table, day) =>
    `Calculado a partir de ${rows === 1 ? "1 fila" : `${rows} filas`} de «${table}» (a fecha de ${day}).`,
  tooFewPeople: (table) => `Menos de cinco personas: no se dan cifras sobre tan pocas («${table}»).`,
  moreRows: (rows) => (rows === 1 ? "… y 1 fila más." : `… y ${rows} filas más.`),
  operations: {
    sum: "total",
    average: "media",
    median: "mediana",
    smallest: "mínimo",
    largest: "máximo",
    difference: "diferencia",
  },
  notYetByMeaning: (pending, passages) =>
    `${pending} de ${passages} pasajes por ahora se encuentran solo por sus palabras, todavía no por su sentido.`,
};

const CA: Messages = {
  closest: "Aquests passatges són els més propers; potser no responen la teva pregunta:",
  notInDocuments: "Els documents no ho diuen.",
  nearestSections: "Seccions més properes:",
  ask: (contact) => `Persona de contacte: ${contact}`,
  nothingInForce: (day, first) =>
    first === null
      ? `El ${day} cap document d'aquesta col·lecció era vigent.`
      : `El ${day} cap document d'aquesta col·lecció era vigent; el primer va entrar en vigor el ${first}.`,
  emptyCollection: "Aquí encara no hi ha documents carregats.",
  emptyQuestion: "Fes una pregunta sobre els documents de la cooperativa.",
  tooLong: (characters, limit) => `El teu missatge té ${characters} caràcters; pregunta en ${limit} com a màxim.`,
  greeting:
    "Hola! Pregunta'm pels estatuts, normes, actes o xifres de la cooperativa: responc amb el passatge que ho diu.",
  cancelled: "Cancel·lat.",
  timedOut: "Ha trigat massa i s'ha aturat. Torna-ho a preguntar, o més breument.",
  failed: (reference) => `Alguna cosa ha fallat per part meva. Indica aquesta referència a un admin: ${reference}`,
  modelDied: "El model de llenguatge s'ha aturat mentre llegia; aquesta resposta només conté citacions.",
  foundByWords:
    "La cerca per significat no ha funcionat aquesta vegada; aquests passatges s'han trobat per les seves paraules.",
  understoodAs: (question) => `Entès com: ${question}`,
  rulesOf: (day) => `Segons les normes del ${day}.`,
  rulesOfWords: (day, words) => `Segons les normes vigents el ${day} («${words}»).`,
  rulesChanged: (days, before) =>
    `En aquest temps aquestes normes van canviar, el ${days}; demana les normes del ${before} per veure què valia abans.`,
  originalIn: (language) => `original: ${language}`,
  readByOcr: "llegit per OCR",
  page: (page) => `p. ${page}`,
  version: (version) => `versió ${version}`,
  inForceSince: (day) => `vigent des del ${day}`,
  inForceFrom: (day) => `vigent a partir del ${day}`,
  inForceBetween: (from, to) => (from === null ? `vigent fins al ${to}` : `vigent del ${from} al ${to}`),
  adopted: (day) => `adoptat el ${day}`,
  dateUnknown: "data desconeguda",
  draft: "esborrany, no vigent",
  proposed: "proposta, no adoptada",
  minutes: (day) => (day === null ? "acta, data desconeguda" : `acta del ${day}`),
  superseded: "substituït",
  withdrawn: "retirat",
  amendedBy: (titles) => `modificat per: ${titles}`,
  textsDiffer: (one, other) => `Aquests textos són tots dos vigents i difereixen: ${one}; ${other}.`,
  loadedBy: (who) => (who === null ? "carregat a l'equip" : `carregat per ${who}`),
  documentsSay: "Els documents diuen:",
  stillChecking: "He trobat això; encara comprovo si respon la teva pregunta:",
  sources: "Fonts",
  file: (name) => `fitxer ${name}`,
  computedFrom: (rows, table, day) =>
    `Calculat a partir de ${rows === 1 ? "1 fila" : `${rows} files`} de «${table}» (a data de ${day}).`,
  tooFewPeople: (table) => `Menys de cinc persones: no es donen xifres sobre tan poques («${table}»).`,
  moreRows: (rows) => (rows === 1 ? "… i 1 fila més." : `… i ${rows} files més.`),
  operations: {
    sum: "total",
    average: "mitjana",
    median: "mediana",
    smallest: "mínim",
    largest: "màxim",
    difference: "diferència",
  },
  notYetByMeaning: (pending, passages) =>
    `${pending} de ${passages} passatges de moment es troben només per les paraules, encara no pel sentit.`,
};

const DA: Messages = {
  closest: "Disse steder kommer tættest på; de besvarer måske ikke dit spørgsmål:",
  notInDocuments: "Det står ikke i dokumenterne.",
  nearestSections: "Nærmeste afsnit:",
  ask: (contact) => `Spørg: ${contact}`,
  nothingInForce: (day, first) =>
    first === null
      ? `Den ${day} var intet dokument i denne samling i kraft.`
      : `Den ${day} var intet dokument i denne samling i kraft; det første trådte i kraft den ${first}.`,
  emptyCollection: "Der er endnu ikke indlæst dokumenter her.",
  emptyQuestion: "Stil et spørgsmål om foreningens dokumenter.",
  tooLong: (characters, limit) => `Din besked har ${characters} tegn; spørg venligst med højst ${limit}.`,
  greeting:
    "Hej! Spørg mig om foreningens vedtægter, regler, referater eller tal: jeg svarer med det sted, hvor det står.",
  cancelled: "Annulleret.",
  timedOut: "Det tog for lang tid og blev stoppet. Spørg igen, eller kortere.",
  failed: (reference) => `Noget gik galt hos mig. Giv venligst en admin denne reference: ${reference}`,
  modelDied: "Sprogmodellen gik i stå under læsningen; dette svar består kun af citater.",
  foundByWords: "Søgning på mening virkede ikke denne gang; disse steder blev fundet på deres ord.",
  understoodAs: (question) => `Forstået som: ${question}`,
  rulesOf: (day) => `Efter reglerne pr. ${day}.`,
  rulesOfWords: (day, words) => `Efter de regler, der gjaldt den ${day} (»${words}«).`,
  rulesChanged: (days, before) =>
    `I den tid blev disse regler ændret, den ${days}; spørg efter reglerne pr. ${before} for at se, hvad der gjaldt før.`,
  originalIn: (language) => `original: ${language}`,
  readByOcr: "læst med tekstgenkendelse (OCR)",
  page: (page) => `s. ${page}`,
  version: (version) => `version ${version}`,
  inForceSince: (day) => `gældende fra ${day}`,
  inForceFrom: (day) => `gældende fra ${day}`,
  inForceBetween: (from, to) => (from === null ? `gældende til ${to}` : `gældende fra ${from} til ${to}`),
  adopted: (day) => `vedtaget ${day}`,
  dateUnknown: "dato ukendt",
  draft: "udkast, ikke gældende",
  proposed: "forslag, ikke vedtaget",
  minutes: (day) => (day === null ? "referat, dato ukendt" : `referat af ${day}`),
  superseded: "erstattet",
  withdrawn: "ophævet",
  amendedBy: (titles) => `ændret ved: ${titles}`,
  textsDiffer: (one, other) => `Disse tekster gælder begge og siger noget forskelligt: ${one}; ${other}.`,
  loadedBy: (who) => (who === null ? "indlæst på maskinen" : `indlæst af ${who}`),
  documentsSay: "Der står i dokumenterne:",
  stillChecking: "Det her har jeg fundet; jeg undersøger stadig, om det besvarer dit spørgsmål:",
  sources: "Kilder",
  file: (name) => `fil ${name}`,
  computedFrom: (rows, table, day) =>
    `Beregnet af ${rows === 1 ? "1 række" : `${rows} rækker`} i »${table}« (pr. ${day}).`,
  tooFewPeople: (table) => `Færre end fem personer: tal om så få oplyses ikke (»${table}«).`,
  moreRows: (rows) => (rows === 1 ? "… og 1 række til." : `… og ${rows} rækker til.`),
  operations: {
    sum: "total",
    average: "gennemsnit",
    median: "median",
    smallest: "mindste",
    largest: "største",
    difference: "forskel",
  },
  notYetByMeaning: (pending, passages) =>
    `${pending} af ${passages} steder findes indtil videre kun ved deres ord, endnu ikke ved deres mening.`,
};

const ALL: Readonly<Record<ReplyLanguage, Messages>> = { en: EN, de: DE, fr: FR, es: ES, ca: CA, da: DA };

export function messagesIn(language: ReplyLanguage): Messages {
  return ALL[language];
}
