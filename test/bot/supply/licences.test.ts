import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isAllowed, licenceOf } from "../../../bot/supply/licences.ts";
import { packageText } from "../../../bot/supply/package-text.ts";

test.each([
  ["MIT", true],
  ["(MIT OR GPL-3.0-or-later)", true],
  ["(SSPL-1.0 OR MIT)", true],
  ["(MIT AND SSPL-1.0)", false],
  ["(MIT AND Zlib)", true],
  ["UNLICENSED", false],
  ["", false],
])("a licence of `%s` is allowed: %s", (expression, allowed) => {
  expect(isAllowed(expression)).toBe(allowed);
});

test("a licence that a manifest names inexactly is taken from its file, for that version alone", () => {
  expect(licenceOf({ name: "duck", version: "0.1.12", license: "BSD" })).toBe("BSD-2-Clause");
  expect(licenceOf({ name: "duck", version: "0.1.13", license: "BSD" })).toBe("BSD");
  expect(licenceOf({ name: "nameless", version: "1.0.0" })).toBeNull();
});

describe("what a package says of its licence", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rochdale-licence-"));
    await writeFile(join(folder, "package.json"), JSON.stringify({ author: { name: "Ana Weis" } }));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("is told apart into those who hold the copyright and the wording", async () => {
    await writeFile(
      join(folder, "LICENSE.md"),
      "MIT License\r\n\r\nCopyright (c) 2020 Ana Weis\r\n\r\n\r\nThe above copyright notice shall be included.\r\n",
    );
    expect(await packageText(folder)).toEqual({
      copyright: ["Copyright (c) 2020 Ana Weis"],
      text: "MIT License\n\nThe above copyright notice shall be included.",
    });
  });

  test("is its author where it brings no licence file", async () => {
    await writeFile(join(folder, "licence-checker.mjs"), "");
    await writeFile(join(folder, "readme.md"), "");
    expect(await packageText(folder)).toMatchObject({ copyright: ["by Ana Weis"] });
  });
});
