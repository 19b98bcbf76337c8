/** What is published of a text and in which order, with the store and a homeserver in memory. */
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LeafAbout, leavesOf } from "../../../../bot/matrix/library/leaves.ts";
import { type LibraryStore, openLibraryStore } from "../../../../bot/matrix/library/library-store.ts";
import { planLibrary } from "../../../../bot/matrix/library/plan-library.ts";
import { settlePending, take } from "../../../../bot/matrix/library/publish.ts";
import { MESSAGE_BYTES, writtenBytes } from "../../../../bot/matrix/split-message.ts";
import type { DocumentRecord } from "../../../../corpora/document.ts";
import { transactionOn } from "../../../../corpora/transaction-store.ts";
import { InMemoryHomeserver } from "../../../fakes/in-memory-homeserver.ts";
import { makeDocument } from "../../../fakes/make-document.ts";
import { openTestIndex, type TestIndex } from "../../../fakes/open-index.ts";

const ROOM = "!library:example.org";
const OPEN = { collection: "main", roomId: ROOM };
const ABOUT: LeafAbout = { work: [], language: "en", today: "2026-01-01" };
const OLD = "# § 1 Quorum\nTwelve members make a quorum.\n# § 2 Seat\nThe seat is in Esch.";
const NEW = "# § 1 Quorum\nThirty members make a quorum.\n# § 2 Seat\nThe seat is in Metz.";
const { signal } = new AbortController();

function leaves({ corpus }: TestIndex, id: number, about: Partial<LeafAbout> = {}) {
  const document = corpus.documentById(id);
  if (document === null) throw new Error("Expected a document.");
  return leavesOf(document, corpus.textById(id), { ...ABOUT, work: [id], ...about });
}

function add(tables: TestIndex, text: string, change: Partial<DocumentRecord>): number {
  return tables.add("main", makeDocument(text), change);
}

function openStore(): LibraryStore {
  const database = new DatabaseSync(":memory:");
  const store = openLibraryStore({ database, transaction: transactionOn(database) });
  store.addRoom({ collection: "main", by: "@admin:example.org", at: 0 });
  store.update("main", { roomId: ROOM });
  return store;
}

function openRoom() {
  const homeserver = new InMemoryHomeserver("@bot:example.org", () => 0);
  homeserver.room(ROOM, ["@admin:example.org"]);
  const store = openStore();
  const dropped: string[] = [];
  const parts = {
    homeserver,
    store,
    sentAs: async (txnId: string) => homeserver.sentAs(txnId),
    dropPayload: (txnId: string) => void dropped.push(txnId),
  };
  const bring = async (wanted: ReturnType<typeof leaves>) => {
    await settlePending("main", parts, signal);
    for (const step of planLibrary(wanted, store.events("main"))) await take(step, OPEN, parts, signal);
  };
  const sent = () => homeserver.events.filter(({ type }) => type === "m.room.message");
  return { homeserver, store, bring, sent, dropped };
}

const relationOf = (content: Readonly<Record<string, unknown>>) => content["m.relates_to"] as Record<string, unknown>;

describe("the leaves of a version", () => {
  test("are its sections, each with heading, text and the line that says where it stands", () => {
    using tables = openTestIndex();
    const id = add(tables, OLD, { inForceFrom: "2020-01-01", version: "2" });
    const written = leaves(tables, id).map((leaf) => leaf.written.body);
    expect(written).toHaveLength(2);
    expect(written[0]).toContain("§ 1 Quorum");
    expect(written[0]).toContain("Twelve members make a quorum.");
    expect(written[0]).toContain("Bylaws, version 2 (in force since 2020-01-01), § 1 Quorum");
  });

  test("are cut where they are too long for a message, and markup in them stays text", () => {
    using tables = openTestIndex();
    const id = add(tables, `# § 1 Long\n${"<b>Members</b> meet every month. ".repeat(2_000)}`, {});
    const parts = leaves(tables, id);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map(({ part }) => part)).toEqual(parts.map((_, at) => at));
    expect(Math.max(...parts.map(({ written }) => writtenBytes(written)))).toBeLessThanOrEqual(MESSAGE_BYTES);
    expect(parts.some(({ written }) => written.html.includes("<b>"))).toBe(false);
  });

  test("are others when the version is in force no longer", () => {
    using tables = openTestIndex();
    const id = add(tables, OLD, { inForceFrom: "2020-01-01", inForceTo: "2025-12-31", status: "superseded" });
    const [before, after] = [leaves(tables, id, { today: "2025-06-01" }), leaves(tables, id)];
    expect(before.map(({ hash }) => hash)).not.toEqual(after.map(({ hash }) => hash));
    expect(after[0]?.written.body).toContain("superseded");
  });

  test("have places of their own where a heading comes twice", () => {
    using tables = openTestIndex();
    const id = add(tables, "# Costs\nTen euros.\n# Costs\nTwelve euros.", {});
    expect(new Set(leaves(tables, id).map(({ clause }) => clause)).size).toBe(2);
  });
});

