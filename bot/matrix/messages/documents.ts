/**
 * Every sentence about documents and what is decided about them, in the six languages. Plain words without markup;
 * what is handed in (titles, files, days as YYYY-MM-DD) is put in as it is. Knows nothing of when they are said.
 */
import type { Rank, Status } from "../../../corpora/document.ts";
import type { AuditEntry } from "../../../corpora/life-store.ts";
import type { ReplyLanguage } from "../../answer-types.ts";
import type { Doubt, OrderOutcome } from "../../documents/orders.ts";
import { RANK_NAMES } from "../../rank-names.ts";

export type RefusedReason = Extract<OrderOutcome, { kind: "refused" }>["reason"];

/** What a purge counts. */
export type PurgeCount =
  | "documents"
  | "formerTexts"
  | "passages"
  | "sentences"
  | "answers"
  | "messages"
  | "messagesLeft"
  | "uploads"
  | "published";

export type DocumentMessages = {
  /** The word that confirms, as it is sent. */
  readonly yes: string;
  /** The word for all versions of a document. */
  readonly all: string;
  readonly quoted: (title: string) => string;
  /** Between two stretches of days. */
  readonly and: string;
  readonly ranks: Readonly<Record<Rank, string>>;
  readonly standings: Readonly<Record<Exclude<Status, "adopted">, string>>;
  /** Days in force are put together from these. */
  readonly since: (day: string) => string;
  readonly from: (day: string) => string;
  readonly until: (day: string) => string;
  readonly fromTo: (first: string, last: string) => string;
  readonly inForce: (days: string) => string;
  readonly inForceUnknown: string;
  readonly guessed: string;
  readonly noDocuments: string;
  readonly noSuchDocument: (typed: string) => string;
  readonly whichVersion: (title: string) => string;
  readonly severalDocuments: (typed: string) => string;
  readonly counted: (documents: number, versions: number) => string;
  readonly groups: { readonly inForce: string; readonly undecided: string; readonly past: string };
  /** Documents that are not shown. */
  readonly more: (count: number) => string;
  /** Before what a record says, with the colon. */
  readonly labels: {
    readonly file: string;
    readonly rank: string;
    readonly edition: string;
    readonly adoptedOn: string;
    readonly language: string;
    readonly contact: string;
    readonly personal: string;
    readonly decidedBy: string;
    readonly replaces: string;
    readonly successor: string;
    readonly amends: string;
    readonly amendedBy: string;
  };
  readonly extent: (format: string, pages: number | null, sections: number) => string;
  readonly isPublic: string;
  readonly isNotPublic: string;
  readonly otherVersions: string;
  readonly history: string;
  readonly formerTexts: string;
  /** What was done, as a line of a log says it. */
  readonly actions: Readonly<Record<AuditEntry["action"], string>>;
  readonly adopted: (name: string, day: string) => string;
  readonly proposed: (name: string) => string;
  readonly drafted: (name: string) => string;
  readonly withdrawn: (name: string, day: string) => string;
  readonly superseded: (name: string, successor: string, day: string) => string;
  readonly reinstated: (name: string, day: string) => string;
  readonly amended: (name: string, target: string, section: string | null) => string;
  readonly ends: (name: string, day: string) => string;
  readonly neverInForce: (name: string) => string;
  readonly decidedByDocument: (title: string, day: string | null) => string;
  readonly decidedByWords: (words: string) => string;
  readonly dayWasToday: string;
  /** `now`: what the version is today. */
  readonly refusals: Readonly<Record<RefusedReason, (name: string, now: string) => string>>;
  readonly doubts: Readonly<Record<Doubt, (name: string, day: string) => string>>;
  /** Before the command to be sent. */
  readonly confirm: string;
  readonly noSuchSection: (target: string, section: string, nearest: string | null) => string;
  readonly onlyOneVersion: (name: string) => string;
  readonly diffHead: (before: string, after: string) => string;
  readonly formerText: (name: string, when: string) => string;
  readonly diffCounts: (
    counts: Readonly<Record<"changed" | "added" | "removed" | "renumbered" | "unchanged", number>>,
  ) => string;
  readonly sameText: string;
  readonly diffLegend: string;
  readonly diffMarks: {
    readonly changed: string;
    readonly added: string;
    readonly removed: string;
    readonly renumbered: string;
  };
  /** What stands before the first heading. */
  readonly unnamedSection: string;
  readonly diffAttached: (file: string) => string;
  readonly purgeAsks: string;
  readonly purgeCounts: Readonly<Record<PurgeCount, (count: number) => string>>;
  readonly purgeLeavesNone: (title: string) => string;
  readonly purgeConfirm: string;
  readonly purged: (when: string) => string;
  /** What no program can take back. */
  readonly purgeKept: string;
  readonly purgeUnfinished: string;
};

