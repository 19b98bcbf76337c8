/** Computes the numbers that an ODT's lists and headings are printed with (ODF 1.3 part 3, 16.30–16.34). */
import { countIn, repeatedLetters } from "./list-number.ts";
import { attribute, childrenOf, findAll, findFirst, nameOf, type XmlNode } from "./odt-xml.ts";

type Level = {
  readonly format: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly shown: number;
  readonly start: number;
  /** y, z, aa, bb rather than y, z, aa, ab. */
  readonly repeats: boolean;
};
type Levels = readonly (Level | undefined)[];

export type Numbering = {
  /** Begins an outermost list; its numbers go on only when it says so. */
  openList(style: string | null, continues: boolean): void;
  /** The printed number of the next item at a depth counted from 0; "" for bullets. */
  item(style: string | null, depth: number, start: number | null): string;
  heading(level: number, style: string | null): string;
};

export function createNumbering(roots: readonly XmlNode[]): Numbering {
  const styles = new Map(
    roots
      .flatMap((root) => findAll(root, "text:list-style"))
      .map((one) => [attribute(one, "style:name") ?? "", readLevels(one)]),
  );
  const outlineStyle = roots.map((root) => findFirst(root, "text:outline-style")).find((found) => found !== null);
  const outline = outlineStyle ? readLevels(outlineStyle) : [];
  const counts = new Map<string, number[]>();
  const outlineCounts: number[] = [];
  return {
    openList(style, continues) {
      if (!continues) counts.set(style ?? "", []);
    },
    item(style, depth, start) {
      const counter = counts.get(style ?? "") ?? [];
      counts.set(style ?? "", counter);
      return count(styles.get(style ?? "") ?? [], counter, depth, start);
    },
    heading(level) {
      return count(outline, outlineCounts, level - 1, null);
    },
  };
}

function count(levels: Levels, counter: number[], at: number, start: number | null): string {
  const level = levels[at];
  counter.length = Math.min(counter.length, at + 1);
  for (let i = 0; i < at; i += 1) counter[i] ??= levels[i]?.start ?? 1;
  counter[at] = start ?? (counter[at] === undefined ? (level?.start ?? 1) : counter[at] + 1);
  return level === undefined || level.format === "" ? "" : printed(levels, counter, at, level);
}

function printed(levels: Levels, counter: readonly number[], at: number, level: Level): string {
  const from = Math.max(0, at - level.shown + 1);
  const parts = counter.slice(from, at + 1).map((value, i) => counted(levels[from + i], value));
  return level.prefix + parts.join(".") + level.suffix;
}

function counted(level: Level | undefined, value: number): string {
  const format = level?.format || "1";
  if (level?.repeats !== true || !/^[aA]$/u.test(format)) return countIn(format, value);
  return format === "A" ? repeatedLetters(value).toUpperCase() : repeatedLetters(value);
}

function readLevels(style: XmlNode): Levels {
  const levels: Level[] = [];
  for (const one of childrenOf(style)) {
    const at = Number(attribute(one, "text:level") ?? "0") - 1;
    if (at < 0 || at > 20 || !/-style-number$|outline-level-style$/u.test(nameOf(one))) continue;
    levels[at] = {
      format: attribute(one, "style:num-format") ?? "",
      prefix: (attribute(one, "style:num-prefix") ?? "").trimStart(),
      suffix: (attribute(one, "style:num-suffix") ?? "").trimEnd(),
      shown: Number(attribute(one, "text:display-levels") ?? "1") || 1,
      start: Number(attribute(one, "text:start-value") ?? "1") || 1,
      repeats: attribute(one, "style:num-letter-sync") === "true",
    };
  }
  return levels;
}
