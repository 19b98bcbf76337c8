/**
 * Every sentence about library rooms, in the six languages. Plain words without markup; what is handed in (collections,
 * rooms) is put in as it is. Knows nothing of when they are said.
 */
import type { ReplyLanguage } from "../../answer-types.ts";

export type LibraryMessages = {
  /** What the room is called, and what stands below its name. */
  readonly roomName: (title: string) => string;
  readonly topic: string;
  readonly asks: (collection: string, documents: number, sections: number) => string;
  readonly unencrypted: string;
  readonly notTakenBack: string;
  readonly leftOut: (documents: number) => string;
  readonly mayJoin: (rooms: readonly string[]) => string;
  /** Before the command to be sent. */
  readonly confirm: string;
  readonly switchedOn: (collection: string) => string;
  readonly isOn: (collection: string) => string;
  readonly isClosing: (collection: string) => string;
  readonly switchedOff: (collection: string) => string;
  readonly isOff: (collection: string) => string;
  readonly noLibraries: string;
  readonly progress: (collection: string, there: number, total: number) => string;
  readonly upToDate: (collection: string, sections: number) => string;
  readonly emptying: (collection: string, gone: number, total: number) => string;
  /** `left`: what the homeserver would not remove. */
  readonly closed: (collection: string, gone: number, left: number) => string;
  readonly members: (count: number) => string;
  readonly removed: (collection: string, people: number) => string;
  /** What somebody who is put out is told. */
  readonly removedReason: string;
  readonly encryptedByServer: (collection: string) => string;
  readonly stuck: (collection: string, reference: string) => string;
};

const ENGLISH: LibraryMessages = {
  roomName: (title) => `Library: ${title}`,
  topic: "The sections in force, to read. Not encrypted. Only the assistant writes here.",
  asks: (collection, documents, sections) =>
    `A library room for “${collection}”: every section that is in force becomes a message that answers link to (documents: ${documents}, sections: ${sections}).`,
  unencrypted:
    "The text will then lie on the homeserver UNENCRYPTED, since those who join later could not read it otherwise. Whoever runs the homeserver, or the server of a member who joins, can read it, and so can whoever gets at their backups.",
  notTakenBack:
    "It can be switched off and everything removed, but no program takes back what somebody has copied or another server has kept.",
  leftOut: (documents) => `Not published: tables, and documents with columns about people (${documents}).`,
  mayJoin: (rooms) =>
    rooms.length === 0
      ? "No room reads this collection: nobody can join until one is granted it."
      : `Only members of these rooms can join: ${rooms.join(", ")}.`,
  confirm: "To do it, send:",
  switchedOn: (collection) => `The library of “${collection}” is being made; I tell here how far it is.`,
  isOn: (collection) => `“${collection}” has its library:`,
  isClosing: (collection) => `The library of “${collection}” is being emptied. It can be switched on again after that.`,
  switchedOff: (collection) =>
    `The library of “${collection}” is being closed: nobody can join any more, and everything in it is removed. I tell here how far it is.`,
  isOff: (collection) => `“${collection}” has no library.`,
  noLibraries: "No collection has a library.",
  progress: (collection, there, total) => `Library of “${collection}”: ${there} of ${total} sections are there.`,
  upToDate: (collection, sections) => `Library of “${collection}”: up to date, ${sections} sections.`,
  emptying: (collection, gone, total) => `Library of “${collection}”: ${gone} of ${total} messages are removed.`,
  closed: (collection, gone, left) =>
    `The library of “${collection}” is closed. Messages removed: ${gone}.${left === 0 ? "" : ` The homeserver would not remove: ${left}.`}`,
  members: (count) => `members: ${count}`,
  removed: (collection, people) =>
    `Put out of the library of “${collection}”, because no room of theirs reads it any more: ${people}.`,
  removedReason: "You are in no room any more that may read this.",
  encryptedByServer: (collection) =>
    `The library of “${collection}” cannot be filled: this homeserver encrypts every room by itself, and those who join later could not read it. Switch that off for rooms by invitation, or switch the library off.`,
  stuck: (collection, reference) =>
    `Library of “${collection}”: this cannot go on just now (reference ${reference}). I try again within the hour.`,
};