const ENGLISH: DocumentMessages = {
  yes: "yes",
  all: "all",
  quoted: (title) => `“${title}”`,
  and: " and ",
  ranks: RANK_NAMES.en,
  standings: { draft: "draft", proposed: "proposal, not decided", superseded: "superseded", withdrawn: "withdrawn" },
  since: (day) => `since ${day}`,
  from: (day) => `from ${day}`,
  until: (day) => `until ${day}`,
  fromTo: (first, last) => `${first} to ${last}`,
  inForce: (days) => `in force ${days}`,
  inForceUnknown: "in force, since when is not known",
  guessed: "guessed",
  noDocuments: "No documents are loaded yet.",
  noSuchDocument: (typed) => `No document fits “${typed}”.`,
  whichVersion: (title) => `Which version of “${title}” is meant? Please write the title with one of these behind it:`,
  severalDocuments: (typed) => `Several documents fit “${typed}”. Please write one of these:`,
  counted: (documents, versions) => `documents: ${documents}, versions: ${versions}`,
  groups: { inForce: "In force:", undecided: "Drafts and proposals:", past: "Not in force any more:" },
  more: (count) => `${count} more are not shown. Write a word of the title behind the command to see fewer.`,
  labels: {
    file: "file:",
    rank: "rank:",
    edition: "edition:",
    adoptedOn: "adopted on:",
    language: "language:",
    contact: "contact:",
    personal: "personal columns:",
    decidedBy: "decided by:",
    replaces: "replaces:",
    successor: "successor:",
    amends: "changes:",
    amendedBy: "changed by:",
  },
  extent: (format, pages, sections) =>
    pages === null ? `${format}, sections: ${sections}` : `${format}, pages: ${pages}, sections: ${sections}`,
  isPublic: "public",
  isNotPublic: "not public",
  otherVersions: "Other versions:",
  history: "History:",
  formerTexts: "Texts before a correction, each kept:",
  actions: {
    loaded: "loaded",
    corrected: "text corrected",
    drafted: "made a draft",
    proposed: "made a proposal",
    adopted: "put in force",
    superseded: "superseded",
    withdrawn: "withdrawn",
    reinstated: "put in force again",
    amends: "linked to the rule it changes",
    purged: "deleted for good",
    published: "published in the library room",
    unpublished: "taken out of the library room",
  },
  adopted: (name, day) => `${name} is in force from ${day}.`,
  proposed: (name) => `${name} is a proposal now and not in force.`,
  drafted: (name) => `${name} is a draft now and not in force.`,
  withdrawn: (name, day) => `${name} is not in force any more from ${day}.`,
  superseded: (name, successor, day) => `From ${day} ${successor} takes the place of ${name}.`,
  reinstated: (name, day) => `${name} is in force again from ${day}.`,
  amended: (name, target, section) =>
    section === null
      ? `${name} changes ${target}: answers quote both from now on.`
      : `${name} changes ${section} of ${target}: answers quote both from now on.`,
  ends: (name, day) => `${name} ends on ${day}.`,
  neverInForce: (name) => `${name} is then not in force on any day.`,
  decidedByDocument: (title, day) => (day === null ? `Decided by: “${title}”.` : `Decided by: “${title}” (${day}).`),
  decidedByWords: (words) => `Decided by: ${words} (no minutes or resolution of that name are loaded).`,
  dayWasToday: "No day was named, so I took today.",
  refusals: {
    "not-in-force": (name, now) => `Nothing was changed: ${name} is not in force on or after that day. It is: ${now}.`,
    "in-force-already": (name, now) => `Nothing was changed: ${name} is in force on that day already. It is: ${now}.`,
    itself: (name) => `Nothing was changed: ${name} cannot be its own successor, and cannot change itself.`,
    "two-collections": (name) => `Nothing was changed: the other document is not in the collection of ${name}.`,
  },
  doubts: {
    "none-left": (name, day) => `After that no version of ${name} is in force on ${day}.`,
    "far-past": (_, day) => `${day} is more than a year ago.`,
    "far-future": (_, day) => `${day} is more than a year away.`,
    "was-in-force": (name) => `${name} would then not have been in force on any day.`,
  },
  confirm: "If that is meant, send:",
  noSuchSection: (target, section, nearest) =>
    nearest === null
      ? `Nothing was changed: ${target} numbers no sections, so there is no ${section}.`
      : `Nothing was changed: ${target} has no ${section}. Nearest to it is ${nearest}.`,
  onlyOneVersion: (name) =>
    `There is only one version of ${name} and no earlier text of it. Write two documents to compare them.`,
  diffHead: (before, after) => `${before} → ${after}`,
  formerText: (name, when) => `${name}, text before the correction of ${when}`,
  diffCounts: ({ changed, added, removed, renumbered, unchanged }) =>
    `Sections changed: ${changed}, new: ${added}, left out: ${removed}, renumbered: ${renumbered}, unchanged: ${unchanged}.`,
  sameText: "The two texts are the same.",
  diffLegend: "Left out is struck through, new is underlined.",
  diffMarks: { changed: "changed:", added: "new:", removed: "left out:", renumbered: "renumbered:" },
  unnamedSection: "before the first heading",
  diffAttached: (file) => `The whole comparison is in the file ${file}.`,
  purgeAsks: "This would be deleted for good:",
  purgeCounts: {
    documents: (count) => `versions: ${count}`,
    formerTexts: (count) => `earlier texts of them: ${count}`,
    passages: (count) => `passages in the index: ${count}`,
    sentences: (count) => `sentences in the index: ${count}`,
    answers: (count) => `remembered answers that used them: ${count}`,
    messages: (count) => `messages of mine removed from the rooms: ${count}`,
    messagesLeft: (count) => `messages of mine that could not be removed from the rooms: ${count}`,
    uploads: (count) => `uploaded files: ${count}`,
    published: (count) => `events in the library room: ${count}`,
  },
  purgeLeavesNone: (title) => `After that no version of “${title}” is in force today.`,
  purgeConfirm: "My answers in the rooms that quote it are removed too. None of this can be undone. To do it, send:",
  purged: (when) => `Deleted for good on ${when}:`,
  purgeKept:
    "What I cannot delete: the file in the folder or app it came from, what members have copied or their devices keep, answers older than 30 days, what I showed in this room, and backups of the data folder. The log keeps the file's name and checksum, nothing of its text.",
  purgeUnfinished: "The database is in use just now: traces in its file are overwritten at the next start.",
};

