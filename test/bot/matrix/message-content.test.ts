import { describe, expect, test } from "vitest";
import { decodeEvent } from "../../../bot/matrix/decode.ts";
import { editOf, fileMessage, noticeMessage, reactionTo, textMessage } from "../../../bot/matrix/message-content.ts";
import { paragraph } from "../../../bot/matrix/rich-text.ts";
import { writeMessage } from "../../../bot/matrix/write-message.ts";

const ANA = "@ana:coop.example";
const SEVEN = writeMessage([paragraph("Seven.")]);

describe("a message", () => {
  test("says whom it means, nobody included, in both forms", () => {
    expect(textMessage(SEVEN)).toEqual({
      msgtype: "m.text",
      body: "Seven.",
      format: "org.matrix.custom.html",
      formatted_body: "<p>Seven.</p>",
      "m.mentions": {},
    });
  });

  test("stands in a thread, for clients without threads as a reply", () => {
    const content = textMessage(SEVEN, { mentions: [ANA, ANA], thread: { root: "$root", latest: "$last" } });
    expect(content).toMatchObject({
      "m.mentions": { user_ids: [ANA] },
      "m.relates_to": {
        rel_type: "m.thread",
        event_id: "$root",
        is_falling_back: true,
        "m.in_reply_to": { event_id: "$last" },
      },
    });
  });

  test("that only tells progress is a notice", () => {
    expect(noticeMessage(SEVEN)).toMatchObject({ msgtype: "m.notice", "m.mentions": {} });
  });
});

describe("an edit", () => {
  test("notifies the asker, and is a correction where edits are not known", () => {
    expect(editOf("$0", SEVEN, { mentions: [ANA] })).toEqual({
      msgtype: "m.text",
      body: "* Seven.",
      format: "org.matrix.custom.html",
      formatted_body: "<p>* Seven.</p>",
      "m.mentions": { user_ids: [ANA] },
      "m.new_content": textMessage(SEVEN, { mentions: [ANA] }),
      "m.relates_to": { rel_type: "m.replace", event_id: "$0" },
    });
  });

  test("that begins with a quotation has its mark on a line of its own", () => {
    const written = writeMessage([{ kind: "quotation", quote: "Seven.", source: [] }]);
    expect(editOf("$0", written, { type: "m.notice" })).toMatchObject({
      msgtype: "m.notice",
      body: "*\n\n> Seven.",
      formatted_body: "<p>*</p><blockquote><p>Seven.</p></blockquote>",
      "m.mentions": {},
      "m.new_content": { msgtype: "m.notice", body: "> Seven." },
    });
  });
});

describe("a file", () => {
  const file = { name: "a\u202eb\n.csv", mimeType: "text/csv", size: 3 };

  test("without words has its name as its words", () => {
    expect(fileMessage({ ...file, uploaded: { url: "mxc://coop.example/a" }, caption: null })).toEqual({
      msgtype: "m.file",
      body: "ab .csv",
      filename: "ab .csv",
      info: { mimetype: "text/csv", size: 3 },
      url: "mxc://coop.example/a",
      "m.mentions": {},
    });
  });

  test("with words has both, and its keys where the room is encrypted", () => {
    const uploaded = { file: { url: "mxc://coop.example/a", v: "v2" } };
    const thread = { root: "$r", latest: "$l" };
    expect(fileMessage({ ...file, uploaded, caption: SEVEN }, { mentions: [ANA], thread })).toMatchObject({
      msgtype: "m.file",
      body: "Seven.",
      filename: "ab .csv",
      formatted_body: "<p>Seven.</p>",
      ...uploaded,
      "m.mentions": { user_ids: [ANA] },
      "m.relates_to": { rel_type: "m.thread", event_id: "$r" },
    });
  });
});

test("what is sent is understood by the reading side", () => {
  const decoded = (type: string, content: unknown) => {
    const event = { type, event_id: "$1", sender: "@peer:coop.example", origin_server_ts: 1, content };
    return decodeEvent({ roomId: "!r", event, encryption: null }, ANA);
  };
  const to = { mentions: [ANA], thread: { root: "$r", latest: "$l" } };
  const message = "m.room.message";
  expect(decoded(message, textMessage(SEVEN, to))).toMatchObject({
    kind: "message",
    text: "Seven.",
    mentions: [ANA],
    threadRoot: "$r",
    replyTo: null,
  });
  expect(decoded(message, noticeMessage(SEVEN, to))).toEqual({ kind: "ignored", reason: "notice" });
  expect(decoded(message, editOf("$0", SEVEN, to))).toMatchObject({ kind: "edit", target: "$0", text: "Seven." });
  expect(decoded("m.reaction", reactionTo("$0", "👍"))).toMatchObject({ kind: "reaction", target: "$0", key: "👍" });
  const file = { name: "a.csv", mimeType: "text/csv", size: 3, uploaded: { url: "mxc://a/b" }, caption: SEVEN };
  expect(decoded(message, fileMessage(file))).toMatchObject({
    kind: "file",
    file: { name: "a.csv", mimeType: "text/csv", size: 3 },
    caption: "Seven.",
  });
});
