/**
 * Builds the prompts of the reading model: one common prefix (passages, earlier turns, question), then one of two
 * short requests, so that the prefix is read once. The wording lies in the Markdown files beside this one. Pure but
 * for reading those files once.
 */
import { readFileSync } from "node:fs";
import { type Prompt, type Segment, trusted, untrusted } from "./segments.ts";

/** A passage as the model sees it: its headings, and the sentences chosen from it. */
export type ShownPassage = { readonly heading: string; readonly sentences: readonly string[] };

export type ReaderInput = {
  readonly passages: readonly ShownPassage[];
  readonly history: readonly { readonly role: "user" | "assistant"; readonly content: string }[];
  readonly question: string;
};

export type ReaderRequest =
  | { readonly kind: "answer"; readonly language: string }
  | { readonly kind: "stated"; readonly answer: string };

const wording = (name: string) => readFileSync(new URL(`${name}.md`, import.meta.url), "utf8").trim();
const WORDING = {
  system: wording("system"),
  answer: wording("answer"),
  stated: wording("stated"),
};

/** The text of a member's turn that goes into a prompt is cut here, in characters. */
const MAX_TURN = 600;

export function readerPrompt(input: ReaderInput, request: ReaderRequest): Prompt {
  return {
    system: [trusted(WORDING.system)],
    user: [
      ...passageSegments(input.passages),
      ...historySegments(input.history),
      ...questionSegments(input.question),
      ...requestSegments(request),
    ],
  };
}

function passageSegments(passages: readonly ShownPassage[]): Segment[] {
  let number = 0;
  const segments = [trusted("Passages:\n")];
  for (const passage of passages) {
    segments.push(trusted("["), untrusted(passage.heading), trusted("]\n"));
    for (const sentence of passage.sentences) {
      number += 1;
      segments.push(trusted(`${number}. `), untrusted(sentence), trusted("\n"));
    }
  }
  return segments;
}

function historySegments(history: ReaderInput["history"]): Segment[] {
  if (history.length === 0) return [];
  const turns = history.flatMap((turn) => [
    trusted(turn.role === "user" ? "Member: " : "Assistant: "),
    untrusted(turn.content.slice(0, MAX_TURN).replace(/\s+/gu, " ")),
    trusted("\n"),
  ]);
  return [trusted("\nEarlier in the conversation:\n"), ...turns];
}

function questionSegments(question: string): Segment[] {
  return [trusted("\nQuestion: "), untrusted(question), trusted("\n\n")];
}

function requestSegments(request: ReaderRequest): Segment[] {
  switch (request.kind) {
    case "answer":
      return [trusted(WORDING.answer.replace("{language}", request.language))];
    case "stated": {
      const [before = "", after = ""] = WORDING.stated.split("{answer}");
      return [trusted(before), untrusted(request.answer), trusted(after)];
    }
    default:
      return request satisfies never;
  }
}
