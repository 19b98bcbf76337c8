/**
 * Opens a ZIP container within limits, so that no later library meets a bomb. Knows nothing of office formats.
 * fflate inflates each member into a buffer of its declared size and never grows it: a lying size gives a cut-off
 * member, not a flood; so checking what the directory declares bounds what is really inflated.
 */
import { type UnzipFileInfo, unzipSync, zipSync } from "fflate";
import type { Limits } from "./limits.ts";
import { Unreadable } from "./unreadable.ts";

export type Members = Readonly<Record<string, Uint8Array>>;

/** Below this many inflated bytes the ratio is not looked at: a short file may well repeat itself. */
const RATIO_FROM_BYTES = 1_000_000;

/** Inflates the members that `wanted` picks. Throws Unreadable for a bomb or a damaged container. */
export function unzipWithin(bytes: Uint8Array, limits: Limits, wanted: (name: string) => boolean): Members {
  let inflated = 0;
  const filter = ({ name, originalSize }: UnzipFileInfo): boolean => {
    if (!wanted(name)) return false;
    inflated += originalSize;
    refuseBomb(inflated, bytes.length, limits);
    return true;
  };
  try {
    return unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof Unreadable) throw cause;
    throw new Unreadable(
      "is damaged (its ZIP container cannot be opened): open it in your office program, save it again and load that.",
      { cause },
    );
  }
}

function refuseBomb(inflated: number, packed: number, limits: Limits): void {
  const ratio = Math.round(inflated / Math.max(1, packed));
  const tooLarge = inflated > limits.maxInflatedBytes;
  if (!tooLarge && (inflated < RATIO_FROM_BYTES || ratio <= limits.maxInflationRatio)) return;
  const got = tooLarge ? `${Math.round(inflated / 1e6)} MB` : `${ratio} times its size`;
  const allowed = tooLarge ? `${Math.round(limits.maxInflatedBytes / 1e6)} MB` : `${limits.maxInflationRatio} times`;
  throw new Unreadable(
    `unpacks to \`${got}\`, more than the ${allowed} allowed: save it again in your office program, without large empty tables, and load that.`,
  );
}

/** The names of the members, without inflating any. An unreadable directory gives none. */
export function zipNames(bytes: Uint8Array): string[] {
  const names: string[] = [];
  try {
    unzipSync(bytes, { filter: ({ name }) => names.push(name) < 0 });
  } catch {
    return names;
  }
  return names;
}

/** The text of a member of at most `maxBytes`, null where there is none such. */
export function shortMember(bytes: Uint8Array, name: string, maxBytes: number): string | null {
  try {
    const members = unzipSync(bytes, { filter: (file) => file.name === name && file.originalSize <= maxBytes });
    return memberText(members, name);
  } catch {
    return null;
  }
}

/** Packs checked members again, uncompressed, so that the next library opens nothing that was not counted. */
export function zipAgain(members: Members): Uint8Array {
  return zipSync({ ...members }, { level: 0 });
}

export function memberText(members: Members, name: string): string | null {
  const bytes = members[name];
  return bytes === undefined ? null : new TextDecoder("utf-8").decode(bytes);
}
