/**
 * The oldest version of each part that is not known to be vulnerable in what Rochdale does with it, each with its
 * source. Looked up on 2026-11-21; the list is what was found, not proven complete. Pure.
 */

export type Floor = {
  /** A package of npm by its name; `pdf.js`, `llama.cpp`, `sqlite` and `synapse` come inside others. */
  readonly part: string;
  /** First version without it: `1.11.0`; null where no version on npm has it mended, so that it must not be there. */
  readonly least: string | null;
  /** CVE or report, and what it was. */
  readonly because: string;
};

export const FLOORS: readonly Floor[] = [
  { part: "mammoth", least: "1.11.0", because: "CVE-2025-11849: a DOCX reads any file of the machine by `r:link`" },
  { part: "pdf.js", least: "4.2.67", because: "CVE-2024-4367: a PDF's font runs JavaScript" },
  {
    part: "fast-xml-parser",
    least: "5.5.7",
    because: "CVE-2026-26278, CVE-2026-33036, CVE-2026-33349: entities expand past every limit",
  },
  { part: "@pdfme/pdf-lib", least: "5.5.10", because: "CVE-2026-82864: a compressed stream fills the memory" },
  { part: "xlsx", least: null, because: "CVE-2023-30533, CVE-2024-22363: mended only outside npm" },
  {
    part: "@matrix-org/matrix-sdk-crypto-wasm",
    least: "18.3.0",
    because: "CVE-2026-45056: a homeserver's owner forges the sender of an encrypted message",
  },
  {
    part: "@matrix-org/matrix-sdk-crypto-nodejs",
    least: "0.6.0",
    because: "CVE-2026-45056, in the native build, for which ours stands in",
  },
  {
    part: "llama.cpp",
    least: "0.5.0",
    because:
      "CVE-2025-49847, CVE-2025-52566, CVE-2025-53630, CVE-2026-33298, CVE-2026-27940, CVE-2026-43629 and the loader of plamo2: a model file or a long question writes past its memory. v0.5.0 is the first release read for all of them",
  },
  { part: "sqlite", least: "3.51.3", because: "the reset of a write-ahead log could lose what was written" },
  { part: "synapse", least: "1.157.2", because: "six faults of high severity, mended on 2026-07-28" },
];

/** Is a version older than the floor? Both are numbers with dots; what comes after a hyphen is not looked at. */
export function isBelow(version: string, least: string): boolean {
  const [have, want] = [numbersOf(version), numbersOf(least)];
  const length = Math.max(have.length, want.length);
  for (let place = 0; place < length; place += 1) {
    const difference = (have[place] ?? 0) - (want[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return version.includes("-") && !least.includes("-");
}

/** @throws Error when it is not a version. */
function numbersOf(version: string): number[] {
  const found = /^v?(\d+(?:\.\d+)*)/u.exec(version)?.[1];
  if (found === undefined) throw new Error(`Expected a version such as \`1.11.0\`, got \`${version}\`.`);
  return found.split(".").map(Number);
}
