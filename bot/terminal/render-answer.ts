/**
 * Lays out a reply for a terminal: a heading that tells the kinds of reply apart in words, then `answer.shown`, wrapped.
 * Pure; says nothing of its own about the documents.
 */
import type { Answer, AnswerEvent, Outcome, ReplyLanguage } from "../answer-types.ts";
import { type Paint, paintWith, type Style } from "./paint.ts";
import { wrap } from "./wrap.ts";

export type Layout = { readonly columns: number; readonly colour: boolean };

/** Lines without "\n", the heading first. */
export function renderAnswer(answer: Pick<Answer, "outcome" | "shown" | "language">, layout: Layout): string[] {
  const paint = paintWith(layout.colour);
  const { style, mark, words } = HEADINGS[answer.outcome];
  const heading = paint(style, `${mark} ${words[answer.language]}`);
  return [heading, ...renderText(answer.shown, layout, paint)];
}

type Evidence = Extract<AnswerEvent, { kind: "evidence-ready" }>;

/** The passages that are shown while the model still works: dimmed, under a heading that says so. */
export function renderEvidence({ shown }: Evidence, { columns, colour }: Layout): string[] {
  const paint = paintWith(colour);
  const lines = ["… Found; not yet checked", ...wrap(shown, columns)];
  return lines.map((line) => paint("dim", line));
}

/** Quotations ("> ") keep their mark on every line; sources ("— ") are set apart. */
function renderText(shown: string, { columns }: Layout, paint: Paint): string[] {
  return shown.split("\n").flatMap((line) => {
    if (line.startsWith("> ")) return wrap(line, columns, "> ").map((part) => paint("cyan", part));
    if (line.startsWith("— ")) return wrap(line, columns, "  ").map((part) => paint("dim", part));
    return wrap(line, columns);
  });
}

type Heading = {
  readonly style: Style;
  readonly mark: string;
  readonly words: Readonly<Record<ReplyLanguage, string>>;
};

const HEADINGS: Readonly<Record<Outcome, Heading>> = {
  answered: {
    style: "green",
    mark: "✔",
    words: {
      en: "In the documents",
      de: "In den Dokumenten",
      fr: "Dans les documents",
      es: "En los documentos",
      ca: "Als documents",
      da: "I dokumenterne",
    },
  },
  "closest-passages": {
    style: "yellow",
    mark: "≈",
    words: {
      en: "Closest passages (these may not answer it)",
      de: "Nächstliegende Stellen (vielleicht keine Antwort darauf)",
      fr: "Passages les plus proches (ils n’y répondent peut-être pas)",
      es: "Pasajes más próximos (quizá no respondan)",
      ca: "Passatges més propers (potser no hi responen)",
      da: "Nærmeste steder (de besvarer det måske ikke)",
    },
  },
  "not-in-documents": {
    style: "red",
    mark: "✘",
    words: {
      en: "Not in the documents",
      de: "Nicht in den Dokumenten",
      fr: "Pas dans les documents",
      es: "No está en los documentos",
      ca: "No és als documents",
      da: "Ikke i dokumenterne",
    },
  },
  declined: plain("–", "Declined", "Abgelehnt", "Refusé", "Rechazada", "Rebutjada", "Afvist"),
  busy: plain("–", "Busy", "Ausgelastet", "Occupé", "Ocupado", "Ocupat", "Optaget"),
  cancelled: plain("–", "Cancelled", "Abgebrochen", "Annulé", "Cancelada", "Cancel·lada", "Annulleret"),
  "timed-out": plain(
    "–",
    "Took too long",
    "Hat zu lange gedauert",
    "Trop long",
    "Tardó demasiado",
    "Ha trigat massa",
    "Tog for lang tid",
  ),
  failed: { ...plain("!", "Failed", "Fehlgeschlagen", "Échec", "Error", "Error", "Mislykkedes"), style: "red" },
};

function plain(
  mark: string,
  ...[en, de, fr, es, ca, da]: readonly [string, string, string, string, string, string]
): Heading {
  return { style: "dim", mark, words: { en, de, fr, es, ca, da } };
}
