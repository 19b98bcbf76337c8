import { expect, test } from "vitest";
import { parseCollectionFile } from "../../corpora/record.ts";

test("a record is read with its dates, and what is not said stays unsaid", () => {
  const { documents, problems, contact } = parseCollectionFile(
    'contact: Ana\ndocuments:\n  - file: b.md\n    rank: statutes\n    adoptedOn: "2024-03-02"\n    amends: {file: a.md, section: 5.2}\n',
  );
  expect(problems).toEqual([]);
  expect(contact).toBe("Ana");
  expect(documents).toEqual([
    { file: "b.md", rank: "statutes", adoptedOn: "2024-03-02", amends: [{ file: "a.md", section: "5.2" }] },
  ]);
});

test("an unknown key, a bad date and a record without a file are each said in a sentence; the rest holds", () => {
  const { documents, problems } = parseCollectionFile(
    "documents:\n  - file: b.md\n    adoptdOn: x\n    inForceFrom: 2024-02-31\n    title: T\n  - title: nameless\n",
  );
  expect(documents).toEqual([{ file: "b.md", title: "T" }]);
  expect(problems).toHaveLength(3);
  expect(problems[0]).toContain("unknown key `adoptdOn`, probably a typo");
  expect(problems[1]).toBe(
    '`collection.yaml`, `b.md`: expected `inForceFrom` to be a date written YYYY-MM-DD, got `"2024-02-31"`: the field is left out.',
  );
});

test("what is no YAML is said, not thrown", () => {
  expect(parseCollectionFile("a: [").problems[0]).toMatch(/^Expected `collection.yaml` to be YAML, got: /u);
});