const GERMAN: LibraryMessages = {
  roomName: (title) => `Bibliothek: ${title}`,
  topic: "Die geltenden Abschnitte zum Nachlesen. Nicht verschlüsselt. Nur der Assistent schreibt hier.",
  asks: (collection, documents, sections) =>
    `Ein Bibliotheksraum für „${collection}“: Jeder geltende Abschnitt wird eine Nachricht, auf die Antworten verweisen (Dokumente: ${documents}, Abschnitte: ${sections}).`,
  unencrypted:
    "Der Text liegt dann UNVERSCHLÜSSELT auf dem Homeserver, weil ihn sonst nicht lesen könnte, wer später beitritt. Wer den Homeserver betreibt, oder den Server eines Mitglieds, das beitritt, kann ihn lesen, ebenso wer an deren Sicherungen kommt.",
  notTakenBack:
    "Die Bibliothek lässt sich ausschalten, und alles wird entfernt; aber kein Programm holt zurück, was jemand kopiert oder ein anderer Server behalten hat.",
  leftOut: (documents) => `Nicht veröffentlicht: Tabellen und Dokumente mit Spalten über Personen (${documents}).`,
  mayJoin: (rooms) =>
    rooms.length === 0
      ? "Kein Raum liest diese Sammlung: Niemand kann beitreten, bis sie einem freigegeben wird."
      : `Nur Mitglieder dieser Räume können beitreten: ${rooms.join(", ")}.`,
  confirm: "Wenn das geschehen soll, schicke:",
  switchedOn: (collection) => `Die Bibliothek von „${collection}“ wird angelegt; wie weit sie ist, sage ich hier.`,
  isOn: (collection) => `„${collection}“ hat seine Bibliothek:`,
  isClosing: (collection) =>
    `Die Bibliothek von „${collection}“ wird gerade geleert. Danach lässt sie sich wieder einschalten.`,
  switchedOff: (collection) =>
    `Die Bibliothek von „${collection}“ wird geschlossen: Niemand kann mehr beitreten, und alles darin wird entfernt. Wie weit das ist, sage ich hier.`,
  isOff: (collection) => `„${collection}“ hat keine Bibliothek.`,
  noLibraries: "Keine Sammlung hat eine Bibliothek.",
  progress: (collection, there, total) => `Bibliothek von „${collection}“: ${there} von ${total} Abschnitten sind da.`,
  upToDate: (collection, sections) => `Bibliothek von „${collection}“: auf dem neuesten Stand, ${sections} Abschnitte.`,
  emptying: (collection, gone, total) =>
    `Bibliothek von „${collection}“: ${gone} von ${total} Nachrichten sind entfernt.`,
  closed: (collection, gone, left) =>
    `Die Bibliothek von „${collection}“ ist geschlossen. Entfernte Nachrichten: ${gone}.${left === 0 ? "" : ` Nicht entfernt hat der Homeserver: ${left}.`}`,
  members: (count) => `Mitglieder: ${count}`,
  removed: (collection, people) =>
    `Aus der Bibliothek von „${collection}“ entfernt, weil keiner ihrer Räume sie mehr liest: ${people}.`,
  removedReason: "Du bist in keinem Raum mehr, der dies lesen darf.",
  encryptedByServer: (collection) =>
    `Die Bibliothek von „${collection}“ lässt sich nicht füllen: Dieser Homeserver verschlüsselt von sich aus jeden Raum, und wer später beitritt, könnte nichts lesen. Schalte das für Räume mit Einladung ab, oder schalte die Bibliothek aus.`,
  stuck: (collection, reference) =>
    `Bibliothek von „${collection}“: Gerade geht es nicht weiter (Kennzeichen ${reference}). Binnen einer Stunde versuche ich es wieder.`,
};

