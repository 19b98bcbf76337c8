/**
 * What the bot says about files that admins hand in, in the six languages. Plain words; names of files and titles are put
 * in as they are and must be sent as text. What a format's reader remarks of a file comes with the file, in English.
 */
import type { Rank, Status } from "../../../corpora/document.ts";
import type { ReplyLanguage } from "../../answer-types.ts";

export type LoadingMessages = {
  readonly received: (name: string, size: string) => string;
  readonly reading: string;
  readonly readingFiles: (done: number, total: number) => string;
  readonly tooLarge: (name: string, megabytes: number) => string;
  readonly notFetched: (name: string) => string;
  /** Before the reader's own sentence. */
  readonly unreadable: (name: string) => string;
  /** Head of the report on one file, and on an archive. */
  readonly reportOn: (name: string) => string;
  readonly reportOnArchive: (name: string, files: number) => string;
  readonly pages: (count: number) => string;
  readonly sections: (count: number) => string;
  readonly tables: (count: number) => string;
  readonly unknownLanguage: string;
  /** Names of fields, with their values behind a colon. */
  readonly fields: {
    readonly holds: string;
    readonly title: string;
    readonly rank: string;
    readonly version: string;
    readonly adoptedOn: string;
    readonly newVersionOf: string;
    readonly collection: string;
  };
  /** Behind a value that nobody said. */
  readonly guessed: string;
  readonly lookAt: string;
  readonly sameFile: (file: string, status: string) => string;
  readonly readsMore: (file: string) => string;
  readonly sameText: (file: string) => string;
  readonly near: (file: string, percent: number) => string;
  readonly nameTaken: (own: string) => string;
  readonly saysItIs: (status: string) => string;
  /** What comes of a mere yes. `from` null: since ever. */
  readonly wouldAdopt: (from: string | null, replaces: string | null) => string;
  readonly dayFromName: string;
  readonly dayIsToday: string;
  readonly wouldDraft: string;
  readonly wouldPropose: string;
  readonly wouldKeep: (status: string) => string;
  readonly wouldCancel: string;
  readonly howToAnswer: string;
  readonly howToAnswerFiles: string;
  readonly notUnderstood: string;
  readonly noSuchDocument: (words: string) => string;
  readonly severalDocuments: (words: string) => string;
  readonly inForceNow: (title: string, file: string, from: string | null) => string;
  readonly draftNow: (title: string, file: string) => string;
  readonly proposalNow: (title: string, file: string) => string;
  readonly keptNow: (title: string, file: string, status: string) => string;
  readonly superseded: (title: string, file: string, until: string | null) => string;
  readonly supersededBy: (title: string, file: string) => string;
  readonly vectorsPending: string;
  readonly cancelled: (name: string) => string;
  readonly inForceAlready: string;
  readonly replacesItself: string;
  /** A file of the watched folder is gone; nothing is removed for it. */
  readonly watchedGone: (name: string) => string;
  readonly ranks: Readonly<Record<Rank, string>>;
  readonly statuses: Readonly<Record<Status, string>>;
};

