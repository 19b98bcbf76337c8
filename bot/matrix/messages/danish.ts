/** The sentences of the rooms in Danish. */
import type { RoomMessages } from "./room-messages.ts";

export const DANISH: RoomMessages = {
  queued: (position) =>
    position <= 1 ? "Dit spørgsmål er det næste." : `Dit spørgsmål er nummer ${position} i køen. Jeg svarer her.`,
  stillChecking: "Fundet, men ikke tjekket endnu. Dette kommer tættest på indtil nu:",
  nothingGranted: (contact) =>
    contact === null
      ? "Der er ingen dokumenter åbne for dette rum, så jeg kan ikke svare her. Spørg en admin."
      : `Der er ingen dokumenter åbne for dette rum, så jeg kan ikke svare her. Spørg: ${contact}`,
  accessChanged:
    "Hvad dette rum må læse, ændrede sig, mens jeg arbejdede på dit spørgsmål; derfor viser jeg intet af det. Spørg gerne igen.",
  tooManyQuestions: "Der venter for mange spørgsmål lige nu. Spørg igen om et par minutter.",
  redactedAnswer: "Spørgsmålet blev fjernet, og svaret med det.",
  sources: "Kilder",
  stopped: "Stoppet.",
  nothingToStop: "Der er ikke noget spørgsmål fra dig i gang her.",
  failedToSend: "Mit svar kunne ikke sendes. Spørg igen; hjælper det ikke, så sig det til en admin.",
  undecryptable:
    "Jeg kan ikke læse en besked her: dens nøgle er ikke nået frem til mig. Kommer den endnu, svarer jeg da; som regel hjælper det at sende beskeden igen.",
  undecryptableUnverified:
    "Jeg kan ikke læse din besked: din app giver ikke nøgler til enheder, den ikke stoler på, og min er en af dem. Verificer mig, eller slå »send kun til verificerede brugere« fra i rummets sikkerhedsindstillinger, og send så beskeden igen.",
  hello: (collections) =>
    [
      "Hej, jeg er Rochdale. Jeg svarer på spørgsmål om foreningens dokumenter med det sted, hvor det står.",
      collections.length === 0
        ? "Der er endnu ingen dokumenter åbne for dette rum; en admin kan åbne nogle."
        : `I dette rum læser jeg: ${collections.join(", ")}.`,
      "Jeg gemmer spørgsmål til mig og mine svar på foreningens egen maskine og ingen andre steder; andre beskeder gemmer jeg ikke. Skriv !hjælp for at se, hvad jeg kan, og !glem mig for at slette det, der er dit.",
    ].join(" "),
  helloAdmins:
    "Hej, jeg er Rochdale. I dette rum rapporterer jeg til foreningens admins og tager imod deres kommandoer, kun fra verificerede enheder. Jeg læser kun rum, som jeg inviteres til, og svarer der kun ud fra samlinger, som I åbner. Skriv !hjælp for at se kommandoerne.",

  unknownCommand: (typed, suggestion) =>
    suggestion === null
      ? `Jeg kender ikke kommandoen !${typed}. Skriv !hjælp for at se dem, jeg kender.`
      : `Jeg kender ikke kommandoen !${typed}. Mente du !${suggestion}?`,
  writeItLike: "Sådan kan jeg ikke bruge den. Skriv:",
  helpIntro: "Spørg mig med dine egne ord om foreningens dokumenter. Derudover forstår jeg:",
  helpForAdmins: "Som admin kan du her også bruge:",
  commands: {
    help: { usage: "!hjælp", summary: "denne liste" },
    sources: { usage: "!kilder", summary: "citaterne i det sidste svar i fuld længde" },
    why: { usage: "!hvorfor", summary: "hvordan det sidste svar blev til" },
    "as-of": { usage: "!dato 1.5.2023 SPØRGSMÅL", summary: "et svar efter reglerne på en anden dag" },
    stop: { usage: "!stop", summary: "stopper svaret på dit spørgsmål" },
    language: { usage: "!sprog da", summary: "mit sprog i dette rum: en, de, fr, es, ca, da eller auto" },
    forget: { usage: "!glem mig", summary: "sletter dine spørgsmål, mine svar på dem og dine tommelfingre" },
    status: { usage: "!status", summary: "hvordan jeg har det" },
    questions: { usage: "!spørgsmål til", summary: "svar her på hver besked med spørgsmålstegn (til eller fra)" },
    rooms: { usage: "!rum", summary: "de rum, jeg er i, og hvad hvert må læse" },
    collections: { usage: "!samlinger", summary: "samlingerne og hvem der må læse dem" },
    grant: { usage: "!giv SAMLING RUM", summary: "åbner en samling for et rum" },
    revoke: { usage: "!fjern SAMLING RUM", summary: "lukker den igen" },
    allow: { usage: "!tillad @navn:server", summary: "hvem der må invitere mig: en person eller en hel server" },
    documents: { usage: "!dokumenter", summary: "alle dokumenter med deres udgaver og hvad der er i kraft" },
    document: { usage: "!dokument TITEL", summary: "et dokument: oplysninger, dage i kraft, historik" },
    diff: { usage: "!sammenlign TITEL v1 v2", summary: "hvad der er ændret mellem to udgaver" },
    adopt: {
      usage: "!vedtag TITEL fra 1.6.2026 ved REFERAT",
      summary: "sætter en udgave i kraft; »erstatter TITEL« kan følge",
    },
    propose: { usage: "!foreslå TITEL", summary: "gør en udgave til et forslag, ikke i kraft" },
    draft: { usage: "!udkast TITEL", summary: "gør en udgave til et udkast, ikke i kraft" },
    withdraw: { usage: "!ophæv TITEL fra 1.6.2026", summary: "afslutter en udgave uden noget i stedet" },
    supersede: { usage: "!erstat TITEL ved TITEL fra 1.6.2026", summary: "sætter en anden udgave i stedet" },
    reinstate: { usage: "!genindfør TITEL fra 1.6.2026", summary: "sætter en udgave i kraft igen" },
    amend: { usage: "!ændr BESLUTNING ændrer TITEL § 7", summary: "knytter en beslutning til den regel, den ændrer" },
    purge: { usage: "!slet TITEL", summary: "sletter et dokument for altid med alle spor; spørger først" },
    library: {
      usage: "!bibliotek til SAMLING",
      summary:
        "viser en samlings regler i et rum for sig, som svar henviser til; spørger først. “fra” fjerner alt, “status” siger, hvordan det står",
    },
    log: { usage: "!logbog 10", summary: "admins' seneste beslutninger" },
  },
  refusals: {
    "no-admin-room": "Der er ikke sat et adminrum op, så ingen kan bruge denne kommando.",
    "other-room": "Denne kommando virker kun i adminrummet.",
    edited: "Jeg adlyder ikke redigerede beskeder. Send kommandoen som en ny besked.",
    quoted: "Jeg adlyder ikke kommandoer i et svar. Send den som en besked for sig.",
    "too-old": "Denne kommando er mere end et par minutter gammel. Gælder den stadig, så send den igen.",
    "from-the-future": "Denne kommando bærer et klokkeslæt, der ikke er kommet endnu. Tjek uret på din homeserver.",
    "not-a-member": "Denne kommando er for medlemmer af dette rum.",
    "not-an-admin": "Denne kommando er for admins.",
    "not-a-moderator": "Denne kommando er for dem, der modererer dette rum.",
    "not-encrypted": "Dette rum er krypteret, men din kommando kom ukrypteret. Send den fra en app, der krypterer.",
    "unsigned-device":
      "Din enhed er ikke verificeret, så jeg ved ikke, om kommandoen er din. Verificer den i din app, og send kommandoen igen.",
    "unknown-device":
      "Jeg kender ikke den enhed, der sendte kommandoen. Send den igen fra en af dine verificerede enheder.",
    spoofed: "Den, der sendte kommandoen, ejer ikke den enhed, den kom fra. Der er ikke sket noget.",
  },
  noLastAnswer: "Jeg har endnu ikke svaret på noget her.",
  quotesNothing: "Det sidste svar citerer intet.",
  noLongerReadable: "Dette rum må ikke længere læse dokumenterne bag det sidste svar.",
  place: (file, start, end) => `${file}, tegn ${start} til ${end}`,
  whyAsked: (question) => `Spørgsmålet, som jeg forstod det: ${question}`,
  whyOutcome: (outcome, day, collection) => `Udfald: ${outcome}. Regler pr. ${day}. Samling: ${collection}.`,
  whyModel: (model) =>
    model === null ? "Ingen sprogmodel deltog: svaret består kun af citater." : `Sprogmodel: ${model}.`,
  whyTime: (seconds) => `Tid: ${seconds} sekunder.`,
  whyPassages: (count) => `Steder, jeg har set på: ${count}, det bedste først.`,
  outcomes: {
    answered: "i dokumenterne",
    "closest-passages": "nærmeste steder",
    "not-in-documents": "ikke i dokumenterne",
    declined: "afvist",
    busy: "optaget",
    cancelled: "annulleret",
    "timed-out": "tog for lang tid",
    failed: "mislykkedes",
  },
  languageChosen: "Fra nu af taler jeg dansk i dette rum.",
  languageAuto: "Fra nu af svarer jeg på hvert spørgsmål på dets eget sprog.",
  questionsOn: "Fra nu af svarer jeg her på hver besked med et spørgsmålstegn.",
  questionsOff: "Fra nu af svarer jeg her kun, når jeg bliver nævnt eller svaret.",
  forgotten: (when) => `Slettet den ${when}:`,
  forgottenQuestions: (count) => `spørgsmål: ${count}`,
  forgottenAnswers: (count) => `svar: ${count}`,
  forgottenTurns: (count) => `huskede indlæg i samtalen: ${count}`,
  forgottenFeedback: (count) => `tommelfingre: ${count}`,
  removedFromRooms: (count) => `svar fjernet fra rummene: ${count}`,
  notRemovedFromRooms: (count) => `svar, der ikke kunne fjernes fra rummene: ${count}`,
  forgottenKept:
    "Jeg gemmer en hash af hver beskeds id, så intet besvares to gange; den siger hverken, hvem der skrev, eller hvad.",
  forgottenRest:
    "Dine egne beskeder bliver i rummene, til du sletter dem, og andres enheder kan beholde det, de har fået.",
  statusQueue: (waiting) =>
    waiting === 0 ? "Der venter ingen spørgsmål." : `Spørgsmål i gang eller i kø: ${waiting}.`,
  statusModels: (chat, embedding) =>
    `Modeller: ${chat ?? "ingen til sprog (kun citater)"}; ${embedding ?? "ingen til søgning efter betydning"}.`,
  statusDocuments: (count) => `Dokumenter, dette rum må læse: ${count}.`,
  statusVersion: (version, uptime) => `Rochdale ${version}, har kørt i ${uptime}.`,
  statusDevice: (deviceId, crossSigned) =>
    crossSigned
      ? `Min enhed ${deviceId} er krydssigneret. Dens fingeraftryk:`
      : `Min enhed ${deviceId} er ikke krydssigneret: apps kan afvise den. Dens fingeraftryk:`,

  inviteReported: (inviter, room) =>
    room === null
      ? `${inviter} inviterer mig til et rum. Jeg er ikke gået ind.`
      : `${inviter} inviterer mig til rummet »${room}«. Jeg er ikke gået ind.`,
  inviteRemedy: "For at tillade det, send her:",
  roomUpgraded: (old, replacement) =>
    `Rummet »${old}« blev erstattet; dets nye id er ${replacement}. Det, rummet må læse, er ikke flyttet med: giv det igen.`,
  statusRooms: (rooms, invites) => `Rum: ${rooms}; ventende invitationer: ${invites}.`,
  statusUndecryptable: (messages) => `Beskeder, jeg ikke kunne dekryptere: ${messages}.`,
  statusFeedback: (up, down) => `Tommelfinger op: ${up}; ned: ${down}.`,
  statusMemory: (megabytes) => `Hukommelse i brug: ${megabytes} MB.`,
  noRooms: "Jeg er ikke i noget rum.",
  noCollections: "Der er endnu ingen dokumenter indlæst.",
  unnamedRoom: "rum uden navn",
  roomMembers: (count) => `medlemmer: ${count}`,
  encrypted: "krypteret",
  notEncrypted: "ikke krypteret",
  reads: (collections) => (collections.length === 0 ? "må intet læse" : `må læse: ${collections.join(", ")}`),
  documents: (count) => `dokumenter: ${count}`,
  isPublic: "offentlig",
  isNotPublic: "ikke offentlig",
  grantedTo: (rooms) => (rooms.length === 0 ? "ikke givet til noget rum" : `givet til: ${rooms.join(", ")}`),
  noSuchCollection: (typed, suggestion) =>
    suggestion === null
      ? `Der er ingen samling »${typed}«. Der er:`
      : `Der er ingen samling »${typed}«. Mente du ${suggestion}? Der er:`,
  noSuchRoom: (typed) => `Jeg er ikke i noget rum, der passer til »${typed}«. Skriv !rum for at se, hvor jeg er.`,
  severalRooms: (typed) => `Flere rum passer til »${typed}«. Skriv id'et på det, du mener:`,
  granted: (collection, room, documents) =>
    `Givet. Medlemmerne af »${room}« kan nu spørge til samlingen ${collection} og læse, hvad der står (dokumenter: ${documents}).`,
  grantedAlready: (collection, room) => `Rummet »${room}« har allerede samlingen ${collection}.`,
  withheldThere: "Men jeg viser intet af den dér, så længe dette gælder:",
  laterJoiners: "Den, der kommer til senere, kan læse de tidligere svar.",
  otherServers: (servers) => `Der er medlemmer fra andre servere, som beholder kopier: ${servers.join(", ")}.`,
  operatorsRead: "Rummet er ikke krypteret: de, der driver serverne, kan læse svarene.",
  spaceMembers: "Medlemmer af et område kan komme ind uden invitation.",
  revoked: (collection, room) =>
    `Fjernet. Rummet »${room}« læser fra nu af intet i samlingen ${collection}. Svar, der er givet, bliver stående.`,
  wasNotGranted: (collection, room) => `Rummet »${room}« havde ikke samlingen ${collection}.`,
  allowed: (who) => `${who} må invitere mig fra nu af.`,
  allowedServer: (server) => `Alle på serveren ${server} må invitere mig fra nu af.`,
  allowedAlready: (who) => `${who} havde allerede lov.`,
  invitesAccepted: "Invitationer, jeg tog imod:",
  invitesFailed: "Invitationer, jeg ikke kunne tage imod; bed om at få dem sendt igen:",
  emptyLog: "Ingen admin har besluttet noget endnu.",
  actions: {
    grant: "gav",
    revoke: "fjernede",
    allow: "tillod at invitere:",
    "questions-on": "slog svar på spørgsmålstegn til",
    "questions-off": "slog svar på spørgsmålstegn fra",
    "library-on": "slog biblioteket til for",
    "library-off": "slog biblioteket fra for",
  },
  withheld: {
    notInRoom: "Jeg er ikke i dette rum.",
    replaced: (by) => `Rummet blev erstattet af ${by}.`,
    openToAll: "Alle kan komme ind: her læses kun offentlige samlinger.",
    worldReadable: "Alle kan læse med uden at komme ind: her læses kun offentlige samlinger.",
    bridged: (userId) => `Nogen på et andet netværk læser med gennem en bro (${userId}).`,
    foreignServer: (userId) => `Et medlem er fra en server, der ikke står på foreningens liste (${userId}).`,
    noSuchCollection: (collection) => `Samlingen ${collection} findes ikke længere.`,
  },
};