const GERMAN: DocumentMessages = {
  yes: "ja",
  all: "alle",
  quoted: (title) => `„${title}“`,
  and: " und ",
  ranks: RANK_NAMES.de,
  standings: {
    draft: "Entwurf",
    proposed: "Antrag, nicht beschlossen",
    superseded: "abgelöst",
    withdrawn: "aufgehoben",
  },
  since: (day) => `seit ${day}`,
  from: (day) => `ab ${day}`,
  until: (day) => `bis ${day}`,
  fromTo: (first, last) => `${first} bis ${last}`,
  inForce: (days) => `in Kraft ${days}`,
  inForceUnknown: "in Kraft, seit wann ist nicht bekannt",
  guessed: "geraten",
  noDocuments: "Es sind noch keine Dokumente geladen.",
  noSuchDocument: (typed) => `Kein Dokument passt zu „${typed}“.`,
  whichVersion: (title) =>
    `Welche Fassung von „${title}“ ist gemeint? Bitte schreibe den Titel und dahinter eine von diesen:`,
  severalDocuments: (typed) => `Mehrere Dokumente passen zu „${typed}“. Bitte schreibe eines davon:`,
  counted: (documents, versions) => `Dokumente: ${documents}, Fassungen: ${versions}`,
  groups: { inForce: "In Kraft:", undecided: "Entwürfe und Anträge:", past: "Nicht mehr in Kraft:" },
  more: (count) =>
    `${count} weitere sind nicht gezeigt. Schreibe ein Wort des Titels hinter den Befehl, um weniger zu sehen.`,
  labels: {
    file: "Datei:",
    rank: "Rang:",
    edition: "Ausgabe:",
    adoptedOn: "beschlossen am:",
    language: "Sprache:",
    contact: "Ansprechperson:",
    personal: "Spalten mit persönlichen Angaben:",
    decidedBy: "beschlossen durch:",
    replaces: "ersetzt:",
    successor: "Nachfolger:",
    amends: "ändert:",
    amendedBy: "geändert durch:",
  },
  extent: (format, pages, sections) =>
    pages === null ? `${format}, Abschnitte: ${sections}` : `${format}, Seiten: ${pages}, Abschnitte: ${sections}`,
  isPublic: "öffentlich",
  isNotPublic: "nicht öffentlich",
  otherVersions: "Andere Fassungen:",
  history: "Verlauf:",
  formerTexts: "Texte vor einer Berichtigung, jeder aufbewahrt:",
  actions: {
    loaded: "geladen",
    corrected: "Text berichtigt",
    drafted: "zum Entwurf gemacht",
    proposed: "zum Antrag gemacht",
    adopted: "in Kraft gesetzt",
    superseded: "abgelöst",
    withdrawn: "aufgehoben",
    reinstated: "wieder in Kraft gesetzt",
    amends: "mit der geänderten Regel verbunden",
    purged: "endgültig gelöscht",
    published: "im Bibliotheksraum veröffentlicht",
    unpublished: "aus dem Bibliotheksraum genommen",
  },
  adopted: (name, day) => `${name} ist ab ${day} in Kraft.`,
  proposed: (name) => `${name} ist jetzt ein Antrag und nicht in Kraft.`,
  drafted: (name) => `${name} ist jetzt ein Entwurf und nicht in Kraft.`,
  withdrawn: (name, day) => `${name} ist ab ${day} nicht mehr in Kraft.`,
  superseded: (name, successor, day) => `Ab ${day} tritt ${successor} an die Stelle von ${name}.`,
  reinstated: (name, day) => `${name} ist ab ${day} wieder in Kraft.`,
  amended: (name, target, section) =>
    section === null
      ? `${name} ändert ${target}: Antworten zitieren ab jetzt beide.`
      : `${name} ändert ${section} von ${target}: Antworten zitieren ab jetzt beide.`,
  ends: (name, day) => `${name} endet am ${day}.`,
  neverInForce: (name) => `${name} ist dann an keinem Tag in Kraft.`,
  decidedByDocument: (title, day) =>
    day === null ? `Beschlossen durch: „${title}“.` : `Beschlossen durch: „${title}“ (${day}).`,
  decidedByWords: (words) => `Beschlossen durch: ${words} (kein Protokoll oder Beschluss dieses Namens ist geladen).`,
  dayWasToday: "Es war kein Tag genannt; ich habe heute genommen.",
  refusals: {
    "not-in-force": (name, now) =>
      `Nichts wurde geändert: ${name} ist an diesem Tag und danach nicht in Kraft. Stand: ${now}.`,
    "in-force-already": (name, now) =>
      `Nichts wurde geändert: ${name} ist an diesem Tag schon in Kraft. Stand: ${now}.`,
    itself: (name) => `Nichts wurde geändert: ${name} kann sich nicht selbst ablösen oder ändern.`,
    "two-collections": (name) => `Nichts wurde geändert: Das andere Dokument ist nicht in der Sammlung von ${name}.`,
  },
  doubts: {
    "none-left": (name, day) => `Danach ist am ${day} keine Fassung von ${name} in Kraft.`,
    "far-past": (_, day) => `${day} ist mehr als ein Jahr her.`,
    "far-future": (_, day) => `Bis ${day} ist es mehr als ein Jahr.`,
    "was-in-force": (name) => `${name} wäre dann an keinem Tag in Kraft gewesen.`,
  },
  confirm: "Wenn das so gemeint ist, sende:",
  noSuchSection: (target, section, nearest) =>
    nearest === null
      ? `Nichts wurde geändert: ${target} hat keine nummerierten Abschnitte, also auch kein ${section}.`
      : `Nichts wurde geändert: ${target} hat kein ${section}. Am nächsten kommt ${nearest}.`,
  onlyOneVersion: (name) =>
    `Von ${name} gibt es nur eine Fassung und keinen früheren Text. Schreibe zwei Dokumente, um sie zu vergleichen.`,
  diffHead: (before, after) => `${before} → ${after}`,
  formerText: (name, when) => `${name}, Text vor der Berichtigung vom ${when}`,
  diffCounts: ({ changed, added, removed, renumbered, unchanged }) =>
    `Abschnitte geändert: ${changed}, neu: ${added}, weggefallen: ${removed}, umnummeriert: ${renumbered}, unverändert: ${unchanged}.`,
  sameText: "Die beiden Texte sind gleich.",
  diffLegend: "Weggefallenes ist durchgestrichen, Neues unterstrichen.",
  diffMarks: { changed: "geändert:", added: "neu:", removed: "weggefallen:", renumbered: "umnummeriert:" },
  unnamedSection: "vor der ersten Überschrift",
  diffAttached: (file) => `Der ganze Vergleich steht in der Datei ${file}.`,
  purgeAsks: "Das würde endgültig gelöscht:",
  purgeCounts: {
    documents: (count) => `Fassungen: ${count}`,
    formerTexts: (count) => `frühere Texte davon: ${count}`,
    passages: (count) => `Stellen im Index: ${count}`,
    sentences: (count) => `Sätze im Index: ${count}`,
    answers: (count) => `gemerkte Antworten daraus: ${count}`,
    messages: (count) => `aus den Räumen entfernte Nachrichten von mir: ${count}`,
    messagesLeft: (count) => `Nachrichten von mir, die sich nicht entfernen ließen: ${count}`,
    uploads: (count) => `hochgeladene Dateien: ${count}`,
    published: (count) => `Ereignisse im Bibliotheksraum: ${count}`,
  },
  purgeLeavesNone: (title) => `Danach ist heute keine Fassung von „${title}“ in Kraft.`,
  purgeConfirm:
    "Auch meine Antworten in den Räumen, die daraus zitieren, werden entfernt. Nichts davon lässt sich zurückholen. Um es zu tun, sende:",
  purged: (when) => `Endgültig gelöscht am ${when}:`,
  purgeKept:
    "Was ich nicht löschen kann: die Datei in dem Ordner oder der App, aus der sie kam, was Mitglieder kopiert haben oder ihre Geräte behalten, Antworten, die älter als 30 Tage sind, was ich in diesem Raum gezeigt habe, und Sicherungen des Datenordners. Das Protokoll behält Name und Prüfsumme der Datei, nichts vom Text.",
  purgeUnfinished: "Die Datenbank wird gerade benutzt: Spuren in ihrer Datei werden beim nächsten Start überschrieben.",
};

