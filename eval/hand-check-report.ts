/**
 * How far a person's verdicts agree with the program's: agreement, Cohen's kappa, confusion table, every
 * disagreement. Pure.
 */
import { ANSWERABLE_VERDICTS, type FilledSheet, type HandVerdict, UNANSWERABLE_VERDICTS } from "./hand-check-file.ts";
import type { QuestionScore } from "./score.ts";

export type Agreement = {
  readonly labels: readonly HandVerdict[];
  readonly of: number;
  readonly agreed: number;
  /** Agreement beyond chance (Cohen 1960): 1 is perfect, 0 is chance; null when both used a single word. */
  readonly kappa: number | null;
  /** Rows: the person's word; columns: the program's. */
  readonly table: readonly (readonly number[])[];
};

export type Disagreement = { readonly id: string; readonly person: HandVerdict; readonly program: HandVerdict };

export type HandCheckReport = {
  readonly answerable: Agreement | null;
  readonly unanswerable: Agreement | null;
  readonly disagreements: readonly Disagreement[];
  /** Rows without a verdict. */
  readonly empty: readonly string[];
  readonly problems: readonly string[];
};

/** What the program says, in the words of the sheet; null for a probe. */
export function programVerdict({ group, verdict, asserted }: QuestionScore): HandVerdict | null {
  if (group === "probe") return null;
  return group === "answerable" ? verdict : asserted ? "asserted" : "not asserted";
}

export function compareVerdicts(sheet: FilledSheet, scores: readonly QuestionScore[]): HandCheckReport {
  const pairs = scores.flatMap((score): Disagreement[] => {
    const [person, program] = [sheet.verdicts.get(score.id), programVerdict(score)];
    return person === undefined || program === null ? [] : [{ id: score.id, person, program }];
  });
  return {
    answerable: agreementOf(pairs, ANSWERABLE_VERDICTS),
    unanswerable: agreementOf(pairs, UNANSWERABLE_VERDICTS),
    disagreements: pairs.filter(({ person, program }) => person !== program),
    empty: sheet.empty,
    problems: sheet.problems,
  };
}

function agreementOf(pairs: readonly Disagreement[], labels: readonly HandVerdict[]): Agreement | null {
  const counted = pairs.filter(({ person }) => labels.includes(person));
  if (counted.length === 0) return null;
  const count = (row: HandVerdict, column: HandVerdict) =>
    counted.filter(({ person, program }) => person === row && program === column).length;
  const table = labels.map((row) => labels.map((column) => count(row, column)));
  const agreed = counted.filter(({ person, program }) => person === program).length;
  return { labels, of: counted.length, agreed, kappa: kappaOf(table), table };
}

/** (observed − expected) / (1 − expected), where the expected agreement is that of the two margins. */
export function kappaOf(table: readonly (readonly number[])[]): number | null {
  const total = table.flat().reduce((sum, value) => sum + value, 0);
  const rowSum = (index: number) => (table[index] ?? []).reduce((sum, value) => sum + value, 0);
  const columnSum = (index: number) => table.reduce((sum, row) => sum + (row[index] ?? 0), 0);
  const observed = table.reduce((sum, row, index) => sum + (row[index] ?? 0), 0) / total;
  const expected = table.reduce((sum, _, index) => sum + rowSum(index) * columnSum(index), 0) / total ** 2;
  return total === 0 || expected === 1 ? null : (observed - expected) / (1 - expected);
}

export function renderHandCheck(report: HandCheckReport): string {
  const lines = [
    ...report.problems,
    ...(report.empty.length === 0 ? [] : [`Without a verdict: ${report.empty.length} (${report.empty.join(", ")}).`]),
    ...agreementLines("Answerable", report.answerable),
    ...agreementLines("Unanswerable", report.unanswerable),
    ...(report.disagreements.length === 0 ? [] : ["Disagreements:"]),
    ...report.disagreements.map(({ id, person, program }) => `${id}: person ${person}, program ${program}`),
  ];
  return `${lines.join("\n")}\n`;
}

function agreementLines(title: string, agreement: Agreement | null): readonly string[] {
  if (agreement === null) return [`${title}: no verdicts.`, ""];
  const { labels, of, agreed, kappa, table } = agreement;
  const share = `${agreed} of ${of} agree (${((100 * agreed) / of).toFixed(0)} %)`;
  const beyond = kappa === null ? "kappa not defined: both used one word only" : `kappa ${kappa.toFixed(2)}`;
  return [
    `${title}: ${share}, ${beyond}.`,
    "person \\ program".padEnd(18) + labels.map((label) => label.padStart(13)).join(""),
    ...table.map(
      (row, index) => (labels[index] ?? "").padEnd(18) + row.map((count) => String(count).padStart(13)).join(""),
    ),
    "",
  ];
}
