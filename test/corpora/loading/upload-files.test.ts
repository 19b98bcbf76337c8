import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openUploadFiles } from "../../../corpora/loading/upload-files.ts";

test("what could not be written to its end is not left behind", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rochdale-uploads-"));
  const files = openUploadFiles(folder, (step) => {
    if (step === "file-part-written") throw new Error("no space left on device");
  });
  await expect(files.put(new Uint8Array([1, 2, 3]))).rejects.toThrow("no space left on device");
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
