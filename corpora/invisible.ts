/** Which characters nobody sees. Used on documents as they come in, on prompts and on messages as they go out. */

/**
 * Invisible by Unicode's own word: zero width (U+200B–D, U+2060), direction (U+202A–E, U+2066–9), tags
 * (U+E0000–E007F), variation selectors (U+FE00–F, U+E0100–E01EF), soft hyphens, fillers; and what is no character at
 * all: halves of surrogate pairs, U+FFFE and its like.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, "");
}
