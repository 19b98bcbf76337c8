/** What a check of `rochdale doctor` finds, and the few ways to say it. */

export type Level = "ok" | "warning" | "problem";
/** `remedy`: what to do about it, null when all is well. */
export type Finding = {
  readonly name: string;
  readonly level: Level;
  readonly text: string;
  readonly remedy: string | null;
};

export function ok(name: string, text: string): Finding {
  return { name, level: "ok", text, remedy: null };
}

export function warning(name: string, text: string, remedy: string): Finding {
  return { name, level: "warning", text, remedy };
}

export function problem(name: string, text: string, remedy: string): Finding {
  return { name, level: "problem", text, remedy };
}

/** The line of an error that says what is wrong. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  return lines[message.startsWith("Command failed") && lines.length > 1 ? 1 : 0] ?? message;
}