const EN: LoadingMessages = {
  received: (name, size) => `Received: ${name} (${size}).`,
  reading: "I am reading it.",
  readingFiles: (done, total) => `I am reading its files: ${done} of ${total}.`,
  tooLarge: (name, megabytes) => `${name} is larger than the ${megabytes} MB that I take. Please send it in parts.`,
  notFetched: (name) => `I could not fetch ${name} from the homeserver. Please send it again.`,
  unreadable: (name) => `${name} cannot be read, and nothing of it was kept.`,
  reportOn: (name) => `${name} is read; members do not see it yet.`,
  reportOnArchive: (name, files) =>
    `${name} is read: ${files === 1 ? "1 file" : `${files} files`}. Members see nothing of it yet.`,
  pages: (count) => (count === 1 ? "1 page" : `${count} pages`),
  sections: (count) => (count === 1 ? "1 section" : `${count} sections`),
  tables: (count) => (count === 1 ? "1 table" : `${count} tables`),
  unknownLanguage: "language not recognised",
  fields: {
    holds: "Holds",
    title: "Title",
    rank: "Kind",
    version: "Version",
    adoptedOn: "Adopted on",
    newVersionOf: "Seems to be a new version of",
    collection: "Collection",
  },
  guessed: "guessed",
  lookAt: "Please look at this:",
  sameFile: (file, status) => `The very same file is here already: ${file} (${status}).`,
  readsMore: (file) =>
    `This very file is here already (${file}), and more of it could be read this time: the fuller text would take the place of what is there.`,
  sameText: (file) => `The same text is here already: ${file}.`,
  near: (file, percent) => `${percent} % of its sentences stand in ${file} too.`,
  nameTaken: (own) => `Another document bears this name; this one would be called ${own}.`,
  saysItIs: (status) => `By its name or first lines it is: ${status}.`,
  wouldAdopt: (from, replaces) =>
    `As proposed: ${from === null ? "in force, since ever" : `in force from ${from}`}${replaces === null ? "" : `, in place of ${replaces}`}.`,
  dayFromName: "The day is guessed from the name.",
  dayIsToday: "The day is today, because no other is known.",
  wouldDraft: "As proposed: kept as a draft.",
  wouldPropose: "As proposed: kept as a proposal.",
  wouldKeep: (status) => `As proposed: kept as ${status}.`,
  wouldCancel: "As proposed: nothing happens, and the file is dropped.",
  howToAnswer:
    "✅ as proposed, 📝 as a draft, 📄 as a proposal, ❌ drop it. Or reply in words: “adopt from 2026-06-01”, “replaces bylaws-2022.pdf”, “draft”, “proposal”, “cancel”.",
  howToAnswerFiles:
    "✅ all as proposed, 📝 all as drafts, 📄 all as proposals, ❌ drop all. Or reply in words, for one file with its number: “2: adopt from 2026-06-01”, “3: draft”, “4: cancel”.",
  notUnderstood:
    "I did not understand that, and nothing has changed. Please reply like this: “adopt from 2026-06-01”, “adopt from 2026-06-01 replaces bylaws-2022.pdf”, “draft”, “proposal”, “cancel”.",
  noSuchDocument: (words) => `There is no document “${words}” here, so nothing has changed.`,
  severalDocuments: (words) =>
    `“${words}” may be several documents, so nothing has changed. Please give the file's name.`,
  inForceNow: (title, file, from) => `${title} (${file}): in force ${from === null ? "since ever" : `from ${from}`}.`,
  draftNow: (title, file) => `${title} (${file}): kept as a draft, not in force.`,
  proposalNow: (title, file) => `${title} (${file}): kept as a proposal, not in force.`,
  keptNow: (title, file, status) => `${title} (${file}): kept as ${status}.`,
  superseded: (title, file, until) =>
    `Superseded by it: ${title} (${file})${until === null ? "" : `, in force until ${until}`}.`,
  supersededBy: (title, file) => `Later superseded by ${title} (${file}).`,
  vectorsPending: "Members find it by its words at once; search by meaning follows in a while.",
  cancelled: (name) => `${name}: dropped, and nothing of it was kept.`,
  inForceAlready: "It is in force on that day already, so nothing has changed.",
  replacesItself: "It cannot take its own place, so nothing has changed.",
  watchedGone: (name) =>
    `${name} is gone from the watched folder. I keep what I know of it; !withdraw ends it, !purge erases it.`,
  ranks: {
    law: "law",
    statutes: "statutes",
    resolution: "resolution",
    rules: "rules",
    policy: "policy",
    minutes: "minutes",
    proposal: "proposal",
    data: "figures",
  },
  statuses: {
    draft: "a draft",
    proposed: "a proposal",
    adopted: "in force",
    superseded: "superseded",
    withdrawn: "withdrawn",
  },
};

