import { expect, test } from "vitest";
import { sliceOf } from "../slice.ts";
import { killWhileLoading, NAMED_STEPS } from "./loading-kills.ts";

/** Each named step once, and nine moments at random; `npm run test:night` goes on with other moments. */
const { from, to } = sliceOf("kills", 500, 40);
const KILLS = to - from;

test(
  `files that are loaded while the process is killed ${KILLS} times are neither lost nor doubled nor half visible`,
  async () => {
    const report = await killWhileLoading(KILLS, 20_260_301 + from);
    expect(report.wrong).toEqual([]);
    expect(report.steps).toEqual(NAMED_STEPS.slice(0, KILLS));
  },
  1_800_000 + KILLS * 20_000,
);
