/**
 * Finds a clause of a document by its number, however it is written: "§ 7", "Art. 7 (2)", "7.2". Pure; knows nothing of
 * what is done with it.
 */
import type { Section } from "../../corpora/document.ts";
import { numberDepth, sectionNumber } from "../../corpora/section-number.ts";

export type FoundSection =
  /** `number` as the document prints it. */
  | { readonly kind: "found"; readonly number: string }
  /** `nearest` as the document prints it; null when it numbers nothing. */
  | { readonly kind: "none"; readonly nearest: string | null };

type Clause = { readonly number: string; readonly key: string };

/** @param text the stored text that the sections' offsets point into. */
export function findSection(asked: string, sections: readonly Section[], text: string): FoundSection {
  const clauses = sections.flatMap((section) => clausesOf(section, text));
  const wanted = numberKey(asked);
  const alike = clauses.filter(({ key }) => key === wanted);
  const written = alike.find(({ number }) => fold(number) === fold(asked));
  const found = written ?? alike.find(({ number }) => numberDepth(number) > 0) ?? alike[0];
  if (wanted !== "" && found !== undefined) return { kind: "found", number: found.number };
  return { kind: "none", nearest: nearestTo(wanted, clauses) };
}

/** A section's own number, those that open its paragraphs, and "(2)" of it. */
function clausesOf({ number, title, start, end }: Section, text: string): Clause[] {
  const own = number === null ? [] : [{ number, key: numberKey(number) }];
  const lines = text.slice(start + title.length, end).split("\n");
  let above = number;
  const inner = lines.flatMap((line) => {
    const printed = sectionNumber(line);
    if (printed !== null) above = printed;
    const [sub] = /^\(\d{1,3}[a-z]?\)/u.exec(line) ?? [];
    const whole = printed ?? (sub === undefined || above === null ? null : `${above} ${sub}`);
    return whole === null ? [] : [{ number: whole, key: numberKey(whole) }];
  });
  return [...own, ...inner];
}

/** "§ 7 (2) b" and "Art. 7.2 b" → "7.2.b"; words and signs do not count. */
function numberKey(number: string): string {
  const parts = number.toLowerCase().match(/\d+[a-z]?(?!\p{L})|(?<!\p{L})(?:[ivxlc]+|[a-z])(?!\p{L})/gu) ?? [];
  return parts.join(".");
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[\s.]+/gu, "");
}

/** The clause that shares the longest beginning; of equals the one whose last number is nearest. */
function nearestTo(wanted: string, clauses: readonly Clause[]): string | null {
  const parts = wanted.split(".");
  const ranked = clauses
    .map(({ number, key }) => {
      const own = key.split(".");
      const shared = parts.findIndex((part, index) => own[index] !== part);
      const common = shared === -1 ? parts.length : shared;
      const distance = Math.abs(Number.parseInt(own[common] ?? "0", 10) - Number.parseInt(parts[common] ?? "0", 10));
      return { number, common, distance: Number.isNaN(distance) ? 1000 : distance };
    })
    .toSorted((a, b) => b.common - a.common || a.distance - b.distance);
  return ranked[0]?.number ?? null;
}
