import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { OpenOptions } from "../../../bot/command.ts";
import { COMMANDS } from "../../../bot/commands/registry.ts";
import { runCommandLine } from "../../../bot/commands/run-command-line.ts";
import type { Rochdale } from "../../../bot/rochdale.ts";
import { fakeContext } from "../../fakes/fake-context.ts";
import { fakeAnswer, fakeDocument, fakeRochdale } from "../../fakes/fake-rochdale.ts";

const folder = mkdtempSync(join(tmpdir(), "rochdale-commands-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

async function rochdale(args: readonly string[], opened?: Rochdale, stdin = "") {
  const context = fakeContext(opened === undefined ? { stdin } : { rochdale: opened, stdin });
  const code = await runCommandLine(args, COMMANDS, context, "1.2.3");
  return { code, stdout: context.output.text, stderr: context.remarks.text };
}

describe("arguments that cannot be used", () => {
  const broken = file("broken.jsonl", '{"role":"user","content":"a"}\n{"role":"system","content":"b"}\n');
  const noJson = file("no.jsonl", "hello\n");
  test.each<[string[], string]>([
    [
      ["aks"],
      "Expected a command (`start`, `chat`, `ask`, `ingest`, `documents`, `models`, `prepare`, `setup`, `bot`, `backup`, `restore`, `doctor`, `sbom`), got `aks`. Did you mean `ask`? `rochdale --help` explains each.",
    ],
    [
      ["ask", "?", "--jsn"],
      "Expected an option of `rochdale ask` (`--json`, `--collection`, `--as-of`, `--history`, `--profile`, `--caution`, `--help`), got `--jsn`. Did you mean `--json`? `rochdale ask --help` explains each.",
    ],
    [
      ["ask", "?", "--frobnicate=3"],
      "Expected an option of `rochdale ask` (`--json`, `--collection`, `--as-of`, `--history`, `--profile`, `--caution`, `--help`), got `--frobnicate`. `rochdale ask --help` explains each.",
    ],
    [["ask", "?", "--json=yes"], "Expected `--json` without a value, got `yes`. Leave the value out."],
    [["ask", "?", "--as-of"], "Expected YYYY-MM-DD after `--as-of`, got nothing. Write it as `--as-of YYYY-MM-DD`."],
    [
      ["ask", "?", "--as-of", "--json"],
      "Expected YYYY-MM-DD after `--as-of`, got `--json`. Write it as `--as-of YYYY-MM-DD`.",
    ],
    [
      ["ask", "?", "--as-of", "2023-02-29"],
      "Expected `--as-of` to be a day as YYYY-MM-DD, got `2023-02-29`. Write it like `2023-05-31`.",
    ],
    [
      ["ask"],
      'Expected a question in quotation marks after `rochdale ask`, got nothing. Write it as `rochdale ask "QUESTION" [OPTIONS]`.',
    ],
    [
      ["ask", " "],
      'Expected a question after `rochdale ask`, got an empty text. Write it as `rochdale ask "How many members sit on the board?"`.',
    ],
    [
      ["ask", "-"],
      'Expected a question on stdin, got an empty text. Write it as `rochdale ask "How many members sit on the board?"`.',
    ],
    [
      ["ask", "?", "--profile", "standart"],
      "Expected `--profile` to be `quotes`, `standard` or `quality`, got `standart`. Did you mean `standard`? Leave it out to choose by cores and memory.",
    ],
    [
      ["ask", "?", "--history", "/nowhere/turns.json"],
      "Expected a readable file after `--history`, got `/nowhere/turns.json` (ENOENT). Check its path.",
    ],
    [
      ["ask", "?", "--history", broken],
      `Expected \`${broken}\` to hold a JSON array, or JSON lines, of {"role": "user" or "assistant", "content": "…"}, got line 2: Invalid option: expected one of "user"|"assistant". Correct the file.`,
    ],
    [
      ["ask", "?", "--history", noJson],
      `Expected \`${noJson}\` to hold a JSON array, or JSON lines, of {"role": "user" or "assistant", "content": "…"}, got line 1: Unexpected token 'h', "hello" is not valid JSON. Correct the file.`,
    ],
    [
      ["ingest"],
      "Expected a file or folder after `rochdale ingest`, got nothing. Write it as `rochdale ingest PATH… [OPTIONS]`.",
    ],
    [["ingest", "/nowhere"], "Expected a file or folder, got `/nowhere`, which does not exist. Check the path."],
    [
      ["ingest", folder, "--collection", "My Co-op"],
      "Expected `--collection` to be up to 64 small letters, digits, dots, dashes or underscores, got `My Co-op`. Write it like `housing-co-op`.",
    ],
    [
      ["documents", "a", "b"],
      "Expected one file, or an action (`show`, `diff`, `log`, `adopt`, `propose`, `draft`, `withdraw`, `supersede`, `reinstate`, `amend`, `purge`) before more words, got `a`. `rochdale documents --help` explains each.",
    ],
    [
      ["documents", "withdrawn", "Bylaws"],
      "Expected one file, or an action (`show`, `diff`, `log`, `adopt`, `propose`, `draft`, `withdraw`, `supersede`, `reinstate`, `amend`, `purge`) before more words, got `withdrawn`. Did you mean `withdraw`? `rochdale documents --help` explains each.",
    ],
    [
      ["documents", "--text"],
      "Expected a file with `--text`, got none. Write it as `rochdale documents FILE --text`; `rochdale documents` lists the files.",
    ],
    [
      ["doctor", "now"],
      "Expected nothing after `rochdale doctor`, got also `now`. Write it as `rochdale doctor [OPTIONS]`.",
    ],
  ])("%j: exit code 2 and a sentence", async (args, sentence) => {
    expect(await rochdale(args)).toEqual({ code: 2, stdout: "", stderr: `${sentence}\n` });
  });

  test("a collection that does not exist", async () => {
    expect(await rochdale(["ask", "?", "--collection", "sampel"], fakeRochdale())).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "Expected a collection (`sample`), got `sampel`. Did you mean `sample`? `rochdale ingest PATH --collection sampel` makes a new one.\n",
    });
  });
});

