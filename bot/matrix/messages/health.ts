/**
 * What is said in the admin room when something is degraded and when it is well again, in the six languages. Plain words;
 * the facts behind a trouble are the operator's and come as they are, in English.
 */
import type { ReplyLanguage } from "../../answer-types.ts";
import type { TroubleKind } from "../health/trouble.ts";

export type HealthMessages = {
  /** What is wrong, what still works, what helps. */
  readonly begins: Readonly<Record<TroubleKind, string>>;
  readonly over: Readonly<Record<TroubleKind, string>>;
  /** Moments in UTC. */
  readonly lasted: (from: string, to: string) => string;
  readonly facts: (facts: string) => string;
};

const EN: HealthMessages = {
  begins: {
    disk: "The disk is full or does not take what I write. I go on answering from what is loaded as far as I can, and take nothing new in. Please make room; I go on by myself.",
    model:
      "The language model does not work: I answer with the passages themselves, without its words, and start it again by myself. If this goes on, look at memory and at rochdale doctor.",
    database:
      "The database is damaged or cannot be read. Please stop me, keep a copy of the data folder, and restore the last backup; rochdale doctor says more.",
    index:
      "Searching by meaning does not work at the moment; I search by words and rebuild the index from the stored text.",
    homeserver: "I cannot reach the homeserver.",
    token: "The homeserver does not accept my access token. Please run rochdale setup.",
    "rate-limit":
      "The homeserver limits how often I may send, so answers come late. Its operator can lift the limit for my account; rochdale doctor says how.",
  },
  over: {
    disk: "The disk takes what I write again.",
    model: "The language model works again.",
    database: "The database can be read again.",
    index: "Searching by meaning works again.",
    homeserver: "I reach the homeserver again. What was asked meanwhile is being answered.",
    token: "The homeserver accepts my access token again.",
    "rate-limit": "The homeserver no longer limits how often I send.",
  },
  lasted: (from, to) => `It lasted from ${from} to ${to}.`,
  facts: (facts) => `In detail: ${facts}`,
};

const DE: HealthMessages = {
  begins: {
    disk: "Die Festplatte ist voll oder nimmt nicht an, was ich schreibe. Ich antworte weiter aus dem Geladenen, so gut es geht, und nehme nichts Neues auf. Bitte schaffe Platz; danach geht es von selbst weiter.",
    model:
      "Das Sprachmodell arbeitet nicht: Ich antworte mit den Textstellen selbst, ohne seine Worte, und starte es von selbst neu. Hält das an, sieh nach dem Arbeitsspeicher und nach rochdale doctor.",
    database:
      "Die Datenbank ist beschädigt oder nicht lesbar. Bitte halte mich an, bewahre eine Kopie des Datenordners auf und stelle die letzte Sicherung wieder her; rochdale doctor sagt mehr.",
    index:
      "Die Suche nach dem Sinn geht gerade nicht; ich suche nach Wörtern und baue den Index aus dem gespeicherten Text neu.",
    homeserver: "Ich erreiche den Homeserver nicht.",
    token: "Der Homeserver nimmt mein Zugangstoken nicht an. Bitte führe rochdale setup aus.",
    "rate-limit":
      "Der Homeserver begrenzt, wie oft ich senden darf; Antworten kommen deshalb spät. Wer ihn betreibt, kann die Grenze für mein Konto aufheben; rochdale doctor sagt, wie.",
  },
  over: {
    disk: "Die Festplatte nimmt wieder an, was ich schreibe.",
    model: "Das Sprachmodell arbeitet wieder.",
    database: "Die Datenbank ist wieder lesbar.",
    index: "Die Suche nach dem Sinn geht wieder.",
    homeserver: "Ich erreiche den Homeserver wieder. Was inzwischen gefragt wurde, wird beantwortet.",
    token: "Der Homeserver nimmt mein Zugangstoken wieder an.",
    "rate-limit": "Der Homeserver begrenzt mein Senden nicht mehr.",
  },
  lasted: (from, to) => `Es dauerte von ${from} bis ${to}.`,
  facts: (facts) => `Im Einzelnen: ${facts}`,
};