const FRENCH: DocumentMessages = {
  yes: "oui",
  all: "tout",
  quoted: (title) => `« ${title} »`,
  and: " et ",
  ranks: RANK_NAMES.fr,
  standings: { draft: "brouillon", proposed: "proposition, non adoptée", superseded: "remplacé", withdrawn: "abrogé" },
  since: (day) => `depuis le ${day}`,
  from: (day) => `à partir du ${day}`,
  until: (day) => `jusqu'au ${day}`,
  fromTo: (first, last) => `du ${first} au ${last}`,
  inForce: (days) => `en vigueur ${days}`,
  inForceUnknown: "en vigueur, depuis une date inconnue",
  guessed: "deviné",
  noDocuments: "Aucun document n'est encore chargé.",
  noSuchDocument: (typed) => `Aucun document ne correspond à « ${typed} ».`,
  whichVersion: (title) =>
    `De quelle version de « ${title} » s'agit-il ? Écrivez le titre suivi de l'une de celles-ci :`,
  severalDocuments: (typed) => `Plusieurs documents correspondent à « ${typed} ». Écrivez l'un de ceux-ci :`,
  counted: (documents, versions) => `documents chargés : ${documents}, versions : ${versions}`,
  groups: { inForce: "En vigueur :", undecided: "Brouillons et propositions :", past: "Plus en vigueur :" },
  more: (count) => `${count} autres ne sont pas montrés. Écrivez un mot du titre après la commande pour en voir moins.`,
  labels: {
    file: "fichier :",
    rank: "rang :",
    edition: "édition :",
    adoptedOn: "adopté le :",
    language: "langue :",
    contact: "personne à contacter :",
    personal: "colonnes personnelles :",
    decidedBy: "décidé par :",
    replaces: "remplace :",
    successor: "successeur :",
    amends: "modifie :",
    amendedBy: "modifié par :",
  },
  extent: (format, pages, sections) =>
    pages === null
      ? `${format}, sections du texte : ${sections}`
      : `${format}, pages : ${pages}, sections du texte : ${sections}`,
  isPublic: "public",
  isNotPublic: "non public",
  otherVersions: "Autres versions :",
  history: "Historique :",
  formerTexts: "Textes d'avant une correction, tous conservés :",
  actions: {
    loaded: "chargé",
    corrected: "texte corrigé",
    drafted: "devenu brouillon",
    proposed: "devenu proposition",
    adopted: "mis en vigueur",
    superseded: "remplacé",
    withdrawn: "abrogé",
    reinstated: "remis en vigueur",
    amends: "lié à la règle qu'il modifie",
    purged: "supprimé définitivement",
    published: "publié dans le salon bibliothèque",
    unpublished: "retiré du salon bibliothèque",
  },
  adopted: (name, day) => `${name} est en vigueur à partir du ${day}.`,
  proposed: (name) => `${name} est maintenant une proposition et n'est pas en vigueur.`,
  drafted: (name) => `${name} est maintenant un brouillon et n'est pas en vigueur.`,
  withdrawn: (name, day) => `${name} n'est plus en vigueur à partir du ${day}.`,
  superseded: (name, successor, day) => `À partir du ${day}, ${successor} prend la place de ${name}.`,
  reinstated: (name, day) => `${name} est de nouveau en vigueur à partir du ${day}.`,
  amended: (name, target, section) =>
    section === null
      ? `${name} modifie ${target} : les réponses citent désormais les deux.`
      : `${name} modifie ${section} de ${target} : les réponses citent désormais les deux.`,
  ends: (name, day) => `${name} prend fin le ${day}.`,
  neverInForce: (name) => `${name} n'est alors en vigueur aucun jour.`,
  decidedByDocument: (title, day) =>
    day === null ? `Décidé par : « ${title} ».` : `Décidé par : « ${title} » (${day}).`,
  decidedByWords: (words) => `Décidé par : ${words} (aucun procès-verbal ni résolution de ce nom n'est chargé).`,
  dayWasToday: "Aucun jour n'était indiqué : j'ai pris aujourd'hui.",
  refusals: {
    "not-in-force": (name, now) => `Rien n'a changé : ${name} n'est pas en vigueur ce jour-là ni après. État : ${now}.`,
    "in-force-already": (name, now) => `Rien n'a changé : ${name} est déjà en vigueur ce jour-là. État : ${now}.`,
    itself: (name) => `Rien n'a changé : ${name} ne peut ni se remplacer ni se modifier lui-même.`,
    "two-collections": (name) => `Rien n'a changé : l'autre document n'est pas dans la collection de ${name}.`,
  },
  doubts: {
    "none-left": (name, day) => `Après cela, aucune version de ${name} n'est en vigueur le ${day}.`,
    "far-past": (_, day) => `Le ${day} remonte à plus d'un an.`,
    "far-future": (_, day) => `Le ${day} est dans plus d'un an.`,
    "was-in-force": (name) => `${name} n'aurait alors été en vigueur aucun jour.`,
  },
  confirm: "Si c'est bien cela, envoyez :",
  noSuchSection: (target, section, nearest) =>
    nearest === null
      ? `Rien n'a changé : ${target} n'a pas de sections numérotées, donc pas de ${section}.`
      : `Rien n'a changé : ${target} n'a pas de ${section}. Le plus proche est ${nearest}.`,
  onlyOneVersion: (name) =>
    `Il n'y a qu'une version de ${name} et aucun texte antérieur. Écrivez deux documents pour les comparer.`,
  diffHead: (before, after) => `${before} → ${after}`,
  formerText: (name, when) => `${name}, texte d'avant la correction du ${when}`,
  diffCounts: ({ changed, added, removed, renumbered, unchanged }) =>
    `Sections modifiées : ${changed}, nouvelles : ${added}, supprimées : ${removed}, renumérotées : ${renumbered}, inchangées : ${unchanged}.`,
  sameText: "Les deux textes sont identiques.",
  diffLegend: "Ce qui est supprimé est barré, ce qui est nouveau est souligné.",
  diffMarks: { changed: "modifié :", added: "nouveau :", removed: "supprimé :", renumbered: "renuméroté :" },
  unnamedSection: "avant le premier titre",
  diffAttached: (file) => `La comparaison entière est dans le fichier ${file}.`,
  purgeAsks: "Ceci serait supprimé définitivement :",
  purgeCounts: {
    documents: (count) => `versions du document : ${count}`,
    formerTexts: (count) => `leurs textes antérieurs : ${count}`,
    passages: (count) => `passages dans l'index : ${count}`,
    sentences: (count) => `phrases dans l'index : ${count}`,
    answers: (count) => `réponses gardées en mémoire qui s'en servent : ${count}`,
    messages: (count) => `messages de ma part retirés des salons : ${count}`,
    messagesLeft: (count) => `messages de ma part qui n'ont pas pu être retirés : ${count}`,
    uploads: (count) => `fichiers envoyés : ${count}`,
    published: (count) => `événements dans le salon bibliothèque : ${count}`,
  },
  purgeLeavesNone: (title) => `Après cela, aucune version de « ${title} » n'est en vigueur aujourd'hui.`,
  purgeConfirm:
    "Mes réponses qui le citent dans les salons sont retirées aussi. Rien de cela ne peut être annulé. Pour le faire, envoyez :",
  purged: (when) => `Supprimé définitivement le ${when} :`,
  purgeKept:
    "Ce que je ne peux pas supprimer : le fichier dans le dossier ou l'application d'où il vient, ce que des membres ont copié ou que leurs appareils gardent, les réponses de plus de 30 jours, ce que j'ai montré dans ce salon et les sauvegardes du dossier de données. Le journal garde le nom et l'empreinte du fichier, rien de son texte.",
  purgeUnfinished:
    "La base de données est utilisée en ce moment : les traces dans son fichier seront effacées au prochain démarrage.",
};