const DE: LoadingMessages = {
  received: (name, size) => `Erhalten: ${name} (${size}).`,
  reading: "Ich lese sie.",
  readingFiles: (done, total) => `Ich lese die Dateien darin: ${done} von ${total}.`,
  tooLarge: (name, megabytes) =>
    `${name} ist größer als die ${megabytes} MB, die ich annehme. Bitte in Teilen schicken.`,
  notFetched: (name) => `Ich konnte ${name} nicht vom Homeserver holen. Bitte noch einmal schicken.`,
  unreadable: (name) => `${name} ist nicht lesbar; nichts davon wurde behalten.`,
  reportOn: (name) => `${name} ist gelesen; die Mitglieder sehen sie noch nicht.`,
  reportOnArchive: (name, files) =>
    `${name} ist gelesen: ${files === 1 ? "1 Datei" : `${files} Dateien`}. Die Mitglieder sehen noch nichts davon.`,
  pages: (count) => (count === 1 ? "1 Seite" : `${count} Seiten`),
  sections: (count) => (count === 1 ? "1 Abschnitt" : `${count} Abschnitte`),
  tables: (count) => (count === 1 ? "1 Tabelle" : `${count} Tabellen`),
  unknownLanguage: "Sprache nicht erkannt",
  fields: {
    holds: "Inhalt",
    title: "Titel",
    rank: "Art",
    version: "Fassung",
    adoptedOn: "Beschlossen am",
    newVersionOf: "Wohl eine neue Fassung von",
    collection: "Sammlung",
  },
  guessed: "geraten",
  lookAt: "Bitte ansehen:",
  sameFile: (file, status) => `Genau diese Datei ist schon da: ${file} (${status}).`,
  readsMore: (file) =>
    `Genau diese Datei ist schon da (${file}), und diesmal war mehr von ihr zu lesen: Der vollständigere Text käme an die Stelle des vorhandenen.`,
  sameText: (file) => `Derselbe Text ist schon da: ${file}.`,
  near: (file, percent) => `${percent} % ihrer Sätze stehen auch in ${file}.`,
  nameTaken: (own) => `Ein anderes Dokument heißt schon so; dieses hieße ${own}.`,
  saysItIs: (status) => `Nach Namen oder ersten Zeilen ist es: ${status}.`,
  wouldAdopt: (from, replaces) =>
    `Vorschlag: ${from === null ? "in Kraft, seit jeher" : `in Kraft ab ${from}`}${replaces === null ? "" : `, anstelle von ${replaces}`}.`,
  dayFromName: "Der Tag ist aus dem Namen geraten.",
  dayIsToday: "Der Tag ist heute, weil kein anderer bekannt ist.",
  wouldDraft: "Vorschlag: als Entwurf aufbewahren.",
  wouldPropose: "Vorschlag: als Antrag aufbewahren.",
  wouldKeep: (status) => `Vorschlag: aufbewahren als ${status}.`,
  wouldCancel: "Vorschlag: nichts tun und die Datei verwerfen.",
  howToAnswer:
    "✅ wie vorgeschlagen, 📝 als Entwurf, 📄 als Antrag, ❌ verwerfen. Oder in Worten antworten: „gilt ab 1.6.2026“, „ersetzt satzung-2022.pdf“, „Entwurf“, „Antrag“, „verwerfen“.",
  howToAnswerFiles:
    "✅ alle wie vorgeschlagen, 📝 alle als Entwurf, 📄 alle als Antrag, ❌ alle verwerfen. Oder in Worten, für eine Datei mit ihrer Nummer: „2: gilt ab 1.6.2026“, „3: Entwurf“, „4: verwerfen“.",
  notUnderstood:
    "Das habe ich nicht verstanden; nichts hat sich geändert. Bitte so antworten: „gilt ab 1.6.2026“, „gilt ab 1.6.2026 ersetzt satzung-2022.pdf“, „Entwurf“, „Antrag“, „verwerfen“.",
  noSuchDocument: (words) => `Ein Dokument „${words}“ gibt es hier nicht; nichts hat sich geändert.`,
  severalDocuments: (words) =>
    `„${words}“ können mehrere Dokumente sein; nichts hat sich geändert. Bitte den Dateinamen nennen.`,
  inForceNow: (title, file, from) => `${title} (${file}): in Kraft ${from === null ? "seit jeher" : `ab ${from}`}.`,
  draftNow: (title, file) => `${title} (${file}): als Entwurf aufbewahrt, nicht in Kraft.`,
  proposalNow: (title, file) => `${title} (${file}): als Antrag aufbewahrt, nicht in Kraft.`,
  keptNow: (title, file, status) => `${title} (${file}): aufbewahrt als ${status}.`,
  superseded: (title, file, until) =>
    `Dadurch ersetzt: ${title} (${file})${until === null ? "" : `, in Kraft bis ${until}`}.`,
  supersededBy: (title, file) => `Später ersetzt durch ${title} (${file}).`,
  vectorsPending: "Die Mitglieder finden es sofort nach seinen Wörtern; die Suche nach dem Sinn folgt bald.",
  cancelled: (name) => `${name}: verworfen; nichts davon wurde behalten.`,
  inForceAlready: "An dem Tag ist es schon in Kraft; nichts hat sich geändert.",
  replacesItself: "Es kann sich nicht selbst ersetzen; nichts hat sich geändert.",
  watchedGone: (name) =>
    `${name} ist aus dem beobachteten Ordner verschwunden. Ich behalte, was ich davon weiß; !withdraw beendet es, !purge löscht es.`,
  ranks: {
    law: "Gesetz",
    statutes: "Satzung",
    resolution: "Beschluss",
    rules: "Ordnung",
    policy: "Richtlinie",
    minutes: "Protokoll",
    proposal: "Antrag",
    data: "Zahlen",
  },
  statuses: {
    draft: "Entwurf",
    proposed: "Antrag",
    adopted: "in Kraft",
    superseded: "ersetzt",
    withdrawn: "zurückgezogen",
  },
};

