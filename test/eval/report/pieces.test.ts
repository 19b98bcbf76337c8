/** The pure parts of the report: escaping, numbers, tables, ticks, anchors. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataTable } from "../../../eval/report/data-table.ts";
import { html, trusted } from "../../../eval/report/html.ts";
import { logTicks } from "../../../eval/report/latency-section.ts";
import { duration, intervalText, percent } from "../../../eval/report/numbers.ts";
import { questionAnchor } from "../../../eval/report/question-section.ts";
import { thinned } from "../../../eval/report/risk-section.ts";

describe("an html template", () => {
  it("escapes what is put in, joins lists, leaves null out and keeps markup", () => {
    const item = html`<li title="${`"quoted"`}">${"<b> & 'c'"}</li>`;
    expect(html`<ul>${[item, null, 3]}</ul>${trusted("<hr>")}`.text).toBe(
      '<ul><li title="&quot;quoted&quot;">&lt;b&gt; &amp; &#39;c&#39;</li>3</ul><hr>',
    );
  });

  it("lets no text open or close a tag or an attribute", () => {
    fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(html`${text}`.text)));
  });
});

describe("numbers", () => {
  it("are shares, intervals and durations with their units", () => {
    expect([percent(0.768), intervalText({ low: 0.661, high: 0.875 }), intervalText(null)]).toEqual([
      "77\u00a0%",
      "66–88\u00a0%",
      "–",
    ]);
    expect([47.4, 1234, 38_400].map(duration)).toEqual(["47\u00a0ms", "1.2\u00a0s", "38\u00a0s"]);
  });
});

describe("a table", () => {
  it("names its rows, sets numbers to the right and scrolls in a box that the keyboard reaches", () => {
    const table = dataTable({
      caption: "Counts",
      columns: [{ heading: "type" }, { heading: "of", numeric: true }],
      rows: [["<list>", 3]],
      anchors: ["q-1"],
    });
    expect(table.text).toContain('<div class="scroll" tabindex="0" role="region" aria-label="Counts">');
    expect(table.text).toContain('<tr id="q-1"><th scope="row">&lt;list&gt;</th><td class="number">3</td></tr>');
  });
});

describe("logarithmic ticks", () => {
  it.each([
    [
      [12, 200],
      [10, 30, 100, 300],
    ],
    [
      [100, 100],
      [100, 300],
    ],
    [
      [12, 40_000],
      [10, 100, 1_000, 10_000, 100_000],
    ],
    [
      [1, 1],
      [1, 3],
    ],
    [
      [999.9999999999999, 1_000],
      [300, 1_000],
    ],
  ])("around %j are %j", (values, ticks) => {
    expect(logTicks(values)).toEqual(ticks);
  });

  it("hold every value between them, and are few", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const ticks = logTicks(values);
        expect(ticks[0]).toBeLessThanOrEqual(Math.min(...values));
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(...values));
        expect(ticks.length).toBeLessThanOrEqual(8);
      }),
    );
  });
});

describe("the curve's table", () => {
  it("keeps the last point of every tenth of the coverage", () => {
    const points = [0.05, 0.1, 0.15, 0.25, 0.28, 1].map((coverage) => ({
      threshold: 0,
      asserted: 1,
      coverage,
      right: 1,
      partly: 0,
      wrong: 0,
      unanswerableAsserted: 0,
      risk: 0,
    }));
    expect(thinned(points).map(({ coverage }) => coverage)).toEqual([0.1, 0.15, 0.28, 1]);
  });
});

describe("the anchor of a question", () => {
  it("can stand behind # whatever the id is", () => {
    expect(questionAnchor('a "b"/ü')).toBe("q-a%20%22b%22%2F%C3%BC");
  });
});
