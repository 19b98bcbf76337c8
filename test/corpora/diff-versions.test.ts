import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countSections, type DiffPart, diffVersions, type SectionDiff } from "../../corpora/diff-versions.ts";
import { makeDocument } from "../fakes/make-document.ts";

function diff(before: string, after: string) {
  return diffVersions(makeDocument(before), makeDocument(after));
}

/** "same [-removed-] {+added+}" */
function marked(parts: readonly DiffPart[]): string {
  return parts
    .map(({ kind, text }) => (kind === "same" ? text : kind === "removed" ? `[-${text}-]` : `{+${text}+}`))
    .join("");
}

function shown(section: SectionDiff): string {
  switch (section.kind) {
    case "unchanged":
      return `= ${section.after}`;
    case "renumbered":
      return `${section.before} → ${section.after}`;
    case "changed":
      return `~ ${section.before} → ${section.after}: ${marked(section.parts)}`;
    case "added":
      return `+ ${section.after}: ${section.text}`;
    case "removed":
      return `- ${section.before}: ${section.text}`;
    default:
      return section satisfies never;
  }
}

describe("two versions", () => {
  it("are compared section by section, with the changed words marked", () => {
    const before = "# § 1 Name\nThe co-op is called Lamphouse.\n# § 2 Quorum\nTwelve members make a quorum.";
    const after = "# § 1 Name\nThe co-op is called Lamphouse.\n# § 2 Quorum\nThirty members make a quorum.";
    expect(diff(before, after).map(shown)).toEqual([
      "= § 1 Name",
      "~ § 2 Quorum → § 2 Quorum: [-Twelve-]{+Thirty+} members make a quorum.",
    ]);
  });

  it("find a section again under another number, title or neither", () => {
    const before = [
      "# § 1 Name\nThe co-op is called Lamphouse.",
      "# § 2 Shares\nA share costs fifty euros and is paid back within a year.",
      "# § 3 Board\nThe board has five members, chosen for three years.",
      "# § 4 Pets\nNo pets.",
    ].join("\n");
    const after = [
      "# § 1 Name\nThe co-op is called Lamphouse.",
      "# § 2 Guests\nGuests may stay for two weeks; they sign the book.",
      "# § 3 Shares\nA share costs fifty euros and is paid back within a year.",
      "# § 4 The board of the co-op\nThe board has seven members, chosen for three years.",
    ].join("\n");
    expect(diff(before, after).map(shown)).toEqual([
      "= § 1 Name",
      "+ § 2 Guests: Guests may stay for two weeks; they sign the book.",
      "§ 2 Shares → § 3 Shares",
      "~ § 3 Board → § 4 The board of the co-op: The board has [-five-]{+seven+} members, chosen for three years.",
      "- § 4 Pets: No pets.",
    ]);
  });

  it("keep sections of the same name apart by their order", () => {
    const before = "# General\nA.\n# Quorum\nTwelve for a meeting.\n# Quorum\nThree for the board.";
    const after = "# General\nA.\n# Quorum\nThirty for a meeting.\n# Quorum\nThree for the board.";
    expect(diff(before, after).map(shown)).toEqual([
      "= General",
      "~ Quorum → Quorum: [-Twelve-]{+Thirty+} for a meeting.",
      "= Quorum",
    ]);
  });

  it("without headings are one section", () => {
    expect(diff("Rent is due on the first.", "Rent is due on the third.").map(shown)).toEqual([
      "~  → : Rent is due on the [-first-]{+third+}.",
    ]);
    expect(diff("Same.", "Same.").map(({ kind }) => kind)).toEqual(["unchanged"]);
    expect(diff("", "").map(({ kind }) => kind)).toEqual([]);
  });

  it("that have next to nothing in common are compared in bounded time", () => {
    const words = (offset: number) => Array.from({ length: 30_000 }, (_, index) => `w${index * 7 + offset}`).join(" ");
    const begun = performance.now();
    const [section] = diff(words(0), words(1));
    expect(section?.kind).toMatch(/added|removed|changed/);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

describe("the marked words", () => {
  const line = fc.constantFrom(
    "# § 1 Name",
    "# Quorum",
    "Twelve members.",
    "Thirty members, or more.",
    "- (a) shares",
    "",
  );
  const source = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n"));

  it("give both texts back, and every section of both is in the comparison once", () => {
    fc.assert(
      fc.property(source, source, (before, after) => {
        const result = diff(before, after);
        const { unchanged, renumbered, changed, added, removed } = countSections(result);
        const sections = (text: string) => makeDocument(text).sections.filter(({ start, end }) => end > start).length;
        expect(unchanged + renumbered + changed + added).toBe(sections(after));
        expect(unchanged + renumbered + changed + removed).toBe(sections(before));
        for (const section of result) {
          if (section.kind !== "changed") continue;
          const side = (left: "removed" | "added") =>
            section.parts
              .filter(({ kind }) => kind !== left)
              .map(({ text }) => text)
              .join("")
              .replace(/\s+/gu, " ")
              .trim();
          expect(makeDocument(before).text.replace(/\s+/gu, " ")).toContain(side("added"));
          expect(makeDocument(after).text.replace(/\s+/gu, " ")).toContain(side("removed"));
        }
      }),
    );
  });
});
