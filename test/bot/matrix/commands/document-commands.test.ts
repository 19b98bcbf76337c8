import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { REPLY_LANGUAGES } from "../../../../bot/answer-types.ts";
import { ORDER_KINDS } from "../../../../bot/documents/orders.ts";
import { ANA } from "../room-samples.ts";
import { call, coop, NOW, said, send } from "./command-samples.ts";
import { lawOfLamphouse } from "./law-of-lamphouse.ts";

/** Today is 2026-11-21. */
function lamphouse() {
  const law = lawOfLamphouse();
  const { deps, grants } = coop({ documents: law.documents });
  const order = (line: string, parts: Parameters<typeof call>[0] = {}) => said(line, call(parts), deps);
  const periods = (id: number) => law.version(id).periods.map(({ from, to }) => `${from ?? ""}..${to ?? ""}`);
  return { ...law, deps, grants, order, periods };
}

describe("!documents", () => {
  test("shows every document with its versions, what they are today, and what was guessed", async () => {
    expect(await lamphouse().order("!documents")).toBe(
      [
        "`main` – documents: 4, versions: 6",
        "In force:",
        "- Bylaws (statutes) – v3 draft · v2 in force since 2022-07-01 · v1 superseded; in force 2015-07-01 to 2022-06-30",
        "- House rules by post (rules, guessed) – in force since 2020-01-01 (guessed)",
        "- Minutes of 12 May 2026 (minutes) – in force since 2026-05-12",
        "- Resolution on guests (resolution) – in force since 2026-01-01",
      ].join("\n"),
    );
  });

  test("of a collection, or those that fit a word", async () => {
    const { order } = lamphouse();
    expect(await order("!documents main house")).toContain("House rules");
    expect(await order("!documents HOUSE")).not.toContain("Bylaws");
    expect(await order("!documents main zebra")).toBe("No document fits “zebra”.");
    expect(await said("!documents", call(), coop().deps)).toBe("No documents are loaded yet.");
  });

  test("tells drafts and proposals, and what is over, apart", async () => {
    const { order } = lamphouse();
    await order("!propose house rules yes");
    await order("!withdraw resolution on guests yes");
    expect((await order("!documents")).split("\n").slice(4)).toEqual([
      "Drafts and proposals:",
      "- House rules by post (rules, guessed) – proposal, not decided",
      "Not in force any more:",
      "- Resolution on guests (resolution) – withdrawn; in force 2026-01-01 to 2026-11-20",
    ]);
  });

  test("counts what is too much for a phone", async () => {
    const { corpus, ids, order, version } = lamphouse();
    const { id } = corpus.ensureCollection("main");
    const { collection: _, id: __, periods: ___, ...record } = version(ids.house);
    for (let number = 0; number < 50; number++)
      corpus.putDocument(
        id,
        { ...record, file: `rule${number}.md`, title: `Rule ${number}`, text: "x", blocks: [] },
        { by: "test", at: "2026-01-01T00:00:00Z" },
      );
    const words = await order("!documents");
    expect(words).toMatch(/14 more are not shown\. Write a word of the title behind the command to see fewer\.$/);
    expect(words.split("\n").filter((line) => line.startsWith("- "))).toHaveLength(40);
  });
});

describe("!document", () => {
  test("tells the whole record with what it is bound up with, and its history", async () => {
    const { order } = lamphouse();
    await order("!adopt bylaws v3 from 2026-12-01 by minutes of 12 May 2026");
    await order("!amend resolution on guests changes bylaws v3 § 2");
    expect(await order("!document bylaws v3")).toBe(
      [
        "“Bylaws” v3 – in force from 2026-12-01",
        "- file: `main: bylaws-2026.md`",
        "- rank: statutes",
        "- language: en",
        "- markdown, sections: 4",
        "- not public",
        "- decided by: “Minutes of 12 May 2026” (2026-05-12) `minutes.md`",
        "- replaces: “Bylaws” (2022-07-01) `bylaws-2022.md`",
        "- changed by: “Resolution on guests” § 2 (2026-01-01) `resolution.md`",
        "Other versions:",
        "- `v2` in force 2022-07-01 to 2026-11-30",
        "- `v1` superseded; in force 2015-07-01 to 2022-06-30",
        "History:",
        `- 2026-11-21 19:30 UTC \`${ANA}\` put in force; from 2026-12-01; decided by: minutes.md`,
      ].join("\n"),
    );
    expect(await order("!document resolution")).toContain("- changes: “Bylaws” § 2 (2026-12-01) `bylaws-2026.md`");
  });

  test("without a version shows the one in force, and asks back where several documents fit", async () => {
    const { order, add, corpus } = lamphouse();
    expect(await order("!document bylaws")).toMatch(/^“Bylaws” v2 – in force since 2022-07-01/);
    add("main", { ...emptyDocument(), text: "x" }, { file: "house-b.md", title: "House B", rank: "rules" });
    expect(corpus.collection("main")).not.toBeNull();
    expect(await order("!document house")).toBe(
      [
        "Several documents fit “house”. Please write one of these:",
        "- House B – `main: house-b.md`",
        "- House rules by post – `main: house.md`",
      ].join("\n"),
    );
    expect(await order("!document bilaws")).toBe("No document fits “bilaws”.\n- Bylaws");
    expect(await order("!document bylaws v9")).toMatch(/^“Bylaws” v2/);
  });

  test("keeps the texts before a correction, and the warnings", async () => {
    const { order, corpus, ids, version } = lamphouse();
    const { id } = corpus.ensureCollection("main");
    const { collection: _, periods: __, id: ___, ...record } = version(ids.house);
    corpus.putDocument(
      id,
      { ...record, sha256: "new", warnings: ["Page 3 is a picture."], text: "Quiet after nine.", blocks: [] },
      { by: ANA, at: "2026-10-01T10:00:00Z" },
    );
    const words = await order("!document house rules");
    expect(words).toContain("- ⚠ Page 3 is a picture.");
    expect(words).toContain("Texts before a correction, each kept:\n- 2026-10-01 10:00 UTC");
    expect(await order("!diff house rules")).toContain("text before the correction of 2026-10-01 10:00 UTC");
  });
});

