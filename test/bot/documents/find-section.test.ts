import { describe, expect, test } from "vitest";
import { findSection } from "../../../bot/documents/find-section.ts";
import { makeDocument } from "../../fakes/make-document.ts";

const STATUTES = makeDocument(`# Chapter 2 Meetings
# § 6 Notice
The board invites.
# § 7 Quorum
(1) Thirty members make a quorum.
(2) At a second meeting, ten do.
# Article 8. Board
8.1 The board has five members.
8.2 It meets monthly.
# § 9a Audit
Two members audit.`);

function find(asked: string, { sections, text } = STATUTES) {
  return findSection(asked, sections, text);
}

describe("a clause is found", () => {
  test.each([
    ["§ 7", "§ 7"],
    ["7", "§ 7"],
    ["§7", "§ 7"],
    ["Section 7", "§ 7"],
    ["§ 7 (2)", "§ 7 (2)"],
    ["§ 7 Abs. 2", "§ 7 (2)"],
    ["7.2", "§ 7 (2)"],
    ["Art. 8", "Article 8"],
    ["article 8.2", "8.2"],
    ["§ 9a", "§ 9a"],
    ["chapter 2", "Chapter 2"],
  ])("as %s: %s", (asked, number) => {
    expect(find(asked)).toEqual({ kind: "found", number });
  });
});

describe("a clause that is not there", () => {
  test.each([
    ["§ 10", "§ 9a"],
    ["§ 7 (3)", "§ 7 (2)"],
    ["8.3", "8.2"],
    ["quorum", "Chapter 2"],
  ])("%s is near to %s", (asked, nearest) => {
    expect(find(asked)).toEqual({ kind: "none", nearest });
  });

  test("is near to none where nothing is numbered", () => {
    expect(find("§ 7", makeDocument("# Quorum\nThirty."))).toEqual({ kind: "none", nearest: null });
  });
});
