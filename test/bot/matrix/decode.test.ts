import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeEvent } from "../../../bot/matrix/decode.ts";
import type { Encryption, RawEvent } from "../../../bot/matrix/room-event.ts";

const SELF = "@rochdale:coop.example";
const SIGNED: Encryption = { sender: "signed", deviceId: "PHONE", sessionId: "s1" };
const COMMON = {
  roomId: "!kitchen",
  eventId: "$1",
  sender: "@Ana:coop.example",
  at: 1_700_000_000_000,
  encryption: SIGNED,
};

function raw(event: Readonly<Record<string, unknown>>, encryption: Encryption | null = SIGNED): RawEvent {
  const whole = { type: "m.room.message", event_id: "$1", sender: "@Ana:coop.example", origin_server_ts: COMMON.at };
  return { roomId: "!kitchen", event: { ...whole, ...event }, encryption };
}

function decodeContent(content: Readonly<Record<string, unknown>>) {
  return decodeEvent(raw({ content }), SELF);
}

const ignored = (reason: string) => ({ kind: "ignored", reason });

describe("a message", () => {
  test("is its words, with whom it means and where it stands", () => {
    const content = { msgtype: "m.text", body: " What is the quorum? ", "m.mentions": { user_ids: [SELF, SELF, 7] } };
    expect(decodeContent(content)).toEqual({
      ...COMMON,
      kind: "message",
      text: "What is the quorum?",
      mentions: [SELF],
      threadRoot: null,
      replyTo: null,
    });
  });

  test("may be an emote, but no notice and nothing that has no words", () => {
    expect(decodeContent({ msgtype: "m.emote", body: "asks for the rules" })).toMatchObject({ kind: "message" });
    expect(decodeContent({ msgtype: "m.notice", body: "beep" })).toEqual(ignored("notice"));
    expect(decodeContent({ msgtype: "m.location", body: "here" })).toEqual(ignored("not-for-us"));
    expect(decodeEvent(raw({ type: "m.sticker", content: { body: "cat" } }), SELF)).toEqual(ignored("not-for-us"));
  });

  test("of our own is ignored, of a look-alike is not", () => {
    const content = { msgtype: "m.text", body: "Hello" };
    expect(decodeEvent(raw({ sender: SELF, content }), SELF)).toEqual(ignored("own"));
    expect(decodeEvent(raw({ sender: "@Rochdale:coop.example", content }), SELF)).toMatchObject({ kind: "message" });
  });

  test("whose sender is not the owner of the session is refused before it is read", () => {
    const event = raw({ content: { msgtype: "m.text", body: "!grant all" } }, { ...SIGNED, sender: "spoofed" });
    expect(decodeEvent(event, SELF)).toEqual(ignored("spoofed"));
  });

  test("that was redacted is ignored", () => {
    expect(decodeContent({})).toEqual(ignored("redacted"));
    const redacted = raw({ content: { msgtype: "m.text", body: "x" }, unsigned: { redacted_because: {} } });
    expect(decodeEvent(redacted, SELF)).toEqual(ignored("redacted"));
  });

  test("loses the invisible letters in which words can be hidden", () => {
    const hidden = "Quo\u200brum\u2060? \u{e0041}\u{e0042}\u{fe0f}\u{e0101}\u202eabc\ud800\u0007";
    expect(decodeContent({ msgtype: "m.text", body: hidden })).toMatchObject({ text: "Quorum? abc" });
  });

  test.each([
    ["Rochdale: what is the quorum?", "what is the quorum?"],
    ["@rochdale:coop.example, what is the quorum?", "what is the quorum?"],
    ["@rochdale what is the quorum?", "what is the quorum?"],
    ["Rochdale was founded when?", "Rochdale was founded when?"],
    ["@rochdale:coop.example.org is what?", "@rochdale:coop.example.org is what?"],
  ])("%j asks %j", (body, text) => {
    expect(decodeContent({ msgtype: "m.text", body })).toMatchObject({ text });
  });

  test("loses the name that a link to the bot has", () => {
    const formatted_body = `<a href="https://matrix.to/#/${encodeURIComponent(SELF)}">Our &quot;Archive&quot;</a>: !help`;
    expect(decodeContent({ msgtype: "m.text", body: 'Our "Archive": !help', formatted_body })).toMatchObject({
      text: "!help",
      mentions: [SELF],
    });
  });
});

