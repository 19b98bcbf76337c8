import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { EmbeddingWork } from "../../bot/embedding-work.ts";
import { makeDocument } from "../fakes/make-document.ts";
import { openTestIndex } from "../fakes/open-index.ts";
import { SlowEmbedder } from "../fakes/slow-embedder.ts";

const SIGNAL = new AbortController().signal;
const RULES = Array.from(
  { length: 40 },
  (_, at) => `# § ${at + 1} Rule\nRule ${at + 1} holds for shed ${at + 1}.`,
).join("\n");

function open(allowed: number) {
  const tables = openTestIndex();
  tables.add("main", makeDocument(RULES), {});
  const failures: unknown[] = [];
  const embedder = new SlowEmbedder(allowed);
  const stopping = new AbortController();
  const clock = { now: 0 };
  const work = new EmbeddingWork({
    index: tables.index,
    collections: () => tables.corpus.collections().map(({ id }) => id),
    embedder,
    vectors: tables.vectors,
    signal: stopping.signal,
    reportFailure: (error) => failures.push(error),
    clock: () => clock.now,
  });
  const { id } = tables.corpus.ensureCollection("main");
  const close = async () => {
    work.stop();
    embedder.allow(1_000);
    await work[Symbol.asyncDispose]();
    tables[Symbol.dispose]();
  };
  return { ...tables, embedder, work, clock, failures, stopping, id, [Symbol.asyncDispose]: close };
}

describe("embedding in the background", () => {
  test("is begun without being waited for, and can be waited for with progress", async () => {
    await using fixture = open(16);
    const { work, embedder, index, id } = fixture;
    const { passages } = work.count(id);
    work.begin();
    expect(work.count(id)).toEqual({ passages, pending: passages });
    embedder.allow(1_000);
    const heard: number[] = [];
    await work.finished(id, SIGNAL, (done) => heard.push(done));
    expect(index.countUnembedded(id, embedder.fingerprint)).toBe(0);
    expect(work.count(id)).toEqual({ passages, pending: 0 });
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(heard.at(-1)).toBe(embedder.asked);
  });

  test("begins nothing more on a full disk, and goes on when it is let", async () => {
    await using fixture = open(1_000);
    const { work, index, embedder, failures, id } = fixture;
    work.hold();
    await expect(work.finished(id, SIGNAL)).rejects.toThrow(
      "Expected to be let embed, got an order to wait: the disk is full.",
    );
    expect(embedder.asked).toBe(0);
    work.begin();
    await work.finished(id, SIGNAL);
    expect(index.countUnembedded(id, embedder.fingerprint)).toBe(0);
    expect(failures).toEqual([]);
  });

  test("makes way for a question: nothing new is begun until its end", async () => {
    await using fixture = open(1_000);
    const { work, embedder, id } = fixture;
    const question = Promise.withResolvers<string>();
    const asking = work.giveWay(() => question.promise);
    work.begin();
    await sleep(50);
    expect(embedder.asked).toBe(0);
    question.resolve("answered");
    expect(await asking).toBe("answered");
    await work.finished(id, SIGNAL);
    expect(embedder.asked).toBeGreaterThan(16);
  });

  test("stops with its signal, keeps what is done, and goes on from there", async () => {
    await using fixture = open(16);
    const { work, embedder, index, id, stopping } = fixture;
    const total = index.countUnembedded(id, embedder.fingerprint);
    const waiting = work.finished(id, SIGNAL).catch((error: Error) => error.message);
    while (embedder.asked < 32) await sleep(1);
    stopping.abort(new Error("Stopped by a signal."));
    embedder.allow(16);
    expect(await waiting).toBe("Stopped by a signal.");
    const left = index.countUnembedded(id, embedder.fingerprint);
    expect(left).toBe(total - 32);
    await fixture.embed();
    expect(work.count(id).pending).toBe(0);
  });

  test("does not stop when only somebody who waits for it gives up", async () => {
    await using fixture = open(16);
    const { work, embedder, id } = fixture;
    const giveUp = new AbortController();
    const waiting = work.finished(id, giveUp.signal).catch((error: Error) => error.message);
    giveUp.abort(new Error("No longer interested."));
    expect(await waiting).toBe("No longer interested.");
    embedder.allow(1_000);
    await work.finished(id, SIGNAL);
    expect(work.count(id).pending).toBe(0);
  });

  test("tells of a failure, and begins anew when asked to", async () => {
    await using fixture = open(16);
    const { work, embedder, failures, id } = fixture;
    const waiting = work.finished(id, SIGNAL).catch((error: Error) => error.message);
    const broken = new Error("The model process ended.");
    embedder.break(broken);
    expect(await waiting).toBe("The model process ended.");
    expect(failures).toEqual([broken]);
    embedder.break(null);
    embedder.allow(1_000);
    work.begin();
    await work.finished(id, SIGNAL);
    expect(work.count(id).pending).toBe(0);
  });

  test("takes in what is added while it runs", async () => {
    await using fixture = open(16);
    const { work, embedder, id } = fixture;
    work.begin();
    fixture.add("main", makeDocument("# § 1 Garden\nThe garden is watered by turns."), { file: "garden.md" });
    work.begin();
    embedder.allow(1_000);
    await work.finished(id, SIGNAL);
    expect(work.count(id).pending).toBe(0);
  });

  test("leaves to another process what that is at work on, and takes it over when it has stopped", async () => {
    await using fixture = open(1_000);
    const { work, embedder, clock, id } = fixture;
    work.lookAfter([id]);
    clock.now += 59_000;
    work.lookAfter([id]);
    expect(embedder.asked).toBe(0);
    clock.now += 1_000;
    work.lookAfter([id]);
    await work.finished(id, SIGNAL);
    expect(work.count(id).pending).toBe(0);
  });
});
