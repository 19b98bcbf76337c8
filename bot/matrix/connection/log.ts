/** How the connection tells the operator what happens. Never given a token, a key or a member's words. */

/** `event` is a noun-action tag (`request-retried`); `fields` are plain values, safe to print. */
export type ConnectionLog = (
  level: "debug" | "info" | "warn" | "error",
  event: string,
  fields?: Readonly<Record<string, string | number | boolean | null>>,
) => void;

/** An error in a few words for a log line: its class and message, no stack, no cause. */
export function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : `${typeof error} was thrown`;
}
