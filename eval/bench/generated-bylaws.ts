/**
 * Invents a collection that reads like a co-op's rules, page after page, for timing the ingest of a size that no sample
 * has. Seeded: the same seed gives the same files. Each section says one thing of one body, so that it can be asked.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Random } from "../statistics.ts";

export type InventedSection = {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** What only this section answers. */
  readonly question: string;
};

export type InventedFile = {
  readonly file: string;
  readonly content: string;
  readonly sections: readonly InventedSection[];
};

/** An A4 page of rules holds some three sections of a hundred words. */
export const SECTIONS_A_PAGE = 3;
const WORDS_A_SECTION = 100;
const PAGES_A_FILE = 20;

const PLACES =
  "garden laundry workshop guest-room bicycle kitchen library playground cellar roof lift heating water waste parking festival childcare tool-shed bakery orchard sauna music-room darkroom pottery beekeeping canoe common-room archive website insurance energy-meter mailroom stairwell courtyard compost sewing print-shop repair-cafe cinema greenhouse".split(
    " ",
  );
const BODIES = [
  "committee",
  "working group",
  "council",
  "wardens",
  "assembly",
  "trustees",
  "delegates",
  "office",
] as const;

type Topic = {
  readonly heading: (body: string) => string;
  readonly rule: (body: string, number: number) => string;
  readonly question: (body: string) => string;
};

const TOPICS: readonly Topic[] = [
  {
    heading: (body) => `Notice of meetings of the ${body}`,
    rule: (body, number) => `The ${body} calls its meetings at least ${number} days beforehand, in writing.`,
    question: (body) => `How many days beforehand does the ${body} call its meetings?`,
  },
  {
    heading: (body) => `Quorum of the ${body}`,
    rule: (body, number) => `The ${body} may decide when at least ${number} of its members are present.`,
    question: (body) => `How many members have to be present for the ${body} to decide?`,
  },
  {
    heading: (body) => `Term of office in the ${body}`,
    rule: (body, number) => `Whoever is elected to the ${body} serves for ${number} months and may stand again once.`,
    question: (body) => `How long does somebody elected to the ${body} serve?`,
  },
  {
    heading: (body) => `Spending by the ${body}`,
    rule: (body, number) => `Without asking the board the ${body} may spend up to ${number * 10} euros a year.`,
    question: (body) => `How much may the ${body} spend without asking the board?`,
  },
  {
    heading: (body) => `Fees set by the ${body}`,
    rule: (body, number) =>
      `The ${body} asks for a yearly fee of ${number} euros from every household that takes part.`,
    question: (body) => `What yearly fee does the ${body} ask for?`,
  },
  {
    heading: (body) => `Complaints about the ${body}`,
    rule: (body, number) =>
      `A complaint about the ${body} is answered within ${number} days by two members of the board.`,
    question: (body) => `Within how many days is a complaint about the ${body} answered?`,
  },
  {
    heading: (body) => `Keys held by the ${body}`,
    rule: (body, number) =>
      `The ${body} holds ${number} keys, hands them out against a signature and counts them in May.`,
    question: (body) => `How many keys does the ${body} hold?`,
  },
  {
    heading: (body) => `Report of the ${body}`,
    rule: (body, number) => `The ${body} reports to the general meeting on at most ${number} pages, with its accounts.`,
    question: (body) => `On how many pages does the ${body} report to the general meeting?`,
  },
  {
    heading: (body) => `Leaving the ${body}`,
    rule: (body, number) => `A member leaves the ${body} with ${number} weeks' notice, given to its chair.`,
    question: (body) => `With what notice does a member leave the ${body}?`,
  },
  {
    heading: (body) => `Minutes of the ${body}`,
    rule: (body, number) => `Minutes of the ${body} are sent out within ${number} days and kept for ten years.`,
    question: (body) => `Within how many days are minutes of the ${body} sent out?`,
  },
];