const FRENCH: LibraryMessages = {
  roomName: (title) => `Bibliothèque : ${title}`,
  topic: "Les sections en vigueur, à lire. Non chiffré. Seul l'assistant écrit ici.",
  asks: (collection, documents, sections) =>
    `Un salon bibliothèque pour « ${collection} » : chaque section en vigueur devient un message auquel les réponses renvoient (documents : ${documents}, sections : ${sections}).`,
  unencrypted:
    "Le texte se trouvera alors NON CHIFFRÉ sur le serveur, car ceux qui arrivent plus tard ne pourraient pas le lire autrement. Qui gère le serveur, ou celui d'un membre qui entre, peut le lire, de même que qui accède à leurs sauvegardes.",
  notTakenBack:
    "On peut la désactiver et tout retirer, mais aucun programme ne reprend ce que quelqu'un a copié ou qu'un autre serveur a gardé.",
  leftOut: (documents) =>
    `Non publiés : les tableaux et les documents avec des colonnes sur des personnes (${documents}).`,
  mayJoin: (rooms) =>
    rooms.length === 0
      ? "Aucun salon ne lit cette collection : personne ne peut entrer tant qu'elle n'est accordée à aucun."
      : `Seuls les membres de ces salons peuvent entrer : ${rooms.join(", ")}.`,
  confirm: "Pour le faire, envoyez :",
  switchedOn: (collection) => `La bibliothèque de « ${collection} » est en préparation ; je dis ici où elle en est.`,
  isOn: (collection) => `« ${collection} » a sa bibliothèque :`,
  isClosing: (collection) =>
    `La bibliothèque de « ${collection} » est en train d'être vidée. Elle pourra être réactivée ensuite.`,
  switchedOff: (collection) =>
    `La bibliothèque de « ${collection} » est en cours de fermeture : personne ne peut plus entrer et tout son contenu est retiré. Je dis ici où cela en est.`,
  isOff: (collection) => `« ${collection} » n'a pas de bibliothèque.`,
  noLibraries: "Aucune collection n'a de bibliothèque.",
  progress: (collection, there, total) => `Bibliothèque de « ${collection} » : ${there} sections sur ${total} sont là.`,
  upToDate: (collection, sections) => `Bibliothèque de « ${collection} » : à jour, ${sections} sections.`,
  emptying: (collection, gone, total) =>
    `Bibliothèque de « ${collection} » : ${gone} messages sur ${total} sont retirés.`,
  closed: (collection, gone, left) =>
    `La bibliothèque de « ${collection} » est fermée. Messages retirés : ${gone}.${left === 0 ? "" : ` Le serveur a refusé d'en retirer : ${left}.`}`,
  members: (count) => `membres : ${count}`,
  removed: (collection, people) =>
    `Exclus de la bibliothèque de « ${collection} », car aucun de leurs salons ne la lit plus : ${people}.`,
  removedReason: "Vous n'êtes plus dans aucun salon qui peut lire ceci.",
  encryptedByServer: (collection) =>
    `La bibliothèque de « ${collection} » ne peut pas être remplie : ce serveur chiffre de lui-même tous les salons, et ceux qui arrivent plus tard ne pourraient rien lire. Désactivez cela pour les salons sur invitation, ou désactivez la bibliothèque.`,
  stuck: (collection, reference) =>
    `Bibliothèque de « ${collection} » : impossible de continuer pour l'instant (référence ${reference}). Je réessaie dans l'heure.`,
};

