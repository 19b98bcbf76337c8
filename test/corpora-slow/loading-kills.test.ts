import { expect, test } from "vitest";
import { killWhileLoading, NAMED_STEPS } from "./loading-kills.ts";

/** Each named step once, and nine moments at random; `npm run test:night` asks for more. */
const KILLS = Number(process.env.ROCHDALE_TEST_KILLS ?? 40);

test(
  `files that are loaded while the process is killed ${KILLS} times are neither lost nor doubled nor half visible`,
  async () => {
    const report = await killWhileLoading(KILLS, 20_260_301);
    expect(report.wrong).toEqual([]);
    expect(report.steps).toEqual(NAMED_STEPS.slice(0, KILLS));
  },
  1_800_000 + KILLS * 20_000,
);
