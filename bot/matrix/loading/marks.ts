/** The reactions that stand for an answer, and which of them the bot puts below a question. Data and its reading. */

export type Mark = "as-proposed" | "draft" | "proposal" | "cancel" | "stop";

/** In the order in which the bot puts them. */
export const OFFERED = ["✅", "📝", "📄", "❌"] as const;

const MARKS: ReadonlyMap<string, Mark> = new Map([
  ["✅", "as-proposed"],
  ["✔", "as-proposed"],
  ["☑", "as-proposed"],
  ["📝", "draft"],
  ["📄", "proposal"],
  ["❌", "cancel"],
  ["✖", "cancel"],
  ["🛑", "stop"],
  ["✋", "stop"],
  ["⛔", "stop"],
]);

/** Null for a reaction that answers nothing. Skin tones and variation selectors do not matter. */
export function markOf(key: string): Mark | null {
  return MARKS.get(key.replace(/[\u{FE0F}\u{1F3FB}-\u{1F3FF}]/gu, "")) ?? null;
}
