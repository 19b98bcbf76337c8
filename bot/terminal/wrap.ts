/** Breaks plain text into lines of a given width, at spaces. Pure; knows nothing of colours. */

/** Keeps existing line breaks; a word longer than the width stands alone on its line, unbroken. */
export function wrap(text: string, width: number, indent = ""): string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, width, indent));
}

/** `indent` is set before every line but the first. */
function wrapLine(line: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  const [margin = ""] = /^ */.exec(line) ?? [];
  let current = margin;
  for (const word of line.slice(margin.length).trimEnd().split(" ")) {
    const candidate = current === margin && lines.length === 0 ? margin + word : `${current} ${word}`;
    const room = width - (lines.length === 0 ? 0 : indent.length);
    if (current.trim() !== "" && displayWidth(candidate) > room) {
      lines.push(current);
      current = word;
    } else {
      current = candidate;
    }
  }
  lines.push(current);
  return lines.map((text, index) => (index === 0 ? text : indent + text));
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
/** Letters that terminals draw two columns wide: East Asian scripts and emoji. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\p{Emoji_Presentation}]/u;

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}
