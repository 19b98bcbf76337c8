import { afterEach, describe, expect, test } from "vitest";
import { findDocument, isKnown, ownCollections } from "../../../bot/documents/find-document.ts";
import { documentShelf } from "../../fakes/document-shelf.ts";
import { makeDocument } from "../../fakes/make-document.ts";
import { openTestIndex, type TestIndex } from "../../fakes/open-index.ts";

let open: TestIndex | null = null;
afterEach(() => open?.[Symbol.dispose]());

function shelfOf(files: readonly (readonly [collection: string, file: string, title: string])[]) {
  open = openTestIndex();
  for (const [collection, file, title] of files)
    open.add(collection, makeDocument("Text."), { file, title, rank: "rules" });
  return documentShelf(open);
}

function found(words: string, shelf: ReturnType<typeof shelfOf>): string {
  const result = findDocument(shelf, words);
  return result.kind === "version" ? `${result.version.collection}/${result.version.file}` : result.kind;
}

describe("a document", () => {
  test("is looked for in the co-op's own collections, and in the sample only where there are none", () => {
    const shelf = shelfOf([
      ["sample", "bylaws.md", "Bylaws"],
      ["main", "statutes.md", "Bylaws of the Mill"],
    ]);
    expect(ownCollections(shelf)).toEqual(["main"]);
    expect(found("bylaws", shelf)).toBe("main/statutes.md");
    expect(found("sample: bylaws", shelf)).toBe("sample/bylaws.md");
    expect(found("main: statutes.md", shelf)).toBe("main/statutes.md");
    expect(found("bylaws", shelfOf([["sample", "bylaws.md", "Bylaws"]]))).toBe("sample/bylaws.md");
  });

  test("whose file is in two collections is meant only with its collection before it", () => {
    const shelf = shelfOf([
      ["board", "rules.md", "Rules"],
      ["main", "rules.md", "Rules"],
    ]);
    expect(found("rules.md", shelf)).toBe("several");
    expect(found("rules", shelf)).toBe("several");
    expect(found("board: rules.md", shelf)).toBe("board/rules.md");
  });

  test("may have a colon in its title", () => {
    const shelf = shelfOf([["main", "a.md", "Note: keys"]]);
    expect(found("Note: keys", shelf)).toBe("main/a.md");
    expect([isKnown(shelf, "zebra"), isKnown(shelf, " "), isKnown(shelf, "keys")]).toEqual([false, false, true]);
  });
});