describe("mentions", () => {
  test.each([
    ["rochdale: What is the quorum?", [SELF]],
    ["@Rochdale, what is the quorum?", [SELF]],
    [`${SELF} What is the quorum?`, [SELF]],
    ["> <@ann:coop.example> rochdale: hello\n\nWhat is the quorum?", []],
    ["Rochdale was founded when?", []],
    ["Ask rochdale: it knows.", []],
    [`${SELF}.example What is the quorum?`, []],
  ])("in clients that know none, the bot's name in front is one: %s", (body, mentions) => {
    expect(decodeContent({ msgtype: "m.text", body })).toMatchObject({ mentions });
    expect(decodeContent({ msgtype: "m.text", body, "m.mentions": {} })).toMatchObject({ mentions: [] });
  });

  const pill = `<a class="x" href='https://matrix.to/#/@rochdale:coop.example?via=x'>Rochdale</a> quorum?`;

  test("are read from links only where the event does not tell them itself", () => {
    const message = { msgtype: "m.text", body: "Rochdale quorum?", formatted_body: pill };
    expect(decodeContent(message)).toMatchObject({ mentions: [SELF] });
    expect(decodeContent({ ...message, "m.mentions": {} })).toMatchObject({ mentions: [] });
    expect(decodeContent({ ...message, "m.mentions": "all" })).toMatchObject({ mentions: [] });
  });

  test("are not made by the old reply fallback", () => {
    const formatted_body = `<mx-reply><blockquote>${pill}</blockquote></mx-reply>yes`;
    expect(decodeContent({ msgtype: "m.text", body: "yes", formatted_body })).toMatchObject({ mentions: [] });
  });

  test("are found in 60 kB of broken markup without delay", () => {
    const body = "x";
    for (const part of ["<a ", '<a href="https://matrix.to/#/', "<a href ", " href", "</mx-reply>"]) {
      const formatted_body = `<a ${part.repeat(Math.floor(60_000 / part.length))}`;
      const begun = performance.now();
      expect(decodeContent({ msgtype: "m.text", body, formatted_body })).toMatchObject({ mentions: [] });
      expect(performance.now() - begun).toBeLessThan(1000);
    }
  });
});

describe("where a message stands", () => {
  const words = { msgtype: "m.text", body: "And then?" };

  test("a reply names what it answers", () => {
    expect(decodeContent({ ...words, "m.relates_to": { "m.in_reply_to": { event_id: "$0" } } })).toMatchObject({
      threadRoot: null,
      replyTo: "$0",
    });
  });

  test("in a thread, the reply that is only for clients without threads is none", () => {
    const thread = { rel_type: "m.thread", event_id: "$root", "m.in_reply_to": { event_id: "$0" } };
    const place = (relation: unknown) => decodeContent({ ...words, "m.relates_to": relation });
    expect(place({ ...thread, is_falling_back: true })).toMatchObject({ threadRoot: "$root", replyTo: null });
    expect(place({ ...thread, is_falling_back: false })).toMatchObject({ threadRoot: "$root", replyTo: "$0" });
    expect(place(thread)).toMatchObject({ threadRoot: "$root", replyTo: "$0" });
  });

  test("a relation that cannot be read is none", () => {
    for (const relation of ["x", 1, { rel_type: 1, event_id: {} }, { "m.in_reply_to": "x" }, null])
      expect(decodeContent({ ...words, "m.relates_to": relation })).toMatchObject({
        kind: "message",
        threadRoot: null,
        replyTo: null,
      });
  });

  test("the old reply fallback is not what the sender says; a quotation of their own is", () => {
    const text = (body: string) => decodeContent({ ...words, body });
    expect(text("> <@bob:coop.example> Old\n> lines\n\nAnd then?")).toMatchObject({ text: "And then?" });
    expect(text("> * <@bob:coop.example> waves\n\nAnd then?")).toMatchObject({ text: "And then?" });
    expect(text("> Article 5\n\nStill so?")).toMatchObject({ text: "> Article 5\n\nStill so?" });
  });
});

