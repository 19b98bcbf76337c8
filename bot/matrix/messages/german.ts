/** The sentences of the rooms in German. */
import type { RoomMessages } from "./room-messages.ts";

export const GERMAN: RoomMessages = {
  queued: (position) =>
    position <= 1
      ? "Deine Frage ist als nächste an der Reihe."
      : `Deine Frage steht an ${position}. Stelle in der Warteschlange. Ich antworte hier.`,
  stillChecking: "Gefunden, wird noch geprüft. Bisher kommt dies am nächsten:",
  nothingGranted: (contact) =>
    contact === null
      ? "Für diesen Raum sind keine Dokumente freigegeben, darum kann ich hier nicht antworten. Bitte wende dich an die Admins."
      : `Für diesen Raum sind keine Dokumente freigegeben, darum kann ich hier nicht antworten. Bitte wende dich an: ${contact}`,
  accessChanged:
    "Was dieser Raum lesen darf, hat sich geändert, während ich an deiner Frage war; darum zeige ich nichts davon. Bitte frage noch einmal.",
  tooManyQuestions: "Gerade warten zu viele Fragen. Bitte frage in ein paar Minuten noch einmal.",
  redactedAnswer: "Die Frage wurde entfernt und die Antwort mit ihr.",
  sources: "Quellen",
  stopped: "Angehalten.",
  nothingToStop: "Hier wird gerade keine Frage von dir beantwortet.",
  failedToSend:
    "Meine Antwort ließ sich nicht senden. Bitte frage noch einmal; hilft das nicht, gib den Admins Bescheid.",
  undecryptable:
    "Ich kann hier eine Nachricht nicht lesen: Ihr Schlüssel ist nicht bei mir angekommen. Kommt er noch, antworte ich dann; meist hilft es, die Nachricht noch einmal zu senden.",
  undecryptableUnverified:
    "Ich kann deine Nachricht nicht lesen: Deine App gibt Geräten, denen sie nicht vertraut, keine Schlüssel, und meines gehört dazu. Bitte verifiziere mich, oder schalte in den Sicherheitseinstellungen dieses Raums „nur an verifizierte Personen senden“ aus; sende die Nachricht dann noch einmal.",
  hello: (collections) =>
    [
      "Hallo, ich bin Rochdale. Ich beantworte Fragen zu den Dokumenten der Genossenschaft mit der Stelle, an der es steht.",
      collections.length === 0
        ? "Für diesen Raum sind noch keine Dokumente freigegeben; die Admins können das tun."
        : `In diesem Raum lese ich: ${collections.join(", ")}.`,
      "Fragen an mich und meine Antworten speichere ich auf dem Rechner der Genossenschaft und nirgends sonst; andere Nachrichten behalte ich nicht. Schreibe !hilfe, um zu sehen, was ich kann, und !vergiss mich, um zu löschen, was von dir ist.",
    ].join(" "),
  helloAdmins:
    "Hallo, ich bin Rochdale. In diesem Raum berichte ich den Admins der Genossenschaft und nehme ihre Befehle an, nur von verifizierten Geräten. Ich lese nur Räume, in die ich eingeladen werde, und antworte dort nur aus Sammlungen, die ihr freigebt. Schreibt !hilfe für die Liste der Befehle.",

  unknownCommand: (typed, suggestion) =>
    suggestion === null
      ? `Den Befehl !${typed} kenne ich nicht. Mit !hilfe siehst du alle, die ich kenne.`
      : `Den Befehl !${typed} kenne ich nicht. Meintest du !${suggestion}?`,
  writeItLike: "So kann ich das nicht verwenden. Bitte schreibe:",
  helpIntro: "Frage mich in deinen eigenen Worten nach den Dokumenten der Genossenschaft. Außerdem verstehe ich:",
  helpForAdmins: "Als Admin kannst du hier außerdem verwenden:",
  commands: {
    help: { usage: "!hilfe", summary: "diese Liste" },
    sources: { usage: "!quellen", summary: "die Zitate der letzten Antwort in voller Länge" },
    why: { usage: "!warum", summary: "wie die letzte Antwort zustande kam" },
    "as-of": { usage: "!stand 1.5.2023 FRAGE", summary: "eine Antwort nach den Regeln eines anderen Tages" },
    stop: { usage: "!stopp", summary: "hält die Antwort auf deine Frage an" },
    language: { usage: "!sprache de", summary: "meine Sprache in diesem Raum: en, de, fr, es, ca, da oder auto" },
    forget: { usage: "!vergiss mich", summary: "löscht deine Fragen, meine Antworten darauf und deine Daumen" },
    status: { usage: "!status", summary: "wie es mir geht" },
    questions: { usage: "!fragen an", summary: "hier jede Nachricht mit Fragezeichen beantworten (an oder aus)" },
    rooms: { usage: "!räume", summary: "in welchen Räumen ich bin und was jeder lesen darf" },
    collections: { usage: "!sammlungen", summary: "die Sammlungen und wer sie lesen darf" },
    grant: { usage: "!freigeben SAMMLUNG RAUM", summary: "öffnet einem Raum eine Sammlung" },
    revoke: { usage: "!entziehen SAMMLUNG RAUM", summary: "schließt sie wieder" },
    allow: { usage: "!erlauben @name:server", summary: "wer mich einladen darf: eine Person oder ein ganzer Server" },
    documents: { usage: "!dokumente", summary: "alle Dokumente mit ihren Fassungen und was in Kraft ist" },
    document: { usage: "!dokument TITEL", summary: "ein Dokument: Angaben, Tage in Kraft, Verlauf" },
    diff: { usage: "!vergleich TITEL v1 v2", summary: "was sich zwischen zwei Fassungen geändert hat" },
    adopt: {
      usage: "!beschließen TITEL ab 1.6.2026 durch PROTOKOLL",
      summary: "setzt eine Fassung in Kraft; „ersetzt TITEL“ kann folgen",
    },
    propose: { usage: "!vorschlagen TITEL", summary: "macht eine Fassung zum Antrag, nicht in Kraft" },
    draft: { usage: "!entwurf TITEL", summary: "macht eine Fassung zum Entwurf, nicht in Kraft" },
    withdraw: { usage: "!aufheben TITEL ab 1.6.2026", summary: "beendet eine Fassung ohne Nachfolger" },
    supersede: { usage: "!ablösen TITEL durch TITEL ab 1.6.2026", summary: "setzt eine andere Fassung an ihre Stelle" },
    reinstate: { usage: "!wiedereinsetzen TITEL ab 1.6.2026", summary: "setzt eine Fassung wieder in Kraft" },
    amend: {
      usage: "!ändern BESCHLUSS ändert TITEL § 7",
      summary: "verbindet einen Beschluss mit der Regel, die er ändert",
    },
    purge: { usage: "!löschen TITEL", summary: "löscht ein Dokument endgültig mit allen Spuren; fragt vorher" },
    library: {
      usage: "!bibliothek an SAMMLUNG",
      summary:
        "zeigt die Regeln einer Sammlung in einem eigenen Raum, auf den Antworten verweisen; fragt vorher. „aus“ entfernt alles, „status“ sagt den Stand",
    },
    log: { usage: "!protokoll 10", summary: "die letzten Entscheidungen der Admins" },
  },
  refusals: {
    "no-admin-room": "Es ist kein Admin-Raum eingerichtet, darum kann niemand diesen Befehl verwenden.",
    "other-room": "Dieser Befehl gilt nur im Admin-Raum.",
    edited: "Bearbeiteten Nachrichten gehorche ich nicht. Bitte sende den Befehl als neue Nachricht.",
    quoted: "Befehlen in einer Antwort gehorche ich nicht. Bitte sende ihn als eigene Nachricht.",
    "too-old": "Dieser Befehl ist mehr als ein paar Minuten alt. Wenn er noch gilt, sende ihn bitte noch einmal.",
    "from-the-future":
      "Dieser Befehl trägt eine Uhrzeit, die noch nicht gekommen ist. Bitte prüfe die Uhr deines Homeservers.",
    "not-a-member": "Dieser Befehl ist für Mitglieder dieses Raums.",
    "not-an-admin": "Dieser Befehl ist für Admins.",
    "not-a-moderator": "Dieser Befehl ist für die, die diesen Raum moderieren.",
    "not-encrypted":
      "Dieser Raum ist verschlüsselt, dein Befehl kam aber im Klartext. Bitte sende ihn aus einer App, die verschlüsselt.",
    "unsigned-device":
      "Dein Gerät ist nicht verifiziert, darum weiß ich nicht, ob der Befehl von dir ist. Bitte verifiziere es in deiner App und sende den Befehl noch einmal.",
    "unknown-device":
      "Ich kenne das Gerät nicht, von dem dieser Befehl kam. Bitte sende ihn noch einmal von einem verifizierten Gerät.",
    spoofed: "Wer diesen Befehl gesendet hat, besitzt nicht das Gerät, von dem er kam. Es ist nichts geschehen.",
  },
  noLastAnswer: "Ich habe hier noch nichts beantwortet.",
  quotesNothing: "Die letzte Antwort zitiert nichts.",
  noLongerReadable: "Dieser Raum darf die Dokumente der letzten Antwort nicht mehr lesen.",
  place: (file, start, end) => `${file}, Zeichen ${start} bis ${end}`,
  whyAsked: (question) => `Die Frage, wie ich sie verstanden habe: ${question}`,
  whyOutcome: (outcome, day, collection) => `Ergebnis: ${outcome}. Regeln vom ${day}. Sammlung: ${collection}.`,
  whyModel: (model) =>
    model === null
      ? "Kein Sprachmodell war beteiligt: Die Antwort besteht nur aus Zitaten."
      : `Sprachmodell: ${model}.`,
  whyTime: (seconds) => `Dauer: ${seconds} Sekunden.`,
  whyPassages: (count) => `Stellen, die ich angesehen habe: ${count}, die beste zuerst.`,
  outcomes: {
    answered: "in den Dokumenten",
    "closest-passages": "nächstliegende Stellen",
    "not-in-documents": "nicht in den Dokumenten",
    declined: "abgelehnt",
    busy: "ausgelastet",
    cancelled: "abgebrochen",
    "timed-out": "hat zu lange gedauert",
    failed: "fehlgeschlagen",
  },
  languageChosen: "Ich spreche in diesem Raum ab jetzt Deutsch.",
  languageAuto: "Ich antworte ab jetzt in der Sprache der jeweiligen Frage.",
  questionsOn: "Ich beantworte hier ab jetzt jede Nachricht mit einem Fragezeichen.",
  questionsOff: "Ich antworte hier ab jetzt nur, wenn ich genannt werde oder man mir antwortet.",
  forgotten: (when) => `Gelöscht am ${when}:`,
  forgottenQuestions: (count) => `Fragen: ${count}`,
  forgottenAnswers: (count) => `Antworten: ${count}`,
  forgottenTurns: (count) => `gemerkte Gesprächsbeiträge: ${count}`,
  forgottenFeedback: (count) => `Daumen: ${count}`,
  removedFromRooms: (count) => `aus den Räumen entfernte Antworten: ${count}`,
  notRemovedFromRooms: (count) => `Antworten, die sich nicht aus den Räumen entfernen ließen: ${count}`,
  forgottenKept:
    "Ich behalte einen Hash der ID jeder Nachricht, damit nichts zweimal beantwortet wird; er sagt weder, wer schrieb, noch was.",
  forgottenRest:
    "Deine eigenen Nachrichten bleiben in den Räumen, bis du sie löschst, und andere Geräte behalten vielleicht, was sie schon haben.",
  statusQueue: (waiting) => (waiting === 0 ? "Es wartet keine Frage." : `Fragen in Arbeit oder wartend: ${waiting}.`),
  statusModels: (chat, embedding) =>
    `Modelle: ${chat ?? "keines für Sprache (nur Zitate)"}; ${embedding ?? "keines für die Suche nach Bedeutung"}.`,
  statusDocuments: (count) => `Dokumente, die dieser Raum lesen darf: ${count}.`,
  statusVersion: (version, uptime) => `Rochdale ${version}, läuft seit ${uptime}.`,
  statusDevice: (deviceId, crossSigned) =>
    crossSigned
      ? `Mein Gerät ${deviceId} ist quersigniert. Sein Fingerabdruck:`
      : `Mein Gerät ${deviceId} ist nicht quersigniert: Apps weisen es vielleicht ab. Sein Fingerabdruck:`,

  inviteReported: (inviter, room) =>
    room === null
      ? `${inviter} lädt mich in einen Raum ein. Ich bin nicht beigetreten.`
      : `${inviter} lädt mich in den Raum „${room}“ ein. Ich bin nicht beigetreten.`,
  inviteRemedy: "Um es zu erlauben, sende hier:",
  roomUpgraded: (old, replacement) =>
    `Der Raum „${old}“ wurde ersetzt; seine neue ID ist ${replacement}. Was er lesen darf, ist nicht mitgezogen: Bitte gib es neu frei.`,
  statusRooms: (rooms, invites) => `Räume: ${rooms}; wartende Einladungen: ${invites}.`,
  statusUndecryptable: (messages) => `Nachrichten, die ich nicht entschlüsseln konnte: ${messages}.`,
  statusFeedback: (up, down) => `Daumen hoch: ${up}; Daumen runter: ${down}.`,
  statusMemory: (megabytes) => `Belegter Speicher: ${megabytes} MB.`,
  noRooms: "Ich bin in keinem Raum.",
  noCollections: "Es sind noch keine Dokumente geladen.",
  unnamedRoom: "Raum ohne Namen",
  roomMembers: (count) => `Mitglieder: ${count}`,
  encrypted: "verschlüsselt",
  notEncrypted: "nicht verschlüsselt",
  reads: (collections) => (collections.length === 0 ? "darf nichts lesen" : `darf lesen: ${collections.join(", ")}`),
  documents: (count) => `Dokumente: ${count}`,
  isPublic: "öffentlich",
  isNotPublic: "nicht öffentlich",
  grantedTo: (rooms) => (rooms.length === 0 ? "für keinen Raum freigegeben" : `freigegeben für: ${rooms.join(", ")}`),
  noSuchCollection: (typed, suggestion) =>
    suggestion === null
      ? `Eine Sammlung „${typed}“ gibt es nicht. Es gibt:`
      : `Eine Sammlung „${typed}“ gibt es nicht. Meintest du ${suggestion}? Es gibt:`,
  noSuchRoom: (typed) => `Ich bin in keinem Raum, der zu „${typed}“ passt. Mit !räume siehst du, wo ich bin.`,
  severalRooms: (typed) => `Mehrere Räume passen zu „${typed}“. Bitte schreibe die ID dessen, den du meinst:`,
  granted: (collection, room, documents) =>
    `Freigegeben. Die Mitglieder von „${room}“ können jetzt nach der Sammlung ${collection} fragen und lesen, was darin steht (Dokumente: ${documents}).`,
  grantedAlready: (collection, room) => `Für den Raum „${room}“ ist die Sammlung ${collection} schon freigegeben.`,
  withheldThere: "Ich zeige dort aber nichts davon, solange dies gilt:",
  laterJoiners: "Wer später beitritt, kann die früheren Antworten lesen.",
  otherServers: (servers) =>
    `Es gibt Mitglieder von anderen Servern, und diese behalten Kopien: ${servers.join(", ")}.`,
  operatorsRead: "Der Raum ist nicht verschlüsselt: Wer die Server betreibt, kann die Antworten lesen.",
  spaceMembers: "Mitglieder eines Space können ohne Einladung beitreten.",
  revoked: (collection, room) =>
    `Entzogen. Der Raum „${room}“ liest ab jetzt nichts mehr aus der Sammlung ${collection}. Gegebene Antworten bleiben dort stehen.`,
  wasNotGranted: (collection, room) => `Für den Raum „${room}“ war die Sammlung ${collection} nicht freigegeben.`,
  allowed: (who) => `${who} darf mich ab jetzt einladen.`,
  allowedServer: (server) => `Alle auf dem Server ${server} dürfen mich ab jetzt einladen.`,
  allowedAlready: (who) => `${who} hatte diese Erlaubnis schon.`,
  invitesAccepted: "Angenommene Einladungen:",
  invitesFailed: "Einladungen, die ich nicht annehmen konnte; bitte lass sie noch einmal senden:",
  emptyLog: "Noch haben die Admins nichts entschieden.",
  actions: {
    grant: "hat freigegeben",
    revoke: "hat entzogen",
    allow: "hat das Einladen erlaubt",
    "questions-on": "hat Antworten auf Fragezeichen eingeschaltet",
    "questions-off": "hat Antworten auf Fragezeichen ausgeschaltet",
    "library-on": "hat die Bibliothek eingeschaltet von",
    "library-off": "hat die Bibliothek ausgeschaltet von",
  },
  withheld: {
    notInRoom: "Ich bin nicht in diesem Raum.",
    replaced: (by) => `Der Raum wurde durch ${by} ersetzt.`,
    openToAll: "Alle können beitreten: Hier werden nur öffentliche Sammlungen gelesen.",
    worldReadable: "Alle können mitlesen, ohne beizutreten: Hier werden nur öffentliche Sammlungen gelesen.",
    bridged: (userId) => `Jemand aus einem anderen Netz liest über eine Bridge mit (${userId}).`,
    foreignServer: (userId) => `Ein Mitglied ist von einem Server, der nicht auf der Liste steht (${userId}).`,
    noSuchCollection: (collection) => `Die Sammlung ${collection} gibt es nicht mehr.`,
  },
};