const FR: LoadingMessages = {
  received: (name, size) => `Reçu : ${name} (${size}).`,
  reading: "Je le lis.",
  readingFiles: (done, total) => `Je lis les fichiers qu'il contient : ${done} sur ${total}.`,
  tooLarge: (name, megabytes) =>
    `${name} dépasse les ${megabytes} Mo que j'accepte. Envoyez-le en plusieurs parties, s'il vous plaît.`,
  notFetched: (name) => `Je n'ai pas pu récupérer ${name} du serveur. Renvoyez-le, s'il vous plaît.`,
  unreadable: (name) => `${name} est illisible ; rien n'en a été gardé.`,
  reportOn: (name) => `${name} est lu ; les membres ne le voient pas encore.`,
  reportOnArchive: (name, files) =>
    `${name} est lu : ${files === 1 ? "1 fichier" : `${files} fichiers`}. Les membres n'en voient encore rien.`,
  pages: (count) => (count === 1 ? "1 page" : `${count} pages`),
  sections: (count) => (count === 1 ? "1 section" : `${count} sections`),
  tables: (count) => (count === 1 ? "1 tableau" : `${count} tableaux`),
  unknownLanguage: "langue non reconnue",
  fields: {
    holds: "Contenu",
    title: "Titre",
    rank: "Nature",
    version: "Version",
    adoptedOn: "Adopté le",
    newVersionOf: "Semble être une nouvelle version de",
    collection: "Collection",
  },
  guessed: "deviné",
  lookAt: "À vérifier :",
  sameFile: (file, status) => `Ce même fichier est déjà là : ${file} (${status}).`,
  readsMore: (file) =>
    `Ce même fichier est déjà là (${file}), et cette fois on a pu en lire davantage : le texte plus complet remplacerait celui qui s'y trouve.`,
  sameText: (file) => `Le même texte est déjà là : ${file}.`,
  near: (file, percent) => `${percent} % de ses phrases se trouvent aussi dans ${file}.`,
  nameTaken: (own) => `Un autre document porte ce nom ; celui-ci s'appellerait ${own}.`,
  saysItIs: (status) => `D'après son nom ou ses premières lignes : ${status}.`,
  wouldAdopt: (from, replaces) =>
    `Proposé : ${from === null ? "en vigueur, depuis toujours" : `en vigueur à partir du ${from}`}${replaces === null ? "" : `, à la place de ${replaces}`}.`,
  dayFromName: "La date est devinée d'après le nom.",
  dayIsToday: "La date est celle d'aujourd'hui, faute d'une autre.",
  wouldDraft: "Proposé : gardé comme brouillon.",
  wouldPropose: "Proposé : gardé comme proposition.",
  wouldKeep: (status) => `Proposé : gardé comme ${status}.`,
  wouldCancel: "Proposé : ne rien faire et abandonner le fichier.",
  howToAnswer:
    "✅ comme proposé, 📝 comme brouillon, 📄 comme proposition, ❌ abandonner. Ou répondez en mots : « en vigueur à partir du 1.6.2026 », « remplace statuts-2022.pdf », « brouillon », « proposition », « annuler ».",
  howToAnswerFiles:
    "✅ tous comme proposé, 📝 tous comme brouillons, 📄 tous comme propositions, ❌ tout abandonner. Ou en mots, pour un fichier avec son numéro : « 2: en vigueur à partir du 1.6.2026 », « 3: brouillon », « 4: annuler ».",
  notUnderstood:
    "Je n'ai pas compris ; rien n'a changé. Répondez ainsi : « en vigueur à partir du 1.6.2026 », « en vigueur à partir du 1.6.2026 remplace statuts-2022.pdf », « brouillon », « proposition », « annuler ».",
  noSuchDocument: (words) => `Il n'y a pas de document « ${words} » ici ; rien n'a changé.`,
  severalDocuments: (words) =>
    `« ${words} » peut désigner plusieurs documents ; rien n'a changé. Donnez le nom du fichier, s'il vous plaît.`,
  inForceNow: (title, file, from) =>
    `${title} (${file}) : en vigueur ${from === null ? "depuis toujours" : `à partir du ${from}`}.`,
  draftNow: (title, file) => `${title} (${file}) : gardé comme brouillon, pas en vigueur.`,
  proposalNow: (title, file) => `${title} (${file}) : gardé comme proposition, pas en vigueur.`,
  keptNow: (title, file, status) => `${title} (${file}) : gardé comme ${status}.`,
  superseded: (title, file, until) =>
    `Remplacé par lui : ${title} (${file})${until === null ? "" : `, en vigueur jusqu'au ${until}`}.`,
  supersededBy: (title, file) => `Remplacé plus tard par ${title} (${file}).`,
  vectorsPending: "Les membres le trouvent aussitôt par ses mots ; la recherche par le sens suit bientôt.",
  cancelled: (name) => `${name} : abandonné ; rien n'en a été gardé.`,
  inForceAlready: "Il est déjà en vigueur ce jour-là ; rien n'a changé.",
  replacesItself: "Il ne peut pas se remplacer lui-même ; rien n'a changé.",
  watchedGone: (name) =>
    `${name} a disparu du dossier surveillé. Je garde ce que j'en sais ; !withdraw y met fin, !purge l'efface.`,
  ranks: {
    law: "loi",
    statutes: "statuts",
    resolution: "résolution",
    rules: "règlement",
    policy: "directive",
    minutes: "procès-verbal",
    proposal: "proposition",
    data: "chiffres",
  },
  statuses: {
    draft: "brouillon",
    proposed: "proposition",
    adopted: "en vigueur",
    superseded: "remplacé",
    withdrawn: "retiré",
  },
};

