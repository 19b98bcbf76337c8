/** A computed value in words and figures as the reply's language writes them. Pure. */
import type { ReplyLanguage } from "../answer-types.ts";
import { messagesIn } from "../messages.ts";
import type { Computed } from "./ask-tables.ts";

export type ToldFigure = {
  readonly text: string;
  readonly value: number | string | readonly string[];
  readonly unit: string | null;
};

const NAMED = ["sum", "average", "median", "smallest", "largest", "difference"] as const;

export function tellFigure({ reading, result }: Computed, language: ReplyLanguage): ToldFigure {
  const { table, operation } = reading;
  const column = "column" in operation ? (table.columns[operation.column]?.name ?? null) : null;
  const kind = NAMED.find((name) => name === operation.kind);
  const how = kind === undefined ? null : messagesIn(language).operations[kind];
  const name = `${column ?? table.name}${how === null ? "" : ` (${how})`}: `;
  const { value } = result;
  switch (value.kind) {
    case "number":
      return { text: `${name}${figure(value.number, value.unit, language)}`, value: value.number, unit: value.unit };
    case "text": {
      const extreme = "label" in operation ? figureOfRow(result.rows[0]?.cells[operation.column]?.text, column) : "";
      return {
        text: "label" in operation ? `${value.text}${extreme}` : `${name}${value.text}`,
        value: value.text,
        unit: null,
      };
    }
    case "texts":
      return { text: `${name}${value.texts.join("; ")}`, value: value.texts, unit: null };
    default:
      return value satisfies never;
  }
}

/** Beside the name of the row stands the figure that made it the one. */
function figureOfRow(text: string | undefined, column: string | null): string {
  return text === undefined || column === null ? "" : ` (${column}: ${text})`;
}

function figure(number: number, unit: string | null, language: ReplyLanguage): string {
  const cents = unit !== null && /^[€$£]$|^kr$/u.test(unit) && !Number.isInteger(number) ? 2 : 0;
  const text = new Intl.NumberFormat(language, { minimumFractionDigits: cents, maximumFractionDigits: 6 }).format(
    number,
  );
  return unit === null ? text : `${text} ${unit}`;
}
