/** The sentences of the rooms in Spanish. */
import type { RoomMessages } from "./room-messages.ts";

export const SPANISH: RoomMessages = {
  queued: (position) =>
    position <= 1
      ? "Tu pregunta es la siguiente."
      : `Tu pregunta ocupa el puesto ${position} en la cola. Responderé aquí.`,
  stillChecking: "Encontrado, aún en comprobación. De momento, esto es lo más cercano:",
  nothingGranted: (contact) =>
    contact === null
      ? "Ningún documento está abierto a esta sala, así que no puedo responder aquí. Consulta a un admin."
      : `Ningún documento está abierto a esta sala, así que no puedo responder aquí. Consulta a: ${contact}`,
  accessChanged:
    "Lo que esta sala puede leer ha cambiado mientras trabajaba en tu pregunta, así que no muestro nada de ello. Pregunta de nuevo, por favor.",
  tooManyQuestions: "Ahora mismo esperan demasiadas preguntas. Pregunta de nuevo dentro de unos minutos.",
  redactedAnswer: "La pregunta se ha eliminado, y la respuesta con ella.",
  sources: "Fuentes",
  stopped: "Detenido.",
  nothingToStop: "Aquí no se está respondiendo ninguna pregunta tuya.",
  failedToSend: "No se ha podido enviar mi respuesta. Pregunta de nuevo; si no sirve, avisa a un admin.",
  undecryptable:
    "No puedo leer un mensaje de esta sala: su clave no me ha llegado. Si llega aún, responderé entonces; normalmente basta con enviar el mensaje otra vez.",
  undecryptableUnverified:
    "No puedo leer tu mensaje: tu aplicación no da claves a los dispositivos en los que no confía, y el mío es uno de ellos. Verifícame, o desactiva «enviar solo a personas verificadas» en los ajustes de seguridad de esta sala, y envía el mensaje otra vez.",
  hello: (collections) =>
    [
      "Hola, soy Rochdale. Respondo preguntas sobre los documentos de la cooperativa con el pasaje que lo dice.",
      collections.length === 0
        ? "Aún no hay documentos abiertos a esta sala; un admin puede abrirlos."
        : `En esta sala leo: ${collections.join(", ")}.`,
      "Guardo las preguntas que me haces y mis respuestas en la máquina de la cooperativa y en ningún otro sitio; los demás mensajes no los guardo. Escribe !ayuda para ver lo que sé hacer y !olvídame para borrar lo tuyo.",
    ].join(" "),
  helloAdmins:
    "Hola, soy Rochdale. En esta sala informo a los admins de la cooperativa y recibo sus órdenes, solo desde dispositivos verificados. Leo solo las salas a las que me invitan y allí respondo solo con las colecciones que abráis. Escribid !ayuda para ver la lista de órdenes.",

  unknownCommand: (typed, suggestion) =>
    suggestion === null
      ? `No conozco la orden !${typed}. Escribe !ayuda para ver las que conozco.`
      : `No conozco la orden !${typed}. ¿Querías decir !${suggestion}?`,
  writeItLike: "Así no puedo usarla. Escribe:",
  helpIntro: "Pregúntame con tus propias palabras por los documentos de la cooperativa. Además entiendo:",
  helpForAdmins: "Como admin, aquí puedes usar además:",
  commands: {
    help: { usage: "!ayuda", summary: "esta lista" },
    sources: { usage: "!fuentes", summary: "las citas completas de la última respuesta" },
    why: { usage: "!por qué", summary: "cómo se llegó a la última respuesta" },
    "as-of": { usage: "!fecha 1.5.2023 PREGUNTA", summary: "una respuesta según las reglas de otro día" },
    stop: { usage: "!parar", summary: "detiene la respuesta a tu pregunta" },
    language: { usage: "!idioma es", summary: "mi idioma en esta sala: en, de, fr, es, ca, da o auto" },
    forget: { usage: "!olvídame", summary: "borra tus preguntas, mis respuestas y tus pulgares" },
    status: { usage: "!estado", summary: "cómo estoy" },
    questions: { usage: "!preguntas sí", summary: "responder aquí a todo mensaje con «?» (sí o no)" },
    rooms: { usage: "!salas", summary: "las salas en las que estoy y lo que puede leer cada una" },
    collections: { usage: "!colecciones", summary: "las colecciones y quién puede leerlas" },
    grant: { usage: "!conceder COLECCIÓN SALA", summary: "abre una colección a una sala" },
    revoke: { usage: "!revocar COLECCIÓN SALA", summary: "la vuelve a cerrar" },
    allow: { usage: "!permitir @nombre:servidor", summary: "quién puede invitarme: una persona o un servidor entero" },
    documents: { usage: "!documentos", summary: "todos los documentos con sus versiones y lo que está en vigor" },
    document: { usage: "!documento TÍTULO", summary: "un documento: su ficha, sus días en vigor, su historia" },
    diff: { usage: "!comparar TÍTULO v1 v2", summary: "qué ha cambiado entre dos versiones" },
    adopt: {
      usage: "!aprobar TÍTULO desde 1.6.2026 por ACTA",
      summary: "pone una versión en vigor; puede seguir «sustituye TÍTULO»",
    },
    propose: { usage: "!proponer TÍTULO", summary: "hace de una versión una propuesta, sin vigor" },
    draft: { usage: "!borrador TÍTULO", summary: "hace de una versión un borrador, sin vigor" },
    withdraw: { usage: "!derogar TÍTULO desde 1.6.2026", summary: "termina una versión sin nada en su lugar" },
    supersede: { usage: "!sustituir TÍTULO por TÍTULO desde 1.6.2026", summary: "pone otra versión en su lugar" },
    reinstate: { usage: "!restablecer TÍTULO desde 1.6.2026", summary: "pone una versión en vigor de nuevo" },
    amend: { usage: "!modificar ACUERDO modifica TÍTULO § 7", summary: "vincula un acuerdo a la norma que modifica" },
    purge: {
      usage: "!purgar TÍTULO",
      summary: "borra un documento para siempre, con todos sus rastros; pregunta antes",
    },
    library: {
      usage: "!biblioteca sí COLECCIÓN",
      summary:
        "muestra las reglas de una colección en una sala propia, a la que enlazan las respuestas; pregunta antes. «no» lo quita todo, «estado» dice cómo está",
    },
    log: { usage: "!registro 10", summary: "las últimas decisiones de los admins" },
  },
  refusals: {
    "no-admin-room": "No hay sala de admins configurada, así que nadie puede usar esta orden.",
    "other-room": "Esta orden solo funciona en la sala de admins.",
    edited: "No obedezco mensajes editados. Envía la orden en un mensaje nuevo.",
    quoted: "No obedezco órdenes dentro de una respuesta. Envíala sola, en un mensaje.",
    "too-old": "Esta orden tiene más de unos minutos. Si sigue valiendo, envíala otra vez.",
    "from-the-future": "Esta orden lleva una hora que aún no ha llegado. Comprueba el reloj de tu servidor.",
    "not-a-member": "Esta orden es para miembros de esta sala.",
    "not-an-admin": "Esta orden es para admins.",
    "not-a-moderator": "Esta orden es para quienes moderan esta sala.",
    "not-encrypted": "Esta sala está cifrada, pero tu orden llegó sin cifrar. Envíala desde una aplicación que cifre.",
    "unsigned-device":
      "Tu dispositivo no está verificado, así que no sé si la orden es tuya. Verifícalo en tu aplicación y envía la orden otra vez.",
    "unknown-device":
      "No conozco el dispositivo que envió esta orden. Envíala otra vez desde un dispositivo tuyo verificado.",
    spoofed: "Quien envió esta orden no es dueño del dispositivo del que llegó. No se ha hecho nada.",
  },
  noLastAnswer: "Aquí todavía no he respondido nada.",
  quotesNothing: "La última respuesta no cita nada.",
  noLongerReadable: "Esta sala ya no puede leer los documentos de la última respuesta.",
  place: (file, start, end) => `${file}, caracteres ${start} a ${end}`,
  whyAsked: (question) => `La pregunta tal como la entendí: ${question}`,
  whyOutcome: (outcome, day, collection) => `Resultado: ${outcome}. Reglas del ${day}. Colección: ${collection}.`,
  whyModel: (model) =>
    model === null
      ? "No participó ningún modelo de lenguaje: la respuesta consta solo de citas."
      : `Modelo de lenguaje: ${model}.`,
  whyTime: (seconds) => `Tiempo: ${seconds} segundos.`,
  whyPassages: (count) => `Pasajes que he mirado: ${count}, el mejor primero.`,
  outcomes: {
    answered: "en los documentos",
    "closest-passages": "pasajes más cercanos",
    "not-in-documents": "no está en los documentos",
    declined: "rechazada",
    busy: "demasiado ocupado",
    cancelled: "cancelada",
    "timed-out": "tardó demasiado",
    failed: "ha fallado",
  },
  languageChosen: "A partir de ahora hablo español en esta sala.",
  languageAuto: "A partir de ahora respondo a cada pregunta en su idioma.",
  questionsOn: "A partir de ahora respondo aquí a todo mensaje con un signo de interrogación.",
  questionsOff: "A partir de ahora respondo aquí solo si me nombran o me responden.",
  forgotten: (when) => `Borrado el ${when}:`,
  forgottenQuestions: (count) => `preguntas: ${count}`,
  forgottenAnswers: (count) => `respuestas: ${count}`,
  forgottenTurns: (count) => `turnos de conversación recordados: ${count}`,
  forgottenFeedback: (count) => `pulgares: ${count}`,
  removedFromRooms: (count) => `respuestas retiradas de las salas: ${count}`,
  notRemovedFromRooms: (count) => `respuestas que no se pudieron retirar de las salas: ${count}`,
  forgottenKept:
    "Conservo un resumen criptográfico (hash) del identificador de cada mensaje para no responder nada dos veces; no dice quién escribió ni qué.",
  forgottenRest:
    "Tus propios mensajes quedan en las salas hasta que los borres, y otros dispositivos pueden conservar lo que recibieron.",
  statusQueue: (waiting) =>
    waiting === 0 ? "No espera ninguna pregunta." : `Preguntas en curso o en espera: ${waiting}.`,
  statusModels: (chat, embedding) =>
    `Modelos: ${chat ?? "ninguno de lenguaje (solo citas)"}; ${embedding ?? "ninguno para buscar por significado"}.`,
  statusDocuments: (count) => `Documentos que puede leer esta sala: ${count}.`,
  statusVersion: (version, uptime) => `Rochdale ${version}, en marcha desde hace ${uptime}.`,
  statusDevice: (deviceId, crossSigned) =>
    crossSigned
      ? `Mi dispositivo ${deviceId} tiene firma cruzada. Su huella:`
      : `Mi dispositivo ${deviceId} no tiene firma cruzada: algunas aplicaciones pueden rechazarlo. Su huella:`,

  inviteReported: (inviter, room) =>
    room === null
      ? `${inviter} me invita a una sala. No he entrado.`
      : `${inviter} me invita a la sala «${room}». No he entrado.`,
  inviteRemedy: "Para permitirlo, envía aquí:",
  roomUpgraded: (old, replacement) =>
    `La sala «${old}» se ha sustituido; su nuevo identificador es ${replacement}. Sus permisos de lectura no se han trasladado: concédelos de nuevo.`,
  statusRooms: (rooms, invites) => `Salas: ${rooms}; invitaciones en espera: ${invites}.`,
  statusUndecryptable: (messages) => `Mensajes que no pude descifrar: ${messages}.`,
  statusFeedback: (up, down) => `Pulgares arriba: ${up}; pulgares abajo: ${down}.`,
  statusMemory: (megabytes) => `Memoria en uso: ${megabytes} MB.`,
  noRooms: "No estoy en ninguna sala.",
  noCollections: "Todavía no hay documentos cargados.",
  unnamedRoom: "sala sin nombre",
  roomMembers: (count) => `miembros: ${count}`,
  encrypted: "cifrada",
  notEncrypted: "sin cifrar",
  reads: (collections) => (collections.length === 0 ? "no puede leer nada" : `puede leer: ${collections.join(", ")}`),
  documents: (count) => `documentos: ${count}`,
  isPublic: "pública",
  isNotPublic: "no pública",
  grantedTo: (rooms) => (rooms.length === 0 ? "no concedida a ninguna sala" : `concedida a: ${rooms.join(", ")}`),
  noSuchCollection: (typed, suggestion) =>
    suggestion === null
      ? `No hay ninguna colección «${typed}». Hay:`
      : `No hay ninguna colección «${typed}». ¿Querías decir ${suggestion}? Hay:`,
  noSuchRoom: (typed) => `No estoy en ninguna sala que encaje con «${typed}». Escribe !salas para ver dónde estoy.`,
  severalRooms: (typed) => `Varias salas encajan con «${typed}». Escribe el identificador de la que quieres:`,
  granted: (collection, room, documents) =>
    `Concedido. Los miembros de «${room}» ya pueden preguntar por la colección ${collection} y leer lo que dice (documentos: ${documents}).`,
  grantedAlready: (collection, room) => `La sala «${room}» ya tiene la colección ${collection}.`,
  withheldThere: "Pero allí no muestro nada de ella mientras ocurra esto:",
  laterJoiners: "Quien entre más tarde puede leer las respuestas anteriores.",
  otherServers: (servers) => `Hay miembros de otros servidores, que guardan copias: ${servers.join(", ")}.`,
  operatorsRead: "La sala no está cifrada: quien administra los servidores puede leer las respuestas.",
  spaceMembers: "Los miembros de un espacio pueden entrar sin invitación.",
  revoked: (collection, room) =>
    `Revocado. La sala «${room}» ya no lee nada de la colección ${collection}. Las respuestas ya dadas se quedan allí.`,
  wasNotGranted: (collection, room) => `La sala «${room}» no tenía la colección ${collection}.`,
  allowed: (who) => `${who} puede invitarme a partir de ahora.`,
  allowedServer: (server) => `Cualquiera del servidor ${server} puede invitarme a partir de ahora.`,
  allowedAlready: (who) => `${who} ya tenía permiso.`,
  invitesAccepted: "Invitaciones aceptadas:",
  invitesFailed: "Invitaciones que no pude aceptar; pide que las envíen otra vez:",
  emptyLog: "Ningún admin ha decidido nada todavía.",
  actions: {
    grant: "concedió",
    revoke: "revocó",
    allow: "permitió invitar a",
    "questions-on": "activó las respuestas a signos de interrogación",
    "questions-off": "desactivó las respuestas a signos de interrogación",
    "library-on": "activó la biblioteca de",
    "library-off": "desactivó la biblioteca de",
  },
  withheld: {
    notInRoom: "No estoy en esta sala.",
    replaced: (by) => `La sala se sustituyó por ${by}.`,
    openToAll: "Cualquiera puede entrar: aquí solo se leen colecciones públicas.",
    worldReadable: "Cualquiera puede leer sin entrar: aquí solo se leen colecciones públicas.",
    bridged: (userId) => `Alguien de otra red lee a través de un puente (${userId}).`,
    foreignServer: (userId) => `Un miembro es de un servidor que no está en la lista de la cooperativa (${userId}).`,
    noSuchCollection: (collection) => `La colección ${collection} ya no existe.`,
  },
};