const SPANISH: DocumentMessages = {
  yes: "sí",
  all: "todo",
  quoted: (title) => `«${title}»`,
  and: " y ",
  ranks: RANK_NAMES.es,
  standings: { draft: "borrador", proposed: "propuesta, sin aprobar", superseded: "sustituido", withdrawn: "derogado" },
  since: (day) => `desde el ${day}`,
  from: (day) => `a partir del ${day}`,
  until: (day) => `hasta el ${day}`,
  fromTo: (first, last) => `del ${first} al ${last}`,
  inForce: (days) => `en vigor ${days}`,
  inForceUnknown: "en vigor, no se sabe desde cuándo",
  guessed: "supuesto",
  noDocuments: "Todavía no hay documentos cargados.",
  noSuchDocument: (typed) => `Ningún documento corresponde a «${typed}».`,
  whichVersion: (title) => `¿Qué versión de «${title}»? Escribe el título y detrás una de estas:`,
  severalDocuments: (typed) => `Varios documentos corresponden a «${typed}». Escribe uno de estos:`,
  counted: (documents, versions) => `documentos: ${documents}, versiones: ${versions}`,
  groups: { inForce: "En vigor:", undecided: "Borradores y propuestas:", past: "Ya no en vigor:" },
  more: (count) => `No se muestran ${count} más. Escribe una palabra del título detrás de la orden para ver menos.`,
  labels: {
    file: "archivo:",
    rank: "rango:",
    edition: "edición:",
    adoptedOn: "aprobado el:",
    language: "idioma:",
    contact: "persona de contacto:",
    personal: "columnas personales:",
    decidedBy: "decidido por:",
    replaces: "sustituye a:",
    successor: "sucesor:",
    amends: "modifica:",
    amendedBy: "modificado por:",
  },
  extent: (format, pages, sections) =>
    pages === null ? `${format}, secciones: ${sections}` : `${format}, páginas: ${pages}, secciones: ${sections}`,
  isPublic: "público",
  isNotPublic: "no público",
  otherVersions: "Otras versiones:",
  history: "Historia:",
  formerTexts: "Textos anteriores a una corrección, todos conservados:",
  actions: {
    loaded: "cargado",
    corrected: "texto corregido",
    drafted: "convertido en borrador",
    proposed: "convertido en propuesta",
    adopted: "puesto en vigor",
    superseded: "sustituido",
    withdrawn: "derogado",
    reinstated: "puesto en vigor de nuevo",
    amends: "vinculado a la norma que modifica",
    purged: "borrado para siempre",
    published: "publicado en la sala biblioteca",
    unpublished: "retirado de la sala biblioteca",
  },
  adopted: (name, day) => `${name} está en vigor a partir del ${day}.`,
  proposed: (name) => `${name} es ahora una propuesta y no está en vigor.`,
  drafted: (name) => `${name} es ahora un borrador y no está en vigor.`,
  withdrawn: (name, day) => `${name} deja de estar en vigor a partir del ${day}.`,
  superseded: (name, successor, day) => `A partir del ${day}, ${successor} ocupa el lugar de ${name}.`,
  reinstated: (name, day) => `${name} vuelve a estar en vigor a partir del ${day}.`,
  amended: (name, target, section) =>
    section === null
      ? `${name} modifica ${target}: las respuestas citan ambos desde ahora.`
      : `${name} modifica ${section} de ${target}: las respuestas citan ambos desde ahora.`,
  ends: (name, day) => `${name} termina el ${day}.`,
  neverInForce: (name) => `${name} no está entonces en vigor ningún día.`,
  decidedByDocument: (title, day) =>
    day === null ? `Decidido por: «${title}».` : `Decidido por: «${title}» (${day}).`,
  decidedByWords: (words) => `Decidido por: ${words} (no hay cargada ningún acta ni acuerdo con ese nombre).`,
  dayWasToday: "No se indicó ningún día: he tomado el de hoy.",
  refusals: {
    "not-in-force": (name, now) => `No ha cambiado nada: ${name} no está en vigor ese día ni después. Estado: ${now}.`,
    "in-force-already": (name, now) => `No ha cambiado nada: ${name} ya está en vigor ese día. Estado: ${now}.`,
    itself: (name) => `No ha cambiado nada: ${name} no puede sustituirse ni modificarse a sí mismo.`,
    "two-collections": (name) => `No ha cambiado nada: el otro documento no está en la colección de ${name}.`,
  },
  doubts: {
    "none-left": (name, day) => `Después de eso, ninguna versión de ${name} está en vigor el ${day}.`,
    "far-past": (_, day) => `El ${day} fue hace más de un año.`,
    "far-future": (_, day) => `Falta más de un año para el ${day}.`,
    "was-in-force": (name) => `${name} no habría estado entonces en vigor ningún día.`,
  },
  confirm: "Si es lo que quieres, envía:",
  noSuchSection: (target, section, nearest) =>
    nearest === null
      ? `No ha cambiado nada: ${target} no tiene secciones numeradas, así que no hay ${section}.`
      : `No ha cambiado nada: ${target} no tiene ${section}. Lo más cercano es ${nearest}.`,
  onlyOneVersion: (name) =>
    `Solo hay una versión de ${name} y ningún texto anterior. Escribe dos documentos para compararlos.`,
  diffHead: (before, after) => `${before} → ${after}`,
  formerText: (name, when) => `${name}, texto anterior a la corrección del ${when}`,
  diffCounts: ({ changed, added, removed, renumbered, unchanged }) =>
    `Secciones cambiadas: ${changed}, nuevas: ${added}, suprimidas: ${removed}, renumeradas: ${renumbered}, sin cambios: ${unchanged}.`,
  sameText: "Los dos textos son iguales.",
  diffLegend: "Lo suprimido está tachado, lo nuevo subrayado.",
  diffMarks: { changed: "cambiado:", added: "nuevo:", removed: "suprimido:", renumbered: "renumerado:" },
  unnamedSection: "antes del primer título",
  diffAttached: (file) => `La comparación completa está en el archivo ${file}.`,
  purgeAsks: "Esto se borraría para siempre:",
  purgeCounts: {
    documents: (count) => `versiones: ${count}`,
    formerTexts: (count) => `textos anteriores de ellas: ${count}`,
    passages: (count) => `pasajes en el índice: ${count}`,
    sentences: (count) => `frases en el índice: ${count}`,
    answers: (count) => `respuestas recordadas que los usaron: ${count}`,
    messages: (count) => `mensajes míos retirados de las salas: ${count}`,
    messagesLeft: (count) => `mensajes míos que no se pudieron retirar: ${count}`,
    uploads: (count) => `archivos subidos: ${count}`,
    published: (count) => `eventos en la sala biblioteca: ${count}`,
  },
  purgeLeavesNone: (title) => `Después de eso, ninguna versión de «${title}» está en vigor hoy.`,
  purgeConfirm:
    "También se retiran mis respuestas en las salas que lo citan. Nada de esto se puede deshacer. Para hacerlo, envía:",
  purged: (when) => `Borrado para siempre el ${when}:`,
  purgeKept:
    "Lo que no puedo borrar: el archivo en la carpeta o aplicación de donde vino, lo que los miembros hayan copiado o guarden sus dispositivos, las respuestas de hace más de 30 días, lo que mostré en esta sala y las copias de seguridad de la carpeta de datos. El registro guarda el nombre y la suma de comprobación del archivo, nada de su texto.",
  purgeUnfinished:
    "La base de datos se está usando ahora: los restos en su archivo se sobrescribirán en el próximo arranque.",
};

