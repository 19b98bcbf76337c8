/**
 * The contents of the events that Rochdale sends: messages, quiet notices, edits, reactions, files; with their place in
 * a thread and whom they tell. Every message says whom it means, nobody included (`m.mentions`). Knows nothing of
 * sending.
 */
import { cleanText } from "./clean-text.ts";
import type { Written } from "./rich-text.ts";

export type Content = Readonly<Record<string, unknown>>;

/** `root`: the question that opened the thread; `latest`: what clients without threads show as replied to. */
export type Thread = { readonly root: string; readonly latest: string };

export type Addressed = {
  /** User ids that are to be notified. */
  readonly mentions?: readonly string[];
  readonly thread?: Thread | null;
};

/** A message that may notify. */
export function textMessage(written: Written, to: Addressed = {}): Content {
  return { ...message("m.text", written, to.mentions), ...relation(to.thread) };
}

/** A message that never notifies, whomever it mentions, and that no other bot answers. */
export function noticeMessage(written: Written, to: Addressed = {}): Content {
  return { ...message("m.notice", written, to.mentions), ...relation(to.thread) };
}

/**
 * New words in place of an older message of ours, in whatever thread that stands. Edits are silent but for those whom
 * `mentions` names. What stands outside `m.new_content` is for clients that know no edits and show a new line.
 */
export function editOf(
  eventId: string,
  written: Written,
  { mentions, type = "m.text" }: { readonly mentions?: readonly string[]; readonly type?: "m.text" | "m.notice" } = {},
): Content {
  return {
    ...message(type, asNewLine(written), mentions),
    "m.new_content": message(type, written, mentions),
    "m.relates_to": { rel_type: "m.replace", event_id: eventId },
  };
}

/** Goes with the event type `m.reaction`. */
export function reactionTo(eventId: string, key: string): Content {
  return { "m.relates_to": { rel_type: "m.annotation", event_id: eventId, key } };
}

export type SentFile = {
  readonly name: string;
  readonly mimeType: string;
  /** Bytes. */
  readonly size: number;
  /** What the upload gave: `url`, or the `file` of an encrypted room. */
  readonly uploaded: Content;
  readonly caption: Written | null;
};

export function fileMessage({ name, mimeType, size, uploaded, caption }: SentFile, to: Addressed = {}): Content {
  const filename = cleanText(name).replace(/\s+/gu, " ").trim();
  return {
    ...(caption === null ? { body: filename, ...mentioning(to.mentions) } : message("m.file", caption, to.mentions)),
    msgtype: "m.file",
    filename,
    info: { mimetype: mimeType, size },
    ...uploaded,
    ...relation(to.thread),
  };
}

function message(msgtype: string, { body, html }: Written, mentions: readonly string[] = []): Content {
  return { msgtype, body, format: "org.matrix.custom.html", formatted_body: html, ...mentioning(mentions) };
}

function mentioning(mentions: readonly string[] = []): Content {
  return { "m.mentions": mentions.length === 0 ? {} : { user_ids: [...new Set(mentions)] } };
}

function relation(thread: Thread | null = null): Content {
  if (thread === null) return {};
  const { root, latest } = thread;
  return {
    "m.relates_to": {
      rel_type: "m.thread",
      event_id: root,
      is_falling_back: true,
      "m.in_reply_to": { event_id: latest },
    },
  };
}

/** "* …", as clients have long marked a correction; on a line of its own where no paragraph begins the message. */
function asNewLine({ body, html }: Written): Written {
  const [paragraph] = /^<p>/u.exec(html) ?? [];
  if (paragraph === undefined) return { body: `*\n\n${body}`, html: `<p>*</p>${html}` };
  return { body: `* ${body}`, html: `<p>* ${html.slice(paragraph.length)}` };
}
