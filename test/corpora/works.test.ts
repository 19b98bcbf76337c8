import { describe, expect, it } from "vitest";
import type { LifeChange } from "../../corpora/life.ts";
import { editionName, findVersion, worksOf } from "../../corpora/works.ts";
import { TEST_RECORD } from "../fakes/open-index.ts";

const version = (id: number, file: string, title: string, more: object = {}) => {
  const record = { ...TEST_RECORD, file, title, ...more };
  return { ...record, id, periods: [{ from: record.inForceFrom, to: record.inForceTo }] };
};
const BYLAWS = [
  version(3, "bylaws-2022.pdf", "Bylaws of the Mill", { inForceFrom: "2022-07-01", replaces: "bylaws-2015.docx" }),
  version(1, "bylaws-2015.docx", "Bylaws of the Mill", { inForceFrom: "2015-07-01", inForceTo: "2022-06-30" }),
  version(2, "house.html", "House rules", { rank: "rules" }),
  version(4, "hausordnung.md", "Hausordnung Kleine Mühle", { rank: "rules", language: "de" }),
];
const none = (): readonly LifeChange[] => [];

describe("editions of one document", () => {
  it("belong together by what replaces what, oldest first", () => {
    const works = worksOf(BYLAWS, none);
    expect(works.map(({ title, versions }) => [title, versions.map(({ file }) => file)])).toEqual([
      ["Bylaws of the Mill", ["bylaws-2015.docx", "bylaws-2022.pdf"]],
      ["Hausordnung Kleine Mühle", ["hausordnung.md"]],
      ["House rules", ["house.html"]],
    ]);
  });

  it("belong together by what was decided, and by names with dates", () => {
    const texts = [version(1, "a.md", "A"), version(2, "b.md", "B"), version(3, "statuts-2012.md", "S")];
    const more = [
      ...texts,
      version(4, "statuts-2019.md", "S"),
      version(5, "minutes-2019.md", "M", { rank: "minutes" }),
    ];
    const life = (id: number): readonly LifeChange[] =>
      id === 1 ? [{ kind: "superseded", from: "2020-01-01", successor: "b.md" }] : [];
    const groups = worksOf(more, life).map(({ versions }) => versions.map(({ id }) => id));
    expect(groups).toEqual([[1, 2], [5], [3, 4]]);
  });
});

describe("who is meant", () => {
  const works = worksOf(BYLAWS, none);
  const meant = (words: string) => {
    const found = findVersion(works, words);
    if (found.kind === "version") return found.version.file;
    return found.kind === "work" ? `? ${found.work.title}` : found.kind;
  };

  it.each([
    ["bylaws-2015.docx", "bylaws-2015.docx"],
    ["bylaws v1", "bylaws-2015.docx"],
    ["Bylaws of the Mill, version 2", "bylaws-2022.pdf"],
    ["`house`", "house.html"],
    ["kleine muhle", "hausordnung.md"],
    ["bylaws", "? Bylaws of the Mill"],
    ["bylaws v7", "? Bylaws of the Mill"],
    ["mill", "? Bylaws of the Mill"],
    ["ha", "hausordnung.md"],
    ["h", "several"],
    ["budget", "none"],
    ["", "none"],
  ])("%s", (words, expected) => expect(meant(words)).toBe(expected));
});

describe("what a version is called beside its title", () => {
  it("is its own number or its place, and finds it again", () => {
    const names = (versions: readonly ReturnType<typeof version>[]) =>
      worksOf(versions, none).flatMap((work) =>
        work.versions.map((one) => {
          const name = editionName(work, one);
          if (name === null) return null;
          const found = findVersion([work], name.startsWith("v") ? `${work.title} ${name}` : name);
          expect([name, found.kind === "version" ? found.version.id : found.kind]).toEqual([name, one.id]);
          return name;
        }),
      );
    const chain = (...editions: (string | null)[]) =>
      editions.map((edition, index) =>
        version(index + 1, `rules-${index}.md`, "Rules", {
          version: edition,
          inForceFrom: `20${10 + index}-01-01`,
          replaces: index === 0 ? null : `rules-${index - 1}.md`,
        }),
      );
    expect(names(chain(null))).toEqual([null]);
    expect(names(chain(null, null))).toEqual(["v1", "v2"]);
    expect(names(chain("Version 3", "Version 4"))).toEqual(["v3", "v4"]);
    expect(names(chain("2015", "2022"))).toEqual(["v1", "v2"]);
    expect(names(chain("Version 2", null))).toEqual(["v2", "rules-1.md"]);
    expect(names(chain("1", "1", null))).toEqual(["v1", "v2", "v3"]);
  });
});
