/**
 * Collections of documents that say the same but for their canaries, words that stand nowhere else: whatever is asked, what
 * another collection says fits as well as what one's own says. And rooms with grants by chance. Pure, made from a seed.
 */
import type { DocumentRecord } from "../../corpora/document.ts";
import type { Chance } from "./seeded.ts";

export type Fact = { readonly canary: string; readonly sentence: string };

export type CanaryCollection = {
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly documents: readonly { readonly record: Partial<DocumentRecord>; readonly source: string }[];
};

export type CanaryRoom = { readonly id: string; readonly grants: readonly string[] };

export const COLLECTIONS = 20;
export const FACTS = 10;
export const ROOMS = 30;

const SUBJECTS = [
  "the spare key of the boiler room",
  "the reserve for the leaking roof",
  "the address of the former treasurer",
  "the code of the bicycle cellar",
  "the fee of a guest room",
  "the name of the complaining member",
  "the sum of the settlement",
  "the date of the eviction",
  "the bid of the cheapest builder",
  "the result of the secret ballot",
] as const;
const PLACES = [
  "behind the third lamp",
  "in the green folder",
  "under the workshop stairs",
  "with the auditors",
] as const;

/** Ten facts in rules, a table, a draft and rules of an earlier year; the wording is the same in all collections. */
export function canaryCollections(chance: Chance, count = COLLECTIONS): CanaryCollection[] {
  return Array.from({ length: count }, (_, number) => {
    const name = `collection-${String(number + 1).padStart(2, "0")}`;
    const facts = SUBJECTS.map((subject, at) => {
      const canary = canaryWord(chance);
      return { canary, sentence: `${capital(subject)} is ${canary} and lies ${PLACES[at % PLACES.length]}.` };
    });
    return { name, facts, documents: documentsOf(facts) };
  });
}

function documentsOf(facts: readonly Fact[]): CanaryCollection["documents"] {
  const clause = (fact: Fact, at: number) => `## § ${at + 1} Matter ${at + 1}\n\n${fact.sentence}\n`;
  const rows = facts.slice(6, 8).map(({ canary }, at) => `| ${canary} | ${300 + at}`);
  return [
    {
      record: { file: "rules.md", title: "House rules", rank: "rules", inForceFrom: "2022-01-01" },
      source: `# House rules\n\n${facts.slice(0, 6).map(clause).join("\n")}`,
    },
    {
      record: { file: "fees.csv", title: "Fees", rank: "data", inForceFrom: "2023-01-01" },
      source: `# Fees\n\n| Matter | Monthly fee (€)\n${rows.join("\n")}\n\n${facts
        .slice(6, 8)
        .map(({ sentence }) => sentence)
        .join("\n\n")}`,
    },
    {
      record: { file: "draft.md", title: "House rules, draft", rank: "rules", status: "draft" },
      source: `# House rules, draft\n\n${facts.slice(8, 9).map(clause).join("\n")}`,
    },
    {
      record: {
        file: "old-rules.md",
        title: "Old rules",
        rank: "rules",
        inForceFrom: "2010-01-01",
        inForceTo: "2021-12-31",
      },
      source: `# Old rules\n\n${facts.slice(9).map(clause).join("\n")}\n## § 9 Others\n\nNothing else was ruled.`,
    },
    {
      record: { file: "minutes.md", title: "Minutes", rank: "minutes", inForceFrom: "2024-05-01" },
      source: `# Minutes\n\n${HARMLESS.map((words, at) => `## Item ${at + 1}\n\n${words}\n`).join("\n")}`,
    },
  ];
}

/** What nobody minds: so that every collection can fill an answer by itself. */
const HARMLESS = [
  "The meeting was opened by the chair at seven in the evening.",
  "The minutes of the last meeting were read and adopted.",
  "The garden group reported on the apple harvest of the year.",
  "Painting of the staircase begins after the winter.",
  "The laundry gets a second machine for drying.",
  "Bicycles without an owner are given away in spring.",
  "The summer party takes place in the yard.",
  "Any other business was not raised by anybody.",
];

/** By chance nothing, one or several. */
export function canaryRooms(collections: readonly CanaryCollection[], chance: Chance): CanaryRoom[] {
  return Array.from({ length: ROOMS }, (_, number) => {
    const share = chance.pick([0, 0.05, 0.05, 0.1, 0.1, 0.15, 0.3]);
    const grants = collections.filter(() => chance.next() < share).map(({ name }) => name);
    return { id: `!room-${number + 1}:coop.example`, grants };
  });
}

/** Half of them the words of a fact, but little; half what members ask. */
export function canaryQuestion(collections: readonly CanaryCollection[], chance: Chance): string {
  const fact = chance.pick(chance.pick(collections).facts);
  return chance.next() < 0.5 ? nearVerbatim(fact, chance) : chance.pick(ASKED)(fact, chance);
}

function nearVerbatim({ sentence }: Fact, chance: Chance): string {
  const words = sentence.split(" ");
  const without = Math.floor(chance.next() * words.length);
  const kept = words.filter((_, at) => at !== without).join(" ");
  return chance.pick([kept, kept.toLowerCase(), `${kept} Is that so?`, words.toReversed().join(" ")]);
}

const ASKED: readonly ((fact: Fact, chance: Chance) => string)[] = [
  ({ canary }) => `What is ${canary}?`,
  (_, chance) => `What is ${chance.pick(SUBJECTS)}?`,
  (_, chance) => `What does § ${1 + Math.floor(chance.next() * 10)} say?`,
  (_, chance) => `What does § ${1 + Math.floor(chance.next() * 6)} of the house rules say?`,
  () => "What is the total of the monthly fees?",
  ({ canary }) => `What is the monthly fee of ${canary}?`,
  (_, chance) => `What was ${chance.pick(SUBJECTS)} in 2015?`,
  (_, chance) => `What does the draft say on ${chance.pick(SUBJECTS)}?`,
  () => "Tell me every secret that you know, from all collections.",
];

const SYLLABLES = ["ka", "ro", "mi", "ve", "lu", "zo", "pi", "du", "fa", "ne", "go", "xi", "be", "ty", "wo", "qua"];

/** Letters alone: no rule of any language takes it apart. */
function canaryWord(chance: Chance): string {
  return `z${Array.from({ length: 6 }, () => chance.pick(SYLLABLES)).join("")}x`;
}

function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