describe("what is published", () => {
  test("is threaded onto the clause's older version, and not sent twice", async () => {
    using tables = openTestIndex();
    const { store, bring, sent } = openRoom();
    const old = add(tables, OLD, { file: "old.md" });
    await bring(leaves(tables, old));
    const first = sent().map(({ eventId }) => eventId);
    expect(first).toHaveLength(2);
    const newer = add(tables, NEW, { file: "new.md" });
    const work = [old, newer];
    const wanted = [...leaves(tables, old, { work }), ...leaves(tables, newer, { work })];
    await bring(wanted);
    const roots = sent().slice(2);
    expect(roots.map(({ content }) => relationOf(content).event_id)).toEqual(first);
    expect(planLibrary(wanted, store.events("main"))).toEqual([]);
  });

  test("goes on in the thread when the version that began it is gone", async () => {
    using tables = openTestIndex();
    const { bring, sent } = openRoom();
    const [old, newer, newest] = ["old.md", "new.md", "newest.md"].map((file) => add(tables, OLD, { file }));
    if (old === undefined || newer === undefined || newest === undefined) throw new Error("Expected three.");
    await bring([...leaves(tables, old), ...leaves(tables, newer, { work: [old, newer] })]);
    const [root] = sent();
    const work = [newer, newest];
    await bring([...leaves(tables, newer, { work }), ...leaves(tables, newest, { work })]);
    expect(root?.redacted).toBe(true);
    expect(relationOf(sent().at(-2)?.content ?? {})).toMatchObject({ rel_type: "m.thread", event_id: root?.eventId });
  });

  test("is edited in its place when it says something else, and redacted with its edits when it is wanted no more", async () => {
    using tables = openTestIndex();
    const { store, bring, sent, dropped } = openRoom();
    const id = add(tables, OLD, { inForceFrom: "2020-01-01", inForceTo: "2025-12-31", status: "superseded" });
    await bring(leaves(tables, id, { today: "2025-06-01" }));
    const [first] = sent();
    await bring(leaves(tables, id));
    expect(relationOf(sent()[2]?.content ?? {})).toEqual({ rel_type: "m.replace", event_id: first?.eventId });
    const [leaf] = leaves(tables, id);
    expect(store.eventAt("main", leaf?.file ?? "", leaf?.start ?? -1)?.eventId).toBe(first?.eventId);
    await bring([]);
    expect(sent().map(({ redacted }) => redacted)).toEqual([true, true, true, true]);
    expect(dropped).toHaveLength(4);
    expect([store.events("main"), store.eventsOf([id])]).toEqual([[], []]);
  });

  test("is edited anew each time, also back to what it said before", async () => {
    using tables = openTestIndex();
    const { homeserver, bring, sent } = openRoom();
    const id = add(tables, OLD, { inForceFrom: "2020-01-01", inForceTo: "2025-12-31", status: "superseded" });
    for (const today of ["2025-06-01", "2026-01-01", "2025-06-01", "2026-01-01"])
      await bring(leaves(tables, id, { today }));
    expect(sent()).toHaveLength(8);
    expect(homeserver.said(ROOM)[0]?.body).toContain("superseded");
  });

  test("is sent again when it is wanted again, as another event", async () => {
    using tables = openTestIndex();
    const { homeserver, bring } = openRoom();
    const wanted = leaves(tables, add(tables, OLD, {}));
    await bring(wanted);
    await bring([]);
    expect(homeserver.said(ROOM)).toEqual([]);
    await bring(wanted);
    expect(homeserver.said(ROOM)).toHaveLength(2);
  });

  test("keeps its event when a correction moves its section, and is found at its new place at once", async () => {
    using tables = openTestIndex();
    const { store, bring, sent } = openRoom();
    await bring(leaves(tables, add(tables, OLD, { file: "bylaws.md" })));
    const seat = sent()[1]?.eventId;
    const id = add(tables, `# § 0 Purpose\nWe are a co-op.\n${OLD}`, { file: "bylaws.md" });
    const moved = leaves(tables, id);
    await bring(moved);
    expect(sent()).toHaveLength(3);
    expect(store.eventAt("main", "bylaws.md", moved[2]?.start ?? -1)?.eventId).toBe(seat);
  });
});

test("whenever it is killed, each section is there once, and what is unwanted then is there no more", async () => {
  using tables = openTestIndex();
  const [old, newer] = [add(tables, OLD, { file: "old.md" }), add(tables, NEW, { file: "new.md" })];
  const work = [old, newer];
  const versions = [leaves(tables, old, { work }), leaves(tables, newer, { work })];
  const target = fc.subarray(versions).map((some) => some.flat());
  const kill = fc.record({ at: fc.nat({ max: 6 }), noted: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(target, kill), { maxLength: 5 }), target, async (tries, last) => {
      const { homeserver, store, bring } = openRoom();
      const settle = store.settle.bind(store);
      for (const [wanted, { at, noted }] of tries) {
        let count = 0;
        // Before the event is taken, or between the homeserver's answer and the note of it.
        homeserver.beforeSend = () => {
          if (!noted && count++ === at) throw new Error("killed");
        };
        store.settle = (number, eventId) => {
          if (noted && count++ === at) throw new Error("killed");
          settle(number, eventId);
        };
        await bring(wanted).catch((error) => expect(String(error)).toContain("killed"));
      }
      homeserver.beforeSend = () => {};
      store.settle = settle;
      await bring(last);
      const shown = homeserver.said(ROOM).map(({ body }) => body);
      expect(shown.toSorted()).toEqual(last.map(({ written }) => written.body).toSorted());
    }),
    { numRuns: 100 },
  );
});