const SPANISH: LibraryMessages = {
  roomName: (title) => `Biblioteca: ${title}`,
  topic: "Las secciones vigentes, para leer. Sin cifrar. Aquí solo escribe el asistente.",
  asks: (collection, documents, sections) =>
    `Una sala biblioteca para «${collection}»: cada sección vigente se convierte en un mensaje al que enlazan las respuestas (documentos: ${documents}, secciones: ${sections}).`,
  unencrypted:
    "El texto quedará entonces SIN CIFRAR en el servidor, porque quien entre más tarde no podría leerlo de otro modo. Quien gestione el servidor, o el de un miembro que entre, puede leerlo, y también quien acceda a sus copias de seguridad.",
  notTakenBack:
    "Se puede desactivar y quitar todo, pero ningún programa recupera lo que alguien haya copiado u otro servidor haya guardado.",
  leftOut: (documents) => `No se publican: tablas y documentos con columnas sobre personas (${documents}).`,
  mayJoin: (rooms) =>
    rooms.length === 0
      ? "Ninguna sala lee esta colección: nadie puede entrar hasta que se conceda a una."
      : `Solo pueden entrar miembros de estas salas: ${rooms.join(", ")}.`,
  confirm: "Para hacerlo, envía:",
  switchedOn: (collection) => `La biblioteca de «${collection}» se está preparando; aquí digo cómo va.`,
  isOn: (collection) => `«${collection}» tiene su biblioteca:`,
  isClosing: (collection) => `La biblioteca de «${collection}» se está vaciando. Después se puede volver a activar.`,
  switchedOff: (collection) =>
    `La biblioteca de «${collection}» se está cerrando: nadie puede entrar ya y se quita todo lo que contiene. Aquí digo cómo va.`,
  isOff: (collection) => `«${collection}» no tiene biblioteca.`,
  noLibraries: "Ninguna colección tiene biblioteca.",
  progress: (collection, there, total) => `Biblioteca de «${collection}»: están ${there} de ${total} secciones.`,
  upToDate: (collection, sections) => `Biblioteca de «${collection}»: al día, ${sections} secciones.`,
  emptying: (collection, gone, total) => `Biblioteca de «${collection}»: quitados ${gone} de ${total} mensajes.`,
  closed: (collection, gone, left) =>
    `La biblioteca de «${collection}» está cerrada. Mensajes quitados: ${gone}.${left === 0 ? "" : ` El servidor no quiso quitar: ${left}.`}`,
  members: (count) => `miembros: ${count}`,
  removed: (collection, people) =>
    `Expulsados de la biblioteca de «${collection}», porque ninguna de sus salas la lee ya: ${people}.`,
  removedReason: "Ya no estás en ninguna sala que pueda leer esto.",
  encryptedByServer: (collection) =>
    `La biblioteca de «${collection}» no se puede llenar: este servidor cifra por sí mismo todas las salas, y quien entre más tarde no podría leer nada. Desactívalo para las salas por invitación o desactiva la biblioteca.`,
  stuck: (collection, reference) =>
    `Biblioteca de «${collection}»: ahora mismo no puede continuar (referencia ${reference}). Lo intento de nuevo antes de una hora.`,
};

const CATALAN: LibraryMessages = {
  roomName: (title) => `Biblioteca: ${title}`,
  topic: "Les seccions vigents, per llegir. Sense xifrar. Aquí només escriu l'assistent.",
  asks: (collection, documents, sections) =>
    `Una sala biblioteca per a «${collection}»: cada secció vigent esdevé un missatge al qual enllacen les respostes (documents: ${documents}, seccions: ${sections}).`,
  unencrypted:
    "Aleshores el text quedarà SENSE XIFRAR al servidor, perquè qui entri més tard no el podria llegir altrament. Qui gestioni el servidor, o el d'un membre que hi entri, el pot llegir, i també qui accedeixi a les seves còpies de seguretat.",
  notTakenBack:
    "Es pot desactivar i treure-ho tot, però cap programa recupera el que algú hagi copiat o un altre servidor hagi desat.",
  leftOut: (documents) => `No es publiquen: taules i documents amb columnes sobre persones (${documents}).`,
  mayJoin: (rooms) =>
    rooms.length === 0
      ? "Cap sala no llegeix aquesta col·lecció: ningú no hi pot entrar fins que es concedeixi a alguna."
      : `Només hi poden entrar membres d'aquestes sales: ${rooms.join(", ")}.`,
  confirm: "Per fer-ho, envia:",
  switchedOn: (collection) => `La biblioteca de «${collection}» s'està preparant; aquí dic com va.`,
  isOn: (collection) => `«${collection}» té la seva biblioteca:`,
  isClosing: (collection) => `La biblioteca de «${collection}» s'està buidant. Després es pot tornar a activar.`,
  switchedOff: (collection) =>
    `La biblioteca de «${collection}» s'està tancant: ja no hi pot entrar ningú i se'n treu tot el contingut. Aquí dic com va.`,
  isOff: (collection) => `«${collection}» no té biblioteca.`,
  noLibraries: "Cap col·lecció no té biblioteca.",
  progress: (collection, there, total) => `Biblioteca de «${collection}»: hi ha ${there} de ${total} seccions.`,
  upToDate: (collection, sections) => `Biblioteca de «${collection}»: al dia, ${sections} seccions.`,
  emptying: (collection, gone, total) => `Biblioteca de «${collection}»: trets ${gone} de ${total} missatges.`,
  closed: (collection, gone, left) =>
    `La biblioteca de «${collection}» és tancada. Missatges trets: ${gone}.${left === 0 ? "" : ` El servidor no ha volgut treure: ${left}.`}`,
  members: (count) => `membres: ${count}`,
  removed: (collection, people) =>
    `Expulsats de la biblioteca de «${collection}», perquè cap de les seves sales ja no la llegeix: ${people}.`,
  removedReason: "Ja no ets a cap sala que pugui llegir això.",
  encryptedByServer: (collection) =>
    `La biblioteca de «${collection}» no es pot omplir: aquest servidor xifra per si mateix totes les sales, i qui entri més tard no podria llegir res. Desactiva-ho per a les sales amb invitació o desactiva la biblioteca.`,
  stuck: (collection, reference) =>
    `Biblioteca de «${collection}»: ara mateix no pot continuar (referència ${reference}). Ho torno a provar abans d'una hora.`,
};

