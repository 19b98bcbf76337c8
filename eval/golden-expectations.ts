/**
 * Do the documents still say what golden questions expect of them? So that a changed document is named, instead of the
 * answer being blamed. Looks at stored texts only; knows nothing of replies.
 */
import { sectionNumber } from "../corpora/section-number.ts";
import { nameOf } from "./golden-judge.ts";
import type { GoldenPlace, GoldenQuestion } from "./golden-set.ts";
import { holdsQuote } from "./quote-match.ts";

export type ExpectationProblem = {
  readonly id: string;
  /** A clause that is not found is worth a look only: the quotation decides. */
  readonly kind: "document" | "quote" | "clause";
  readonly sentence: string;
};

/** @param storedText The text that citations point into; null when there is no such document. */
export function checkExpectations(
  questions: readonly GoldenQuestion[],
  storedText: (collection: string, file: string) => string | null,
): readonly ExpectationProblem[] {
  return questions.flatMap((question) =>
    question.expect.flatMap((place) => {
      const found = checkPlace(
        question.id,
        place,
        storedText(question.collection, place.document),
        question.collection,
      );
      return found === null ? [] : [{ id: question.id, ...found }];
    }),
  );
}

function checkPlace(
  id: string,
  place: GoldenPlace,
  text: string | null,
  collection: string,
): Omit<ExpectationProblem, "id"> | null {
  const { document, clause, quote } = place;
  if (text === null) {
    const sentence = `Question \`${id}\` expects \`${document}\`, which the collection \`${collection}\` does not hold: correct the name, or read the document in.`;
    return { kind: "document", sentence };
  }
  if (!holdsQuote(text, quote, 1)) {
    const sentence = `Question \`${id}\` expects words that ${nameOf(place)} does not hold (any more): “${quote}”. Correct the question, or look at what became of the document.`;
    return { kind: "quote", sentence };
  }
  if (clause === "" || hasClause(text, clause)) return null;
  const sentence = `Question \`${id}\` names the clause ${clause} of \`${document}\`, which no line there begins with: worth a look.`;
  return { kind: "clause", sentence };
}

/** A line has the clause's number, or its last part stands on a line below one that has the rest ("12.1", "§ 3 (1) b)"). */
function hasClause(text: string, clause: string): boolean {
  const lines = text.split("\n").map((line) => line.trim());
  if (lines.some((line) => opensWith(line, clause))) return true;
  const [, outer = "", last = ""] = OUTER_AND_LAST.exec(clause) ?? [];
  const from = outer === "" ? -1 : lines.findIndex((line) => opensWith(line, outer));
  if (from >= 0) return lines.slice(from).some((line) => new RegExp(`^\\(?${last}[.)]`, "u").test(line));
  return outer !== "" && hasClause(text, outer);
}

/** "12" and "1" of "12.1"; "Article 9" and "4" of "Article 9, paragraph 4"; "3.1" and "a" of "3.1 (a)". */
const OUTER_AND_LAST = /^(.*?[^\s.,(])[\s.,(]+(?:\p{L}{2,}\.?\s)?([\p{L}\p{N}]{1,3})\)?$/u;

/** "11.1 Thirty …", "M5 | Kiln …", and "Article 11. Quorum" for "11". */
function opensWith(line: string, clause: string): boolean {
  const number = sectionNumber(line);
  if (number !== null && bare(number) === bare(clause)) return true;
  const start = line.slice(0, clause.length).toLowerCase();
  return start === clause.toLowerCase() && !/^[\p{L}\p{N}]/u.test(line.slice(clause.length));
}

/** Without "Article", "§", brackets and spaces: people and documents write these differently. */
function bare(clause: string): string {
  return clause
    .toLowerCase()
    .replace(/^\p{L}{2,}\.?\s+/u, "")
    .replace(/[§\s.()]+/gu, " ")
    .trim();
}