function emptyDocument() {
  return { format: "markdown" as const, title: null, text: "", sections: [], blocks: [], pages: null, warnings: [] };
}

describe("an order", () => {
  test.each<[string, string]>([
    [
      "!adopt bylaws v3 from 2026-12-01 by minutes.md",
      "“Bylaws” v3 is in force from 2026-12-01. “Bylaws” v2 ends on 2026-11-30. Decided by: “Minutes of 12 May 2026” (2026-05-12).",
    ],
    ["!withdraw bylaws v2 from 1 December 2026 yes", "“Bylaws” v2 is not in force any more from 2026-12-01."],
    ["!supersede bylaws v2 by bylaws v3 from 1.12.2026", "From 2026-12-01 “Bylaws” v3 takes the place of “Bylaws” v2."],
    [
      "!reinstate bylaws v1 from 2027-01-01",
      "“Bylaws” v1 is in force again from 2027-01-01. “Bylaws” v2 ends on 2026-12-31.",
    ],
    [
      "!amend resolution on guests changes bylaws v2 § 2",
      "“Resolution on guests” changes § 2 of “Bylaws” v2: answers quote both from now on.",
    ],
    ["!propose bylaws v3", "“Bylaws” v3 is a proposal now and not in force."],
    [
      "!adopt bylaws v3 by the members, by hand",
      "“Bylaws” v3 is in force from 2026-11-21. “Bylaws” v2 ends on 2026-11-20. Decided by: the members, by hand (no minutes or resolution of that name are loaded). No day was named, so I took today.",
    ],
    [
      "!adopt house rules by post from 2026-12-01",
      "Nothing was changed: “House rules by post” is in force on that day already. It is: in force since 2020-01-01 (guessed).",
    ],
  ])("%s", async (line, sentence) => {
    expect(await lamphouse().order(line)).toBe(sentence);
  });

  test("is understood in six languages, and said back in that of the room", async () => {
    const lines = [
      ["de", "!beschließen bylaws v3 ab dem 1. Dezember 2026 durch minutes.md", "in Kraft"],
      ["fr", "!adopter bylaws v3 à partir du 1er décembre 2026 par minutes.md", "en vigueur"],
      ["es", "!aprobar bylaws v3 desde el 1 de diciembre de 2026 por minutes.md", "en vigor"],
      ["ca", "!aprovar bylaws v3 des de l'1 de desembre de 2026 per minutes.md", "en vigor"],
      ["da", "!vedtag bylaws v3 fra den 1. december 2026 ved minutes.md", "i kraft"],
    ] as const;
    for (const [language, line, words] of lines) {
      const { order, periods, ids, version } = lamphouse();
      expect(await order(line, { language })).toContain(words);
      expect([line, periods(ids.v3), version(ids.v3).decidedBy]).toEqual([line, ["2026-12-01.."], "minutes.md"]);
    }
  });

  test("says when a version ends because a later one was decided before", async () => {
    const { order } = lamphouse();
    await order("!adopt bylaws v3 from 2027-06-01");
    expect(await order("!reinstate bylaws v1 from 2027-01-01")).toBe(
      "“Bylaws” v1 is in force again from 2027-01-01. “Bylaws” v1 ends on 2027-05-31. “Bylaws” v2 ends on 2026-12-31.",
    );
  });

  test("that leaves no version in force, or is far away, is asked about once and then carried out", async () => {
    const { order, periods, ids } = lamphouse();
    expect(await order("!withdraw house rules by post from 2026-12-01")).toBe(
      "After that no version of “House rules by post” is in force on 2026-12-01. If that is meant, send: `!withdraw house rules by post from 2026-12-01 yes`",
    );
    expect(periods(ids.house)).toEqual(["2020-01-01.."]);
    await order("!withdraw house rules by post from 2026-12-01 yes");
    expect(periods(ids.house)).toEqual(["2020-01-01..2026-11-30"]);
    expect(await order("!adopt bylaws v3 from 2036-12-01")).toBe(
      "2036-12-01 is more than a year away. If that is meant, send: `!adopt bylaws v3 from 2036-12-01 yes`",
    );
    expect(await order("!reinstate bylaws v1 from 2016-12-01")).toMatch(
      /is in force on that day already|more than a year ago/,
    );
    expect(await order("!draft bylaws v2")).toBe(
      "“Bylaws” v2 would then not have been in force on any day. If that is meant, send: `!draft bylaws v2 yes`",
    );
    expect(periods(ids.v2)).toEqual(["2022-07-01.."]);
  });

  test.each<[string, string]>([
    ["!withdraw bylaws", "Which version of “Bylaws” is meant? Please write the title with one of these behind it:"],
    ["!withdraw bylaws v2 immediately", "No document fits “bylaws v2 immediately”."],
    ["!withdraw bylaws v1 from 2026-12-01", "Nothing was changed: “Bylaws” v1 is not in force on or after that day."],
    [
      "!supersede bylaws v2 by bylaws v2 from 2026-12-01",
      "Nothing was changed: “Bylaws” v2 cannot be its own successor",
    ],
    ["!supersede bylaws v2", "I cannot use it like that. Please write:"],
    ["!amend resolution on guests", "I cannot use it like that. Please write:"],
    ["!adopt bylaws v3 from", "No document fits “bylaws v3 from”."],
    ["!adopt bylaws v3 from 2026-02-31", "No document fits"],
    [
      "!amend resolution on guests changes bylaws v2 § 9",
      "Nothing was changed: “Bylaws” v2 has no § 9. Nearest to it is § 3.",
    ],
    ["!adopt bylaws v3 replaces zebra", "No document fits “zebra”."],
    ["!purge zebra yes", "No document fits “zebra”."],
    ["!diff zebra", "No document fits “zebra”."],
  ])("%s changes nothing", async (line, words) => {
    const { order, corpus } = lamphouse();
    expect(await order(line)).toContain(words);
    expect(corpus.auditLog({ limit: 9 })).toEqual([]);
  });

  test("is one line of !log each, among the other decisions, newest first", async () => {
    const { order, grants } = lamphouse();
    grants.grant("main", "!board:lamphouse.coop", { by: ANA, at: NOW - 60_000 });
    await order("!adopt bylaws v3 from 2026-12-01");
    expect(await order("!log")).toBe(
      [
        `- 2026-11-21 19:30 UTC \`${ANA}\` \`main: bylaws-2022.md\` superseded; from 2026-12-01; successor: bylaws-2026.md`,
        `- 2026-11-21 19:30 UTC \`${ANA}\` \`main: bylaws-2026.md\` put in force; from 2026-12-01`,
        `- 2026-11-21 19:29 UTC \`${ANA}\` granted \`main\` → \`!board:lamphouse.coop\``,
      ].join("\n"),
    );
  });
});

