import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCorpusStore } from "../../corpora/corpus-store.ts";
import { goldenJson, renderGolden } from "../../eval/golden-report.ts";
import { type GoldenOptions, type GoldenResult, isRefusal, runGolden } from "../../eval/run-golden.ts";
import { FakeRochdale, type Script } from "./fake-rochdale.ts";
import { GOLDEN_YAML } from "./golden-samples.ts";
import { citation } from "./samples.ts";

const BYLAWS = "3.1 A quorum is ten members present in person.\nProxies do not count.";
const QUORUM = "how many of us make a quorum?";
const script: Script = {
  [QUORUM]: {
    answer: {
      shown: "> A quorum is ten members present in person.",
      citations: [{ ...citation({ file: "bylaws.md", section: "3.1" }), collection: "sample" }],
    },
  },
  "and proxies?": { answer: { outcome: "closest-passages", shown: "> Proxies do not count." } },
  "what is the treasurer's phone number": { answer: { outcome: "answered", shown: "> 12.5 The treasurer …" } },
};
const worse: Script = { ...script, [QUORUM]: { answer: { outcome: "not-in-documents", shown: "Not there." } } };
const better: Script = {
  ...script,
  "what is the treasurer's phone number": { answer: { outcome: "not-in-documents", shown: "Not there." } },
};

let folder: string;
let list: string;
let runs = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rochdale-golden-"));
  list = join(folder, "golden");
  const documents = join(folder, "root", "corpora", "sample", "documents");
  await mkdir(documents, { recursive: true });
  await writeFile(join(documents, "bylaws.md"), BYLAWS);
  await mkdir(list);
  await writeFile(join(list, "sample.en.yaml"), GOLDEN_YAML);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function run(
  rochdale: FakeRochdale,
  options: Partial<GoldenOptions> & { signal?: AbortSignal; opened?: string[] } = {},
): Promise<GoldenResult> {
  runs += 1;
  return runGolden(
    {
      paths: [list],
      outFolder: join(folder, `out-${runs}`),
      root: join(folder, "root"),
      home: join(folder, "home"),
      sample: null,
      accept: false,
      codeFingerprint: "code",
      ...options,
    },
    {
      openRochdale: async (home) => {
        options.opened?.push(home);
        return rochdale;
      },
      detectLanguage: () => null,
      instructions: "",
      progress: { write: () => {}, isTerminal: false, now: () => 0 },
      say: () => {},
      signal: options.signal ?? new AbortController().signal,
    },
  );
}

async function reportOf(result: Promise<GoldenResult>) {
  const settled = await result;
  if (settled.kind !== "done") throw new Error(JSON.stringify(settled));
  return settled.report;
}

const passedNow = () => readFile(join(list, "passed.quotes.json"), "utf8");