const CATALAN: DocumentMessages = {
  yes: "si",
  all: "tot",
  quoted: (title) => `«${title}»`,
  and: " i ",
  ranks: RANK_NAMES.ca,
  standings: {
    draft: "esborrany",
    proposed: "proposta, sense aprovar",
    superseded: "substituït",
    withdrawn: "derogat",
  },
  since: (day) => `des del ${day}`,
  from: (day) => `a partir del dia ${day}`,
  until: (day) => `fins al ${day}`,
  fromTo: (first, last) => `del ${first} fins al ${last}`,
  inForce: (days) => `en vigor ${days}`,
  inForceUnknown: "en vigor, no se sap des de quan",
  guessed: "suposat",
  noDocuments: "Encara no hi ha documents carregats.",
  noSuchDocument: (typed) => `Cap document no correspon a «${typed}».`,
  whichVersion: (title) => `Quina versió de «${title}»? Escriu el títol i al darrere una d'aquestes:`,
  severalDocuments: (typed) => `Diversos documents corresponen a «${typed}». Escriu-ne un d'aquests:`,
  counted: (documents, versions) => `documents carregats: ${documents}, versions: ${versions}`,
  groups: { inForce: "En vigor:", undecided: "Esborranys i propostes:", past: "Ja no en vigor:" },
  more: (count) => `No se'n mostren ${count} més. Escriu una paraula del títol darrere l'ordre per veure'n menys.`,
  labels: {
    file: "fitxer:",
    rank: "rang:",
    edition: "edició:",
    adoptedOn: "aprovat el:",
    language: "llengua:",
    contact: "persona de contacte:",
    personal: "columnes personals:",
    decidedBy: "decidit per:",
    replaces: "substitueix:",
    successor: "successor:",
    amends: "esmena:",
    amendedBy: "esmenat per:",
  },
  extent: (format, pages, sections) =>
    pages === null ? `${format}, seccions: ${sections}` : `${format}, pàgines: ${pages}, seccions: ${sections}`,
  isPublic: "públic",
  isNotPublic: "no públic",
  otherVersions: "Altres versions:",
  history: "Història:",
  formerTexts: "Textos d'abans d'una correcció, tots conservats:",
  actions: {
    loaded: "carregat",
    corrected: "text corregit",
    drafted: "convertit en esborrany",
    proposed: "convertit en proposta",
    adopted: "posat en vigor",
    superseded: "substituït",
    withdrawn: "derogat",
    reinstated: "tornat a posar en vigor",
    amends: "vinculat a la norma que esmena",
    purged: "esborrat per sempre",
    published: "publicat a la sala biblioteca",
    unpublished: "retirat de la sala biblioteca",
  },
  adopted: (name, day) => `${name} està en vigor a partir del ${day}.`,
  proposed: (name) => `${name} és ara una proposta i no està en vigor.`,
  drafted: (name) => `${name} és ara un esborrany i no està en vigor.`,
  withdrawn: (name, day) => `${name} deixa d'estar en vigor a partir del ${day}.`,
  superseded: (name, successor, day) => `A partir del ${day}, ${successor} ocupa el lloc de ${name}.`,
  reinstated: (name, day) => `${name} torna a estar en vigor a partir del ${day}.`,
  amended: (name, target, section) =>
    section === null
      ? `${name} esmena ${target}: les respostes citen tots dos a partir d'ara.`
      : `${name} esmena ${section} de ${target}: les respostes citen tots dos a partir d'ara.`,
  ends: (name, day) => `${name} s'acaba el ${day}.`,
  neverInForce: (name) => `${name} llavors no està en vigor cap dia.`,
  decidedByDocument: (title, day) => (day === null ? `Decidit per: «${title}».` : `Decidit per: «${title}» (${day}).`),
  decidedByWords: (words) => `Decidit per: ${words} (no hi ha carregada cap acta ni acord amb aquest nom).`,
  dayWasToday: "No s'ha indicat cap dia: he pres el d'avui.",
  refusals: {
    "not-in-force": (name, now) => `No ha canviat res: ${name} no està en vigor aquell dia ni després. Estat: ${now}.`,
    "in-force-already": (name, now) => `No ha canviat res: ${name} ja està en vigor aquell dia. Estat: ${now}.`,
    itself: (name) => `No ha canviat res: ${name} no pot substituir-se ni esmenar-se a si mateix.`,
    "two-collections": (name) => `No ha canviat res: l'altre document no és a la col·lecció de ${name}.`,
  },
  doubts: {
    "none-left": (name, day) => `Després d'això, cap versió de ${name} no està en vigor el ${day}.`,
    "far-past": (_, day) => `El ${day} va ser fa més d'un any.`,
    "far-future": (_, day) => `Falta més d'un any per al ${day}.`,
    "was-in-force": (name) => `${name} no hauria estat llavors en vigor cap dia.`,
  },
  confirm: "Si és el que vols, envia:",
  noSuchSection: (target, section, nearest) =>
    nearest === null
      ? `No ha canviat res: ${target} no té seccions numerades, de manera que no hi ha ${section}.`
      : `No ha canviat res: ${target} no té ${section}. El més proper és ${nearest}.`,
  onlyOneVersion: (name) =>
    `Només hi ha una versió de ${name} i cap text anterior. Escriu dos documents per comparar-los.`,
  diffHead: (before, after) => `${before} → ${after}`,
  formerText: (name, when) => `${name}, text d'abans de la correcció del ${when}`,
  diffCounts: ({ changed, added, removed, renumbered, unchanged }) =>
    `Seccions canviades: ${changed}, noves: ${added}, suprimides: ${removed}, renumerades: ${renumbered}, sense canvis: ${unchanged}.`,
  sameText: "Els dos textos són iguals.",
  diffLegend: "El que s'ha suprimit està ratllat, el que és nou subratllat.",
  diffMarks: { changed: "canviat:", added: "nou:", removed: "suprimit:", renumbered: "renumerat:" },
  unnamedSection: "abans del primer títol",
  diffAttached: (file) => `La comparació sencera és al fitxer ${file}.`,
  purgeAsks: "Això s'esborraria per sempre:",
  purgeCounts: {
    documents: (count) => `versions del document: ${count}`,
    formerTexts: (count) => `textos anteriors seus: ${count}`,
    passages: (count) => `passatges a l'índex: ${count}`,
    sentences: (count) => `frases a l'índex: ${count}`,
    answers: (count) => `respostes recordades que els van fer servir: ${count}`,
    messages: (count) => `missatges meus retirats de les sales: ${count}`,
    messagesLeft: (count) => `missatges meus que no s'han pogut retirar: ${count}`,
    uploads: (count) => `fitxers pujats: ${count}`,
    published: (count) => `esdeveniments a la sala biblioteca: ${count}`,
  },
  purgeLeavesNone: (title) => `Després d'això, cap versió de «${title}» no està en vigor avui.`,
  purgeConfirm:
    "També es retiren les meves respostes a les sales que el citen. Res d'això no es pot desfer. Per fer-ho, envia:",
  purged: (when) => `Esborrat per sempre el ${when}:`,
  purgeKept:
    "El que no puc esborrar: el fitxer a la carpeta o aplicació d'on va venir, el que els membres hagin copiat o guardin els seus dispositius, les respostes de fa més de 30 dies, el que he mostrat en aquesta sala i les còpies de seguretat de la carpeta de dades. El registre guarda el nom i la suma de verificació del fitxer, res del seu text.",
  purgeUnfinished:
    "La base de dades s'està fent servir ara: les restes al seu fitxer se sobreescriuran en la propera arrencada.",
};