const ES: LoadingMessages = {
  received: (name, size) => `Recibido: ${name} (${size}).`,
  reading: "Lo estoy leyendo.",
  readingFiles: (done, total) => `Estoy leyendo sus archivos: ${done} de ${total}.`,
  tooLarge: (name, megabytes) => `${name} supera los ${megabytes} MB que acepto. Envíelo por partes, por favor.`,
  notFetched: (name) => `No he podido descargar ${name} del servidor. Envíelo otra vez, por favor.`,
  unreadable: (name) => `${name} no se puede leer; no se ha guardado nada.`,
  reportOn: (name) => `${name} está leído; los miembros todavía no lo ven.`,
  reportOnArchive: (name, files) =>
    `${name} está leído: ${files === 1 ? "1 archivo" : `${files} archivos`}. Los miembros todavía no ven nada.`,
  pages: (count) => (count === 1 ? "1 página" : `${count} páginas`),
  sections: (count) => (count === 1 ? "1 sección" : `${count} secciones`),
  tables: (count) => (count === 1 ? "1 tabla" : `${count} tablas`),
  unknownLanguage: "idioma no reconocido",
  fields: {
    holds: "Contiene",
    title: "Título",
    rank: "Tipo",
    version: "Versión",
    adoptedOn: "Adoptado el",
    newVersionOf: "Parece una nueva versión de",
    collection: "Colección",
  },
  guessed: "supuesto",
  lookAt: "Por favor, revise esto:",
  sameFile: (file, status) => `Este mismo archivo ya está aquí: ${file} (${status}).`,
  readsMore: (file) =>
    `Este mismo archivo ya está aquí (${file}) y esta vez se ha podido leer más: el texto más completo ocuparía el lugar del que hay.`,
  sameText: (file) => `El mismo texto ya está aquí: ${file}.`,
  near: (file, percent) => `El ${percent} % de sus frases está también en ${file}.`,
  nameTaken: (own) => `Otro documento lleva este nombre; este se llamaría ${own}.`,
  saysItIs: (status) => `Por su nombre o sus primeras líneas es: ${status}.`,
  wouldAdopt: (from, replaces) =>
    `Propuesto: ${from === null ? "en vigor, desde siempre" : `en vigor desde el ${from}`}${replaces === null ? "" : `, en lugar de ${replaces}`}.`,
  dayFromName: "La fecha se supone por el nombre.",
  dayIsToday: "La fecha es la de hoy, porque no se conoce otra.",
  wouldDraft: "Propuesto: guardarlo como borrador.",
  wouldPropose: "Propuesto: guardarlo como propuesta.",
  wouldKeep: (status) => `Propuesto: guardarlo como ${status}.`,
  wouldCancel: "Propuesto: no hacer nada y descartar el archivo.",
  howToAnswer:
    "✅ como se propone, 📝 como borrador, 📄 como propuesta, ❌ descartarlo. O responda con palabras: «en vigor desde el 1.6.2026», «sustituye estatutos-2022.pdf», «borrador», «propuesta», «cancelar».",
  howToAnswerFiles:
    "✅ todos como se propone, 📝 todos como borradores, 📄 todos como propuestas, ❌ descartar todo. O con palabras, para un archivo con su número: «2: en vigor desde el 1.6.2026», «3: borrador», «4: cancelar».",
  notUnderstood:
    "No lo he entendido y nada ha cambiado. Responda así: «en vigor desde el 1.6.2026», «en vigor desde el 1.6.2026 sustituye estatutos-2022.pdf», «borrador», «propuesta», «cancelar».",
  noSuchDocument: (words) => `Aquí no hay ningún documento «${words}»; nada ha cambiado.`,
  severalDocuments: (words) =>
    `«${words}» puede ser más de un documento; nada ha cambiado. Indique el nombre del archivo, por favor.`,
  inForceNow: (title, file, from) =>
    `${title} (${file}): en vigor ${from === null ? "desde siempre" : `desde el ${from}`}.`,
  draftNow: (title, file) => `${title} (${file}): guardado como borrador, no está en vigor.`,
  proposalNow: (title, file) => `${title} (${file}): guardado como propuesta, no está en vigor.`,
  keptNow: (title, file, status) => `${title} (${file}): guardado como ${status}.`,
  superseded: (title, file, until) =>
    `Sustituido por él: ${title} (${file})${until === null ? "" : `, en vigor hasta el ${until}`}.`,
  supersededBy: (title, file) => `Sustituido más tarde por ${title} (${file}).`,
  vectorsPending:
    "Los miembros lo encuentran ya por sus palabras; la búsqueda por el sentido llegará dentro de un rato.",
  cancelled: (name) => `${name}: descartado; no se ha guardado nada.`,
  inForceAlready: "Ese día ya está en vigor; nada ha cambiado.",
  replacesItself: "No puede sustituirse a sí mismo; nada ha cambiado.",
  watchedGone: (name) =>
    `${name} ha desaparecido de la carpeta vigilada. Conservo lo que sé de él; !withdraw le pone fin, !purge lo borra.`,
  ranks: {
    law: "ley",
    statutes: "estatutos",
    resolution: "resolución",
    rules: "reglamento",
    policy: "directriz",
    minutes: "acta",
    proposal: "propuesta",
    data: "cifras",
  },
  statuses: {
    draft: "borrador",
    proposed: "propuesta",
    adopted: "en vigor",
    superseded: "sustituido",
    withdrawn: "retirado",
  },
};