describe("an edit", () => {
  const edit = (content: Readonly<Record<string, unknown>>) =>
    decodeContent({
      msgtype: "m.text",
      body: "* new",
      "m.relates_to": { rel_type: "m.replace", event_id: "$0" },
      ...content,
    });

  test("is new words for its target", () => {
    const content = { "m.mentions": {}, "m.new_content": { msgtype: "m.text", body: "new", "m.mentions": {} } };
    expect(edit(content)).toEqual({ ...COMMON, kind: "edit", target: "$0", text: "new", mentions: [] });
  });

  test("means whom the new words mean, or else the edit itself", () => {
    const fresh = { msgtype: "m.text", body: "new" };
    const inner = { ...fresh, "m.mentions": { user_ids: [SELF] } };
    expect(edit({ "m.mentions": {}, "m.new_content": inner })).toMatchObject({ mentions: [SELF] });
    expect(edit({ "m.mentions": { user_ids: [SELF] }, "m.new_content": fresh })).toMatchObject({ mentions: [SELF] });
  });

  test("without new content, target or place is invalid, and never a new question", () => {
    const fresh = { "m.new_content": { msgtype: "m.text", body: "new" } };
    expect(edit({})).toEqual(ignored("invalid-edit"));
    expect(edit({ "m.new_content": { body: 1 } })).toEqual(ignored("invalid-edit"));
    expect(edit({ ...fresh, "m.relates_to": { rel_type: "m.replace" } })).toEqual(ignored("invalid-edit"));
    expect(edit({ ...fresh, "m.relates_to": { rel_type: "m.replace", event_id: "$1" } })).toEqual(
      ignored("invalid-edit"),
    );
    const state = raw({ state_key: "", content: { "m.relates_to": { rel_type: "m.replace", event_id: "$0" } } }, null);
    expect(decodeEvent(state, SELF)).toEqual(ignored("not-for-us"));
  });

  test("into a notice is a notice", () => {
    expect(edit({ "m.new_content": { msgtype: "m.notice", body: "new" } })).toEqual(ignored("notice"));
  });
});

describe("a file", () => {
  test("in clear has its address, its name and what the sender says of it", () => {
    const content = {
      msgtype: "m.image",
      body: "scan.png",
      url: "mxc://coop.example/a",
      info: { mimetype: "image/png", size: 12, w: 3 },
    };
    expect(decodeContent(content)).toEqual({
      ...COMMON,
      kind: "file",
      threadRoot: null,
      replyTo: null,
      file: { url: "mxc://coop.example/a", name: "scan.png", mimeType: "image/png", size: 12, file: null },
      caption: "",
    });
  });

  test("that is encrypted keeps its keys, and a body that is not its name is a caption", () => {
    const file = { url: "mxc://coop.example/b", v: "v2", key: { k: "secret" }, iv: "i", hashes: { sha256: "h" } };
    const content = { msgtype: "m.file", body: "The new rules", filename: "rules.pdf", file, info: { size: -1 } };
    expect(decodeContent(content)).toMatchObject({
      file: { url: "mxc://coop.example/b", name: "rules.pdf", mimeType: null, size: null, file },
      caption: "The new rules",
    });
  });

  test("that lies nowhere, or not on a homeserver, is malformed", () => {
    expect(decodeContent({ msgtype: "m.file", body: "x" })).toEqual(ignored("malformed"));
    expect(decodeContent({ msgtype: "m.file", body: "x", url: "http://127.0.0.1/x" })).toEqual(ignored("malformed"));
  });
});

describe("a redaction", () => {
  const redaction = (event: Readonly<Record<string, unknown>>, encryption: Encryption | null = null) =>
    decodeEvent(raw({ type: "m.room.redaction", content: {}, ...event }, encryption), SELF);

  test("names its target beside the content, in it, or both", () => {
    for (const event of [
      { redacts: "$0" },
      { content: { redacts: "$0" } },
      { redacts: "$0", content: { redacts: "$0" } },
    ])
      expect(redaction(event)).toMatchObject({ kind: "redaction", target: "$0" });
  });

  test("that names none, or two, is malformed", () => {
    expect(redaction({})).toEqual(ignored("malformed"));
    expect(redaction({ redacts: "$0", content: { redacts: "$9" } })).toEqual(ignored("malformed"));
  });

  test("that came encrypted was allowed by no homeserver", () => {
    expect(redaction({ redacts: "$0" }, SIGNED)).toEqual(ignored("not-for-us"));
  });
});