const FR: HealthMessages = {
  begins: {
    disk: "Le disque est plein ou n'accepte pas ce que j'écris. Je continue à répondre autant que possible avec ce qui est chargé, et je n'ajoute rien de nouveau. Merci de faire de la place ; je reprends ensuite de moi-même.",
    model:
      "Le modèle de langue ne fonctionne pas : je réponds avec les passages eux-mêmes, sans ses mots, et je le relance de moi-même. Si cela dure, vérifiez la mémoire et rochdale doctor.",
    database:
      "La base de données est endommagée ou illisible. Merci de m'arrêter, de garder une copie du dossier de données et de restaurer la dernière sauvegarde ; rochdale doctor en dit plus.",
    index:
      "La recherche par le sens ne fonctionne pas pour le moment ; je cherche par les mots et je reconstruis l'index à partir du texte conservé.",
    homeserver: "Je n'arrive pas à joindre le serveur.",
    token: "Le serveur n'accepte pas mon jeton d'accès. Merci de lancer rochdale setup.",
    "rate-limit":
      "Le serveur limite la fréquence de mes envois ; les réponses arrivent donc en retard. La personne qui l'administre peut lever la limite pour mon compte ; rochdale doctor dit comment.",
  },
  over: {
    disk: "Le disque accepte de nouveau ce que j'écris.",
    model: "Le modèle de langue fonctionne de nouveau.",
    database: "La base de données est de nouveau lisible.",
    index: "La recherche par le sens fonctionne de nouveau.",
    homeserver: "Je joins de nouveau le serveur. Je réponds à ce qui a été demandé entre-temps.",
    token: "Le serveur accepte de nouveau mon jeton d'accès.",
    "rate-limit": "Le serveur ne limite plus mes envois.",
  },
  lasted: (from, to) => `Cela a duré du ${from} au ${to}.`,
  facts: (facts) => `En détail : ${facts}`,
};

const ES: HealthMessages = {
  begins: {
    disk: "El disco está lleno o no acepta lo que escribo. Sigo respondiendo en lo posible con lo que está cargado y no incorporo nada nuevo. Por favor, haz sitio; después sigo por mi cuenta.",
    model:
      "El modelo de lenguaje no funciona: respondo con los propios pasajes, sin sus palabras, y lo reinicio por mi cuenta. Si continúa, revisa la memoria y rochdale doctor.",
    database:
      "La base de datos está dañada o no se puede leer. Por favor, detenme, guarda una copia de la carpeta de datos y restaura la última copia de seguridad; rochdale doctor dice más.",
    index:
      "La búsqueda por significado no funciona por ahora; busco por palabras y reconstruyo el índice con el texto guardado.",
    homeserver: "No puedo conectar con el servidor.",
    token: "El servidor no acepta mi token de acceso. Por favor, ejecuta rochdale setup.",
    "rate-limit":
      "El servidor limita la frecuencia con la que puedo enviar, y las respuestas llegan tarde. Quien lo administra puede quitar el límite a mi cuenta; rochdale doctor dice cómo.",
  },
  over: {
    disk: "El disco vuelve a aceptar lo que escribo.",
    model: "El modelo de lenguaje vuelve a funcionar.",
    database: "La base de datos se puede leer de nuevo.",
    index: "La búsqueda por significado vuelve a funcionar.",
    homeserver: "Vuelvo a conectar con el servidor. Respondo a lo que se preguntó entretanto.",
    token: "El servidor vuelve a aceptar mi token de acceso.",
    "rate-limit": "El servidor ya no limita mis envíos.",
  },
  lasted: (from, to) => `Duró de ${from} a ${to}.`,
  facts: (facts) => `En detalle: ${facts}`,
};