const CA: LoadingMessages = {
  received: (name, size) => `Rebut: ${name} (${size}).`,
  reading: "L'estic llegint.",
  readingFiles: (done, total) => `Estic llegint els fitxers que conté: ${done} de ${total}.`,
  tooLarge: (name, megabytes) => `${name} supera els ${megabytes} MB que accepto. Envieu-lo per parts, si us plau.`,
  notFetched: (name) => `No he pogut baixar ${name} del servidor. Envieu-lo un altre cop, si us plau.`,
  unreadable: (name) => `${name} no es pot llegir; no se n'ha guardat res.`,
  reportOn: (name) => `${name} està llegit; els membres encara no el veuen.`,
  reportOnArchive: (name, files) =>
    `${name} està llegit: ${files === 1 ? "1 fitxer" : `${files} fitxers`}. Els membres encara no en veuen res.`,
  pages: (count) => (count === 1 ? "1 pàgina" : `${count} pàgines`),
  sections: (count) => (count === 1 ? "1 secció" : `${count} seccions`),
  tables: (count) => (count === 1 ? "1 taula" : `${count} taules`),
  unknownLanguage: "llengua no reconeguda",
  fields: {
    holds: "Conté",
    title: "Títol",
    rank: "Tipus",
    version: "Versió",
    adoptedOn: "Adoptat el",
    newVersionOf: "Sembla una nova versió de",
    collection: "Col·lecció",
  },
  guessed: "suposat",
  lookAt: "Si us plau, reviseu això:",
  sameFile: (file, status) => `Aquest mateix fitxer ja hi és: ${file} (${status}).`,
  readsMore: (file) =>
    `Aquest mateix fitxer ja hi és (${file}) i aquesta vegada se n'ha pogut llegir més: el text més complet ocuparia el lloc del que hi ha.`,
  sameText: (file) => `El mateix text ja hi és: ${file}.`,
  near: (file, percent) => `El ${percent} % de les seves frases és també a ${file}.`,
  nameTaken: (own) => `Un altre document porta aquest nom; aquest es diria ${own}.`,
  saysItIs: (status) => `Pel nom o les primeres línies és: ${status}.`,
  wouldAdopt: (from, replaces) =>
    `Proposat: ${from === null ? "vigent, des de sempre" : `vigent a partir del ${from}`}${replaces === null ? "" : `, en lloc de ${replaces}`}.`,
  dayFromName: "La data se suposa pel nom.",
  dayIsToday: "La data és la d'avui, perquè no se'n coneix cap altra.",
  wouldDraft: "Proposat: guardar-lo com a esborrany.",
  wouldPropose: "Proposat: guardar-lo com a proposta.",
  wouldKeep: (status) => `Proposat: guardar-lo com a ${status}.`,
  wouldCancel: "Proposat: no fer res i descartar el fitxer.",
  howToAnswer:
    "✅ com es proposa, 📝 com a esborrany, 📄 com a proposta, ❌ descartar-lo. O responeu amb paraules: «vigent a partir de l'1.6.2026», «substitueix estatuts-2022.pdf», «esborrany», «proposta», «cancel·la».",
  howToAnswerFiles:
    "✅ tots com es proposa, 📝 tots com a esborranys, 📄 tots com a propostes, ❌ descartar-ho tot. O amb paraules, per a un fitxer amb el seu número: «2: vigent a partir de l'1.6.2026», «3: esborrany», «4: cancel·la».",
  notUnderstood:
    "No ho he entès i res no ha canviat. Responeu així: «vigent a partir de l'1.6.2026», «vigent a partir de l'1.6.2026 substitueix estatuts-2022.pdf», «esborrany», «proposta», «cancel·la».",
  noSuchDocument: (words) => `Aquí no hi ha cap document «${words}»; res no ha canviat.`,
  severalDocuments: (words) =>
    `«${words}» pot ser més d'un document; res no ha canviat. Doneu el nom del fitxer, si us plau.`,
  inForceNow: (title, file, from) =>
    `${title} (${file}): vigent ${from === null ? "des de sempre" : `a partir del ${from}`}.`,
  draftNow: (title, file) => `${title} (${file}): guardat com a esborrany, no vigent.`,
  proposalNow: (title, file) => `${title} (${file}): guardat com a proposta, no vigent.`,
  keptNow: (title, file, status) => `${title} (${file}): guardat com a ${status}.`,
  superseded: (title, file, until) =>
    `Substituït per aquest: ${title} (${file})${until === null ? "" : `, vigent fins al ${until}`}.`,
  supersededBy: (title, file) => `Substituït més tard per ${title} (${file}).`,
  vectorsPending: "Els membres ja el troben per les paraules; la cerca pel sentit arribarà d'aquí a una estona.",
  cancelled: (name) => `${name}: descartat; no se n'ha guardat res.`,
  inForceAlready: "Aquell dia ja és vigent; res no ha canviat.",
  replacesItself: "No es pot substituir a si mateix; res no ha canviat.",
  watchedGone: (name) =>
    `${name} ha desaparegut de la carpeta vigilada. Conservo el que en sé; !withdraw hi posa fi, !purge l'esborra.`,
  ranks: {
    law: "llei",
    statutes: "estatuts",
    resolution: "resolució",
    rules: "reglament",
    policy: "directriu",
    minutes: "acta",
    proposal: "proposta",
    data: "xifres",
  },
  statuses: {
    draft: "esborrany",
    proposed: "proposta",
    adopted: "vigent",
    superseded: "substituït",
    withdrawn: "retirat",
  },
};

