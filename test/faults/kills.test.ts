import { expect, test } from "vitest";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";
import { killAgainAndAgain, NAMED } from "./kill-run.ts";

/** Each named step once, and then moments at random; `npm run test:night` goes on with other moments. */
const { from, to } = sliceOf("kills", 1_000, NAMED.length + 10);

test(
  "whatever the moment at which the process is killed, each question is answered once and each file is there once and whole",
  async (context) => {
    const { kills, questions, files, unreached, wrongAnswers, wrongRows, nemesis } = await killAgainAndAgain(from, to);
    const named = NAMED.slice(from, to).length;
    if (named > 0)
      tell(context, { id: "T-R1", what: "named steps reached", tried: named, failed: unreached.length }, unreached);
    const note = `${files} files, ${named} of the kills at named steps`;
    tell(context, { id: "T-R1", what: "kills while loading", tried: kills, failed: wrongRows.length, note }, wrongRows);
    const troubles = Object.entries(nemesis).map(([trouble, count]) => `${trouble} ${count}`);
    const words = "questions while bot, model and homeserver are killed and stopped";
    tell(
      context,
      {
        id: "T-R2",
        what: words,
        tried: questions,
        failed: wrongAnswers.length,
        note: `${kills} kills; ${troubles.join(", ")}`,
      },
      wrongAnswers,
    );
    expect(NAMED.length).toBeGreaterThanOrEqual(25);
  },
  600_000 + (to - from) * 20_000,
);
