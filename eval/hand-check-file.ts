/**
 * The sheet that a person fills: `hand-check.csv`, one row per reply, without the program's verdict. Knows the
 * columns and the words a verdict may have; nothing of agreement.
 */
import { parse } from "csv-parse/sync";
import type { QuestionGroup } from "./question-set.ts";

export const ANSWERABLE_VERDICTS = ["right", "partly", "wrong", "refused"] as const;
export const UNANSWERABLE_VERDICTS = ["asserted", "not asserted"] as const;
export type HandVerdict = (typeof ANSWERABLE_VERDICTS)[number] | (typeof UNANSWERABLE_VERDICTS)[number];

export type SheetRow = {
  readonly id: string;
  readonly type: string;
  readonly group: QuestionGroup;
  readonly question: string;
  readonly goldAnswer: string;
  readonly shown: string;
};

export type FilledSheet = {
  readonly verdicts: ReadonlyMap<string, HandVerdict>;
  /** Ids without a verdict. */
  readonly empty: readonly string[];
  /** One sentence per row that cannot be used. */
  readonly problems: readonly string[];
};

const COLUMNS = ["id", "type", "question", "gold answer", "shown", "one of", "verdict"];

export function verdictsFor(group: QuestionGroup): readonly HandVerdict[] {
  return group === "unanswerable" ? UNANSWERABLE_VERDICTS : ANSWERABLE_VERDICTS;
}

/** Commas, with a byte order mark: spreadsheets take it for UTF-8. */
export function renderSheet(rows: readonly SheetRow[]): string {
  const lines = rows.map(({ id, type, group, question, goldAnswer, shown }) =>
    [id, type, question, goldAnswer, shown, verdictsFor(group).join(" / "), ""].map(cell).join(","),
  );
  return `\ufeff${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
}

/** Quoted; a text that a spreadsheet would run as a formula gets an apostrophe before it. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** Reads a sheet as saved by a spreadsheet, with commas, semicolons or tabs. */
export function parseSheet(text: string, groupOf: (id: string) => QuestionGroup | null): FilledSheet {
  const [heading = [], ...rows] = parse(text, {
    delimiter: separatorOf(text),
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const [idColumn, verdictColumn] = [heading.indexOf("id"), heading.indexOf("verdict")];
  if (idColumn === -1 || verdictColumn === -1) {
    const problem = `Expected a first row with \`id\` and \`verdict\`, got \`${heading.join(", ")}\`: keep the first row as it was written.`;
    return { verdicts: new Map(), empty: [], problems: [problem] };
  }
  const verdicts = new Map<string, HandVerdict>();
  const empty: string[] = [];
  const problems: string[] = [];
  for (const row of rows) {
    const [id, given] = [(row[idColumn] ?? "").replace(/^'/u, ""), (row[verdictColumn] ?? "").trim().toLowerCase()];
    const group = groupOf(id);
    const verdict = group === null ? undefined : verdictsFor(group).find((word) => word === given);
    if (group === null) problems.push(`Expected the id of a reply of this run, got \`${id}\`.`);
    else if (given === "") empty.push(id);
    else if (verdict === undefined)
      problems.push(`Expected the verdict on \`${id}\` to be ${verdictsFor(group).join(", ")}; got \`${given}\`.`);
    else verdicts.set(id, verdict);
  }
  return { verdicts, empty, problems };
}

/** The character between the first two headings; spreadsheets change it by language. */
function separatorOf(text: string): string {
  return /^\ufeff?"?id"?([,;\t])/u.exec(text)?.[1] ?? ",";
}