const DA: LoadingMessages = {
  received: (name, size) => `Modtaget: ${name} (${size}).`,
  reading: "Jeg læser den.",
  readingFiles: (done, total) => `Jeg læser dens filer: ${done} af ${total}.`,
  tooLarge: (name, megabytes) => `${name} er større end de ${megabytes} MB, jeg tager imod. Send den i dele.`,
  notFetched: (name) => `Jeg kunne ikke hente ${name} fra serveren. Send den igen.`,
  unreadable: (name) => `${name} kan ikke læses, og intet af den er gemt.`,
  reportOn: (name) => `${name} er læst; medlemmerne ser den ikke endnu.`,
  reportOnArchive: (name, files) =>
    `${name} er læst: ${files === 1 ? "1 fil" : `${files} filer`}. Medlemmerne ser intet af den endnu.`,
  pages: (count) => (count === 1 ? "1 side" : `${count} sider`),
  sections: (count) => (count === 1 ? "1 afsnit" : `${count} afsnit`),
  tables: (count) => (count === 1 ? "1 tabel" : `${count} tabeller`),
  unknownLanguage: "sprog ikke genkendt",
  fields: {
    holds: "Indhold",
    title: "Titel",
    rank: "Art",
    version: "Udgave",
    adoptedOn: "Vedtaget",
    newVersionOf: "Ser ud til at være en ny udgave af",
    collection: "Samling",
  },
  guessed: "gættet",
  lookAt: "Se på dette:",
  sameFile: (file, status) => `Præcis denne fil er her allerede: ${file} (${status}).`,
  readsMore: (file) =>
    `Præcis denne fil er her allerede (${file}), og denne gang kunne mere af den læses: den fyldigere tekst ville træde i stedet for den, der er.`,
  sameText: (file) => `Den samme tekst er her allerede: ${file}.`,
  near: (file, percent) => `${percent} % af dens sætninger står også i ${file}.`,
  nameTaken: (own) => `Et andet dokument hedder sådan; dette ville hedde ${own}.`,
  saysItIs: (status) => `Efter navn eller første linjer er det: ${status}.`,
  wouldAdopt: (from, replaces) =>
    `Foreslået: ${from === null ? "gældende, altid" : `gældende fra ${from}`}${replaces === null ? "" : `, i stedet for ${replaces}`}.`,
  dayFromName: "Dagen er gættet ud fra navnet.",
  dayIsToday: "Dagen er i dag, fordi ingen anden er kendt.",
  wouldDraft: "Foreslået: gemmes som udkast.",
  wouldPropose: "Foreslået: gemmes som forslag.",
  wouldKeep: (status) => `Foreslået: gemmes som ${status}.`,
  wouldCancel: "Foreslået: intet sker, og filen kasseres.",
  howToAnswer:
    "✅ som foreslået, 📝 som udkast, 📄 som forslag, ❌ kassér. Eller svar med ord: „gælder fra 1.6.2026“, „erstatter vedtægter-2022.pdf“, „udkast“, „forslag“, „annuller“.",
  howToAnswerFiles:
    "✅ alle som foreslået, 📝 alle som udkast, 📄 alle som forslag, ❌ kassér alle. Eller med ord, for én fil med dens nummer: „2: gælder fra 1.6.2026“, „3: udkast“, „4: annuller“.",
  notUnderstood:
    "Det forstod jeg ikke, og intet er ændret. Svar sådan: „gælder fra 1.6.2026“, „gælder fra 1.6.2026 erstatter vedtægter-2022.pdf“, „udkast“, „forslag“, „annuller“.",
  noSuchDocument: (words) => `Der er intet dokument „${words}“ her; intet er ændret.`,
  severalDocuments: (words) => `„${words}“ kan være flere dokumenter; intet er ændret. Skriv filens navn.`,
  inForceNow: (title, file, from) => `${title} (${file}): gældende ${from === null ? "altid" : `fra ${from}`}.`,
  draftNow: (title, file) => `${title} (${file}): gemt som udkast, ikke gældende.`,
  proposalNow: (title, file) => `${title} (${file}): gemt som forslag, ikke gældende.`,
  keptNow: (title, file, status) => `${title} (${file}): gemt som ${status}.`,
  superseded: (title, file, until) =>
    `Erstattet af det: ${title} (${file})${until === null ? "" : `, gældende til ${until}`}.`,
  supersededBy: (title, file) => `Senere erstattet af ${title} (${file}).`,
  vectorsPending: "Medlemmerne finder det straks på dets ord; søgning på mening følger om lidt.",
  cancelled: (name) => `${name}: kasseret, og intet af den er gemt.`,
  inForceAlready: "Det er allerede gældende den dag; intet er ændret.",
  replacesItself: "Det kan ikke erstatte sig selv; intet er ændret.",
  watchedGone: (name) =>
    `${name} er væk fra den overvågede mappe. Jeg beholder, hvad jeg ved om den; !withdraw afslutter den, !purge sletter den.`,
  ranks: {
    law: "lov",
    statutes: "vedtægter",
    resolution: "beslutning",
    rules: "regler",
    policy: "retningslinje",
    minutes: "referat",
    proposal: "forslag",
    data: "tal",
  },
  statuses: {
    draft: "udkast",
    proposed: "forslag",
    adopted: "gældende",
    superseded: "erstattet",
    withdrawn: "trukket tilbage",
  },
};

const ALL: Readonly<Record<ReplyLanguage, LoadingMessages>> = { en: EN, de: DE, fr: FR, es: ES, ca: CA, da: DA };

export function loadingMessagesIn(language: ReplyLanguage): LoadingMessages {
  return ALL[language];
}
