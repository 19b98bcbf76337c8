/** The help texts: of the program and of one command. Pure. */
import type { Command, CommandEntry } from "../command.ts";

/** `rochdale --help`. */
export function programHelp(entries: readonly CommandEntry[]): string {
  return [
    "Rochdale answers questions about a co-op's own documents, with the quotation.",
    "",
    "Usage: rochdale [COMMAND] [OPTIONS]        (without a command: start)",
    "",
    ...table(entries.map(({ name, summary }) => [name, summary])),
    "",
    "`rochdale COMMAND --help` explains a command; `rochdale --version` prints the version.",
    "Data folder: $ROCHDALE_HOME, else $XDG_DATA_HOME/rochdale.",
    "",
  ].join("\n");
}

/** `rochdale COMMAND --help`. */
export function commandHelp(command: Command): string {
  const options = Object.entries({ ...command.options, help: HELP_OPTION }).map(
    ([name, { placeholder, summary }]) =>
      [`--${name}${placeholder === undefined ? "" : ` ${placeholder}`}`, summary] as const,
  );
  return [
    `rochdale ${command.name}${command.usage === "" ? "" : ` ${command.usage}`}`,
    "",
    command.summary,
    ...(command.details.length === 0 ? [] : ["", ...command.details]),
    "",
    ...table(options),
    "",
  ].join("\n");
}

const HELP_OPTION = { placeholder: undefined, summary: "Show this text." };

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
}
