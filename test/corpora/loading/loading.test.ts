import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { ANN, loadingWorld, TODAY } from "./loading-world.ts";

const CLAUSES = Array.from(
  { length: 12 },
  (_, n) => `## ${n + 1}. Rule ${n + 1}\n\nRule number ${n + 1} holds for every member of the house.`,
);
const OLD = `# Bylaws\n\n${CLAUSES.join("\n\n")}\n`;
const NEW = OLD.replace(
  "Rule number 3 holds for every member",
  "Rule number 3 holds for tenants only, not for a member",
);

describe("a file that is handed in", () => {
  test("is seen by nobody before it is decided, and then in one step as it was decided", async () => {
    using world = loadingWorld();
    const upload = await world.drop("bylaws-2022.md", OLD);
    expect(upload).toMatchObject({ state: "read", facts: { sections: 13, oddities: [], dayGuessed: "from-name" } });
    expect(upload.facts?.proposal).toEqual({ kind: "adopt", from: "2022-01-01", replaces: null, decidedBy: null });
    expect(world.documents()).toEqual([]);
    const decision = { kind: "adopt", from: "2022-07-01", replaces: null, decidedBy: "minutes" } as const;
    const [admission] = await world.loading.admit([{ id: upload.id, decision }], ANN);
    expect(admission).toMatchObject({
      kind: "visible",
      outcome: { superseded: [], supersededBy: null, wasThere: false },
    });
    expect(world.documents()).toMatchObject([
      { file: "bylaws-2022.md", status: "adopted", decidedBy: "minutes", periods: [{ from: "2022-07-01", to: null }] },
    ]);
    expect(world.store.auditLog({ limit: 9 }).map(({ action, by }) => [action, by])).toEqual([
      ["adopted", ANN.by],
      ["loaded", ANN.by],
    ]);
    expect(world.filesLeft()).toEqual([]);
  });

  test("is the same upload when it is handed in again, and is admitted once", async () => {
    using world = loadingWorld();
    const upload = await world.drop("rules.md", OLD);
    await world.drop("rules.md", OLD);
    const decided = [{ id: upload.id, decision: { kind: "draft" } }] as const;
    await world.loading.admit(decided, ANN);
    expect(await world.loading.admit(decided, ANN)).toEqual([{ id: upload.id, kind: "nothing" }]);
    expect(world.documents()).toHaveLength(1);
    expect(await world.drop("rules.md", OLD)).toMatchObject({ state: "visible", outcome: { file: "rules.md" } });
  });

  test("that could not be stored whole is not stored at all, and can be tried again", async () => {
    let failing = true;
    using world = loadingWorld({
      onStep(step) {
        if (step === "before-commit" && failing) throw new Error("database or disk is full");
      },
    });
    const { id } = await world.drop("rules.md", OLD);
    const decided = [{ id, decision: { kind: "draft" } }] as const;
    await expect(world.loading.admit(decided, ANN)).rejects.toThrow("disk is full");
    expect(world.documents()).toEqual([]);
    failing = false;
    expect(await world.loading.admit(decided, ANN)).toMatchObject([{ kind: "visible" }]);
    expect(world.documents()).toMatchObject([{ file: "rules.md", status: "draft" }]);
  });

  test("leaves nothing behind when it is cancelled, in the middle of being read too", async () => {
    using world = loadingWorld();
    await world.drop("rules.md", OLD);
    await world.loading.cancel("rules.md");
    expect(world.loading.upload("rules.md")).toMatchObject({ state: "cancelled", name: "", sha256: "", facts: null });
    expect(world.filesLeft()).toEqual([]);
    expect(world.documents()).toEqual([]);
    const decision = { kind: "draft" } as const;
    expect(await world.loading.admit([{ id: "rules.md", decision }], ANN)).toEqual([
      { id: "rules.md", kind: "nothing" },
    ]);
  });

  test("keeps a file that another upload still needs", async () => {
    using world = loadingWorld();
    await world.drop("rules.md", OLD, { id: "one" });
    await world.drop("rules-copy.md", OLD, { id: "two" });
    await world.loading.cancel("one");
    expect(world.filesLeft()).toHaveLength(1);
    await world.loading.cancel("two");
    expect(world.filesLeft()).toEqual([]);
  });

  test("that cannot be read says why, and leaves nothing behind", async () => {
    using world = loadingWorld();
    const upload = await world.drop("empty.md", "\n\n");
    expect(upload).toMatchObject({ state: "unreadable", problem: "holds no text: put its text in and load it again." });
    expect(world.filesLeft()).toEqual([]);
  });
});

