/**
 * Takes out of a text what nobody sees: control characters, marks of direction, invisible letters in which words can be
 * hidden from people and not from programs. Used on what comes in and on what goes out. Knows nothing of events.
 */
import { withoutInvisible } from "../../corpora/invisible.ts";

/** Ends of lines of all kinds; the text is then written with "\n" alone. */
const LINE_END = /\r\n|[\r\v\f\u0085\u2028\u2029]/gu;

/** Newlines and tabs stay. */
const CONTROL = /(?![\n\t])\p{Cc}/gu;

export function cleanText(text: string): string {
  return withoutInvisible(text.replace(LINE_END, "\n").replace(CONTROL, ""));
}
