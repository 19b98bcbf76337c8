import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type FoundFile, lookAtFolder, watchFolder } from "../../../corpora/loading/watched-folder.ts";
import { openWatchedStore } from "../../../corpora/loading/watched-store.ts";

function watched(stableMs = 1) {
  const folder = mkdtempSync(join(tmpdir(), "rochdale-watched-"));
  const told: string[] = [];
  const ids: string[] = [];
  const ending = new AbortController();
  const parts = {
    folder,
    known: openWatchedStore(new DatabaseSync(":memory:")),
    found: async ({ id, path, bytes, said }: FoundFile) => {
      ids.push(id);
      told.push(`${path}: ${new TextDecoder().decode(bytes)}${said === null ? "" : ` (${said.title})`}`);
    },
    gone: async ({ path }: { readonly path: string }) => void told.push(`gone ${path}`),
    report: (error: unknown) => {
      throw error;
    },
    stableMs,
    everyMs: 60_000,
    signal: ending.signal,
  };
  return {
    folder,
    told,
    ids,
    parts,
    ending,
    write: (name: string, text: string) => writeFileSync(join(folder, name), text),
  };
}

describe("a watched folder", () => {
  test("hands each content in once, with what collection.yaml says, and tells what is gone", async () => {
    const { folder, told, parts, write } = watched();
    mkdirSync(join(folder, "rules"));
    write("rules/house.md", "House");
    write("bylaws.md", "Bylaws");
    write("~$bylaws.docx", "lock");
    write("half.pdf.part", "half");
    write(".hidden", "hidden");
    write("collection.yaml", "documents:\n  - file: rules/house.md\n    title: House rules\n");
    await lookAtFolder(parts);
    expect(told.toSorted()).toEqual(["bylaws.md: Bylaws", "rules/house.md: House (House rules)"]);
    await lookAtFolder(parts);
    expect(told).toHaveLength(2);
    write("bylaws.md", "Bylaws, amended");
    rmSync(join(folder, "rules/house.md"));
    await lookAtFolder(parts);
    expect(told.slice(2)).toEqual(["bylaws.md: Bylaws, amended", "gone rules/house.md"]);
    await lookAtFolder(parts);
    expect(told).toHaveLength(4);
  });

  test("waits until a file is no longer being written", async () => {
    const { told, parts, write } = watched(300);
    write("bylaws.md", "Byl");
    const looking = lookAtFolder(parts);
    await sleep(100);
    write("bylaws.md", "Bylaws");
    await looking;
    expect(told).toEqual([]);
    await lookAtFolder(parts);
    expect(told).toEqual(["bylaws.md: Bylaws"]);
  });

  test("hands in what a crash kept from being noted under the same id", async () => {
    const { ids, parts, write } = watched();
    write("bylaws.md", "Bylaws");
    const crashed = {
      ...parts,
      known: {
        ...parts.known,
        put: () => {
          throw new Error("crash");
        },
      },
    };
    await expect(lookAtFolder(crashed)).rejects.toThrow("crash");
    await lookAtFolder(parts);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  test("looks again as soon as something changes, and ends when it is told to", async () => {
    const { told, parts, ending, write } = watched(20);
    const watching = watchFolder(parts);
    await sleep(200);
    write("bylaws.md", "Bylaws");
    for (let round = 0; round < 500 && told.length === 0; round += 1) await sleep(20);
    expect(told).toEqual(["bylaws.md: Bylaws"]);
    ending.abort();
    await watching;
  });
});
