/** The words that begin with "!" and what each means, in the six languages. Data and its folding; parses nothing. */

export const MEMBER_COMMANDS = [
  "help",
  "sources",
  "why",
  "as-of",
  "stop",
  "language",
  "forget",
  "status",
  "questions",
] as const;
export const ADMIN_COMMANDS = [
  "rooms",
  "collections",
  "grant",
  "revoke",
  "allow",
  "documents",
  "document",
  "diff",
  "adopt",
  "propose",
  "draft",
  "withdraw",
  "supersede",
  "reinstate",
  "amend",
  "purge",
  "library",
  "log",
] as const;
export const COMMAND_NAMES = [...MEMBER_COMMANDS, ...ADMIN_COMMANDS] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** Words beside a command's own name; with or without accents, and in any capitals. */
const OTHER_WORDS: Readonly<Record<CommandName, string>> = {
  help: "hilfe aide ayuda ajuda hjælp",
  sources: "source quellen quelle fuentes fuente fonts font kilder kilde",
  why: "warum pourquoi por porqué per perquè hvorfor",
  "as-of": "asof date stand au fecha a-fecha data a-data dato pr",
  stop: "stopp cancel abbrechen halt arrêter arrête annuler parar para detener cancelar atura aturar cancel·la afbryd",
  language: "sprache langue idioma llengua sprog",
  forget: "vergiss oublier oublie olvidar olvida oblidar oblida glem",
  status: "zustand état estado estat",
  questions: "fragen preguntas preguntes spørgsmål",
  rooms: "räume raeume salons salas sales rum",
  collections: "sammlungen colecciones col·leccions samlinger",
  grant: "freigeben accorder conceder concedir giv",
  revoke: "entziehen retirer revocar fjern",
  allow: "erlauben autoriser permitir permetre tillad",
  documents: "dokumente documentos dokumenter",
  document: "dokument documento",
  diff: "vergleich vergleichen comparer comparar compara sammenlign",
  adopt: "beschließen annehmen adopter aprobar adoptar aprovar vedtag",
  propose: "vorschlagen proposer proponer proposar foreslå",
  draft: "entwurf brouillon borrador esborrany udkast",
  withdraw: "aufheben zurückziehen abroger derogar ophæv",
  supersede: "ablösen remplacer sustituir substituir erstat",
  reinstate: "wiedereinsetzen rétablir restablecer restablir genindfør",
  amend: "ändern modifier modificar esmenar ændr",
  purge: "löschen purger purgar slet",
  library: "bibliothek bibliothèque biblioteca bibliotek",
  log: "protokoll journal registro registre logbog",
};

/** "Forget me" in one word. */
export const FORGET_ME = ["forget-me", "forgetme", "oublie-moi", "oubliez-moi", "olvídame", "olvidarme", "oblida'm"];

/** Lower case, without accents, apostrophes and middle dots, so that a phone's keyboard is enough. */
export function fold(word: string): string {
  return word
    .toLowerCase()
    .replaceAll("æ", "ae")
    .replaceAll("ø", "oe")
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}'’·]/gu, "");
}

/** Every word as members write it. */
export const ALL_WORDS: readonly string[] = [
  ...COMMAND_NAMES.flatMap((name) => [name, ...OTHER_WORDS[name].split(" ")]),
  ...FORGET_ME,
];

const BY_WORD: ReadonlyMap<string, CommandName> = new Map([
  ...COMMAND_NAMES.flatMap((name) =>
    [name, ...OTHER_WORDS[name].split(" ")].map((word) => [fold(word), name] as const),
  ),
  ...FORGET_ME.map((word) => [fold(word), "forget"] as const),
]);

/** The command that a word stands for; null when it is none. */
export function commandNamed(word: string): CommandName | null {
  return BY_WORD.get(fold(word)) ?? null;
}
