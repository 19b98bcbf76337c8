/** Hand-made golden questions and their YAML for the tests. */
import type { GoldenQuestion } from "../../eval/golden-set.ts";

export function golden(fields: Partial<GoldenQuestion> = {}): GoldenQuestion {
  return {
    id: "en-01",
    collection: "sample",
    ask: "how many of us make a quorum?",
    language: "en",
    kind: "number",
    asOf: null,
    after: [],
    expect: [{ document: "bylaws.md", clause: "3.1", quote: "A quorum is ten members present in person." }],
    mustSay: [["ten", "10"]],
    mustNotSay: [],
    answer: "Ten.",
    ...fields,
  };
}

/** Three questions: one that the document answers, one after it, one that it does not answer. */
export const GOLDEN_YAML = `collection: sample
questions:
  - id: en-01
    ask: how many of us make a quorum?
    language: en
    kind: number
    expect:
      - document: bylaws.md
        clause: 3.1
        quote: A quorum is ten members present in person.
    must-say:
      - [ten, 10]
    must-not-say: []
    answer: Ten.

  - id: en-02
    ask: and proxies?
    language: en
    kind: follow-up
    as-of: 2014-05-01
    after:
      - member: how many of us make a quorum?
        reply: Ten.
    expect:
      - document: bylaws.md
        clause: ""
        quote: Proxies do not count.
    must-say:
      - [no, not]
    answer: No.

  - id: en-03
    ask: what is the treasurer's phone number
    language: en
    kind: unanswerable
    near: 12.5 names the treasurer
`;
