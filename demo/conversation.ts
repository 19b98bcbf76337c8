/** What is said in the demonstration, and how a right reply is known. The facts are those of `corpora/sample`. */

export type Line = {
  readonly by: "ada" | "benno";
  readonly text: string;
  /** Name of the line in whose thread this one goes on; null: a new question, with a mention of the bot. */
  readonly inThreadOf: string | null;
  readonly name: string;
  /** Stands in every right reply, as plain text. */
  readonly right: RegExp;
};

export const CONVERSATION: readonly Line[] = [
  {
    name: "guests",
    by: "ada",
    text: "How many nights in a row may a guest stay with me?",
    inThreadOf: null,
    right: /21 nights/,
  },
  { name: "year", by: "ada", text: "And over the whole year?", inThreadOf: "guests", right: /60 nights/ },
  { name: "sources", by: "ada", text: "!sources", inThreadOf: "guests", right: /2024-03/ },
  {
    name: "welding",
    by: "benno",
    text: "Wie lange muss nach dem Schweißen noch jemand als Brandwache dableiben?",
    inThreadOf: null,
    right: /45 Minuten/,
  },
  {
    name: "unanswerable",
    by: "benno",
    text: "Wie viele Leute stehen auf der Warteliste für eine Wohnung?",
    inThreadOf: null,
    // No document counts them: either it says so, or it marks what it quotes as no answer.
    right: /Davon steht nichts in den Dokumenten|beantworten.* nicht/s,
  },
  { name: "why", by: "benno", text: "!why", inThreadOf: "welding", right: /Werkstattordnung/ },
];
