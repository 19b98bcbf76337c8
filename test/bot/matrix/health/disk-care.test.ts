import { expect, test } from "vitest";
import { DiskCare } from "../../../../bot/matrix/health/disk-care.ts";
import type { TroubleKind } from "../../../../bot/matrix/health/trouble.ts";

function world() {
  const said: string[] = [];
  const troubles = new Set<TroubleKind>();
  let hasRoom = true;
  const care = new DiskCare({
    health: {
      degraded: (kind) => void troubles.add(kind),
      well: (kind) => void troubles.delete(kind),
      status: () => [...troubles].map((kind) => ({ kind, since: 0, facts: "" })),
    },
    reserve: { release: () => void said.push("released"), fill: () => hasRoom },
    onRelieved: () => said.push("relieved"),
    onWell: () => said.push("well"),
  });
  return {
    care,
    said,
    troubles,
    room(has: boolean) {
      hasRoom = has;
    },
  };
}

test("while there is room nothing is done", () => {
  const { care, said, troubles } = world();
  care.look();
  expect(said).toEqual([]);
  expect(troubles).toEqual(new Set());
});

test("on a full disk the reserve is given back once, and all goes on once there is room again", () => {
  const { care, said, troubles, room } = world();
  room(false);
  troubles.add("disk");
  for (let look = 0; look < 3; look += 1) care.look();
  expect(said).toEqual(["released", "relieved"]);
  room(true);
  care.look();
  care.look();
  expect(said).toEqual(["released", "relieved", "well"]);
  expect(troubles).toEqual(new Set());
});

test("a disk without room for the reserve is a trouble before anything has failed", () => {
  const { care, said, troubles, room } = world();
  room(false);
  care.look();
  expect(troubles).toEqual(new Set(["disk"]));
  expect(said).toEqual([]);
});
