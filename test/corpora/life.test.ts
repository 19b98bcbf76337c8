import { describe, expect, it } from "vitest";
import { type LifeChange, live, periodOn, standing } from "../../corpora/life.ts";
import { TEST_RECORD } from "../fakes/open-index.ts";

const ADOPTED = { ...TEST_RECORD, inForceFrom: "2015-07-01", guessed: ["status", "title"] };

const lived = (...changes: readonly LifeChange[]) => live(ADOPTED, changes);
const superseded = (from: string): LifeChange => ({ kind: "superseded", from, successor: "new.md" });
const reinstated = (from: string): LifeChange => ({ kind: "reinstated", from, decidedBy: null });
const withdrawn = (from: string): LifeChange => ({ kind: "withdrawn", from, decidedBy: "minutes.md" });

describe("the days on which a version is in force", () => {
  it("are those of its record while nothing was decided", () => {
    expect(lived().periods).toEqual([{ from: "2015-07-01", to: null }]);
    expect(live({ ...TEST_RECORD, status: "superseded" }, []).periods).toEqual([]);
    expect(live({ ...TEST_RECORD, adoptedOn: "2020-02-02" }, []).periods).toEqual([{ from: "2020-02-02", to: null }]);
  });

  it("end the day before it is superseded or withdrawn", () => {
    expect(lived(superseded("2022-07-01")).periods).toEqual([{ from: "2015-07-01", to: "2022-06-30" }]);
    expect(lived(withdrawn("2015-07-01")).periods).toEqual([]);
  });

  it("begin again when it is reinstated, and have no gap when it was superseded wrongly", () => {
    expect(lived(superseded("2022-07-01"), reinstated("2024-01-01")).periods).toEqual([
      { from: "2015-07-01", to: "2022-06-30" },
      { from: "2024-01-01", to: null },
    ]);
    expect(lived(superseded("2022-07-01"), reinstated("2022-07-01")).periods).toEqual([
      { from: "2015-07-01", to: null },
    ]);
  });

  it("are none for a draft until it is adopted", () => {
    const draft = { ...TEST_RECORD, status: "draft" as const };
    expect(live(draft, []).periods).toEqual([]);
    const adopted = live(draft, [{ kind: "adopted", from: "2026-03-01", decidedBy: "minutes.md" }]);
    expect(adopted.periods).toEqual([{ from: "2026-03-01", to: null }]);
    expect(adopted.record).toMatchObject({ status: "adopted", inForceFrom: "2026-03-01", decidedBy: "minutes.md" });
  });

  it("take what was decided out of what is guessed", () => {
    expect(lived(withdrawn("2020-01-01")).record.guessed).toEqual(["title"]);
  });
});

describe("what a version is on a day", () => {
  const on = (day: string, ...changes: readonly LifeChange[]) => {
    const { record, periods } = lived(...changes);
    return standing({ status: record.status, periods }, day);
  };

  it("is adopted as long as its end lies ahead, superseded from then on", () => {
    expect(on("2022-06-30", superseded("2022-07-01"))).toBe("adopted");
    expect(on("2022-07-01", superseded("2022-07-01"))).toBe("superseded");
    expect(on("2024-01-01", withdrawn("2023-01-01"))).toBe("withdrawn");
  });

  it("is adopted before it comes into force, and what it is in the gap of a reinstated one", () => {
    expect(on("2015-01-01")).toBe("adopted");
    expect(on("2023-01-01", superseded("2022-07-01"), reinstated("2024-01-01"))).toBe("adopted");
    expect(periodOn(lived(superseded("2022-07-01"), reinstated("2024-01-01")).periods, "2023-01-01")).toBeNull();
  });

  it("stays draft or proposed", () => {
    expect(standing({ status: "proposed", periods: [] }, "2026-01-01")).toBe("proposed");
  });
});
