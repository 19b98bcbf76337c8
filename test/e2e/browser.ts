/** The Chromium of this machine, for tests that look at a page as people do. Downloads nothing. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Debian, other distributions, Google's own. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Path of a Chromium on the PATH, null when there is none. */
export function findChromium(path = process.env.PATH ?? ""): string | null {
  const candidates = path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

/**
 * The Chromium to test with. Without one the tests that need it are left out with a line that says so; in CI, where
 * nothing may be left out, it throws.
 */
export function chromiumForTests(environment = process.env): string | null {
  const found = findChromium(environment.PATH);
  if (found !== null) return found;
  const sentence = "Expected `chromium` on the PATH to look at the report, found none.";
  if (environment.CI) throw new Error(`${sentence} Install it, on Debian with \`apt-get install chromium\`.`);
  console.warn(`${sentence} The tests in the browser are left out.`);
  return null;
}

/** Root, as in CI's containers, gets no sandbox from the kernel. */
export function launchChromium(executablePath: string): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, chromiumSandbox: !isRoot });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
