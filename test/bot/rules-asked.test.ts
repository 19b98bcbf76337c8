/** Days in questions, from the words to the quotation: real store, real index, words for vectors. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestRochdale, type TestRochdale } from "../fakes/open-test-rochdale.ts";

const bylaws = (quorum: string) =>
  `# Bylaws\n\n## § 1 Quorum\n\n${quorum} members make a quorum at a general meeting.\n\n## § 2 Seat\n\nThe seat is in Ghent. The co-operative was founded in 1998.\n`;
const house = (nights: string) =>
  `# House rules\n\n## § 5 Guests\n\nA guest may stay in a dwelling for ${nights} nights in a row.\n`;

const FILES = {
  "collection.yaml": [
    "title: Mill",
    "documents:",
    "  - {file: bylaws-a.md, title: Bylaws, rank: statutes, inForceFrom: '2010-01-01'}",
    "  - {file: bylaws-b.md, title: Bylaws, rank: statutes, inForceFrom: '2020-07-01', replaces: bylaws-a.md}",
    "  - {file: house.md, title: House rules, rank: rules, inForceFrom: '2012-01-01', inForceTo: '2022-12-31'}",
    "  - {file: house-b.md, title: House rules, rank: rules, inForceFrom: '2023-01-01', replaces: house.md}",
    "  - {file: minutes-2019.md, title: Minutes of the general meeting, rank: minutes, adoptedOn: '2019-05-04'}",
    "  - {file: minutes-2021.md, title: Minutes of the general meeting, rank: minutes, adoptedOn: '2021-05-08'}",
    "  - {file: fees.csv, title: Fees 2019, rank: data}",
    "  - {file: proposal.md, title: A lighter quorum, rank: proposal, status: proposed}",
  ].join("\n"),
  "bylaws-a.md": bylaws("Twelve"),
  "bylaws-b.md": bylaws("Thirty"),
  "house.md": house("ten"),
  "house-b.md": house("twenty"),
  "minutes-2019.md":
    "# Minutes of the general meeting\n\nElected to the board for three years: Ana Weis, Nuno Carvalho.\n\nThe new laundry machines were paid with 4,000 euros from the reserve.\n",
  "minutes-2021.md": "# Minutes of the general meeting\n\nThe roof of the hall was repaired by Lux and Sons.\n",
  "fees.csv": "Item,Euros\nStorage locker,7\nBicycle place,3\n",
  "proposal.md": "# A lighter quorum\n\nTwenty members should make a quorum at a general meeting.\n",
};

let mill: TestRochdale;
beforeAll(async () => {
  mill = await openTestRochdale(FILES);
});
afterAll(async () => {
  await mill[Symbol.asyncDispose]();
});

describe("a day in the question's words", () => {
  test("chooses the rules of that day, and the answer says which and by which words", async () => {
    const answer = await mill.ask("How many members made a quorum at a general meeting in 2015?");
    expect(answer.asOf).toBe("2015-12-31");
    expect(answer.citations[0]).toMatchObject({ file: "bylaws-a.md", status: "superseded" });
    expect(answer.notes).toEqual(["By the rules in force on 2015-12-31 (“in 2015”)."]);
    expect(answer.shown).toContain("Twelve members");
    expect(answer.shown).not.toContain("Thirty");
    expect(answer.shown).not.toContain("proposal");
  });

  test("says when the rule changed within the time asked for", async () => {
    const answer = await mill.ask("How many members made a quorum at a general meeting in 2020?");
    expect(answer.asOf).toBe("2020-12-31");
    expect(answer.citations[0]?.file).toBe("bylaws-b.md");
    expect(answer.notes).toEqual([
      "By the rules in force on 2020-12-31 (“in 2020”).",
      "Within that time these rules changed, on 2020-07-01; ask for the rules of 2020-06-30 to see what held before.",
    ]);
  });

  test.each([
    ["How many members made a quorum before the last general meeting?", "2021-05-07", "bylaws-b.md"],
    ["How many members made a quorum before the general meeting of 2019?", "2019-05-03", "bylaws-a.md"],
    ["How many members made a quorum before the change of 2020?", "2020-06-30", "bylaws-a.md"],
    ["How many members made a quorum before the 2020 bylaws?", "2020-06-30", "bylaws-a.md"],
    ["By the 2010 bylaws, how many members make a quorum?", "2010-01-01", "bylaws-a.md"],
    ["What was the old rule on a quorum of members?", "2020-06-30", "bylaws-a.md"],
    ["How many nights was a guest allowed to stay previously?", "2022-12-31", "house.md"],
    ["Wie viele members make a quorum galt vor 2015?", "2014-12-31", "bylaws-a.md"],
  ])("%s is answered by the rules of %s", async (question, asOf, file) => {
    const answer = await mill.ask(question);
    expect(answer.asOf).toBe(asOf);
    expect(answer.citations[0]?.file).toBe(file);
  });

  test("is that of the question before in a follow-up without one", async () => {
    const history = [{ role: "user", content: "How many members made a quorum in 2015?" } as const];
    const answer = await mill.ask("and at a general meeting?", { history });
    expect(answer.asOf).toBe("2015-12-31");
  });

  test("gives way to the day that is said beside the question", async () => {
    const answer = await mill.ask("How many members made a quorum at a general meeting in 2015?", {
      asOf: "2021-01-01",
    });
    expect(answer.asOf).toBe("2021-01-01");
    expect(answer.citations[0]?.file).toBe("bylaws-b.md");
    expect(answer.notes).toEqual(["By the rules of 2021-01-01."]);
  });
});

test("a year in which today's rule held already changes nothing", async () => {
  const answer = await mill.ask("How many members made a quorum at a general meeting in 2023?");
  expect(answer.notes).toEqual([]);
  expect(answer.citations[0]).toMatchObject({ file: "bylaws-b.md", status: "adopted" });
});

describe("a year that only belongs to what is asked", () => {
  test.each([
    ["Who was elected to the board in 2019?", "minutes-2019.md"],
    ["What did the laundry machines cost in 2019?", "minutes-2019.md"],
    ["Who repaired the roof of the hall in 2021?", "minutes-2021.md"],
    ["What does a storage locker cost by the fees 2019?", "fees.csv"],
    ["In 1998, where was the co-operative's seat founded now?", "bylaws-b.md"],
    ["How many members make a quorum currently, unlike in 2015?", "bylaws-b.md"],
  ])("chooses no day: %s", async (question, file) => {
    const answer = await mill.ask(question);
    expect(answer.notes).toEqual([]);
    const files = answer.citations.map((citation) => citation.file);
    expect(files).toContain(file);
    expect(files).not.toContain("bylaws-a.md");
  });

  test("what the proposal says is told as a proposal, beside today's rule", async () => {
    const answer = await mill.ask("How many members should make a quorum by the proposal?");
    expect(answer.notes).toEqual([]);
    expect(answer.shown).toContain("(proposal, not adopted)");
  });
});

test("without versions of other days nothing is said about days", async () => {
  await using plain = await openTestRochdale({ "bylaws.md": bylaws("Thirty") });
  const answer = await plain.ask("How many members made a quorum at a general meeting in 2015?");
  expect(answer.notes).toEqual([]);
  expect(answer.shown).toContain("Thirty");
});
