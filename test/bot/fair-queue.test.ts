import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FairQueue, GAVE_WAY } from "../../bot/fair-queue.ts";

const LIMITS = { parallel: 1, waiting: 10, waitingPerMember: 4 };

describe("the fair queue", () => {
  test("lets members take turns, however many questions one of them asks", async () => {
    const { queue, order, finish } = harness(LIMITS);
    for (const id of ["a1", "a2", "a3", "b1", "c1"]) queue.add(id, id[0] ?? "", finish.work(id));
    await finish.all();
    expect(order).toEqual(["a1", "b1", "c1", "a2", "a3"]);
  });

  test("runs one question of each member at a time, though it could run more", async () => {
    const { queue, finish } = harness({ ...LIMITS, parallel: 3 });
    for (const id of ["a1", "a2", "b1"]) queue.add(id, id[0] ?? "", finish.work(id));
    expect(finish.running()).toEqual(["a1", "b1"]);
    await finish.all();
  });

  test("tells how many are served before", async () => {
    const { queue, finish } = harness(LIMITS);
    const positions = ["a1", "a2", "a3", "b1", "b2"].map((id) => queue.add(id, id[0] ?? "", finish.work(id))?.position);
    expect(positions).toEqual([0, 1, 2, 1, 3]);
    await finish.all();
  });

  test("refuses more than the member's share, and more than it can hold", async () => {
    const { queue, finish } = harness({ parallel: 1, waiting: 3, waitingPerMember: 2 });
    const taken = ["a1", "a2", "a3", "a4", "b1", "c1"].map(
      (id) => queue.add(id, id[0] ?? "", finish.work(id)) !== null,
    );
    expect(taken).toEqual([true, true, true, false, true, false]);
    await finish.all();
  });

  test("takes what was accepted before in any case", async () => {
    const { queue, finish, order } = harness({ parallel: 1, waiting: 3, waitingPerMember: 2 });
    const ids = ["a1", "a2", "a3", "a4", "b1", "c1"];
    for (const id of ids) expect(queue.add(id, id[0] ?? "", finish.work(id), { bounded: false })).not.toBeNull();
    await finish.all();
    expect(order).toHaveLength(ids.length);
  });

  test("does not take one question twice", async () => {
    const { queue, finish, order } = harness(LIMITS);
    queue.add("a1", "a", finish.work("a1"));
    expect(queue.add("a1", "a", finish.work("a1"))).toBeNull();
    await finish.all();
    expect(order).toEqual(["a1"]);
  });

  test("takes out what has not begun, and only that", async () => {
    const { queue, finish, order } = harness(LIMITS);
    queue.add("a1", "a", finish.work("a1"));
    const second = queue.add("a2", "a", finish.work("a2"));
    expect([queue.remove("a1"), queue.remove("a2"), queue.remove("a3")]).toEqual([false, true, false]);
    await second?.done;
    await finish.all();
    expect(order).toEqual(["a1"]);
  });

  test("goes on after work that throws, and tells", async () => {
    const heard: unknown[] = [];
    const queue = new FairQueue(LIMITS, (error) => heard.push(error));
    const broken = queue.add("a1", "a", () => Promise.reject(new Error("broken")));
    let ran = false;
    const next = queue.add("a2", "a", async () => {
      ran = true;
    });
    await Promise.all([broken?.done, next?.done]);
    expect(ran).toBe(true);
    expect(heard).toEqual([new Error("broken")]);
  });
});

describe("a place in the queue", () => {
  test("is how many are really served before, whoever asked how often in which order", async () => {
    const members = fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(members, fc.nat(24), async (asked, last) => {
        const { queue, order, finish } = harness({ parallel: 1, waiting: 100, waitingPerMember: 100 });
        const until = Math.min(last, asked.length - 1);
        const ids = asked.slice(0, until + 1).map((member, index) => `${member}${index}`);
        const places = ids.map((id) => queue.add(id, id[0] ?? "", finish.work(id))?.position);
        await finish.all();
        expect(order.indexOf(ids.at(-1) ?? "")).toBe(places.at(-1));
      }),
    );
  });

  test("is told at once where thousands wait", () => {
    const { queue, finish } = harness({ parallel: 1, waiting: 5_000, waitingPerMember: 5_000 });
    for (let index = 0; index < 5_000; index += 1)
      queue.add(`${index}`, `member ${index % 50}`, finish.work(`${index}`));
    expect(queue.length).toBe(5_000);
  }, 30_000);
});

describe("a member who floods", () => {
  const FLOODED = { parallel: 2, waiting: 50, waitingPerMember: 20, floodFrom: 3 };

  test("is served only while nobody else has anything to do", async () => {
    const { queue, order, finish } = harness(FLOODED);
    for (const id of ["b1", "a1", "a2", "a3", "a4", "c1"]) queue.add(id, id[0] ?? "", finish.work(id));
    expect(finish.running()).toEqual(["b1", "a1"]);
    finish.end("a1");
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual(["b1", "a1", "c1"]);
    await finish.all();
    expect(order).toEqual(["b1", "a1", "c1", "a2", "a3", "a4"]);
  });

  test("gives way in the middle, begins again before their own later ones, and is not asked for ever", async () => {
    const { queue, order, finish } = harness({ ...FLOODED, parallel: 1 });
    for (const id of ["a1", "a2", "a3", "a4", "a5"]) queue.add(id, "a", finish.givingWay(id));
    for (const id of ["b1", "b2", "b3", "b4"]) {
      queue.add(id, "b", finish.work(id));
      await new Promise((resolve) => setImmediate(resolve));
      if (id !== "b4") finish.end(id);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(order).toEqual(["a1", "b1", "a1", "b2", "a1", "b3", "a1"]);
    await finish.all();
    expect(order.slice(7)).toEqual(["b4", "a2", "a3", "a4", "a5"]);
  });

  test("is in nobody's way: others are told their place without them", async () => {
    const { queue, finish } = harness({ ...FLOODED, parallel: 1 });
    for (const id of ["a1", "a2", "a3", "a4"]) queue.add(id, "a", finish.givingWay(id));
    const places = ["b1", "b2", "c1", "a5"].map((id) => queue.add(id, id[0] ?? "", finish.work(id))?.position);
    await finish.all();
    expect(places).toEqual([0, 1, 1, 7]);
  });
});

/** A queue whose work ends when it is told to, one after the other. */
function harness(limits: ConstructorParameters<typeof FairQueue>[0]) {
  const order: string[] = [];
  const open = new Map<string, () => void>();
  const queue = new FairQueue(limits, (error) => {
    throw error;
  });
  const finish = {
    work: (id: string) => () =>
      new Promise<void>((resolve) => {
        order.push(id);
        open.set(id, resolve);
      }),
    /** Heeds it when it is asked to give way. */
    givingWay: (id: string) => (giveWay: AbortSignal) =>
      new Promise<unknown>((resolve) => {
        order.push(id);
        open.set(id, () => resolve(null));
        giveWay.addEventListener("abort", () => {
          open.delete(id);
          resolve(GAVE_WAY);
        });
      }),
    end(id: string) {
      const end = open.get(id);
      open.delete(id);
      end?.();
    },
    running: () => [...open.keys()],
    async all() {
      while (open.size > 0) {
        for (const [id, end] of [...open]) {
          open.delete(id);
          end();
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
  return { queue, order, finish };
}