/** Sentences that rules are full of, and that answer nothing in particular. */
const FILLERS: readonly ((number: number) => string)[] = [
  (n) => `Exceptions need the agreement of the board, which gives its reasons in writing within ${n} days.`,
  () => "What is decided is entered in the register and may be looked at by every member during office hours.",
  (n) => `A member who cannot be there may be represented by another, who may stand for at most ${n} others.`,
  () => "Nobody may vote on a matter from which they or their household would profit.",
  (n) =>
    `Changes take effect on the first day of the month after they were posted, and not before ${n} days have passed.`,
  () => "If votes are equal, the matter is put to the next meeting and falls when they are equal again.",
  (n) => `Documents are kept for ${n} years, after that they are destroyed in the presence of two members.`,
  () => "The rules of the co-operative stand above this one; where they differ, they are to be followed.",
  (n) => `Expenses are paid back against receipts that are handed in within ${n} weeks.`,
  () => "Guests are welcome when a member answers for them and stays with them.",
  (n) => `The chair may be asked to step down by ${n} members, who give their reasons to all.`,
  () => "Where this rule says nothing, the custom of the house holds until the general meeting decides.",
];

/** As many bodies and topics as there are: from here on sections would say of the same body something else. */
export const MOST_PAGES = Math.floor((PLACES.length * BODIES.length * TOPICS.length) / SECTIONS_A_PAGE);

/** @throws RangeError for more than `MOST_PAGES` pages. */
export function inventBylaws(pages: number, random: Random): readonly InventedFile[] {
  if (pages > MOST_PAGES) throw new RangeError(`Expected at most ${MOST_PAGES} pages, got \`${pages}\`.`);
  const files: InventedFile[] = [];
  for (let first = 0; first < pages; first += PAGES_A_FILE) {
    const count = Math.min(PAGES_A_FILE, pages - first) * SECTIONS_A_PAGE;
    const sections = Array.from({ length: count }, (_, at) => inventSection(first * SECTIONS_A_PAGE + at, random));
    files.push(inFormat(files.length, sections));
  }
  return files;
}

/** Writes the files into a folder. */
export async function writeBylaws(folder: string, files: readonly InventedFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { file, content } of files) await writeFile(join(folder, file), content);
}

function inventSection(position: number, random: Random): InventedSection {
  const bodies = PLACES.length * BODIES.length;
  const place = PLACES[position % PLACES.length] ?? "";
  const body = `${place} ${BODIES[Math.floor((position % bodies) / PLACES.length)] ?? ""}`;
  const topic = TOPICS[Math.floor(position / bodies)] ?? TOPICS[0];
  if (topic === undefined) throw new Error("Expected topics, got none.");
  const number = () => 2 + Math.floor(random() * 58);
  const paragraphs = [topic.rule(body, number())];
  for (let words = countWords(paragraphs); words < WORDS_A_SECTION; words = countWords(paragraphs)) {
    const filler = FILLERS[Math.floor(random() * FILLERS.length)];
    paragraphs.push(filler?.(number()) ?? "");
  }
  return { heading: `§ ${position + 1} ${topic.heading(body)}`, paragraphs, question: topic.question(body) };
}

function countWords(sentences: readonly string[]): number {
  return sentences.join(" ").split(" ").length;
}

/** Markdown, HTML and plain text in turn. */
function inFormat(position: number, sections: readonly InventedSection[]): InventedFile {
  const name = `rules-${String(position + 1).padStart(2, "0")}`;
  const title = `House rules, part ${position + 1}`;
  const texts = sections.map(({ heading, paragraphs }) => ({ heading, text: paragraphs.join(" ") }));
  switch (position % 3) {
    case 0: {
      const body = texts.map(({ heading, text }) => `## ${heading}\n\n${text}\n`).join("\n");
      return { file: `${name}.md`, content: `# ${title}\n\n${body}`, sections };
    }
    case 1: {
      const body = texts.map(({ heading, text }) => `<h2>${heading}</h2>\n<p>${text}</p>\n`).join("");
      const content = `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>\n${body}</html>\n`;
      return { file: `${name}.html`, content, sections };
    }
    default: {
      const body = texts.map(({ heading, text }) => `${heading}\n\n${text}\n`).join("\n");
      return { file: `${name}.txt`, content: `${title}\n\n${body}`, sections };
    }
  }
}