const CA: HealthMessages = {
  begins: {
    disk: "El disc és ple o no accepta el que escric. Continuo responent tant com puc amb el que hi ha carregat i no incorporo res de nou. Fes lloc, si us plau; després continuo tot sol.",
    model:
      "El model de llenguatge no funciona: responc amb els mateixos passatges, sense les seves paraules, i el torno a engegar tot sol. Si continua, revisa la memòria i rochdale doctor.",
    database:
      "La base de dades està malmesa o no es pot llegir. Atura'm, si us plau, guarda una còpia de la carpeta de dades i restaura l'última còpia de seguretat; rochdale doctor en diu més.",
    index:
      "La cerca per significat no funciona ara mateix; cerco per paraules i refaig l'índex a partir del text desat.",
    homeserver: "No puc connectar amb el servidor.",
    token: "El servidor no accepta el meu testimoni d'accés. Executa rochdale setup, si us plau.",
    "rate-limit":
      "El servidor limita la freqüència amb què puc enviar, i les respostes arriben tard. Qui l'administra pot treure el límit al meu compte; rochdale doctor diu com.",
  },
  over: {
    disk: "El disc torna a acceptar el que escric.",
    model: "El model de llenguatge torna a funcionar.",
    database: "La base de dades es pot tornar a llegir.",
    index: "La cerca per significat torna a funcionar.",
    homeserver: "Torno a connectar amb el servidor. Responc el que s'ha preguntat mentrestant.",
    token: "El servidor torna a acceptar el meu testimoni d'accés.",
    "rate-limit": "El servidor ja no limita els meus enviaments.",
  },
  lasted: (from, to) => `Ha durat de ${from} a ${to}.`,
  facts: (facts) => `En detall: ${facts}`,
};

const DA: HealthMessages = {
  begins: {
    disk: "Disken er fuld eller tager ikke imod det, jeg skriver. Jeg svarer fortsat ud fra det indlæste, så godt det går, og tager intet nyt ind. Skaf venligst plads; derefter fortsætter jeg af mig selv.",
    model:
      "Sprogmodellen virker ikke: Jeg svarer med selve tekststederne uden dens ord og starter den igen af mig selv. Fortsætter det, så se på hukommelsen og på rochdale doctor.",
    database:
      "Databasen er beskadiget eller kan ikke læses. Stop mig venligst, gem en kopi af datamappen, og gendan den seneste sikkerhedskopi; rochdale doctor siger mere.",
    index:
      "Søgning på mening virker ikke i øjeblikket; jeg søger på ord og bygger indekset op igen fra den gemte tekst.",
    homeserver: "Jeg kan ikke nå serveren.",
    token: "Serveren godtager ikke mit adgangstoken. Kør venligst rochdale setup.",
    "rate-limit":
      "Serveren begrænser, hvor ofte jeg må sende, så svar kommer sent. Den, der driver den, kan ophæve grænsen for min konto; rochdale doctor siger hvordan.",
  },
  over: {
    disk: "Disken tager igen imod det, jeg skriver.",
    model: "Sprogmodellen virker igen.",
    database: "Databasen kan læses igen.",
    index: "Søgning på mening virker igen.",
    homeserver: "Jeg kan nå serveren igen. Det, der blev spurgt om imens, bliver besvaret.",
    token: "Serveren godtager igen mit adgangstoken.",
    "rate-limit": "Serveren begrænser ikke længere, hvor ofte jeg sender.",
  },
  lasted: (from, to) => `Det varede fra ${from} til ${to}.`,
  facts: (facts) => `I detaljer: ${facts}`,
};

const ALL: Readonly<Record<ReplyLanguage, HealthMessages>> = { en: EN, de: DE, fr: FR, es: ES, ca: CA, da: DA };

export function healthMessagesIn(language: ReplyLanguage): HealthMessages {
  return ALL[language];
}
