import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { type LeafAbout, leavesOf } from "../../../../bot/matrix/library/leaves.ts";
import { type LibraryStore, openLibraryStore } from "../../../../bot/matrix/library/library-store.ts";
import { planLibrary } from "../../../../bot/matrix/library/plan-library.ts";
import { publish } from "../../../../bot/matrix/library/publish.ts";
import { MESSAGE_BYTES, writtenBytes } from "../../../../bot/matrix/split-message.ts";
import type { DocumentRecord } from "../../../../corpora/document.ts";
import { transactionOn } from "../../../../corpora/transaction-store.ts";
import { InMemoryHomeserver } from "../../../fakes/in-memory-homeserver.ts";
import { makeDocument } from "../../../fakes/make-document.ts";
import { openTestIndex, type TestIndex } from "../../../fakes/open-index.ts";

const ROOM = "!library:example.org";
const ABOUT: LeafAbout = { work: "Bylaws", language: "en", today: "2026-01-01" };
const OLD = "# § 1 Quorum\nTwelve members make a quorum.\n# § 2 Seat\nThe seat is in Esch.";
const NEW = "# § 1 Quorum\nThirty members make a quorum.\n# § 2 Seat\nThe seat is in Metz.";
const { signal } = new AbortController();

function leaves({ corpus }: TestIndex, id: number, about: Partial<LeafAbout> = {}) {
  const document = corpus.documentById(id);
  if (document === null) throw new Error("Expected a document.");
  return leavesOf(document, corpus.textById(id), { ...ABOUT, ...about });
}

function add(tables: TestIndex, text: string, change: Partial<DocumentRecord>): number {
  return tables.add("main", makeDocument(text), change);
}

function openStore(): LibraryStore {
  const database = new DatabaseSync(":memory:");
  const store = openLibraryStore({ database, transaction: transactionOn(database) });
  store.putRoom({ collection: "main", roomId: ROOM, state: "open", by: "@admin:example.org", at: 0 });
  return store;
}

function openRoom() {
  const homeserver = new InMemoryHomeserver("@bot:example.org", () => 0);
  homeserver.room(ROOM, ["@admin:example.org"]);
  const store = openStore();
  const bring = (wanted: ReturnType<typeof leaves>) =>
    publish(
      planLibrary(wanted, store.published("main")),
      { collection: "main", roomId: ROOM },
      { homeserver, store },
      signal,
    );
  const sent = () => homeserver.events.filter(({ type }) => type === "m.room.message");
  return { homeserver, store, bring, sent };
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
});

describe("what is published", () => {
  test("is threaded onto the clause's older version, and not sent twice", async () => {
    using tables = openTestIndex();
    const { store, bring, sent } = openRoom();
    const old = add(tables, OLD, { file: "old.md" });
    await bring(leaves(tables, old));
    const first = sent().map(({ eventId }) => eventId);
    expect(first).toHaveLength(2);
    const wanted = [...leaves(tables, old), ...leaves(tables, add(tables, NEW, { file: "new.md" }))];
    await bring(wanted);
    expect(
      sent()
        .slice(2)
        .map(({ content }) => relationOf(content).event_id),
    ).toEqual(first);
    expect(planLibrary(wanted, store.published("main"))).toEqual([]);
  });

  test("is edited in its place when it says something else, and redacted when it is wanted no more", async () => {
    using tables = openTestIndex();
    const { store, bring, sent } = openRoom();
    const id = add(tables, OLD, { inForceFrom: "2020-01-01", inForceTo: "2025-12-31", status: "superseded" });
    await bring(leaves(tables, id, { today: "2025-06-01" }));
    const [first] = sent();
    await bring(leaves(tables, id));
    expect(relationOf(sent()[2]?.content ?? {})).toEqual({
      rel_type: "m.replace",
      event_id: first?.eventId,
    });
    expect(store.sectionEvent(id, leaves(tables, id)[0]?.section ?? -1)?.eventId).toBe(first?.eventId);
    await bring([]);
    expect(first?.redacted).toBe(true);
    expect(store.published("main")).toEqual([]);
    expect(store.publishedOf(id)).toEqual([]);
  });

  test("goes on after a kill where it was: what the homeserver has is not there twice", async () => {
    using tables = openTestIndex();
    const { store, bring, sent } = openRoom();
    const wanted = leaves(tables, add(tables, OLD, {}));
    const put = store.put.bind(store);
    // Killed between the homeserver's answer and the note of it.
    Object.assign(store, {
      put: () => {
        throw new Error("killed");
      },
    });
    await expect(bring(wanted)).rejects.toThrow("killed");
    Object.assign(store, { put });
    await bring(wanted);
    expect(sent()).toHaveLength(wanted.length);
    expect(store.published("main").map(({ eventId }) => eventId)).toEqual(sent().map(({ eventId }) => eventId));
  });

  test("stops with its signal between two sections", async () => {
    using tables = openTestIndex();
    const { homeserver, store, sent } = openRoom();
    const wanted = leaves(tables, add(tables, OLD, {}));
    const stop = new AbortController();
    homeserver.beforeSend = () => stop.abort(new Error("stopped"));
    const steps = planLibrary(wanted, []);
    await expect(
      publish(steps, { collection: "main", roomId: ROOM }, { homeserver, store }, stop.signal),
    ).rejects.toThrow("stopped");
    expect(sent().length).toBeLessThan(wanted.length);
  });
});