const DANISH: LibraryMessages = {
  roomName: (title) => `Bibliotek: ${title}`,
  topic: "De gældende afsnit, til at læse. Ikke krypteret. Kun assistenten skriver her.",
  asks: (collection, documents, sections) =>
    `Et biblioteksrum for “${collection}”: hvert gældende afsnit bliver en besked, som svar henviser til (dokumenter: ${documents}, afsnit: ${sections}).`,
  unencrypted:
    "Teksten ligger så UKRYPTERET på serveren, fordi den, der kommer til senere, ellers ikke kunne læse den. Den, der driver serveren, eller serveren for et medlem, der kommer til, kan læse den, og det kan den, der får fat i deres sikkerhedskopier, også.",
  notTakenBack:
    "Det kan slås fra, og alt fjernes, men intet program tager tilbage, hvad nogen har kopieret, eller en anden server har gemt.",
  leftOut: (documents) => `Udgives ikke: tabeller og dokumenter med kolonner om personer (${documents}).`,
  mayJoin: (rooms) =>
    rooms.length === 0
      ? "Intet rum læser denne samling: ingen kan komme ind, før et rum får den."
      : `Kun medlemmer af disse rum kan komme ind: ${rooms.join(", ")}.`,
  confirm: "Hvis det skal ske, så send:",
  switchedOn: (collection) =>
    `Biblioteket for “${collection}” er ved at blive lavet; jeg siger her, hvor langt det er.`,
  isOn: (collection) => `“${collection}” har sit bibliotek:`,
  isClosing: (collection) => `Biblioteket for “${collection}” er ved at blive tømt. Bagefter kan det slås til igen.`,
  switchedOff: (collection) =>
    `Biblioteket for “${collection}” lukkes: ingen kan komme ind mere, og alt deri fjernes. Jeg siger her, hvor langt det er.`,
  isOff: (collection) => `“${collection}” har intet bibliotek.`,
  noLibraries: "Ingen samling har et bibliotek.",
  progress: (collection, there, total) => `Bibliotek for “${collection}”: ${there} af ${total} afsnit er der.`,
  upToDate: (collection, sections) => `Bibliotek for “${collection}”: opdateret, ${sections} afsnit.`,
  emptying: (collection, gone, total) => `Bibliotek for “${collection}”: ${gone} af ${total} beskeder er fjernet.`,
  closed: (collection, gone, left) =>
    `Biblioteket for “${collection}” er lukket. Fjernede beskeder: ${gone}.${left === 0 ? "" : ` Serveren ville ikke fjerne: ${left}.`}`,
  members: (count) => `medlemmer: ${count}`,
  removed: (collection, people) =>
    `Sat ud af biblioteket for “${collection}”, fordi ingen af deres rum læser det mere: ${people}.`,
  removedReason: "Du er ikke længere i noget rum, der må læse dette.",
  encryptedByServer: (collection) =>
    `Biblioteket for “${collection}” kan ikke fyldes: denne server krypterer selv alle rum, og den, der kommer til senere, kunne intet læse. Slå det fra for rum med invitation, eller slå biblioteket fra.`,
  stuck: (collection, reference) =>
    `Bibliotek for “${collection}”: det kan ikke gå videre lige nu (reference ${reference}). Jeg prøver igen inden for en time.`,
};

const ALL: Readonly<Record<ReplyLanguage, LibraryMessages>> = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
  ca: CATALAN,
  da: DANISH,
};

export function libraryMessagesIn(language: ReplyLanguage): LibraryMessages {
  return ALL[language];
}
