/** The words that begin with "/" in the chat: what they are called, and what a typed line means. Pure. */
import { nearestName } from "../commands/nearest-name.ts";

export const SLASH_COMMANDS = [
  { name: "/sources", argument: "", summary: "the quotations of the last reply in full" },
  { name: "/why", argument: "", summary: "how the last reply came about" },
  { name: "/model", argument: "", summary: "the models in use" },
  { name: "/as-of", argument: "DATE|today", summary: "use the rules of another day" },
  { name: "/collection", argument: "[NAME]", summary: "show or change the collection that is asked" },
  { name: "/new", argument: "", summary: "forget what was said before" },
  { name: "/help", argument: "", summary: "this list" },
  { name: "/quit", argument: "", summary: "leave (Ctrl-D does the same)" },
] as const;

export type SlashName = (typeof SLASH_COMMANDS)[number]["name"];

export type ParsedLine =
  | { readonly kind: "empty" }
  | { readonly kind: "question"; readonly question: string }
  | { readonly kind: "command"; readonly name: SlashName; readonly argument: string }
  | { readonly kind: "unknown-command"; readonly sentence: string };

/** A line is a command only when it begins with "/" and a letter. */
export function parseLine(line: string): ParsedLine {
  const text = line.trim();
  if (text === "") return { kind: "empty" };
  if (!/^\/[a-z]/i.test(text)) return { kind: "question", question: text };
  const [typed = "", ...rest] = text.split(/\s+/u);
  const known = SLASH_COMMANDS.find(({ name }) => name === typed.toLowerCase());
  if (known !== undefined) return { kind: "command", name: known.name, argument: rest.join(" ") };
  return { kind: "unknown-command", sentence: unknownCommand(typed) };
}

function unknownCommand(typed: string): string {
  const names = SLASH_COMMANDS.map(({ name }) => name);
  const nearest = nearestName(typed, names);
  const guess = nearest === null ? "" : ` Did you mean \`${nearest}\`?`;
  return `Expected one of ${names.map((name) => `\`${name}\``).join(", ")}, got \`${typed}\`.${guess} \`/help\` explains each.`;
}

/** The text of `/help`. */
export function slashHelp(): string[] {
  return SLASH_COMMANDS.map(({ name, argument, summary }) => `${`${name} ${argument}`.padEnd(24)}${summary}`);
}