describe("a reaction", () => {
  const reaction = (key: unknown) =>
    decodeEvent(
      raw({
        type: "m.reaction",
        content: { "m.relates_to": { rel_type: "m.annotation", event_id: "$0", key } },
      }),
      SELF,
    );

  test("is a key on a target, whatever its colour or the form of its letters", () => {
    for (const key of ["👍", "👍\ufe0f", "👍🏽"])
      expect(reaction(key)).toMatchObject({ kind: "reaction", target: "$0", key: "👍" });
  });

  test("without a key is malformed, taken back it is redacted", () => {
    expect(reaction(1)).toEqual(ignored("malformed"));
    expect(decodeEvent(raw({ type: "m.reaction", content: {} }), SELF)).toEqual(ignored("redacted"));
  });
});

describe("what cannot be decrypted", () => {
  const sealed = { type: "m.room.encrypted", content: { session_id: "s9", ciphertext: "…" } };

  test("says why, as far as it is known", () => {
    expect(decodeEvent(raw(sealed, null), SELF)).toMatchObject({
      kind: "undecryptable",
      sessionId: "s9",
      code: "unknown",
      withheld: null,
    });
    const undecryptable = { code: "MissingRoomKey", withheld: "m.unverified" };
    expect(decodeEvent({ ...raw(sealed, null), undecryptable }, SELF)).toMatchObject(undecryptable);
  });

  test("of our own is ours, and once redacted is nothing", () => {
    expect(decodeEvent(raw({ ...sealed, sender: SELF }, null), SELF)).toEqual(ignored("own"));
    expect(decodeEvent(raw({ ...sealed, content: {} }, null), SELF)).toEqual(ignored("redacted"));
  });
});

describe("state", () => {
  test("is told with its key, the bot's own too", () => {
    const member = { type: "m.room.member", state_key: SELF, sender: SELF, content: { membership: "join" } };
    expect(decodeEvent(raw(member, null), SELF)).toEqual({
      ...COMMON,
      sender: SELF,
      encryption: null,
      kind: "state",
      type: "m.room.member",
      stateKey: SELF,
      content: { membership: "join" },
    });
  });

  test("that came out of an encrypted event is not believed", () => {
    const power = { type: "m.room.power_levels", state_key: "", content: { users: { "@Ana:coop.example": 100 } } };
    expect(decodeEvent(raw(power, SIGNED), SELF)).toEqual(ignored("not-for-us"));
  });

  test("that is none of our business is ignored", () => {
    expect(decodeEvent(raw({ type: "m.room.avatar", state_key: "", content: {} }, null), SELF)).toEqual(
      ignored("not-for-us"),
    );
  });
});

describe("whatever comes", () => {
  test("malformed events are ignored", () => {
    for (const event of [null, 1, "x", [], {}, { type: 1 }])
      expect(decodeEvent({ roomId: "!r", event, encryption: null }, SELF)).toEqual(ignored("malformed"));
    expect(decodeEvent(raw({ sender: "ana", content: {} }), SELF)).toEqual(ignored("malformed"));
    expect(decodeContent({ msgtype: "m.text" })).toEqual(ignored("malformed"));
  });

  const keys = fc.constantFrom(
    "msgtype",
    "body",
    "formatted_body",
    "m.mentions",
    "m.relates_to",
    "m.new_content",
    "redacts",
    "rel_type",
    "event_id",
    "user_ids",
    "file",
    "url",
    "info",
    "session_id",
    "__proto__",
  );
  const values = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("m.text", "m.file", "m.replace", "m.thread", "m.annotation", "$0", "mxc://a/b", SELF),
    fc.double(),
    fc.constant(null),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, values, fc.array(tie("tree")), fc.dictionary(keys, tie("tree"))),
  }));
  const types = fc.constantFrom(
    "m.room.message",
    "m.room.redaction",
    "m.reaction",
    "m.room.encrypted",
    "m.room.member",
  );

  test("nothing is thrown, and a message is always words without invisible letters", () => {
    fc.assert(
      fc.property(types, tree, fc.option(tree, { nil: undefined }), (type, content, redacts) => {
        const event = decodeEvent(raw({ type, content, redacts }), SELF);
        if (event.kind === "message") expect(event.text).not.toMatch(/[\p{Cf}\p{Cs}]/u);
        expect(event.kind).toBeTypeOf("string");
      }),
      { numRuns: 2000 },
    );
  });

  test("content nested a hundred thousand deep is ignored", () => {
    let deep: unknown = "x";
    for (let depth = 0; depth < 100_000; depth++) deep = { "m.new_content": deep, file: deep };
    expect(decodeEvent(raw({ content: { msgtype: "m.file", body: "x", file: deep } }), SELF).kind).toBe("ignored");
  });
});
