import { describe, expect, test } from "vitest";
import { type Block, paragraph, text } from "../../../bot/matrix/rich-text.ts";
import { writeMessage } from "../../../bot/matrix/write-message.ts";
import { describeWrittenMessages } from "../../contracts/written-message.ts";

/** Enough to find a hole in seconds; a security suite can ask for many more. */
const CASES = 2_000;
describeWrittenMessages(CASES);

describe("a message", () => {
  test("is an answer, its quotation and its sources, in HTML and in plain text", () => {
    const blocks: Block[] = [
      { kind: "paragraph", inlines: [text("The quorum is "), { kind: "strong", text: "thirty" }, text(".")] },
      { kind: "quotation", quote: "Thirty make a quorum.\n\n(see 11)", source: [text("Bylaws, version 3")] },
      { kind: "folded", summary: "Sources", blocks: [{ kind: "list", ordered: true, items: [[text("Bylaws")]] }] },
    ];
    expect(writeMessage(blocks)).toEqual({
      body: "The quorum is thirty\u2060.\n\n> Thirty make a quorum.\n> (see 11)\n— Bylaws, version 3\n\nSources\n1. Bylaws",
      html:
        "<p>The quorum is <strong>thirty</strong>\u2060.</p>" +
        "<blockquote><p>Thirty make a quorum.<br>(see 11)</p></blockquote><p>— Bylaws, version 3</p>" +
        "<details><summary>Sources</summary><ol><li>Bylaws</li></ol></details>",
    });
  });

  test("links to events and people, and to nothing else", () => {
    const inlines = [
      { kind: "mention", userId: "@ana:coop.example" },
      text(", see "),
      { kind: "event-link", roomId: "!v12", eventId: "$e'1", text: "above" },
      text(" or "),
      { kind: "event-link", roomId: "javascript:x", eventId: null, text: "there" },
    ] as const;
    expect(writeMessage([{ kind: "paragraph", inlines }])).toEqual({
      body: "@\u2060ana:coop.\u2060example\u2060, see above or there",
      html:
        '<p><a href="https://matrix.to/#/@ana:coop.example">@\u2060ana:coop.\u2060example</a>\u2060, see ' +
        '<a href="https://matrix.to/#/!v12/%24e%271">above</a> or there</p>',
    });
  });

  test("takes nobody for a person whose id hides an address", () => {
    const written = writeMessage([
      { kind: "paragraph", inlines: [{ kind: "mention", userId: "@https://evil.com:x" }] },
    ]);
    expect(written).toEqual({ body: "@\u2060hxxps://evil[.]com:x", html: "<p>@\u2060hxxps://evil[.]com:x</p>" });
  });

  test("is not broken by what only meets between two texts", () => {
    const inlines = ["htt", "ps:", "//evil.", "com/x"].map((part) => ({ kind: "strong" as const, text: part }));
    expect(writeMessage([{ kind: "paragraph", inlines }]).body).toBe("htt\u2060ps:\u2060//evil.\u2060com/x");
  });

  test("has no line that a text made to look like a quotation of ours", () => {
    expect(writeMessage([paragraph("Yes.\n> No member pays.\n— Bylaws, version 3")]).body).toBe(
      "Yes. > No member pays. — Bylaws, version 3",
    );
  });

  test("leaves out what says nothing", () => {
    const nothing: Block[] = [paragraph(" \u200b\n"), { kind: "quotation", quote: "\n", source: [] }];
    expect(writeMessage([...nothing, paragraph("Yes.")])).toEqual({ body: "Yes.", html: "<p>Yes.</p>" });
  });

  test("folds no deeper than clients must show", () => {
    let block: Block = paragraph("core");
    for (let depth = 0; depth < 300; depth++) block = { kind: "folded", summary: "more", blocks: [block] };
    const { html, body } = writeMessage([block]);
    expect(html.split("<details>")).toHaveLength(21);
    expect(body.split("more")).toHaveLength(301);
  });
});
