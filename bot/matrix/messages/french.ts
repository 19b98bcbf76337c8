/** The sentences of the rooms in French. */
import type { RoomMessages } from "./room-messages.ts";

export const FRENCH: RoomMessages = {
  queued: (position) =>
    position <= 1
      ? "Votre question est la prochaine."
      : `Votre question est au rang ${position} dans la file d'attente. Je répondrai ici.`,
  stillChecking: "Trouvé, vérification en cours. Pour l'instant, voici le plus proche :",
  nothingGranted: (contact) =>
    contact === null
      ? "Aucun document n'est ouvert à ce salon, je ne peux donc pas répondre ici. Adressez-vous à un admin."
      : `Aucun document n'est ouvert à ce salon, je ne peux donc pas répondre ici. Adressez-vous à : ${contact}`,
  accessChanged:
    "Ce que ce salon peut lire a changé pendant que je traitais votre question ; je n'en montre donc rien. Reposez-la, s'il vous plaît.",
  tooManyQuestions: "Trop de questions sont en attente. Reposez la vôtre dans quelques minutes.",
  redactedAnswer: "La question a été supprimée, et la réponse avec elle.",
  sources: "Sources",
  stopped: "Arrêté.",
  nothingToStop: "Aucune de vos questions n'est en cours ici.",
  failedToSend: "Ma réponse n'a pas pu être envoyée. Reposez la question ; si cela ne suffit pas, prévenez un admin.",
  undecryptable:
    "Je ne peux pas lire un message ici : sa clé ne m'est pas parvenue. Si elle arrive encore, je répondrai alors ; renvoyer le message suffit le plus souvent.",
  undecryptableUnverified:
    "Je ne peux pas lire votre message : votre application ne donne pas de clés aux appareils auxquels elle ne se fie pas, et le mien en fait partie. Vérifiez-moi, ou désactivez « n'envoyer qu'aux personnes vérifiées » dans les réglages de sécurité de ce salon, puis renvoyez le message.",
  hello: (collections) =>
    [
      "Bonjour, je suis Rochdale. Je réponds aux questions sur les documents de la coopérative avec le passage qui le dit.",
      collections.length === 0
        ? "Aucun document n'est encore ouvert à ce salon ; un admin peut en ouvrir."
        : `Dans ce salon, je lis : ${collections.join(", ")}.`,
      "Je garde les questions qui me sont posées et mes réponses sur la machine de la coopérative, et nulle part ailleurs ; je ne garde pas les autres messages. Écrivez !aide pour voir ce que je sais faire, !oublie-moi pour effacer ce qui vient de vous.",
    ].join(" "),
  helloAdmins:
    "Bonjour, je suis Rochdale. Dans ce salon, je rends compte aux admins de la coopérative et je reçois leurs commandes, uniquement depuis des appareils vérifiés. Je ne lis que les salons où je suis invité, et je n'y réponds qu'à partir des collections que vous leur ouvrez. Écrivez !aide pour la liste des commandes.",

  unknownCommand: (typed, suggestion) =>
    suggestion === null
      ? `Je ne connais pas la commande !${typed}. Écrivez !aide pour voir celles que je connais.`
      : `Je ne connais pas la commande !${typed}. Vouliez-vous dire !${suggestion} ?`,
  writeItLike: "Je ne peux pas l'utiliser ainsi. Écrivez :",
  helpIntro: "Interrogez-moi avec vos propres mots sur les documents de la coopérative. Je comprends aussi :",
  helpForAdmins: "En tant qu'admin, vous disposez aussi ici de :",
  commands: {
    help: { usage: "!aide", summary: "cette liste" },
    sources: { usage: "!sources", summary: "les citations de la dernière réponse en entier" },
    why: { usage: "!pourquoi", summary: "comment la dernière réponse a été trouvée" },
    "as-of": { usage: "!au 1.5.2023 QUESTION", summary: "une réponse selon les règles d'un autre jour" },
    stop: { usage: "!stop", summary: "arrête la réponse à votre question" },
    language: { usage: "!langue fr", summary: "ma langue dans ce salon : en, de, fr, es, ca, da ou auto" },
    forget: { usage: "!oublie-moi", summary: "efface vos questions, mes réponses et vos pouces" },
    status: { usage: "!état", summary: "comment je vais" },
    questions: { usage: "!questions oui", summary: "répondre ici à tout message avec « ? » (oui ou non)" },
    rooms: { usage: "!salons", summary: "les salons où je suis et ce que chacun peut lire" },
    collections: { usage: "!collections", summary: "les collections et qui peut les lire" },
    grant: { usage: "!accorder COLLECTION SALON", summary: "ouvre une collection à un salon" },
    revoke: { usage: "!retirer COLLECTION SALON", summary: "la referme" },
    allow: { usage: "!autoriser @nom:serveur", summary: "qui peut m'inviter : une personne ou tout un serveur" },
    documents: { usage: "!documents", summary: "tous les documents, leurs versions et ce qui est en vigueur" },
    document: { usage: "!document TITRE", summary: "un document : sa fiche, ses jours en vigueur, son historique" },
    diff: { usage: "!comparer TITRE v1 v2", summary: "ce qui a changé entre deux versions" },
    adopt: {
      usage: "!adopter TITRE à partir du 1.6.2026 par PROCÈS-VERBAL",
      summary: "met une version en vigueur ; « remplace TITRE » peut suivre",
    },
    propose: { usage: "!proposer TITRE", summary: "fait d'une version une proposition, pas en vigueur" },
    draft: { usage: "!brouillon TITRE", summary: "fait d'une version un brouillon, pas en vigueur" },
    withdraw: { usage: "!abroger TITRE à partir du 1.6.2026", summary: "met fin à une version sans rien à sa place" },
    supersede: {
      usage: "!remplacer TITRE par TITRE à partir du 1.6.2026",
      summary: "met une autre version à sa place",
    },
    reinstate: { usage: "!rétablir TITRE à partir du 1.6.2026", summary: "remet une version en vigueur" },
    amend: {
      usage: "!modifier RÉSOLUTION modifie TITRE § 7",
      summary: "lie une résolution à la règle qu'elle modifie",
    },
    purge: {
      usage: "!purger TITRE",
      summary: "supprime un document définitivement, avec toutes ses traces ; demande d'abord",
    },
    library: {
      usage: "!bibliothèque oui COLLECTION",
      summary:
        "montre les règles d’une collection dans un salon à elles, auquel les réponses renvoient ; demande avant. « non » retire tout, « état » dit où elle en est",
    },
    log: { usage: "!journal 10", summary: "les dernières décisions des admins" },
  },
  refusals: {
    "no-admin-room": "Aucun salon d'admin n'est configuré : personne ne peut utiliser cette commande.",
    "other-room": "Cette commande ne fonctionne que dans le salon d'admin.",
    edited: "Je n'obéis pas à un message modifié. Envoyez la commande dans un nouveau message.",
    quoted: "Je n'obéis pas à une commande dans une réponse. Envoyez-la seule, dans un message.",
    "too-old": "Cette commande date de plus de quelques minutes. Si elle vaut encore, renvoyez-la.",
    "from-the-future":
      "Cette commande porte une heure qui n'est pas encore venue. Vérifiez l'horloge de votre serveur d'accueil.",
    "not-a-member": "Cette commande est réservée aux membres de ce salon.",
    "not-an-admin": "Cette commande est réservée aux admins.",
    "not-a-moderator": "Cette commande est réservée à la modération de ce salon.",
    "not-encrypted":
      "Ce salon est chiffré, mais votre commande est arrivée en clair. Envoyez-la depuis une application qui chiffre.",
    "unsigned-device":
      "Votre appareil n'est pas vérifié, je ne sais donc pas si la commande vient de vous. Vérifiez-le dans votre application et renvoyez la commande.",
    "unknown-device":
      "Je ne connais pas l'appareil qui a envoyé cette commande. Renvoyez-la depuis un de vos appareils vérifiés.",
    spoofed: "L'appareil d'où vient cette commande n'appartient pas à qui l'a envoyée. Rien n'a été fait.",
  },
  noLastAnswer: "Je n'ai encore répondu à rien ici.",
  quotesNothing: "La dernière réponse ne cite rien.",
  noLongerReadable: "Ce salon ne peut plus lire les documents de la dernière réponse.",
  place: (file, start, end) => `${file}, caractères ${start} à ${end}`,
  whyAsked: (question) => `La question telle que je l'ai comprise : ${question}`,
  whyOutcome: (outcome, day, collection) => `Résultat : ${outcome}. Règles du ${day}. Collection : ${collection}.`,
  whyModel: (model) =>
    model === null
      ? "Aucun modèle de langue n'y a pris part : la réponse ne contient que des citations."
      : `Modèle de langue : ${model}.`,
  whyTime: (seconds) => `Durée : ${seconds} secondes.`,
  whyPassages: (count) => `Passages que j'ai regardés : ${count}, le meilleur d'abord.`,
  outcomes: {
    answered: "dans les documents",
    "closest-passages": "passages les plus proches",
    "not-in-documents": "pas dans les documents",
    declined: "refusé",
    busy: "trop occupé",
    cancelled: "annulé",
    "timed-out": "trop long",
    failed: "échec",
  },
  languageChosen: "Je parle désormais français dans ce salon.",
  languageAuto: "Je réponds désormais à chaque question dans sa langue.",
  questionsOn: "Je réponds désormais ici à tout message qui contient un point d'interrogation.",
  questionsOff: "Je ne réponds désormais ici que si l'on me nomme ou si l'on me répond.",
  forgotten: (when) => `Effacé le ${when} :`,
  forgottenQuestions: (count) => `questions : ${count}`,
  forgottenAnswers: (count) => `réponses : ${count}`,
  forgottenTurns: (count) => `échanges gardés en mémoire : ${count}`,
  forgottenFeedback: (count) => `pouces : ${count}`,
  removedFromRooms: (count) => `réponses retirées des salons : ${count}`,
  notRemovedFromRooms: (count) => `réponses qui n'ont pas pu être retirées des salons : ${count}`,
  forgottenKept:
    "Je garde une empreinte de l'identifiant de chaque message, pour ne rien traiter deux fois ; elle ne dit ni qui a écrit ni quoi.",
  forgottenRest:
    "Vos propres messages restent dans les salons jusqu'à ce que vous les supprimiez, et d'autres appareils peuvent garder ce qu'ils ont reçu.",
  statusQueue: (waiting) =>
    waiting === 0 ? "Aucune question en attente." : `Questions en cours ou en attente : ${waiting}.`,
  statusModels: (chat, embedding) =>
    `Modèles : ${chat ?? "aucun pour la langue (citations seules)"} ; ${embedding ?? "aucun pour la recherche par le sens"}.`,
  statusDocuments: (count) => `Documents que ce salon peut lire : ${count}.`,
  statusVersion: (version, uptime) => `Rochdale ${version}, en marche depuis ${uptime}.`,
  statusDevice: (deviceId, crossSigned) =>
    crossSigned
      ? `Mon appareil ${deviceId} a une signature croisée. Son empreinte :`
      : `Mon appareil ${deviceId} n'a pas de signature croisée : des applications peuvent le refuser. Son empreinte :`,

  inviteReported: (inviter, room) =>
    room === null
      ? `${inviter} m'invite dans un salon. Je ne l'ai pas rejoint.`
      : `${inviter} m'invite dans le salon « ${room} ». Je ne l'ai pas rejoint.`,
  inviteRemedy: "Pour l'autoriser, envoyez ici :",
  roomUpgraded: (old, replacement) =>
    `Le salon « ${old} » a été remplacé ; son nouvel identifiant est ${replacement}. Ses droits de lecture ne l'ont pas suivi : accordez-les de nouveau.`,
  statusRooms: (rooms, invites) => `Salons : ${rooms} ; invitations en attente : ${invites}.`,
  statusUndecryptable: (messages) => `Messages que je n'ai pas pu déchiffrer : ${messages}.`,
  statusFeedback: (up, down) => `Pouces levés : ${up} ; pouces baissés : ${down}.`,
  statusMemory: (megabytes) => `Mémoire utilisée : ${megabytes} Mo.`,
  noRooms: "Je ne suis dans aucun salon.",
  noCollections: "Aucun document n'est encore chargé.",
  unnamedRoom: "salon sans nom",
  roomMembers: (count) => `membres : ${count}`,
  encrypted: "chiffré",
  notEncrypted: "non chiffré",
  reads: (collections) => (collections.length === 0 ? "ne peut rien lire" : `peut lire : ${collections.join(", ")}`),
  documents: (count) => `documents : ${count}`,
  isPublic: "publique",
  isNotPublic: "non publique",
  grantedTo: (rooms) => (rooms.length === 0 ? "accordée à aucun salon" : `accordée à : ${rooms.join(", ")}`),
  noSuchCollection: (typed, suggestion) =>
    suggestion === null
      ? `Il n'y a pas de collection « ${typed} ». Il y a :`
      : `Il n'y a pas de collection « ${typed} ». Vouliez-vous dire ${suggestion} ? Il y a :`,
  noSuchRoom: (typed) =>
    `Je ne suis dans aucun salon qui corresponde à « ${typed} ». Écrivez !salons pour voir où je suis.`,
  severalRooms: (typed) =>
    `Plusieurs salons correspondent à « ${typed} ». Écrivez l'identifiant de celui que vous voulez :`,
  granted: (collection, room, documents) =>
    `Accordé. Les membres de « ${room} » peuvent maintenant interroger la collection ${collection} et lire ce qu'elle dit (documents : ${documents}).`,
  grantedAlready: (collection, room) => `Le salon « ${room} » a déjà la collection ${collection}.`,
  withheldThere: "Mais je n'en montre rien là-bas tant que ceci est vrai :",
  laterJoiners: "Qui rejoint le salon plus tard peut lire les réponses précédentes.",
  otherServers: (servers) => `Des membres viennent d'autres serveurs, qui gardent des copies : ${servers.join(", ")}.`,
  operatorsRead: "Le salon n'est pas chiffré : qui exploite les serveurs peut lire les réponses.",
  spaceMembers: "Les membres d'un espace peuvent entrer sans invitation.",
  revoked: (collection, room) =>
    `Retiré. Le salon « ${room} » ne lit désormais plus rien de la collection ${collection}. Les réponses déjà données y restent.`,
  wasNotGranted: (collection, room) => `Le salon « ${room} » n'avait pas la collection ${collection}.`,
  allowed: (who) => `${who} peut désormais m'inviter.`,
  allowedServer: (server) => `Tout le monde sur le serveur ${server} peut désormais m'inviter.`,
  allowedAlready: (who) => `${who} avait déjà cette autorisation.`,
  invitesAccepted: "Invitations acceptées :",
  invitesFailed: "Invitations que je n'ai pas pu accepter ; faites-les renvoyer :",
  emptyLog: "Aucun admin n'a encore rien décidé.",
  actions: {
    grant: "a accordé",
    revoke: "a retiré",
    allow: "a autorisé à inviter",
    "questions-on": "a activé les réponses aux points d'interrogation",
    "questions-off": "a désactivé les réponses aux points d'interrogation",
    "library-on": "a activé la bibliothèque de",
    "library-off": "a désactivé la bibliothèque de",
  },
  withheld: {
    notInRoom: "Je ne suis pas dans ce salon.",
    replaced: (by) => `Le salon a été remplacé par ${by}.`,
    openToAll: "Tout le monde peut entrer : seules les collections publiques sont lues ici.",
    worldReadable: "Tout le monde peut lire sans entrer : seules les collections publiques sont lues ici.",
    bridged: (userId) => `Quelqu'un d'un autre réseau lit par une passerelle (${userId}).`,
    foreignServer: (userId) => `Un membre vient d'un serveur qui n'est pas sur la liste de la coopérative (${userId}).`,
    noSuchCollection: (collection) => `La collection ${collection} n'existe plus.`,
  },
};
