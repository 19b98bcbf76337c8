import { describe, expect, it } from "vitest";
import { renderReport } from "../../../eval/report/render-report.ts";
import type { ReportData } from "../../../eval/report/report-data.ts";
import { score } from "../samples.ts";

const facts = {
  complete: true,
  models: { profile: "standard", chat: "reader", embedding: null },
  ingest: { failed: [] },
  problems: [],
};

function render(data: Partial<ReportData>): Promise<string> {
  const finishedAt = new Date("2026-11-21T16:05:00Z");
  return renderReport({ name: "run", finishedAt, facts, scores: [score()], baseline: null, ...data }, "");
}

describe("the page of a run", () => {
  it("says which run it is, when, with which models, over what, and that it is whole", async () => {
    const page = await render({});
    expect(page).toContain("<h1>run</h1>");
    expect(page).toContain('<time datetime="2026-11-21T16:05:00.000Z">2026-11-21, 16:05 UTC</time>');
    expect(page).toContain("<dd>1: 1 answerable, 0 unanswerable</dd>");
    expect(page).toContain("<dd>reader</dd>");
    expect(page).toContain("<dd>none: by words alone</dd>");
    expect(page).toContain("Complete: every question of the run was asked.");
  });

  it("says when a run is not whole, and lists its problems", async () => {
    const page = await render({ facts: { ...facts, complete: false, problems: ["Line 3 <is> left out."] } });
    expect(page).toContain("Not complete: some questions of the run were not asked.");
    expect(page).toContain("<li>Line 3 &lt;is&gt; left out.</li>");
  });

  it("shows a figure with counts and interval, and a dash where nothing was counted", async () => {
    const page = await render({ scores: [score(), score({ id: "q2", verdict: "wrong" })] });
    expect(page).toContain(
      '<h3>Right</h3><p class="value">50\u00a0%</p><p class="counts">1 of 2 <span class="interval">0–100\u00a0%</span></p>',
    );
    expect(page).toContain('<h3>Unanswerable, told</h3><p class="value none">–</p>');
  });

  it("puts what comes from questions nowhere as markup, plots included", async () => {
    const hostile = '"><script>alert(1)</script>';
    const page = await render({
      name: hostile,
      scores: [score({ id: hostile, question: hostile, type: hostile, lang: hostile, collection: hostile })],
    });
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;");
  });

  it("loads nothing from outside", async () => {
    const page = await render({ baseline: { name: "before", scores: [score({ verdict: "wrong" })] } });
    const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses).toEqual(["data:,", "#q-q1"]);
  });

  it("tells what changed against a baseline", async () => {
    const before = [score({ verdict: "wrong" }), score({ id: "gone" })];
    const page = await render({ baseline: { name: "before", scores: before } });
    expect(page).toContain(
      "Against <b>before</b>, on the questions that stand in both runs: 1 (1 only before, 0 only now).",
    );
    expect(page).toContain(
      'Better: 1 question</summary>\n<ul class="ids"><li><a href="#q-q1">q1</a> <span>right, asserted and wrong</span></li>',
    );
    expect(page).toContain("Worse: 0 questions");
  });

  it("draws a run of before the scores were kept, and says what it lacks", async () => {
    const page = await render({ scores: [score({ question: "", decisionScore: null, candidateVerdict: null })] });
    expect(page).toContain("This run did not keep the score of its decisions, so the curve cannot be drawn.");
    expect(page).toContain('<span class="none">not kept</span>');
    expect(page).not.toContain('id="risk-coverage"');
  });

  it("draws a run in which every question failed", async () => {
    const failed = score({
      group: "unanswerable",
      outcome: "failed",
      asserted: false,
      verdict: null,
      candidateVerdict: null,
    });
    const page = await render({
      scores: [
        { ...failed, decisionScore: null, retrieval: null, quoteVisible: null, languageMatch: null, milliseconds: {} },
      ],
      baseline: { name: "other", scores: [score({ id: "another" })] },
    });
    expect(page).toContain("The run holds no answerable question");
    expect(page).toContain("No question of this run names the paragraph that answers it.");
    expect(page).toContain("This run holds no times.");
    expect(page).toContain("The baseline <b>other</b> shares no question with this run.");
  });
});
