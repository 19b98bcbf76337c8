/** Prints the number of a list item in the style a document names. Knows nothing of formats. */

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

export function roman(count: number): string {
  if (count < 1 || count > 3999) return String(count);
  let rest = count;
  return ROMAN.map(([value, letters]) => {
    const times = Math.floor(rest / value);
    rest -= times * value;
    return letters.repeat(times);
  }).join("");
}

/** 1 → a, 26 → z, 27 → aa, as spreadsheets count. */
export function letters(count: number): string {
  if (count < 1) return String(count);
  const rest = Math.floor((count - 1) / 26);
  return (rest > 0 ? letters(rest) : "") + String.fromCharCode(97 + ((count - 1) % 26));
}

/** 26 → z, 27 → aa, 28 → bb, as word processors count. */
export function repeatedLetters(count: number): string {
  if (count < 1 || count > 780) return String(count);
  return String.fromCharCode(97 + ((count - 1) % 26)).repeat(Math.ceil(count / 26));
}

/** A count in a style by any of its names: HTML's type and CSS, WordprocessingML's numFmt, ODF's num-format. */
export function countIn(style: string, count: number): string {
  const name = style.length > 1 ? style.toLowerCase().replace("-", "") : style;
  if (/^(?:a|lower(?:alpha|letter|latin))$/u.test(name)) return letters(count);
  if (/^(?:A|upper(?:alpha|letter|latin))$/u.test(name)) return letters(count).toUpperCase();
  if (/^(?:i|lowerroman)$/u.test(name)) return roman(count);
  if (/^(?:I|upperroman)$/u.test(name)) return roman(count).toUpperCase();
  return /zero|^01/iu.test(style) ? String(count).padStart(2, "0") : String(count);
}

/** An HTML list number with its full stop; no number for a style without one. */
export function itemNumber(count: number, style: string): string {
  return style === "none" ? "" : `${countIn(style, count)}.`;
}
