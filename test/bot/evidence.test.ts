import { expect, test } from "vitest";
import { asksForNumber, asksForProposal } from "../../bot/evidence.ts";
import { openTestRochdale } from "../fakes/open-test-rochdale.ts";

test.each([
  "How many votes?",
  "C'est combien ?",
  "Wie lange gilt das?",
  "hvad koster det",
  "Quant costa?",
  "¿Cuántos votos?",
])("%s asks for a number", (question) => {
  expect(asksForNumber(question)).toBe(true);
});

test("asking for the proposal is told from asking for the rule", () => {
  expect(asksForProposal("What would the proposal change?")).toBe(true);
  expect(asksForProposal("Was steht im Entwurf?")).toBe(true);
  expect(asksForProposal("How many members make a quorum?")).toBe(false);
});

const RULES = {
  "bylaws.md":
    "# Fees\n\nNo fee is due from:\n\n- students\n- pensioners\n- members on leave\n\nAll others pay monthly.\n",
  "proposal-fees.md": "# Fees\n\nA fee is due from students, pensioners and all others, without exception.\n",
  "fees.csv": "Household,Monthly fee\nOne person,20 EUR\nTwo persons,30 EUR\n",
};

test("a list is quoted whole with the line that introduces it", async () => {
  await using coop = await openTestRochdale(RULES);
  const answer = await coop.ask("From whom is no fee due?");
  const quotes = answer.citations.map((citation) => citation.quote).join("\n\n");
  expect(quotes).toContain("No fee is due from:\nstudents\npensioners\nmembers on leave");
});

test("a table row is quoted with its header", async () => {
  await using coop = await openTestRochdale(RULES);
  const answer = await coop.ask("Which monthly fee for a household of two persons?");
  const quote = answer.citations.map((citation) => citation.quote).join("\n");
  expect(quote).toContain("Household | Monthly fee");
  expect(quote).toContain("Two persons | 30 EUR");
});

test("a proposal stands below what is in force, unless it is asked for", async () => {
  await using coop = await openTestRochdale(RULES);
  const rule = await coop.ask("Is a fee due from students and pensioners and all others?");
  expect(rule.citations[0]?.status).toBe("adopted");
  expect(rule.outcome).not.toBe("answered");
  const proposal = await coop.ask("Is a fee due from students by the proposal, without exception?");
  expect(proposal.citations.map((citation) => citation.status)).toContain("proposed");
});
