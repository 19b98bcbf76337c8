/**
 * Reads what an admin writes about a file, as a caption or as a reply to its report: adopt from a day, in place of what,
 * draft, proposal, cancel; in six languages. Strict: words that are not known make it no answer, so that "do not adopt
 * this" adopts nothing. Pure; knows no rooms and no documents.
 */
import { findDays } from "../../../retrieval/dates.ts";
import { fold } from "../commands/names.ts";

export type WrittenAnswer = {
  /** The file of an archive that is meant, by number or name; null for all. */
  readonly member: string | null;
  readonly kind: "adopt" | "draft" | "proposal" | "cancel" | "as-proposed";
  /** The day (YYYY-MM-DD); `ever` for since ever, `today`; null when none was named. */
  readonly from: string | "ever" | "today" | null;
  /** Whose place it takes, as written; null when not named. */
  readonly replaces: string | null;
  readonly decidedBy: string | null;
};

/** What a caption may say beside an answer. */
export type Caption = { readonly collection: string | null; readonly answer: WrittenAnswer | null };

/** Each word in all six languages, as `fold` leaves it; "ae" and "oe" may stand for umlauts as they do there. */
const ADOPT =
  "adopt adopted adopts annehmen angenommen beschlossen gilt gultig adopter adopte adoptee adoptes valable adoptar adoptado adoptada aprobado aprobada rige vigente adoptat aprovat vigent vedtag vedtaget vedtages gaelder gaeldende";
const IN_FORCE = ["in force", "in kraft", "en vigueur", "en vigor", "en vigencia", "i kraft"];
const AS_PROPOSED = [
  "as proposed",
  "wie vorgeschlagen",
  "comme proposé",
  "como se propone",
  "com es proposa",
  "som foreslået",
];
const POLITE = ["si us plau", "s'il vous plaît", "s'il te plaît", "por favor", "vær så venlig"];
const YES = "yes ok okay ja oui si d'accord vale d'acord javel";
const DRAFT = "draft entwurf brouillon borrador esborrany udkast";
const PROPOSAL = "proposal proposed antrag vorschlag proposition propuesta proposta forslag";
const CANCEL =
  "cancel stop drop no nein nej non abbrechen verwerfen annuler annule abandonner cancelar cancela descartar cancellar cancella descarta annuller kasser";
const REPLACES = "replaces replacing supersedes ersetzt remplace reemplaza sustituye substitueix reemplaca erstatter";
const DECIDED = [
  "decided by",
  "adopted by",
  "beschlossen durch",
  "beschlossen von",
  "laut",
  "decide par",
  "adopte par",
  "decidido por",
  "adoptado por",
  "decidit per",
  "adoptat per",
  "besluttet af",
  "vedtaget af",
];
const EVER = [
  "since ever",
  "always",
  "seit jeher",
  "immer",
  "depuis toujours",
  "desde siempre",
  "des de sempre",
  "altid",
];
const TODAY = ["today", "heute", "aujourd'hui", "hoy", "avui", "i dag"];
const FILLERS =
  "from as of on since it this the in place please a an all ab am vom zum als sie es das dem den der die bitte alle a partir du de depuis le la les comme tous des que desde el los todos como des partir del dels d'el tots com fra den det som alle pr per l' d'";

const set = (words: string): ReadonlySet<string> => new Set(words.split(" ").map(fold));
const VOCABULARY: readonly (readonly [WrittenAnswer["kind"], ReadonlySet<string>])[] = [
  ["adopt", set(ADOPT)],
  ["as-proposed", set(YES)],
  ["draft", set(DRAFT)],
  ["proposal", set(PROPOSAL)],
  ["cancel", set(CANCEL)],
];
const FILLER_SET = set(FILLERS);
const REPLACES_SET = set(REPLACES);

/** Null when the words are no answer. */
export function readAnswer(typed: string): WrittenAnswer | null {
  const words = asItWas(typed).trim().replace(/^!/u, "");
  const selected = MEMBER.exec(words);
  const member = selected?.[1] ?? selected?.[2] ?? selected?.[3] ?? null;
  const rest = selected === null ? words : words.slice(selected[0].length);
  const { head, replaces, decidedBy } = withoutNamed(rest);
  const day = dayIn(head);
  if (day === undefined) return null;
  const kind = kindOf(day.rest);
  if (kind === null || (kind === "none" && day.from === null && replaces === null)) return null;
  const named = day.from !== null || replaces !== null || decidedBy !== null;
  // A day alone means adopt; "draft from 1 June" is a contradiction that only the writer can solve.
  if (named && (kind === "draft" || kind === "proposal" || kind === "cancel")) return null;
  return { member, kind: named || kind === "none" ? "adopt" : kind, from: day.from, replaces, decidedBy };
}

/** A name copied out of a message of ours, without what was put in so that no client makes a link of it. */
function asItWas(copied: string): string {
  return copied.replace(/\p{Cf}/gu, "").replaceAll("[.]", ".");
}

