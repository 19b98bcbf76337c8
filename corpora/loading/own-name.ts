/** Names for files in a collection: a name that is taken gets a number behind it. Pure. */

/** "bylaws.pdf" → "bylaws (2).pdf" where another document bears the name; folders and endings stay. */
export function ownName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const [, stem = name, ending = ""] = /^(.*?[^/])(\.[A-Za-z0-9]{1,8})?$/u.exec(name) ?? [];
  for (let number = 2; ; number += 1) {
    const candidate = `${stem} (${number})${ending}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Folders flattened, control characters and what hides a file taken away: what an archive or a sender calls a file. */
export function flatName(name: string): string {
  const last = name.normalize("NFC").split(/[/\\]/u).filter(Boolean).pop() ?? "";
  const plain = last
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/\s+/gu, " ")
    .replace(/^[.\s]+/u, "")
    .trim();
  return plain === "" ? "file" : plain.slice(-MOST_CHARACTERS);
}

/** Longer names are cut at the front: the ending tells the format. */
const MOST_CHARACTERS = 120;
