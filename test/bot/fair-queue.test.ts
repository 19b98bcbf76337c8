import { describe, expect, test } from "vitest";
import { FairQueue } from "../../bot/fair-queue.ts";

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
