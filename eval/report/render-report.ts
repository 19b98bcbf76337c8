/** Puts the page together, section after section. Pure but for the plotting library; loads nothing from anywhere. */
import { changeSection } from "./change-section.ts";
import { headline } from "./headline.ts";
import { html, trusted } from "./html.ts";
import { keyFigures } from "./key-figures.ts";
import { latencySection } from "./latency-section.ts";
import { qualitySection } from "./quality-section.ts";
import { questionSection } from "./question-section.ts";
import type { ReportData } from "./report-data.ts";
import { retrievalSection } from "./retrieval-section.ts";
import { riskSection } from "./risk-section.ts";

/** Nothing but what stands in the page itself, so that a report can be mailed and opened anywhere. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export async function renderReport(data: ReportData, style: string): Promise<string> {
  const { scores } = data;
  const sections = [
    keyFigures(scores),
    await changeSection(data),
    await qualitySection(scores),
    await riskSection(scores),
    await retrievalSection(scores),
    await latencySection(scores),
    questionSection(scores),
  ];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${data.name} · Rochdale evaluation</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body>
${headline(data)}
<main>
${sections}
</main>
<footer><p>Made by <code>rochdale eval</code>. How every figure is counted stands in <code>eval/README.md</code>. Intervals are 95 % bootstrap intervals over questions; where all questions agree (0 % or 100 %) they cannot show how unsure a figure is.</p></footer>
</body>
</html>
`;
  return page.text;
}
