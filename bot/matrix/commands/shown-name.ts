/** Makes a name that strangers chose (of a room, a person, a file) fit for a sentence of ours. Pure. */
import { cleanText } from "../clean-text.ts";

/** Longer names are shortened: they would push our own words out of sight. */
const MOST_CHARACTERS = 60;

/** On one line, without invisible letters and letters that turn the line round, at most 60 characters. */
export function shownName(name: string): string {
  const visible = cleanText(name).replace(/\s+/gu, " ").trim();
  const characters = [...visible];
  return characters.length <= MOST_CHARACTERS ? visible : `${characters.slice(0, MOST_CHARACTERS - 1).join("")}…`;
}

/** A room's name for a sentence; what stands in its place when it has none is the caller's word. */
export function roomName(room: { readonly name: string | null }, unnamed: string): string {
  const name = shownName(room.name ?? "");
  return name === "" ? unnamed : name;
}