describe("!diff", () => {
  test("shows what changed, section by section", async () => {
    expect(await lamphouse().order("!diff bylaws v1 v2")).toBe(
      [
        "“Bylaws” v1 (superseded; in force 2015-07-01 to 2022-06-30) → “Bylaws” v2 (in force since 2022-07-01)",
        "Sections changed: 1, new: 1, left out: 1, renumbered: 0, unchanged: 1.",
        "Left out is struck through, new is underlined.",
        "new: § 2 Guests",
        "Guests sign the book and stay for two weeks at most.",
        "changed: § 2 Quorum → § 3 Quorum",
        "Twelve(1) Thirty members make a quorum.\n\n(2) The board invites in time.",
        "left out: § 3 Pets",
        "No pets.",
      ].join("\n"),
    );
  });

  test("of a title compares its last two versions, of two files these", async () => {
    const { order } = lamphouse();
    expect(await order("!diff bylaws")).toMatch(/^“Bylaws” v2 .* → “Bylaws” v3 \(draft\)/);
    expect(await order("!diff bylaws v3")).toMatch(/^“Bylaws” v2 .* → “Bylaws” v3/);
    expect(await order("!diff bylaws-2015.md bylaws-2026.md")).toMatch(/^“Bylaws” v1 .* → “Bylaws” v3/);
    expect(await order("!diff house rules")).toBe(
      "There is only one version of “House rules by post” and no earlier text of it. Write two documents to compare them.",
    );
  });

  test("sends what is too long for a message as a file, with an overview", async () => {
    const { add, documents } = lawOfLamphouse();
    const { makeDocument } = await import("../../../fakes/make-document.ts");
    const text = (word: string) =>
      Array.from(
        { length: 80 },
        (_, index) => `# § ${index + 1} Rule ${index}\n${`${word}${index} <b> is the rule here. `.repeat(12)}`,
      ).join("\n");
    add("main", makeDocument(text("old")), {
      file: "long-v1.md",
      title: "Long",
      inForceFrom: "2020-01-01",
      inForceTo: "2024-12-31",
    });
    add("main", makeDocument(text("new")), {
      file: "long-v2.md",
      title: "Long",
      inForceFrom: "2025-01-01",
      replaces: "long-v1.md",
    });
    const outcome = await send("!diff long", call(), coop({ documents }).deps);
    if (outcome.kind !== "reply") throw new Error(`Expected a reply, got ${outcome.kind}.`);
    const [file, ...others] = outcome.files ?? [];
    expect(others).toEqual([]);
    expect(file).toMatchObject({ name: "diff-long-v2.html", mimeType: "text/html" });
    const html = Buffer.from(file?.bytes ?? []).toString();
    expect(html.match(/<del>old\d+<\/del><ins>new\d+<\/ins>/g)?.length).toBeGreaterThan(80);
    expect(html).not.toContain("<b>");
    expect(html).not.toMatch(/src=|href=|https?:/);
    expect(outcome.blocks.length).toBeLessThan(6);
  });
});