describe("what is there already", () => {
  test("the very same file is told, and only its standing can change", async () => {
    using world = loadingWorld();
    await world.drop("rules.md", OLD);
    await world.loading.admit([{ id: "rules.md", decision: { kind: "draft" } }], ANN);
    const again = await world.drop("rules-final.md", OLD);
    expect(again.facts?.oddities).toEqual([{ kind: "same-file", file: "rules.md", status: "draft" }]);
    const decision = { kind: "adopt", from: TODAY, replaces: null, decidedBy: null } as const;
    const [admission] = await world.loading.admit([{ id: again.id, decision }], ANN);
    expect(admission).toMatchObject({ kind: "visible", outcome: { wasThere: true, file: "rules.md" } });
    expect(world.documents()).toMatchObject([{ file: "rules.md", status: "adopted" }]);
    const third = await world.drop("rules-third.md", OLD);
    expect(third.facts?.proposal).toEqual({ kind: "cancel" });
  });

  test("a text with few words changed is a likely new version; adopted, it ends the old one the day before", async () => {
    using world = loadingWorld();
    await world.drop("bylaws.md", OLD);
    const since = { kind: "adopt", from: "2022-07-01", replaces: null, decidedBy: null } as const;
    await world.loading.admit([{ id: "bylaws.md", decision: since }], ANN);
    const upload = await world.drop("bylaws.md", NEW, { id: "second" });
    expect(upload.facts).toMatchObject({
      record: { file: "bylaws (2).md" },
      newVersionOf: { file: "bylaws.md" },
      dayGuessed: "today",
      proposal: { kind: "adopt", from: TODAY, replaces: "bylaws.md", decidedBy: null },
      oddities: [
        { kind: "near", file: "bylaws.md", percent: 91 },
        { kind: "name-taken", own: "bylaws (2).md" },
      ],
    });
    const decision = { kind: "adopt", from: "2026-06-01", replaces: "bylaws.md", decidedBy: null } as const;
    const [admission] = await world.loading.admit([{ id: "second", decision }], ANN);
    expect(admission).toMatchObject({
      outcome: { file: "bylaws (2).md", superseded: [{ file: "bylaws.md", until: "2026-05-31" }] },
    });
    expect(world.documents().map(({ file, periods }) => [file, periods])).toEqual([
      ["bylaws (2).md", [{ from: "2026-06-01", to: null }]],
      ["bylaws.md", [{ from: "2022-07-01", to: "2026-05-31" }]],
    ]);
  });

  test("an older version that comes later ends where the next one begins", async () => {
    using world = loadingWorld();
    const adopt = (from: string) => ({ kind: "adopt", from, replaces: null, decidedBy: null }) as const;
    await world.drop("bylaws-2022.md", NEW);
    await world.loading.admit([{ id: "bylaws-2022.md", decision: adopt("2022-07-01") }], ANN);
    await world.drop("bylaws-2015.md", OLD);
    const [admission] = await world.loading.admit([{ id: "bylaws-2015.md", decision: adopt("2015-07-01") }], ANN);
    expect(admission).toMatchObject({ outcome: { supersededBy: { file: "bylaws-2022.md" } } });
    expect(world.documents().map(({ periods }) => periods)).toEqual([
      [{ from: "2015-07-01", to: "2022-06-30" }],
      [{ from: "2022-07-01", to: null }],
    ]);
  });

  test("minutes of another year are no new version, however alike they are", async () => {
    using world = loadingWorld();
    await world.drop("minutes-2024-05-01.md", OLD.replace("Bylaws", "Minutes of the general meeting"));
    const decision = { kind: "adopt", from: null, replaces: null, decidedBy: null } as const;
    await world.loading.admit([{ id: "minutes-2024-05-01.md", decision }], ANN);
    const upload = await world.drop("minutes-2025-05-01.md", NEW.replace("Bylaws", "Minutes of the general meeting"));
    expect(upload.facts?.newVersionOf).toBeNull();
    expect(upload.facts?.proposal).toMatchObject({ kind: "adopt", from: "2025-05-01", replaces: null });
  });
});

