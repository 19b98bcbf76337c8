/** Recognises the bullet or number that a list item is printed with. Knows nothing of formats. */

const BULLET = /^(?:[•●○◦▪▫■□‣⁃∙·◆◇❖➢➤►▶✓✔☐☑]|[–—*-](?=\s)|[\uF0A7\uF0B7\uF0D8\uF076]|o(?=\s\s?\p{Lu}))\s*/u;
const NUMBERED = /^(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5}|[A-Z])\)|(?:\d{1,3}|[a-z]|[ivx]{2,5})\.(?!\d))(?=\s|$)/u;

export type ListMarker = { readonly kind: "bullet" | "number"; readonly marker: string; readonly text: string };

/** "• Valg" → bullet, "Valg"; "(b) the board" → number, whole text; "4.2 Notice" and prose → null. */
export function listMarker(line: string): ListMarker | null {
  const bullet = BULLET.exec(line);
  if (bullet) return { kind: "bullet", marker: bullet[0].trim(), text: line.slice(bullet[0].length) };
  const number = NUMBERED.exec(line);
  return number ? { kind: "number", marker: number[0], text: line } : null;
}
