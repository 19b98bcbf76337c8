/** Deciding about documents from the command line, over a real store and index. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { documentsCommand } from "../../../bot/commands/documents.ts";
import { COMMANDS } from "../../../bot/commands/registry.ts";
import { runCommandLine } from "../../../bot/commands/run-command-line.ts";
import { fakeContext } from "../../fakes/fake-context.ts";
import { fakeRochdale } from "../../fakes/fake-rochdale.ts";
import { lawOfLamphouse } from "../matrix/commands/law-of-lamphouse.ts";

function lamphouse() {
  const law = lawOfLamphouse();
  const home = mkdtempSync(join(tmpdir(), "rochdale-orders-"));
  const { documentText, ...documents } = law.documents;
  const run = async (...args: string[]) => {
    const context = fakeContext({ rochdale: fakeRochdale({}, { ...documents, documentText }), home });
    const code = await runCommandLine(["documents", ...args], COMMANDS, context, "0.0.0");
    return { code, stdout: context.output.text, stderr: context.remarks.text };
  };
  const periods = (id: number) => law.version(id).periods.map(({ from, to }) => `${from ?? ""}..${to ?? ""}`);
  return { ...law, home, run, periods };
}

describe("rochdale documents", () => {
  test("shows one document with its history, by title", async () => {
    const { code, stdout } = await lamphouse().run("show", "bylaws", "v1");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^“Bylaws” v1 – superseded; in force 2015-07-01 to 2022-06-30\n- file: `main: bylaws-2015.md`\n/,
    );
  });

  test("adopts, withdraws and logs, by whoever may use the data folder", async () => {
    const { run, periods, ids } = lamphouse();
    expect(await run("adopt", "bylaws v3", "--from", "2023-12-01", "--by", "minutes.md")).toMatchObject({
      code: 1,
      stderr: "2023-12-01 is more than a year ago. If that is meant, send: `rochdale documents adopt … --yes`\n",
    });
    const adopted = await run("adopt", "bylaws v3", "--from", "2023-12-01", "--by", "minutes.md", "--yes");
    expect(adopted).toEqual({
      code: 0,
      stdout:
        "“Bylaws” v3 is in force from 2023-12-01. “Bylaws” v2 ends on 2023-11-30. Decided by: “Minutes of 12 May 2026” (2026-05-12).\n",
      stderr: "",
    });
    await run("withdraw", "house rules", "--from", "2024-01-01", "--yes");
    expect([periods(ids.v3), periods(ids.house)]).toEqual([["2023-12-01.."], ["2020-01-01..2023-12-31"]]);
    const { stdout } = await run("log");
    expect(stdout).toMatch(
      /^- \d{4}-\d\d-\d\d \d\d:\d\d UTC command line `main: house.md` withdrawn; from 2024-01-01\n/,
    );
    expect((await run("log", "--collection", "main")).stdout).toBe(stdout);
  });

  test("links a resolution to a clause, and puts one version in another's place", async () => {
    const { run, version, ids } = lamphouse();
    await run("amend", "resolution on guests", "--changes", "bylaws v2", "--section", "2");
    expect(version(ids.resolution).amends).toEqual([{ file: "bylaws-2022.md", section: "§ 2" }]);
    expect((await run("supersede", "bylaws v2", "--by", "bylaws v3")).stdout).toMatch(
      /^From [\d-]+ “Bylaws” v3 takes the place of “Bylaws” v2\. No day was named, so I took today\.\n$/,
    );
  });

  test("compares two versions, in the terminal or as a page", async () => {
    const { run, home } = lamphouse();
    expect((await run("diff", "bylaws", "v1", "v2")).stdout).toContain(
      "[-Twelve-]{+(1) Thirty+} members make a quorum.",
    );
    const file = join(home, "diff.html");
    expect(await run("diff", "bylaws v1 v2", "--html", file)).toMatchObject({
      code: 0,
      stdout: `Written to ${file}.\n`,
    });
    expect(readFileSync(file, "utf8")).toContain("<del>Twelve</del><ins>(1) Thirty</ins> members");
  });

  test("purges only with --yes", async () => {
    const { run, corpus, ids } = lamphouse();
    const asked = await run("purge", "bylaws v1");
    expect(asked.code).toBe(1);
    expect(asked.stderr).toContain("To do it, send: `rochdale documents purge … --yes`");
    expect(corpus.documentById(ids.v1)).not.toBeNull();
    const done = await run("purge", "bylaws v1", "--yes");
    expect(done.code).toBe(0);
    expect(done.stdout).toMatch(/^Deleted for good on .*:\n- `main: bylaws-2015.md` sha256/);
    expect(corpus.documentById(ids.v1)).toBeNull();
  });

  test.each<[string[], number, string]>([
    [["withdraw"], 2, "Expected a title or a file after `rochdale documents withdraw`, got nothing."],
    [["withdraw", "zebra"], 1, "No document fits “zebra”."],
    [["withdraw", "bylaws"], 1, "Which version of “Bylaws” is meant?"],
    [["withdraw", "bylaws v2", "--from", "soon"], 2, "Expected `--from` to be a day as YYYY-MM-DD, got `soon`."],
    [["supersede", "bylaws v2"], 2, "Expected `--by TITLE` with `rochdale documents supersede`, got nothing."],
    [["amend", "resolution on guests"], 2, "Expected `--changes TITLE` with `rochdale documents amend`, got nothing."],
    [["purge", "bylaws", "--yes"], 1, "Which version of “Bylaws” is meant?"],
    [["show", "x", "--collection", "mian"], 2, "Expected a collection (`main`), got `mian`. Did you mean `main`?"],
  ])("%j changes nothing", async (args, expected, words) => {
    const { run, corpus } = lamphouse();
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([expected, ""]);
    expect(stderr).toContain(words);
    expect(corpus.auditLog({ limit: 5 })).toEqual([]);
  });

  test("help tells the actions", () => {
    expect(documentsCommand.details.join(" ")).toContain("`supersede`");
  });
});
