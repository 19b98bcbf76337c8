/**
 * What holds for every message that Rochdale writes, whatever stands in the documents: only the tags and links of its
 * list, both forms with the same words, nothing that a client makes a link or a call of, nothing too long.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editOf, noticeMessage, textMessage } from "../../bot/matrix/message-content.ts";
import type { Block, Written } from "../../bot/matrix/rich-text.ts";
import { splitMessage, writeMessages } from "../../bot/matrix/split-message.ts";
import { writeMessage } from "../../bot/matrix/write-message.ts";
import { problemsOf, problemsOfText, readHtml, squeezed } from "./harmless-message.ts";
import { BLOCKS, LONG_BLOCKS } from "./spiteful-messages.ts";

/** @param cases how many messages are invented for each property. */
export function describeWrittenMessages(cases: number): void {
  const runs = { numRuns: cases };
  describe("any message", () => {
    test("has only allowed tags and links, nothing that a client would link, fetch or call, and says the same twice", () => {
      fc.assert(
        fc.property(BLOCKS, (blocks) => {
          expect(problemsOf(writeMessage(blocks))).toEqual([]);
        }),
        runs,
      );
    });

    test("as the new line of an edit is as allowed and as harmless", () => {
      fc.assert(
        fc.property(BLOCKS, (blocks) => {
          const { body, formatted_body: html } = editOf("$0", writeMessage(blocks));
          expect([...readHtml(String(html)).problems, ...problemsOfText(String(body))]).toEqual([]);
        }),
        runs,
      );
    });

    test("is cut so that each part can be sent, edited and encrypted", () => {
      fc.assert(
        fc.property(LONG_BLOCKS, (blocks) => {
          for (const written of writeMessages(blocks)) {
            expect(readHtml(written.html).problems).toEqual([]);
            expectFits(written);
          }
        }),
        { numRuns: Math.ceil(cases / 100) },
      );
    });

    test("says everything also when it is cut", () => {
      const words = fc.array(fc.constantFrom("quorum", "members.", "eleven", "the", "board;\n", "\n\n", "§ 12"), {
        minLength: 3000,
        maxLength: 4000,
      });
      fc.assert(
        fc.property(words, (parts) => {
          const quote = parts.join(" ");
          const quotation: Block = { kind: "quotation", quote, source: [] };
          const folded: Block = {
            kind: "folded",
            summary: "",
            blocks: [{ kind: "paragraph", inlines: [{ kind: "text", text: quote }] }],
          };
          for (const block of [quotation, folded]) {
            const pieces = splitMessage([block]);
            expect(pieces.length).toBeGreaterThan(1);
            expect(pieces.map((piece) => wordsOf(writeMessage(piece))).join(" ")).toBe(wordsOf(writeMessage([block])));
          }
        }),
        { numRuns: Math.ceil(cases / 100) },
      );
    });
  });
}

/** An edit stays below 27,000 bytes, which encrypted and signed stay below the 65,536 of the specification. */
function expectFits(written: Written): void {
  const user = `@${"a".repeat(240)}:coop.example`;
  const id = `$${"a".repeat(43)}`;
  const to = { mentions: [user], thread: { root: id, latest: id } };
  for (const content of [editOf(id, written, to), textMessage(written, to), noticeMessage(written, to)])
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(27_000);
}

function wordsOf({ body }: Written): string {
  return squeezed(body.replace(/^> /gmu, ""));
}
