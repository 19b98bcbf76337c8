import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openFeedbackStore, thumbOf } from "../../../../bot/matrix/access/feedback-store.ts";
import { openGrantsStore } from "../../../../bot/matrix/access/grants-store.ts";
import { openInvitesStore } from "../../../../bot/matrix/access/invites-store.ts";
import { openRoomSettingsStore } from "../../../../bot/matrix/access/room-settings-store.ts";
import { type ConnectionStore, openConnectionStore } from "../../../../bot/matrix/connection-store.ts";
import { ADMIN_ROOM, ANA, BEN, BOARD_ROOM } from "../room-samples.ts";

let connection: ConnectionStore;
beforeEach(() => {
  connection = openConnectionStore(":memory:", () => 0);
});
afterEach(() => connection[Symbol.dispose]());

describe("grants", () => {
  test("are kept with who gave them and when, and survive opening again", () => {
    openGrantsStore(connection).grant("board", BOARD_ROOM, { by: ANA, at: 5 });
    expect(openGrantsStore(connection).grants()).toEqual([{ collection: "board", roomId: BOARD_ROOM, by: ANA, at: 5 }]);
  });

  test("given twice stay as they were first given, and are logged once", () => {
    const store = openGrantsStore(connection);
    expect(store.grant("board", BOARD_ROOM, { by: ANA, at: 5 })).toBe(true);
    expect(store.grant("board", BOARD_ROOM, { by: BEN, at: 6 })).toBe(false);
    expect(store.grants()).toMatchObject([{ by: ANA, at: 5 }]);
    expect(store.log(9)).toHaveLength(1);
  });

  test("taken back are gone; taking back what was not given changes nothing", () => {
    const store = openGrantsStore(connection);
    store.grant("board", BOARD_ROOM, { by: ANA, at: 5 });
    expect(store.revoke("board", ADMIN_ROOM, { by: ANA, at: 6 })).toBe(false);
    expect(store.revoke("board", BOARD_ROOM, { by: BEN, at: 7 })).toBe(true);
    expect(store.grants()).toEqual([]);
  });

  test("vanish with their log line when the transaction around them fails", () => {
    const store = openGrantsStore(connection);
    expect(() =>
      connection.transaction(() => {
        store.grant("board", BOARD_ROOM, { by: ANA, at: 5 });
        throw new Error("power cut");
      }),
    ).toThrow("power cut");
    expect([store.grants(), store.log(9)]).toEqual([[], []]);
  });
});

describe("the log", () => {
  test("tells every decision with who and when, the newest first", () => {
    const store = openGrantsStore(connection);
    store.grant("board", BOARD_ROOM, { by: ANA, at: 1 });
    store.allow("friends.example", { by: BEN, at: 2 });
    store.record({ by: BEN, at: 3, action: "questions-on", subject: null, roomId: BOARD_ROOM });
    store.revoke("board", BOARD_ROOM, { by: ANA, at: 4 });
    expect(store.log(3)).toEqual([
      { action: "revoke", subject: "board", roomId: BOARD_ROOM, by: ANA, at: 4 },
      { action: "questions-on", subject: null, roomId: BOARD_ROOM, by: BEN, at: 3 },
      { action: "allow", subject: "friends.example", roomId: null, by: BEN, at: 2 },
    ]);
  });
});

test("allowed inviters are kept once", () => {
  const store = openGrantsStore(connection);
  expect(store.allow(BEN, { by: ANA, at: 1 })).toBe(true);
  expect(store.allow(BEN, { by: ANA, at: 2 })).toBe(false);
  expect(store.allowed()).toEqual([{ who: BEN, by: ANA, at: 1 }]);
});

describe("a room's settings", () => {
  test("are the defaults until somebody chooses, and each is changed alone", () => {
    const store = openRoomSettingsStore(connection);
    expect(store.settings(BOARD_ROOM)).toEqual({ language: "auto", questionMarks: false });
    store.setQuestionMarks(BOARD_ROOM, true);
    store.setLanguage(BOARD_ROOM, "da");
    expect(store.settings(BOARD_ROOM)).toEqual({ language: "da", questionMarks: true });
    store.setQuestionMarks(BOARD_ROOM, false);
    store.setLanguage(BOARD_ROOM, "auto");
    expect(store.settings(BOARD_ROOM)).toEqual({ language: "auto", questionMarks: false });
    expect(store.settings(ADMIN_ROOM)).toEqual({ language: "auto", questionMarks: false });
  });
});

describe("invitations", () => {
  const invite = { roomId: BOARD_ROOM, inviter: BEN, isDirect: false, roomName: null };

  test("told wait until they are accepted or withdrawn", () => {
    const store = openInvitesStore(connection);
    store.record(invite, "reported", 1);
    store.record({ ...invite, inviter: ANA }, "reported", 2);
    expect(store.waiting()).toEqual([invite, { ...invite, inviter: ANA }]);
    store.record(invite, "joined", 3);
    expect(store.waiting()).toEqual([{ ...invite, inviter: ANA }]);
    store.forgetRoom(BOARD_ROOM);
    expect(store.past()).toEqual([]);
  });
});

describe("thumbs", () => {
  const up = { reactionId: "$r1", target: "$answer", userId: ANA, thumb: "up" } as const;

  test("are recognised in any skin colour, and nothing else is one", () => {
    expect(["👍", "👍️", "👍🏽", "👎", "👎🏿", "❤️", "🛑", ""].map(thumbOf)).toEqual([
      "up",
      "up",
      "up",
      "down",
      "down",
      null,
      null,
      null,
    ]);
  });

  test("count once for each member, and not any more when taken back", () => {
    const store = openFeedbackStore(connection);
    store.add(up);
    store.add(up);
    store.add({ ...up, reactionId: "$r2" });
    store.add({ ...up, reactionId: "$r3", userId: BEN, thumb: "down" });
    store.add({ ...up, reactionId: "$r4", target: "$other" });
    expect(store.counts("$answer")).toEqual({ up: 1, down: 1 });
    expect(store.counts(null)).toEqual({ up: 2, down: 1 });
    store.remove("$r3");
    store.remove("$unknown");
    expect(store.counts("$answer")).toEqual({ up: 1, down: 0 });
  });

  test("are erased for one member alone", () => {
    const store = openFeedbackStore(connection);
    store.add(up);
    store.add({ ...up, reactionId: "$r2", userId: BEN });
    expect(store.forget(ANA)).toBe(1);
    expect(store.forget(ANA)).toBe(0);
    expect(store.counts("$answer")).toEqual({ up: 1, down: 0 });
  });
});