describe("help and version", () => {
  test("every command has a help text with its options", async () => {
    for (const { name, summary } of COMMANDS) {
      const { code, stdout } = await rochdale([name, "--help"]);
      expect(code).toBe(0);
      expect(stdout).toContain(summary);
      expect(stdout).toContain("  --help");
    }
  });

  test("the program's help lists every command", async () => {
    const { stdout } = await rochdale(["--help"]);
    for (const { name, summary } of COMMANDS) expect(stdout).toContain(`  ${name.padEnd(11)}${summary}\n`);
  });

  test("--version prints the version alone", async () => {
    expect(await rochdale(["--version"])).toEqual({ code: 0, stdout: "1.2.3\n", stderr: "" });
  });
});

describe("ask", () => {
  test("prints the reply under its heading", async () => {
    const opened = fakeRochdale({ "How many?": { shown: "Seven.\n\n> Seven members.\n— Bylaws, § 4" } });
    expect(await rochdale(["ask", "How", "many?"], opened)).toEqual({
      code: 0,
      stdout: "✔ In the documents\nSeven.\n\n> Seven members.\n— Bylaws, § 4\n",
      stderr: "",
    });
    expect(opened.disposed()).toBe(true);
  });

  test("--json prints the answer and nothing else", async () => {
    const opened = fakeRochdale({ "How many?": {} });
    const { code, stdout, stderr } = await rochdale(["ask", "How many?", "--json"], opened);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual(fakeAnswer({ asked: "How many?" }));
  });

  test.each([
    ["not-in-documents", 0],
    ["declined", 0],
    ["timed-out", 0],
    ["failed", 1],
  ] as const)("the outcome %s gives exit code %i", async (outcome, code) => {
    expect(await rochdale(["ask", "?", "--json"], fakeRochdale({ "?": { outcome } }))).toMatchObject({ code });
  });

  test("sends collection, day and the turns before along", async () => {
    const turns = [
      { role: "user", content: "a" },
      { role: "assistant", content: "b" },
    ];
    for (const text of [JSON.stringify(turns), turns.map((turn) => JSON.stringify(turn)).join("\n")]) {
      const opened = fakeRochdale({ "And who?": {} });
      const options = ["--history", file("turns", text), "--as-of", "2023-05-31", "--collection", "sample"];
      await rochdale(["ask", "-", ...options], opened, "And who?\n");
      expect(opened.requests).toMatchObject([{ history: turns, asOf: "2023-05-31", collections: ["sample"] }]);
    }
  });
});

describe("ingest", () => {
  const reports = [
    { file: "bylaws.md", outcome: "added", problem: null, document: fakeDocument({ guessed: ["status"] }) },
    { file: "scan.pdf", outcome: "failed", problem: "Expected text, got pictures. Run OCR first.", document: null },
  ] as const;
  const opened = () =>
    fakeRochdale(
      {},
      {
        ingest: async ({ onProgress }) => {
          for (const [index, report] of reports.entries()) {
            onProgress?.({ kind: "file-end", done: index + 1, total: 2, report });
          }
          return reports;
        },
      },
    );

  test("tells each file in one line, and gives exit code 1 when one failed", async () => {
    expect(await rochdale(["ingest", folder], opened())).toEqual({
      code: 1,
      stdout:
        "added      bylaws.md — Bylaws (statutes, adopted, 9 passages; guessed: status)\nfailed     scan.pdf — Expected text, got pictures. Run OCR first.\n2 files in `main`: 1 added, 1 failed.\n",
      stderr: "",
    });
  });

  test("--json prints the reports and nothing else", async () => {
    const { code, stdout } = await rochdale(["ingest", folder, "--json", "--collection", "coop"], opened());
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ collection: "coop", files: reports });
  });
});

describe("documents", () => {
  const opened = () =>
    fakeRochdale(
      {},
      { documents: () => [fakeDocument({})], documentText: (_, name) => (name === "bylaws.md" ? "§ 1\n" : null) },
    );

  test("lists the documents", async () => {
    expect((await rochdale(["documents"], opened())).stdout).toBe(
      "file       title   rank      status   in force from  passages\nbylaws.md  Bylaws  statutes  adopted  2022-07-01     9\n\n1 document in `sample`.\n",
    );
  });

  test("are listed without any model", async () => {
    const asked: OpenOptions[] = [];
    const open = (options: OpenOptions) => {
      asked.push(options);
      return Promise.resolve(opened());
    };
    await runCommandLine(["documents"], COMMANDS, fakeContext({ open }), "1.2.3");
    expect(asked).toEqual([{ installModels: false, profile: null, withModels: false }]);
  });

  test("--text prints the stored text exactly", async () => {
    expect((await rochdale(["documents", "bylaws.md", "--text"], opened())).stdout).toBe("§ 1\n");
  });

  test("a file that is not there gives exit code 2 and the nearest name", async () => {
    expect(await rochdale(["documents", "bylaw.md", "--text"], opened())).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "Expected a file of the collection `sample`, got `bylaw.md`. Did you mean `bylaws.md`? `rochdale documents --collection sample` lists them.\n",
    });
  });
});