/** A caption: the collection it names, and the answer in the rest of it. */
export function readCaption(caption: string): Caption {
  const found = COLLECTION.exec(caption);
  const rest = found === null ? caption : caption.replace(found[0], " ");
  return { collection: found?.[1]?.toLowerCase() ?? null, answer: rest.trim() === "" ? null : readAnswer(rest) };
}

/** "2: draft", "#2 draft", "bylaws.pdf: adopt from …". A number must not be the beginning of a date. */
const MEMBER = /^(?:#?(\d{1,3})\s*[:)]\s+|#(\d{1,3})\s+|([^:\n]+\.[A-Za-z0-9]{2,5}):\s+)/u;
const COLLECTION =
  /(?:^|[\s,;(])(?:collection|sammlung|colecci[oó]n|col·?lecci[oó]|samling)\s*[:=]?\s*["'`„“«]?([a-z0-9][a-z0-9._-]{0,63})["'`“”»]?/iu;

/** Takes "replaces X" and "decided by X" off: their names may hold any words, and reach to the next such word. */
function withoutNamed(words: string): {
  readonly head: string;
  readonly replaces: string | null;
  readonly decidedBy: string | null;
} {
  const marks = [...words.matchAll(NAMED)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    isReplaces: REPLACES_SET.has(fold(match[0].trim())),
  }));
  const named = { replaces: null as string | null, decidedBy: null as string | null };
  marks.forEach(({ to, isReplaces }, index) => {
    const name = words.slice(to, marks[index + 1]?.from).replace(/^[\s:,]+|[\s,.;]+$/gu, "");
    const plain = name.replace(/^["'`„“«»]+|["'`“”«»]+$/gu, "");
    named[isReplaces ? "replaces" : "decidedBy"] = plain === "" ? null : plain;
  });
  return { head: words.slice(0, marks[0]?.from), ...named };
}

/** Written with or without accents. */
const NAMED = new RegExp(
  `(?<![\\p{L}])(?:${[...REPLACES.split(" "), ...DECIDED].map(loose).join("|")})(?![\\p{L}])`,
  "giu",
);

function loose(word: string): string {
  return word.replaceAll("e", "[eéè]").replaceAll("c", "[cç]").replaceAll(" ", "\\s+");
}

type Day = { readonly from: string | "ever" | "today" | null; readonly rest: string };

/** Undefined for more than one day, or one that no calendar has. */
function dayIn(words: string): Day | undefined {
  const folded = ` ${fold(words)} `;
  const ever = EVER.map(fold).find((phrase) => folded.includes(` ${phrase} `));
  if (ever !== undefined) return { from: "ever", rest: folded.replace(ever, " ") };
  const today = TODAY.map(fold).find((phrase) => folded.includes(` ${phrase} `));
  if (today !== undefined) return { from: "today", rest: folded.replace(today, " ") };
  const spoken = withoutElision(words);
  const days = findDays(spoken);
  const [from] = days;
  if (from === undefined) return { from: null, rest: folded };
  if (days.length > 1 || !isDay(from)) return undefined;
  return { from, rest: fold(withoutDay(spoken)) };
}

/** "l'1.6.2026" begins with a letter that no figure may follow. */
function withoutElision(words: string): string {
  return words.replace(/(?<![\p{L}])[ld]['’](?=\d)/giu, "");
}

/** Figures, and the name of a month between them. */
function withoutDay(words: string): string {
  return words
    .replace(/\d{4}[-./]?\d{2}[-./]?\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}/gu, " ")
    .replace(
      /\d{1,2}(?:\.|er|st|nd|rd|th|º|ª)?\s*(?:of|de|d'|d’)?\s*\p{L}{3,10}\.?,?\s*(?:de|del)?\s*\d{4}|\p{L}{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}/giu,
      " ",
    );
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** Null when a word is not known or two contradict each other; `none` when only fillers are left. */
function kindOf(rest: string): WrittenAnswer["kind"] | "none" | null {
  let text = ` ${rest.replace(/[.,;:!()«»„“”"]/gu, " ")} `;
  const kinds = new Set<WrittenAnswer["kind"]>();
  const take = (phrases: readonly string[], kind: WrittenAnswer["kind"] | null) => {
    for (const phrase of phrases.map(fold)) {
      if (!text.includes(` ${phrase} `)) continue;
      if (kind !== null) kinds.add(kind);
      text = text.replace(` ${phrase} `, " ");
    }
  };
  take(POLITE, null);
  take(IN_FORCE, "adopt");
  take(AS_PROPOSED, "as-proposed");
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const kind = VOCABULARY.find(([, words]) => words.has(word))?.[0];
    if (kind !== undefined) kinds.add(kind);
    else if (!FILLER_SET.has(word)) return null;
  }
  if (kinds.has("adopt")) kinds.delete("as-proposed"); // "yes, adopt it"
  const [kind] = kinds;
  return kinds.size > 1 ? null : (kind ?? "none");
}
