/**
 * Takes out of a text what nobody sees: control characters, marks of direction, invisible letters in which words can be
 * hidden from people and not from programs. Used on what comes in and on what goes out. Knows nothing of events.
 */

/** Ends of lines of all kinds; the text is then written with "\n" alone. */
const LINE_END = /\r\n|[\r\v\f\u0085\u2028\u2029]/gu;

/**
 * Invisible by Unicode's own word: zero width (U+200B–D, U+2060), direction (U+202A–E, U+2066–9), tags
 * (U+E0000–E007F), variation selectors (U+FE00–F, U+E0100–E01EF), soft hyphens, fillers; and what is no
 * character at all: halves of surrogate pairs, U+FFFE and its like.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

/** Newlines and tabs stay. */
const CONTROL = /(?![\n\t])\p{Cc}/gu;

export function cleanText(text: string): string {
  return text.replace(LINE_END, "\n").replace(CONTROL, "").replace(INVISIBLE, "");
}
