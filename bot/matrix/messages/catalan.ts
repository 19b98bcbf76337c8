/** The sentences of the rooms in Catalan. */
import type { RoomMessages } from "./room-messages.ts";

export const CATALAN: RoomMessages = {
  queued: (position) =>
    position <= 1
      ? "La teva pregunta és la següent."
      : `La teva pregunta és la número ${position} de la cua. Respondré aquí.`,
  stillChecking: "Trobat, encara en comprovació. De moment, això és el més proper:",
  nothingGranted: (contact) =>
    contact === null
      ? "Cap document no està obert a aquesta sala, així que no puc respondre aquí. Consulta un admin."
      : `Cap document no està obert a aquesta sala, així que no puc respondre aquí. Consulta: ${contact}`,
  accessChanged:
    "El que aquesta sala pot llegir ha canviat mentre treballava en la teva pregunta, així que no en mostro res. Torna-ho a preguntar, si us plau.",
  tooManyQuestions: "Ara mateix esperen massa preguntes. Torna a preguntar d'aquí a uns minuts.",
  redactedAnswer: "La pregunta s'ha eliminat, i la resposta amb ella.",
  sources: "Fonts",
  stopped: "Aturat.",
  nothingToStop: "Aquí no s'està responent cap pregunta teva.",
  failedToSend: "No s'ha pogut enviar la meva resposta. Torna a preguntar; si no serveix, avisa un admin.",
  undecryptable:
    "No puc llegir un missatge d'aquesta sala: la seva clau no m'ha arribat. Si encara arriba, respondré llavors; normalment n'hi ha prou d'enviar el missatge un altre cop.",
  undecryptableUnverified:
    "No puc llegir el teu missatge: la teva aplicació no dona claus als dispositius en què no confia, i el meu n'és un. Verifica'm, o desactiva «envia només a persones verificades» a la configuració de seguretat d'aquesta sala, i envia el missatge un altre cop.",
  hello: (collections) =>
    [
      "Hola, soc Rochdale. Responc preguntes sobre els documents de la cooperativa amb el passatge que ho diu.",
      collections.length === 0
        ? "Encara no hi ha documents oberts a aquesta sala; un admin en pot obrir."
        : `En aquesta sala llegeixo: ${collections.join(", ")}.`,
      "Deso les preguntes que em fas i les meves respostes a la màquina de la cooperativa i enlloc més; els altres missatges no els deso. Escriu !ajuda per veure què sé fer i !oblida'm per esborrar el que és teu.",
    ].join(" "),
  helloAdmins:
    "Hola, soc Rochdale. En aquesta sala informo els admins de la cooperativa i en rebo les ordres, només des de dispositius verificats. Llegeixo només les sales on em conviden i hi responc només amb les col·leccions que obriu. Escriviu !ajuda per veure la llista d'ordres.",

  unknownCommand: (typed, suggestion) =>
    suggestion === null
      ? `No conec l'ordre !${typed}. Escriu !ajuda per veure les que conec.`
      : `No conec l'ordre !${typed}. Volies dir !${suggestion}?`,
  writeItLike: "Així no la puc fer servir. Escriu:",
  helpIntro: "Pregunta'm amb les teves paraules pels documents de la cooperativa. A més, entenc:",
  helpForAdmins: "Com a admin, aquí també pots fer servir:",
  commands: {
    help: { usage: "!ajuda", summary: "aquesta llista" },
    sources: { usage: "!fonts", summary: "les citacions completes de l'última resposta" },
    why: { usage: "!per què", summary: "com s'ha arribat a l'última resposta" },
    "as-of": { usage: "!data 1.5.2023 PREGUNTA", summary: "una resposta segons les normes d'un altre dia" },
    stop: { usage: "!atura", summary: "atura la resposta a la teva pregunta" },
    language: { usage: "!llengua ca", summary: "la meva llengua en aquesta sala: en, de, fr, es, ca, da o auto" },
    forget: { usage: "!oblida'm", summary: "esborra les teves preguntes, les meves respostes i els teus polzes" },
    status: { usage: "!estat", summary: "com estic" },
    questions: { usage: "!preguntes sí", summary: "respondre aquí a tot missatge amb «?» (sí o no)" },
    rooms: { usage: "!sales", summary: "les sales on soc i el que pot llegir cadascuna" },
    collections: { usage: "!col·leccions", summary: "les col·leccions i qui les pot llegir" },
    grant: { usage: "!concedir COL·LECCIÓ SALA", summary: "obre una col·lecció a una sala" },
    revoke: { usage: "!revocar COL·LECCIÓ SALA", summary: "la torna a tancar" },
    allow: { usage: "!permetre @nom:servidor", summary: "qui em pot convidar: una persona o tot un servidor" },
    documents: { usage: "!documents", summary: "tots els documents amb les seves versions i què està en vigor" },
    document: { usage: "!document TÍTOL", summary: "un document: la fitxa, els dies en vigor, la història" },
    diff: { usage: "!compara TÍTOL v1 v2", summary: "què ha canviat entre dues versions" },
    adopt: {
      usage: "!aprovar TÍTOL des del 1.6.2026 per ACTA",
      summary: "posa una versió en vigor; pot seguir «substitueix TÍTOL»",
    },
    propose: { usage: "!proposar TÍTOL", summary: "fa d'una versió una proposta, sense vigor" },
    draft: { usage: "!esborrany TÍTOL", summary: "fa d'una versió un esborrany, sense vigor" },
    withdraw: { usage: "!derogar TÍTOL des del 1.6.2026", summary: "acaba una versió sense res al seu lloc" },
    supersede: { usage: "!substituir TÍTOL per TÍTOL des del 1.6.2026", summary: "posa una altra versió al seu lloc" },
    reinstate: { usage: "!restablir TÍTOL des del 1.6.2026", summary: "torna a posar una versió en vigor" },
    amend: { usage: "!esmenar ACORD modifica TÍTOL § 7", summary: "vincula un acord a la norma que esmena" },
    purge: { usage: "!purgar TÍTOL", summary: "esborra un document per sempre, amb tots els rastres; pregunta abans" },
    library: {
      usage: "!biblioteca sí COL·LECCIÓ",
      summary:
        "mostra les regles d’una col·lecció en una sala pròpia, a la qual enllacen les respostes; pregunta abans. «no» ho treu tot, «estat» diu com està",
    },
    log: { usage: "!registre 10", summary: "les últimes decisions dels admins" },
  },
  refusals: {
    "no-admin-room": "No hi ha cap sala d'admins configurada, així que ningú no pot fer servir aquesta ordre.",
    "other-room": "Aquesta ordre només funciona a la sala d'admins.",
    edited: "No obeeixo missatges editats. Envia l'ordre en un missatge nou.",
    quoted: "No obeeixo ordres dins d'una resposta. Envia-la sola, en un missatge.",
    "too-old": "Aquesta ordre té més d'uns minuts. Si encara val, envia-la un altre cop.",
    "from-the-future": "Aquesta ordre porta una hora que encara no ha arribat. Comprova el rellotge del teu servidor.",
    "not-a-member": "Aquesta ordre és per a membres d'aquesta sala.",
    "not-an-admin": "Aquesta ordre és per a admins.",
    "not-a-moderator": "Aquesta ordre és per a qui modera aquesta sala.",
    "not-encrypted":
      "Aquesta sala està xifrada, però la teva ordre ha arribat sense xifrar. Envia-la des d'una aplicació que xifri.",
    "unsigned-device":
      "El teu dispositiu no està verificat, així que no sé si l'ordre és teva. Verifica'l a la teva aplicació i envia l'ordre un altre cop.",
    "unknown-device":
      "No conec el dispositiu que ha enviat aquesta ordre. Envia-la un altre cop des d'un dispositiu teu verificat.",
    spoofed: "Qui ha enviat aquesta ordre no és l'amo del dispositiu d'on ha arribat. No s'ha fet res.",
  },
  noLastAnswer: "Aquí encara no he respost res.",
  quotesNothing: "L'última resposta no cita res.",
  noLongerReadable: "Aquesta sala ja no pot llegir els documents de l'última resposta.",
  place: (file, start, end) => `${file}, caràcters ${start} a ${end}`,
  whyAsked: (question) => `La pregunta tal com l'he entesa: ${question}`,
  whyOutcome: (outcome, day, collection) => `Resultat: ${outcome}. Normes del ${day}. Col·lecció: ${collection}.`,
  whyModel: (model) =>
    model === null
      ? "No hi ha participat cap model de llenguatge: la resposta només conté citacions."
      : `Model de llenguatge: ${model}.`,
  whyTime: (seconds) => `Temps: ${seconds} segons.`,
  whyPassages: (count) => `Passatges que he mirat: ${count}, el millor primer.`,
  outcomes: {
    answered: "als documents",
    "closest-passages": "passatges més propers",
    "not-in-documents": "no és als documents",
    declined: "rebutjada",
    busy: "massa ocupat",
    cancelled: "cancel·lada",
    "timed-out": "ha trigat massa",
    failed: "ha fallat",
  },
  languageChosen: "A partir d'ara parlo català en aquesta sala.",
  languageAuto: "A partir d'ara responc cada pregunta en la seva llengua.",
  questionsOn: "A partir d'ara responc aquí a tot missatge amb un signe d'interrogació.",
  questionsOff: "A partir d'ara responc aquí només si em nomenen o em responen.",
  forgotten: (when) => `Esborrat el ${when}:`,
  forgottenQuestions: (count) => `preguntes: ${count}`,
  forgottenAnswers: (count) => `respostes: ${count}`,
  forgottenTurns: (count) => `torns de conversa recordats: ${count}`,
  forgottenFeedback: (count) => `polzes: ${count}`,
  removedFromRooms: (count) => `respostes retirades de les sales: ${count}`,
  notRemovedFromRooms: (count) => `respostes que no s'han pogut retirar de les sales: ${count}`,
  forgottenKept:
    "Conservo un resum criptogràfic (hash) de l'identificador de cada missatge per no respondre res dues vegades; no diu qui va escriure ni què.",
  forgottenRest:
    "Els teus propis missatges queden a les sales fins que els esborris, i altres dispositius poden conservar el que han rebut.",
  statusQueue: (waiting) => (waiting === 0 ? "No espera cap pregunta." : `Preguntes en curs o en espera: ${waiting}.`),
  statusModels: (chat, embedding) =>
    `Models: ${chat ?? "cap de llenguatge (només citacions)"}; ${embedding ?? "cap per cercar per significat"}.`,
  statusDocuments: (count) => `Documents que pot llegir aquesta sala: ${count}.`,
  statusVersion: (version, uptime) => `Rochdale ${version}, en marxa des de fa ${uptime}.`,
  statusDevice: (deviceId, crossSigned) =>
    crossSigned
      ? `El meu dispositiu ${deviceId} té signatura creuada. La seva empremta:`
      : `El meu dispositiu ${deviceId} no té signatura creuada: algunes aplicacions el poden rebutjar. La seva empremta:`,

  inviteReported: (inviter, room) =>
    room === null
      ? `${inviter} em convida a una sala. No hi he entrat.`
      : `${inviter} em convida a la sala «${room}». No hi he entrat.`,
  inviteRemedy: "Per permetre-ho, envia aquí:",
  roomUpgraded: (old, replacement) =>
    `La sala «${old}» s'ha substituït; el seu identificador nou és ${replacement}. Els seus permisos de lectura no s'han traslladat: torna'ls a concedir.`,
  statusRooms: (rooms, invites) => `Sales: ${rooms}; invitacions en espera: ${invites}.`,
  statusUndecryptable: (messages) => `Missatges que no he pogut desxifrar: ${messages}.`,
  statusFeedback: (up, down) => `Polzes amunt: ${up}; polzes avall: ${down}.`,
  statusMemory: (megabytes) => `Memòria en ús: ${megabytes} MB.`,
  noRooms: "No soc a cap sala.",
  noCollections: "Encara no hi ha documents carregats.",
  unnamedRoom: "sala sense nom",
  roomMembers: (count) => `membres: ${count}`,
  encrypted: "xifrada",
  notEncrypted: "sense xifrar",
  reads: (collections) => (collections.length === 0 ? "no pot llegir res" : `pot llegir: ${collections.join(", ")}`),
  documents: (count) => `documents: ${count}`,
  isPublic: "pública",
  isNotPublic: "no pública",
  grantedTo: (rooms) => (rooms.length === 0 ? "no concedida a cap sala" : `concedida a: ${rooms.join(", ")}`),
  noSuchCollection: (typed, suggestion) =>
    suggestion === null
      ? `No hi ha cap col·lecció «${typed}». Hi ha:`
      : `No hi ha cap col·lecció «${typed}». Volies dir ${suggestion}? Hi ha:`,
  noSuchRoom: (typed) => `No soc a cap sala que encaixi amb «${typed}». Escriu !sales per veure on soc.`,
  severalRooms: (typed) => `Diverses sales encaixen amb «${typed}». Escriu l'identificador de la que vols:`,
  granted: (collection, room, documents) =>
    `Concedit. Els membres de «${room}» ja poden preguntar per la col·lecció ${collection} i llegir el que diu (documents: ${documents}).`,
  grantedAlready: (collection, room) => `La sala «${room}» ja té la col·lecció ${collection}.`,
  withheldThere: "Però allà no en mostro res mentre passi això:",
  laterJoiners: "Qui entri més tard pot llegir les respostes anteriors.",
  otherServers: (servers) => `Hi ha membres d'altres servidors, que en guarden còpies: ${servers.join(", ")}.`,
  operatorsRead: "La sala no està xifrada: qui administra els servidors pot llegir les respostes.",
  spaceMembers: "Els membres d'un espai poden entrar sense invitació.",
  revoked: (collection, room) =>
    `Revocat. La sala «${room}» ja no llegeix res de la col·lecció ${collection}. Les respostes ja donades es queden allà.`,
  wasNotGranted: (collection, room) => `La sala «${room}» no tenia la col·lecció ${collection}.`,
  allowed: (who) => `${who} em pot convidar a partir d'ara.`,
  allowedServer: (server) => `Tothom del servidor ${server} em pot convidar a partir d'ara.`,
  allowedAlready: (who) => `${who} ja tenia permís.`,
  invitesAccepted: "Invitacions acceptades:",
  invitesFailed: "Invitacions que no he pogut acceptar; demana que les tornin a enviar:",
  emptyLog: "Cap admin no ha decidit res encara.",
  actions: {
    grant: "ha concedit",
    revoke: "ha revocat",
    allow: "ha permès convidar a",
    "questions-on": "ha activat les respostes a signes d'interrogació",
    "questions-off": "ha desactivat les respostes a signes d'interrogació",
    "library-on": "ha activat la biblioteca de",
    "library-off": "ha desactivat la biblioteca de",
  },
  withheld: {
    notInRoom: "No soc en aquesta sala.",
    replaced: (by) => `La sala s'ha substituït per ${by}.`,
    openToAll: "Tothom hi pot entrar: aquí només es llegeixen col·leccions públiques.",
    worldReadable: "Tothom pot llegir sense entrar-hi: aquí només es llegeixen col·leccions públiques.",
    bridged: (userId) => `Algú d'una altra xarxa llegeix a través d'un pont (${userId}).`,
    foreignServer: (userId) => `Un membre és d'un servidor que no és a la llista de la cooperativa (${userId}).`,
    noSuchCollection: (collection) => `La col·lecció ${collection} ja no existeix.`,
  },
};
