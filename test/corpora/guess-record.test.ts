import { expect, test } from "vitest";
import type { Format } from "../../corpora/document.ts";
import { completeRecord } from "../../corpora/guess-record.ts";

const rankOf = (format: Format, title: string): string =>
  completeRecord(
    { file: "a" },
    { format, title, text: "", sections: [], blocks: [], pages: null, warnings: [] },
    () => "en",
  ).rank;

test.each<[Format, string, string]>([
  ["ods", "Bylaws", "data"],
  ["xlsx", "Fees", "data"],
  ["eml", "New house rules", "minutes"],
  ["pptx", "Resolution on fees", "minutes"],
  ["odp", "Proposal for a new roof", "proposal"],
  ["docx", "House rules", "rules"],
])("a file of kind %s called %j ranks as %s unless said otherwise", (format, title, rank) => {
  expect(rankOf(format, title)).toBe(rank);
});