describe("an archive", () => {
  const yaml = `documents:
  - file: old/bylaws.md
    title: Bylaws
    status: adopted
    inForceFrom: "2015-07-01"
  - file: bylaws.md
    title: Bylaws
    inForceFrom: "2022-07-01"
    replaces: old/bylaws.md
  - file: missing.md
    title: Missing
`;
  const archive = zipSync({
    "co-op/collection.yaml": strToU8(yaml),
    "co-op/bylaws.md": strToU8(NEW),
    "co-op/old/bylaws.md": strToU8(OLD),
    "co-op/old/again.md": strToU8(OLD),
    "co-op/more.zip": zipSync({ "x.md": strToU8("x") }),
    "co-op/.hidden": strToU8("secret"),
    "__MACOSX/co-op/bylaws.md": strToU8("noise"),
  });

  test("is unpacked into uploads of their own, flat, with what its collection.yaml says", async () => {
    using world = loadingWorld();
    expect(await world.drop("co-op.zip", archive)).toMatchObject({ state: "unpacked" });
    const members = world.loading.members("co-op.zip");
    expect(members.map(({ name, state, problem }) => [name, state, problem])).toEqual([
      ["bylaws.md", "read", null],
      ["bylaws (2).md", "read", null],
      ["again.md", "unreadable", "`again.md` holds the same as `bylaws (2).md`."],
      ["more.zip", "unreadable", "`more.zip` is an archive within the archive: send it by itself."],
      [
        "collection.yaml",
        "unreadable",
        "`collection.yaml` speaks of `missing.md`, and the archive holds no such file.",
      ],
    ]);
    const decisions = members.flatMap(({ id, facts }) =>
      facts === null || facts.proposal.kind === "cancel" ? [] : [{ id, decision: facts.proposal }],
    );
    await world.loading.admit(decisions, ANN);
    expect(world.documents().map(({ file, periods }) => [file, periods])).toEqual([
      ["bylaws (2).md", [{ from: "2015-07-01", to: "2022-06-30" }]],
      ["bylaws.md", [{ from: "2022-07-01", to: null }]],
    ]);
    expect(world.filesLeft()).toEqual([]);
  });

  test("is gone with all that came in it when it is cancelled", async () => {
    using world = loadingWorld();
    await world.drop("co-op.zip", archive);
    await world.loading.cancel("co-op.zip");
    expect(
      world.loading
        .members("co-op.zip")
        .map(({ name }) => name)
        .join(""),
    ).toBe("");
    expect(world.filesLeft()).toEqual([]);
  });

  test("that is none, or a bomb, is refused in a sentence", async () => {
    using world = loadingWorld();
    const bomb = zipSync({ "zeros.txt": new Uint8Array(60_000_000) }, { level: 9 });
    expect((await world.drop("bomb.zip", bomb)).problem).toMatch(/^`bomb.zip` unpacks to `\d+ times its size`/u);
    const broken = archive.subarray(0, archive.length - 30);
    expect((await world.drop("broken.zip", broken)).problem).toBe(
      "`broken.zip` holds no file (or its ZIP container is damaged): pack it again and send that.",
    );
    expect(world.filesLeft()).toEqual([]);
  });
});