const DANISH: DocumentMessages = {
  yes: "ja",
  all: "alle",
  quoted: (title) => `»${title}«`,
  and: " og ",
  ranks: RANK_NAMES.da,
  standings: { draft: "udkast", proposed: "forslag, ikke vedtaget", superseded: "afløst", withdrawn: "ophævet" },
  since: (day) => `siden ${day}`,
  from: (day) => `fra ${day}`,
  until: (day) => `til ${day}`,
  fromTo: (first, last) => `${first} til ${last}`,
  inForce: (days) => `i kraft ${days}`,
  inForceUnknown: "i kraft, siden hvornår vides ikke",
  guessed: "gættet",
  noDocuments: "Der er endnu ikke indlæst dokumenter.",
  noSuchDocument: (typed) => `Intet dokument passer til »${typed}«.`,
  whichVersion: (title) => `Hvilken udgave af »${title}« menes der? Skriv titlen og bagefter en af disse:`,
  severalDocuments: (typed) => `Flere dokumenter passer til »${typed}«. Skriv et af disse:`,
  counted: (documents, versions) => `dokumenter: ${documents}, udgaver: ${versions}`,
  groups: { inForce: "I kraft:", undecided: "Udkast og forslag:", past: "Ikke længere i kraft:" },
  more: (count) => `${count} flere vises ikke. Skriv et ord fra titlen efter kommandoen for at se færre.`,
  labels: {
    file: "fil:",
    rank: "rang:",
    edition: "udgave:",
    adoptedOn: "vedtaget den:",
    language: "sprog:",
    contact: "kontaktperson:",
    personal: "kolonner med personoplysninger:",
    decidedBy: "besluttet af:",
    replaces: "erstatter:",
    successor: "efterfølger:",
    amends: "ændrer:",
    amendedBy: "ændret af:",
  },
  extent: (format, pages, sections) =>
    pages === null ? `${format}, afsnit: ${sections}` : `${format}, sider: ${pages}, afsnit: ${sections}`,
  isPublic: "offentligt",
  isNotPublic: "ikke offentligt",
  otherVersions: "Andre udgaver:",
  history: "Historik:",
  formerTexts: "Tekster før en rettelse, alle bevaret:",
  actions: {
    loaded: "indlæst",
    corrected: "tekst rettet",
    drafted: "gjort til udkast",
    proposed: "gjort til forslag",
    adopted: "sat i kraft",
    superseded: "afløst",
    withdrawn: "ophævet",
    reinstated: "sat i kraft igen",
    amends: "knyttet til den regel, det ændrer",
    purged: "slettet for altid",
    published: "udgivet i biblioteksrummet",
    unpublished: "taget ud af biblioteksrummet",
  },
  adopted: (name, day) => `${name} er i kraft fra ${day}.`,
  proposed: (name) => `${name} er nu et forslag og ikke i kraft.`,
  drafted: (name) => `${name} er nu et udkast og ikke i kraft.`,
  withdrawn: (name, day) => `${name} er ikke længere i kraft fra ${day}.`,
  superseded: (name, successor, day) => `Fra ${day} træder ${successor} i stedet for ${name}.`,
  reinstated: (name, day) => `${name} er igen i kraft fra ${day}.`,
  amended: (name, target, section) =>
    section === null
      ? `${name} ændrer ${target}: svar citerer begge fra nu af.`
      : `${name} ændrer ${section} i ${target}: svar citerer begge fra nu af.`,
  ends: (name, day) => `${name} slutter den ${day}.`,
  neverInForce: (name) => `${name} er så ikke i kraft nogen dag.`,
  decidedByDocument: (title, day) =>
    day === null ? `Besluttet af: »${title}«.` : `Besluttet af: »${title}« (${day}).`,
  decidedByWords: (words) => `Besluttet af: ${words} (intet referat og ingen beslutning med det navn er indlæst).`,
  dayWasToday: "Der var ikke nævnt en dag; jeg tog i dag.",
  refusals: {
    "not-in-force": (name, now) => `Intet blev ændret: ${name} er ikke i kraft den dag eller senere. Stand: ${now}.`,
    "in-force-already": (name, now) => `Intet blev ændret: ${name} er allerede i kraft den dag. Stand: ${now}.`,
    itself: (name) => `Intet blev ændret: ${name} kan ikke afløse eller ændre sig selv.`,
    "two-collections": (name) => `Intet blev ændret: Det andet dokument er ikke i samme samling som ${name}.`,
  },
  doubts: {
    "none-left": (name, day) => `Derefter er ingen udgave af ${name} i kraft den ${day}.`,
    "far-past": (_, day) => `${day} er mere end et år siden.`,
    "far-future": (_, day) => `Der er mere end et år til ${day}.`,
    "was-in-force": (name) => `${name} ville så ikke have været i kraft nogen dag.`,
  },
  confirm: "Hvis det er meningen, så send:",
  noSuchSection: (target, section, nearest) =>
    nearest === null
      ? `Intet blev ændret: ${target} har ingen nummererede afsnit, altså heller ingen ${section}.`
      : `Intet blev ændret: ${target} har ingen ${section}. Nærmest er ${nearest}.`,
  onlyOneVersion: (name) =>
    `Der er kun én udgave af ${name} og ingen tidligere tekst. Skriv to dokumenter for at sammenligne dem.`,
  diffHead: (before, after) => `${before} → ${after}`,
  formerText: (name, when) => `${name}, tekst før rettelsen ${when}`,
  diffCounts: ({ changed, added, removed, renumbered, unchanged }) =>
    `Afsnit ændret: ${changed}, nye: ${added}, udgået: ${removed}, omnummereret: ${renumbered}, uændret: ${unchanged}.`,
  sameText: "De to tekster er ens.",
  diffLegend: "Udgået er overstreget, nyt er understreget.",
  diffMarks: { changed: "ændret:", added: "nyt:", removed: "udgået:", renumbered: "omnummereret:" },
  unnamedSection: "før den første overskrift",
  diffAttached: (file) => `Hele sammenligningen står i filen ${file}.`,
  purgeAsks: "Dette ville blive slettet for altid:",
  purgeCounts: {
    documents: (count) => `udgaver: ${count}`,
    formerTexts: (count) => `tidligere tekster af dem: ${count}`,
    passages: (count) => `steder i indekset: ${count}`,
    sentences: (count) => `sætninger i indekset: ${count}`,
    answers: (count) => `huskede svar, der brugte dem: ${count}`,
    messages: (count) => `mine beskeder fjernet fra rummene: ${count}`,
    messagesLeft: (count) => `mine beskeder, der ikke kunne fjernes: ${count}`,
    uploads: (count) => `uploadede filer: ${count}`,
    published: (count) => `hændelser i biblioteksrummet: ${count}`,
  },
  purgeLeavesNone: (title) => `Derefter er ingen udgave af »${title}« i kraft i dag.`,
  purgeConfirm:
    "Mine svar i rummene, som citerer det, fjernes også. Intet af det kan fortrydes. For at gøre det, så send:",
  purged: (when) => `Slettet for altid den ${when}:`,
  purgeKept:
    "Hvad jeg ikke kan slette: filen i den mappe eller app, den kom fra, hvad medlemmer har kopieret eller deres enheder gemmer, svar ældre end 30 dage, hvad jeg har vist i dette rum, og sikkerhedskopier af datamappen. Loggen beholder filens navn og kontrolsum, intet af teksten.",
  purgeUnfinished: "Databasen er i brug lige nu: spor i dens fil bliver overskrevet ved næste start.",
};

const ALL: Readonly<Record<ReplyLanguage, DocumentMessages>> = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
  ca: CATALAN,
  da: DANISH,
};

export function documentMessagesIn(language: ReplyLanguage): DocumentMessages {
  return ALL[language];
}
