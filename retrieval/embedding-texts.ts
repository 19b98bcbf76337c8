/** What of a document is embedded, and the name under which its vector is kept: the hash of that text. Pure. */
import { createHash } from "node:crypto";
import { CELL_SEPARATOR } from "../corpora/document-builder.ts";
import { cutPassages, type Passage, type PassageSource, spellOutRow } from "./passages.ts";
import type { Unembedded } from "./vector-store.ts";

type SentencePlace = Passage["sentences"][number];

/** What a passage is to the embedder: headings in front (answering.md 1), the text behind. */
export function passageText(source: Pick<PassageSource, "text">, passage: Passage): Unembedded {
  const body = source.text.slice(passage.start, passage.end);
  return named(`${passage.heading}\n${tableHeader(passage)}${body}`);
}

/** What a sentence is to the embedder: "heading: lead sentence", a table row spelled out with its column names. */
export function sentenceText(
  source: Pick<PassageSource, "text">,
  { heading }: Passage,
  { lead, start, end }: SentencePlace,
): Unembedded {
  const sentence = source.text.slice(start, end);
  const nearest = heading.split(" > ").at(-1) ?? "";
  if (lead.includes(CELL_SEPARATOR)) return named(`${nearest}: ${spellOutRow(lead, sentence)}`);
  return named(`${nearest}: ${lead === "" ? "" : `${lead} `}${sentence}`);
}

/** Every text of a document once, passages first. */
export function textsToEmbed(source: PassageSource): readonly Unembedded[] {
  const passages = cutPassages(source);
  const texts = [
    ...passages.map((passage) => passageText(source, passage)),
    ...passages.flatMap((passage) => passage.sentences.map((sentence) => sentenceText(source, passage, sentence))),
  ];
  return [...new Map(texts.map((text) => [text.hash, text])).values()];
}

/** The header row of a table, where the passage begins with one. */
export function tableHeader(passage: Passage): string {
  const lead = passage.sentences[0]?.lead ?? "";
  return lead.includes(CELL_SEPARATOR) ? `${lead}\n` : "";
}

function named(text: string): Unembedded {
  return { hash: createHash("sha256").update(text).digest("hex").slice(0, 32), text };
}
