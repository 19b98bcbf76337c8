/**
 * Guesses what `collection.yaml` does not say: title, language, rank, status, dates and edition, from file name and
 * text. Every guessed field is named in `guessed`. The word lists are general vocabulary of associations in the
 * languages Rochdale speaks, not of any one document.
 */
import type { DocumentRecord, Format, ParsedDocument, Rank, Status } from "./document.ts";
import type { SaidRecord } from "./record.ts";

/** Words in file name or title that show what kind of document it is; the first rank that matches wins. */
const RANK_WORDS: readonly (readonly [Rank, RegExp])[] = [
  [
    "minutes",
    /\b(minutes?|meeting notes|proc[eè]s[- _]verba(l|ux)|pv|compte[- _]rendu|r[ée]union|protokolle?|niederschrift|referat|m[øo]dereferat|actas?|actes?|convocation|convocat[oò]ria|agenda|indkaldelse|einladung)\b/iu,
  ],
  ["proposal", /\b(proposal|motion|proposition|antrag|forslag|propuesta|proposta|moci[oó]n?)\b/iu],
  [
    "resolution",
    /\b((?<!conflict |dispute )resolution|r[ée]solution|beschluss|beslutning|resoluci[oó]n?|acuerdo|acord)\b/iu,
  ],
  [
    "rules",
    /\b(house rules|rules|r[èe]glement|r[èe]gles|hausordnung|ordnung|regler|ordensregler|husorden|reglamento|reglament|normas|forretningsorden)\b/iu,
  ],
  [
    "statutes",
    /\b(by-?laws|statutes?|statuts?|satzung|statuten|vedt[æa]e?gter|estatutos?|estatuts?|constitution|articles of (incorporation|association)|charter|rule book)\b/iu,
  ],
  ["law", /\b(act of parliament|gesetz|loi|lov|ley|llei)\b/iu],
];

const STATUS_WORDS: readonly (readonly [Status, RegExp])[] = [
  ["withdrawn", /\b(withdrawn|zur[üu]ckgezogen|retir[ée]e?|trukket tilbage|retirad[oa])\b/iu],
  ["draft", /\b(draft|entwurf|brouillon|udkast|borrador|esborrany|diskussionsgrundlage|projet de)\b/iu],
  [
    "proposed",
    /\b(proposed|proposal|vorgeschlagen|antrag|forslag|foresl[åa]et|propos[ée]e?|propuest[oa]|proposta)\b/iu,
  ],
];

const DATE_IN_NAME = /(?<!\d)((?:19|20)\d{2})(?:[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?)?(?!\d)/u;
const VERSION_IN_NAME = /(?:^|[\s_.-])(?:v|version|ver|edition|ausgabe|udgave|[ée]dition)[\s_.-]?(\d+(?:\.\d+)*)/iu;

/** `date` is the first day of the year or month where the name says no more; `dayKnown` tells. */
export type EditionMark = { readonly date: string | null; readonly dayKnown: boolean; readonly version: string | null };

/** Completes what was said of a file with guesses from its text. */
export function completeRecord(
  said: SaidRecord,
  document: ParsedDocument,
  guessLanguage: (text: string) => string,
): DocumentRecord {
  const guessed: string[] = [];
  const pick = <K extends keyof SaidRecord & keyof DocumentRecord>(key: K, guess: () => DocumentRecord[K]) => {
    const value = said[key];
    if (value !== undefined) return value as DocumentRecord[K];
    const guessedValue = guess();
    if (guessedValue !== null) guessed.push(key);
    return guessedValue;
  };
  const title = pick("title", () => document.title ?? titleFromFile(said.file));
  const about = nameText(said.file, title);
  const rank = pick("rank", () => guessRank(about, document.format));
  const mark = editionMark(said.file, title);
  const status = pick("status", () => guessStatus(about, document.text));
  const record = {
    file: said.file,
    title,
    language: pick("language", () => guessLanguage(document.text)),
    rank,
    status,
    adoptedOn: pick("adoptedOn", () => guessAdoptedOn(mark, rank)),
    inForceFrom: pick("inForceFrom", () => said.adoptedOn ?? null),
    inForceTo: said.inForceTo ?? null,
    decidedBy: said.decidedBy ?? null,
    replaces: said.replaces ?? null,
    amends: said.amends ?? [],
    contact: said.contact ?? null,
    public: said.public ?? false,
    personalColumns: said.personalColumns ?? [],
    version: pick("version", () => mark.version),
  };
  return { ...record, guessed };
}

/** "Statuts_v2 2019.pdf" → { date: "2019-01-01" or the full date when there is one, version: "2" }. */
export function editionMark(file: string, title: string): EditionMark {
  const name = baseName(file);
  const date = DATE_IN_NAME.exec(name) ?? DATE_IN_NAME.exec(title);
  const version = VERSION_IN_NAME.exec(name) ?? VERSION_IN_NAME.exec(title);
  return {
    date: date ? `${date[1]}-${date[2] ?? "01"}-${date[3] ?? "01"}` : null,
    dayKnown: date?.[3] !== undefined,
    version: version?.[1] ?? null,
  };
}

/** File name or title without dates, version marks and digits: equal for editions of one document. */
export function editionStem(name: string): string {
  return baseName(name)
    .replace(new RegExp(VERSION_IN_NAME.source, "giu"), " ")
    .replace(new RegExp(DATE_IN_NAME.source, "gu"), " ")
    .replace(/[\d\s_.,()-]+/gu, " ")
    .trim()
    .toLowerCase();
}

function baseName(file: string): string {
  return (file.split("/").pop() ?? file).replace(/\.[a-z0-9]{2,5}$/iu, "");
}

function titleFromFile(file: string): string {
  return baseName(file).replace(/[_-]+/gu, " ").trim();
}

function nameText(file: string, title: string): string {
  return `${file.replace(/[_/.-]+/gu, " ")} ${title}`;
}

function guessRank(about: string, format: Format): Rank {
  if (format === "csv" || format === "xlsx" || format === "ods") return "data";
  if (format === "eml" || format === "pptx" || format === "odp") return guessSpoken(about);
  return RANK_WORDS.find(([, words]) => words.test(about))?.[0] ?? "policy";
}

/** Mails and slides report and propose; they never are the rules or the resolution that they name in their title. */
function guessSpoken(about: string): Rank {
  return RANK_WORDS.some(([rank, words]) => rank === "proposal" && words.test(about)) ? "proposal" : "minutes";
}

/** A draft says so in its name or in its first lines; anything else counts as adopted. */
function guessStatus(about: string, text: string): Status {
  const inName = STATUS_WORDS.find(([, words]) => words.test(about))?.[0];
  if (inName !== undefined) return inName;
  const opening = text.slice(0, 400);
  return /\b(entwurf|diskussionsgrundlage|udkast|borrador|esborrany|brouillon)\b|\bthis is a draft\b|\bdraft (version|document|proposal|for discussion)\b/iu.test(
    opening,
  )
    ? "draft"
    : "adopted";
}

/** Minutes are of the day in their name; other texts' years are no dates of adoption. */
function guessAdoptedOn(mark: EditionMark, rank: Rank): string | null {
  return rank === "minutes" && mark.dayKnown ? mark.date : null;
}