describe("whatever is typed", () => {
  test("every command about documents replies in words, in every language", async () => {
    const { deps } = lamphouse();
    const words = fc.array(
      fc.oneof(
        fc.constantFrom(
          "bylaws",
          "v1",
          "v2",
          "v3",
          "house",
          "from",
          "2026-12-01",
          "by",
          "minutes.md",
          "replaces",
          "§",
          "2",
        ),
        fc.constantFrom(
          "changes",
          "yes",
          "all",
          "main:",
          "zebra:",
          '"',
          "“",
          "today",
          "1.13.2026",
          "-",
          "*",
          "(",
          "\\d",
          "%",
          "'",
        ),
        fc.string({ unit: "grapheme", maxLength: 8 }),
      ),
      { minLength: 1, maxLength: 7 },
    );
    const line = fc.tuple(fc.constantFrom("documents", "document", "diff", ...ORDER_KINDS, "purge"), words);
    await fc.assert(
      fc.asyncProperty(line, fc.constantFrom(...REPLY_LANGUAGES), async ([name, typed], language) => {
        const reply = await said(`!${name} ${typed.join(" ")}`, call({ language }), deps);
        expect(reply).not.toMatch(/^\(|undefined|null|NaN/u);
        expect(reply.length).toBeGreaterThan(5);
      }),
      { numRuns: 150 },
    );
  });
});

describe("!purge", () => {
  test("tells what would go and does it only when that is confirmed", async () => {
    const { order, corpus, ids } = lamphouse();
    expect(await order("!purge bylaws v2")).toBe(
      [
        "This would be deleted for good:",
        "- “Bylaws” v2 – in force since 2022-07-01 `main: bylaws-2022.md`",
        "- versions: 1",
        "- passages in the index: 1",
        "- sentences in the index: 4",
        "After that no version of “Bylaws” is in force today.",
        "My answers in the rooms that quote it are removed too. None of this can be undone. To do it, send: `!purge bylaws v2 yes`",
      ].join("\n"),
    );
    expect(corpus.documentById(ids.v2)).not.toBeNull();
    expect(await order("!purge bylaws v2 yes")).toContain(
      "Deleted for good on 2026-11-21 19:30 UTC:\n- `main: bylaws-2022.md` sha256",
    );
    expect(corpus.documentById(ids.v2)).toBeNull();
    expect(await order("!documents bylaws")).toContain("versions: 2");
    expect(corpus.auditLog({ limit: 1 })).toMatchObject([{ action: "purged", file: "bylaws-2022.md", by: ANA }]);
  });

  test("takes one version or all, and asks which", async () => {
    const { order, corpus, ids } = lamphouse();
    expect(await order("!purge bylaws yes")).toMatch(/^Which version of “Bylaws” is meant\?/);
    expect(await order("!purge bylaws all yes")).toContain("- versions: 3");
    expect([ids.v1, ids.v2, ids.v3].map((id) => corpus.documentById(id))).toEqual([null, null, null]);
    expect(corpus.documentById(ids.house)).not.toBeNull();
  });
});
