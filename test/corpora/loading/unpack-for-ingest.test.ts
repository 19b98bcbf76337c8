import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { unpackForIngest } from "../../../corpora/loading/unpack-for-ingest.ts";

const signal = new AbortController().signal;

test("an archive among paths becomes a folder, laid out as it was packed, that is gone afterwards", async () => {
  const home = mkdtempSync(join(tmpdir(), "rochdale-ingest-"));
  const archive = join(home, "co-op.zip");
  const files = {
    "co-op/collection.yaml": strToU8("documents: []\n"),
    "co-op/bylaws.md": strToU8("# Bylaws"),
    "co-op/2024/minutes.md": strToU8("# Minutes"),
    "co-op/../../evil.md": strToU8("# Evil"),
    "co-op/more.zip": zipSync({ "x.md": strToU8("x") }),
  };
  writeFileSync(archive, zipSync(files));
  writeFileSync(join(home, "broken.zip"), "PK nothing");
  let folder = "";
  {
    await using unpacked = await unpackForIngest([home, archive, join(home, "broken.zip")], signal);
    const [first, made = ""] = unpacked.paths;
    folder = made;
    expect(first).toBe(home);
    expect(readdirSync(made, { recursive: true }).map(String).toSorted()).toEqual([
      "2024",
      "2024/minutes.md",
      "bylaws.md",
      "collection.yaml",
    ]);
    expect(readFileSync(join(made, "bylaws.md"), "utf8")).toBe("# Bylaws");
    expect(unpacked.failed.map(({ problem }) => problem)).toEqual([
      "`more.zip` is an archive within the archive: load it by itself.",
      "`broken.zip` holds no file (or its ZIP container is damaged): pack it again and send that.",
    ]);
  }
  expect(() => readdirSync(folder)).toThrow(/ENOENT/);
});