describe("golden questions", () => {
  it("are asked with their history and day, of the working tree's documents", async () => {
    const rochdale = new FakeRochdale(script);
    await reportOf(run(rochdale));
    expect(rochdale.ingested).toEqual(["sample"]);
    expect(rochdale.asked.map(({ asOf, history }) => [asOf, history.length])).toEqual([
      [null, 0],
      ["2014-05-01", 2],
      [null, 0],
    ]);
  });

  it("hold nothing up before anything was accepted", async () => {
    const report = await reportOf(run(new FakeRochdale(script)));
    expect(isRefusal(report)).toBe(false);
    expect(renderGolden(report)).toBe(
      [
        "2 of 3 golden questions pass (profile quotes: no model).",
        "",
        "kind              passed",
        "follow-up            1/1",
        "number               1/1",
        "unanswerable         0/1",
        "",
        "language          passed",
        "en                   2/3",
        "",
        "Nothing was accepted yet: run again with `--accept` to remember what passes.",
        "",
      ].join("\n"),
    );
  });

  it("are remembered when accepted, sorted and one id per line", async () => {
    const report = await reportOf(run(new FakeRochdale(script), { accept: true }));
    expect(renderGolden(report)).toContain(
      `Remembered in \`${join(list, "passed.quotes.json")}\`: 2 questions pass.\n`,
    );
    expect(await passedNow()).toBe(
      '{\n  "models": {\n    "profile": "quotes",\n    "chat": null,\n    "embedding": null\n  },\n  "passed": [\n    "en-01",\n    "en-02"\n  ]\n}\n',
    );
  });

  it("hold the co-op up when one fails that passed before, and say which, why and what to do", async () => {
    await run(new FakeRochdale(script), { accept: true });
    const report = await reportOf(run(new FakeRochdale(worse, { chat: "other" })));
    expect(isRefusal(report)).toBe(true);
    expect(renderGolden(report)).toContain(
      [
        "Passed before and fail now:",
        "  en-01: how many of us make a quorum?",
        "    expected: `bylaws.md` 3.1: Ten.",
        "    got:      not-in-documents, nothing cited",
        "    wrong:    it ended as `not-in-documents`; the reply does not show `bylaws.md` 3.1; nothing says “ten” or “10”",
        "    remedy:   mend it, or run again with `--accept` when the co-op agrees",
        "",
        "Do not pass and were not accepted: en-03.",
        "What passed before was measured with other models (profile quotes: no model).",
        "1 of the questions that passed before fail now.",
        "",
      ].join("\n"),
    );
    expect(goldenJson(report)).toMatchObject({ asked: 3, passed: 1, lost: ["en-01"], gained: [] });
    expect(await passedNow()).toContain("en-01");
  });

  it("let a loss through that is accepted", async () => {
    await run(new FakeRochdale(script), { accept: true });
    expect(isRefusal(await reportOf(run(new FakeRochdale(worse), { accept: true })))).toBe(false);
    expect(JSON.parse(await passedNow()).passed).toEqual(["en-02"]);
  });

  it("tell what passes now and did not before, and what left the list", async () => {
    await run(new FakeRochdale(script), { accept: true });
    await writeFile(join(list, "sample.en.yaml"), GOLDEN_YAML.replace("id: en-02", "id: en-02b"));
    const report = await reportOf(run(new FakeRochdale(better)));
    expect(isRefusal(report)).toBe(false);
    expect(renderGolden(report)).toContain(
      "Pass now and did not before: en-02b, en-03.\nPassed before and stand in the list no more: en-02.\nAll that passed before pass. `--accept` remembers the changes.\n",
    );
  });

  it("asked as a sample leave alone what is remembered of the others", async () => {
    await run(new FakeRochdale(script), { accept: true });
    const rochdale = new FakeRochdale({ ...worse, "and proxies?": new Error("broken") });
    const report = await reportOf(run(rochdale, { sample: 1, accept: true }));
    expect(report.results).toHaveLength(1);
    const asked = report.results.map(({ question }) => question.id);
    expect(JSON.parse(await passedNow()).passed).toEqual(["en-01", "en-02"].filter((id) => !asked.includes(id)));
  });

  it("name a document that no longer says what is expected", async () => {
    await writeFile(join(folder, "root", "corpora", "sample", "documents", "bylaws.md"), BYLAWS.replace("ten", "nine"));
    const report = await reportOf(run(new FakeRochdale(script)));
    expect(report.expectations.map(({ id, kind }) => `${id} ${kind}`)).toEqual(["en-01 quote"]);
    expect(renderGolden(report)).toContain("Question `en-01` expects words that `bylaws.md` 3.1 does not hold");
  });

  it("with a bad entry are not asked at all", async () => {
    await writeFile(join(list, "b.yaml"), GOLDEN_YAML);
    const rochdale = new FakeRochdale({});
    const result = await run(rochdale);
    expect(result.kind === "refused" && result.sentences).toHaveLength(3);
    expect(rochdale.asked).toEqual([]);
  });

  it("that are interrupted change nothing, and go on where they stopped", async () => {
    const abort = new AbortController();
    const first = new FakeRochdale(script);
    first.onAsk = ({ question }) => question === "and proxies?" && abort.abort();
    const outFolder = join(folder, "kept");
    expect(await run(first, { outFolder, accept: true, signal: abort.signal })).toEqual({ kind: "interrupted" });
    await expect(passedNow()).rejects.toThrow("ENOENT");
    const second = new FakeRochdale(script);
    await reportOf(run(second, { outFolder }));
    expect(second.asked).toHaveLength(2);
  });

  it("refuse a record that is none", async () => {
    await writeFile(join(list, "passed.quotes.json"), "[]");
    await expect(run(new FakeRochdale(script))).rejects.toThrow(
      `Expected \`${join(list, "passed.quotes.json")}\` to hold the questions that passed`,
    );
  });
});

describe("golden questions about the co-op's own documents", () => {
  const own = GOLDEN_YAML.replace("collection: sample", "collection: main");

  function holdDocuments() {
    using corpus = openCorpusStore(join(folder, "home", "rochdale.sqlite"));
    const unknown = { adoptedOn: null, inForceFrom: null, inForceTo: null, decidedBy: null, replaces: null };
    const rest = { amends: [], contact: null, public: true, personalColumns: [], version: null, guessed: [] };
    const record = { file: "bylaws.md", title: "Bylaws", language: "en", rank: "rules", status: "adopted" } as const;
    const read = { format: "markdown", pages: null, sections: [], blocks: [], warnings: [], text: BYLAWS } as const;
    const { id } = corpus.ensureCollection("main");
    corpus.putDocument(
      id,
      { ...read, ...record, ...unknown, ...rest, sha256: "x" },
      { by: "test", at: "2026-01-01T00:00:00Z" },
    );
  }

  it("are asked of the co-op's data folder, which is not read in again", async () => {
    holdDocuments();
    await writeFile(join(list, "sample.en.yaml"), own);
    const rochdale = new FakeRochdale(script);
    const opened: string[] = [];
    await reportOf(run(rochdale, { opened }));
    expect(opened).toEqual([join(folder, "home")]);
    expect(rochdale.ingested).toEqual([]);
    expect(rochdale.asked.map(({ collections }) => collections)).toEqual([["main"], ["main"], ["main"]]);
  });

  it("need documents there", async () => {
    await writeFile(join(list, "sample.en.yaml"), own);
    expect(await run(new FakeRochdale(script))).toEqual({
      kind: "refused",
      sentences: [
        `Expected the collection \`main\` in \`${join(folder, "home")}\`, got none: read its documents in with \`rochdale ingest PATH --collection main\`, or correct \`collection\` in the file.`,
      ],
    });
  });

  it("are not mixed with the sample's", async () => {
    await writeFile(join(list, "own.yaml"), own.replaceAll("id: en-", "id: own-"));
    expect(await run(new FakeRochdale(script))).toEqual({
      kind: "refused",
      sentences: [
        "Expected golden questions about `sample` or about your own collections, got both (`main`): name the files of one of them.",
      ],
    });
  });
});
