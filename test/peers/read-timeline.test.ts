import { expect, test } from "vitest";
import { messagesOf, type SeenEvent, shownTimeline } from "./read-timeline.ts";

function event(fields: Partial<SeenEvent>): SeenEvent {
  return {
    eventId: "$a",
    sender: "@ada:example.org",
    type: "m.room.message",
    at: 1,
    content: { body: "Hello" },
    relation: null,
    encrypted: true,
    undecryptable: false,
    redacted: false,
    shield: null,
    ...fields,
  };
}

test("edits count with what they edit, once they are the same person's and not taken back", () => {
  const edit = { relation: { rel_type: "m.replace", event_id: "$a" } };
  const events = [
    event({}),
    event({ eventId: "$b", ...edit }),
    event({ eventId: "$c", ...edit, sender: "@eve:example.org" }),
    event({ eventId: "$d", ...edit, redacted: true }),
  ];
  expect(messagesOf(events).map(({ eventId, edits }) => [eventId, edits])).toEqual([["$a", 1]]);
});

test("thread and reply are read from the relation", () => {
  const relation = { rel_type: "m.thread", event_id: "$root", "m.in_reply_to": { event_id: "$before" } };
  expect(messagesOf([event({ relation })])).toMatchObject([{ threadRoot: "$root", replyTo: "$before" }]);
});

test("a timeline is shown as a person would tell it", () => {
  const events = [
    event({ relation: { rel_type: "m.thread", event_id: "$root" } }),
    event({ undecryptable: true, type: "m.room.encrypted", content: {} }),
    event({ redacted: true, content: {} }),
  ];
  expect(shownTimeline(messagesOf(events))).toBe(
    [
      "@ada:example.org: Hello (in a thread)",
      "@ada:example.org: (cannot be decrypted)",
      "@ada:example.org: m.room.message (redacted)",
    ].join("\n"),
  );
});
