/** Cuts a text in two near its middle: at the end of a line, else of a sentence, else of a word. Pure. */

/** From the best to the worst; each ends where the second part begins. */
const BORDERS = [/\n+/gu, /[.!?…]["”»)\]]?\s+/gu, /\s+/gu];

/** Both parts together are the text; neither is empty if it has two characters or more. */
export function cutText(whole: string): [string, string] {
  const middle = whole.length / 2;
  const window = { from: whole.length / 4, to: (whole.length * 3) / 4 };
  for (const border of BORDERS) {
    const ends = [...whole.matchAll(border)].map((match) => match.index + match[0].length);
    const inside = ends.filter((end) => end >= window.from && end <= window.to && end > 0 && end < whole.length);
    const best = inside.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
    if (best !== undefined) return [whole.slice(0, best), whole.slice(best)];
  }
  const at = afterWholeCharacter(whole, Math.floor(middle));
  return [whole.slice(0, at), whole.slice(at)];
}

/** Never between the halves of a surrogate pair. */
function afterWholeCharacter(whole: string, index: number): number {
  const code = whole.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index + 1 : index;
}
