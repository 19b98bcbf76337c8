/**
 * Photographs the report of a run, for the README and for looking at it: `node test/e2e/screenshot.mts RUN_DIR OUT.png
 * [WIDTH] [light|dark]`. The whole page is taken, at twice the pixels.
 */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { findChromium, launchChromium } from "./browser.ts";

const [folder, file, width = "1280", scheme = "light"] = process.argv.slice(2);
if (folder === undefined || file === undefined) {
  console.error("Expected `node test/e2e/screenshot.mts RUN_DIR OUT.png [WIDTH] [light|dark]`.");
  process.exit(2);
}
const executable = findChromium();
if (executable === null) {
  console.error("Expected `chromium` on the PATH, found none. Install it, on Debian with `apt-get install chromium`.");
  process.exit(1);
}
const browser = await launchChromium(executable);
try {
  const page = await browser.newPage({
    viewport: { width: Number(width), height: 800 },
    deviceScaleFactor: 2,
    colorScheme: scheme === "dark" ? "dark" : "light",
  });
  await page.goto(pathToFileURL(join(resolve(folder), "report.html")).href);
  await page.screenshot({ path: file, fullPage: true });
} finally {
  await browser.close();
}
