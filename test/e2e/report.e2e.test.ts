/** The report of a run as people see it: in Chromium, on a phone and on a desk, by day and by night. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { writeReport } from "../../eval/report/write-report.ts";
import { chromiumForTests, launchChromium } from "./browser.ts";
import { generatedScores, HOSTILE_QUESTION, writeRun } from "./generated-run.ts";

const PLOTS = [
  "before-and-now",
  "by-type",
  "by-language",
  "by-collection",
  "risk-coverage",
  "quote-at-k",
  "latency-plot",
];
const VIEWS = [360, 1280].flatMap((width) => (["light", "dark"] as const).map((scheme) => ({ width, scheme })));

const executable = chromiumForTests();
let folder: string;
let report: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rochdale-report-"));
  await writeRun(join(folder, "run"), generatedScores({ seed: 2, questions: 40, skill: 0.8 }));
  await writeRun(join(folder, "earlier"), generatedScores({ seed: 9, questions: 40, skill: 0.6 }));
  report = await writeReport(join(folder, "run"), join(folder, "earlier"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("the page holds the words of a question as text, never as markup", async () => {
  const page = await readFile(report, "utf8");
  expect(page).toContain("May &lt;script&gt;document.title");
  expect(page).not.toMatch(/<script|<img/);
});

if (executable !== null) {
  describe.each(VIEWS)("at $width pixels, $scheme", ({ width, scheme }) => {
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];
    const requested: string[] = [];

    beforeAll(async () => {
      browser = await launchChromium(executable);
      page = await browser.newPage({ viewport: { width, height: width === 360 ? 800 : 900 }, colorScheme: scheme });
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => requested.push(request.url()));
      await page.goto(pathToFileURL(report).href);
    });

    afterAll(() => browser.close());

    /** What a script in the page says, checked. */
    async function look<T>(schema: z.ZodType<T>, script: string): Promise<T> {
      return schema.parse(await page.evaluate(script));
    }

    test("it asks for nothing but itself and complains of nothing", async () => {
      expect(requested.filter((url) => !url.startsWith("data:"))).toEqual([pathToFileURL(report).href]);
      expect(complaints).toEqual([]);
      expect(await page.title()).toBe("run · Rochdale evaluation");
    });

    test("it never scrolls sideways, with everything unfolded either", async () => {
      const overhang = "document.documentElement.scrollWidth - innerWidth";
      expect(await look(z.number(), overhang)).toBeLessThanOrEqual(0);
      await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
      expect(await look(z.number(), overhang)).toBeLessThanOrEqual(0);
    });

    test("every plot is there, has a size, a name and a table", async () => {
      const plots = await look(
        z.array(
          z.object({ id: z.string(), width: z.number(), height: z.number(), named: z.boolean(), rows: z.number() }),
        ),
        `[...document.querySelectorAll("figure")].map((figure) => {
          const svg = figure.querySelector("svg");
          const { width, height } = svg.getBoundingClientRect();
          const names = svg.getAttribute("aria-labelledby").split(" ").map((id) => document.getElementById(id).textContent);
          const rows = figure.querySelectorAll("tbody tr").length;
          return { id: figure.id, width, height, named: names.every((name) => name !== ""), rows };
        })`,
      );
      expect(plots.map(({ id }) => id)).toEqual(PLOTS);
      for (const plot of plots) {
        expect(plot).toMatchObject({ named: true });
        expect(plot.width).toBeGreaterThan(250);
        expect(plot.height).toBeGreaterThan(60);
        expect(plot.rows).toBeGreaterThan(0);
      }
    });

    test("letters in plots are at least nine pixels high and inside their plot", async () => {
      const letters = await look(
        z.array(z.object({ text: z.string(), pixels: z.number(), outside: z.number() })),
        `[...document.querySelectorAll("svg")].flatMap((svg) => {
          const frame = svg.getBoundingClientRect();
          const scale = frame.width / svg.viewBox.baseVal.width;
          return [...svg.querySelectorAll("text")].filter((text) => text.getAttribute("opacity") !== "0" && text.textContent !== "").map((text) => {
            const box = text.getBoundingClientRect();
            const outside = Math.max(frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom);
            return { text: text.textContent, pixels: parseFloat(getComputedStyle(text).fontSize) * scale, outside };
          });
        })`,
      );
      expect(letters.length).toBeGreaterThan(50);
      expect(letters.filter(({ pixels }) => pixels < 9)).toEqual([]);
      expect(letters.filter(({ outside }) => outside > 1)).toEqual([]);
    });

    test("the colours follow the reader's choice", async () => {
      const paper = await look(z.string(), "getComputedStyle(document.body).backgroundColor");
      const bar = await look(
        z.string(),
        `getComputedStyle(document.querySelector('#by-type path[fill="var(--right)"]')).fill`,
      );
      expect([paper, bar]).toEqual(
        scheme === "light" ? ["rgb(251, 250, 247)", "rgb(11, 107, 102)"] : ["rgb(20, 23, 26)", "rgb(88, 184, 175)"],
      );
    });

    test("a question in the list of changes leads to its row", async () => {
      await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = false");
      await page.evaluate("document.querySelector('.ids').closest('details').open = true");
      const link = page.locator(".ids a").first();
      const id = await link.textContent();
      await link.click();
      expect(await page.locator("tr:target th").textContent()).toBe(id);
      expect(await page.locator("tr:target").isVisible()).toBe(true);
    });

    test("the hostile question stands there word for word", async () => {
      expect(await page.locator("#q-co-op-004 .question").textContent()).toBe(HOSTILE_QUESTION);
    });

    test("a photograph of it is not blank", async () => {
      const file = join(folder, `report-${width}-${scheme}.png`);
      await page.screenshot({ path: file });
      expect(await coloursIn(browser, file)).toBeGreaterThan(100);
    });
  });
}

/** How many different colours a picture has, counted on a canvas of a page of its own. */
async function coloursIn(browser: Browser, file: string): Promise<number> {
  const page = await browser.newPage();
  const source = `data:image/png;base64,${(await readFile(file)).toString("base64")}`;
  const colours = await page.evaluate(`(async () => {
    const image = new Image();
    image.src = ${JSON.stringify(source)};
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
  })()`);
  await page.close();
  return z.number().parse(colours);
}
