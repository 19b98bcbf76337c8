/**
 * Reads what somebody wrote out of a message's `body` and `formatted_body`: without the old reply fallback, without
 * invisible characters, without the name that only calls the bot. Pure; knows nothing of the event around it.
 */
import { cleanText } from "./clean-text.ts";

export type Words = { readonly body: string; readonly formattedBody: string | null };

/** The sender's own words. @param self the bot's user id, as it is called at the beginning of a question. */
export function ownWords({ body, formattedBody }: Words, self: string): string {
  const words = cleanText(withoutReplyFallback(body)).trim();
  const pillNames = pills(formattedBody).flatMap(({ userId, name }) => (userId === self ? [name] : []));
  return withoutAddress(words, { self, names: pillNames });
}

/** User ids that a message calls by matrix.to links: how people were mentioned before there was `m.mentions`. */
export function pillMentions({ formattedBody }: Words): string[] {
  return [...new Set(pills(formattedBody).map(({ userId }) => userId))];
}

/** Does a message begin with the bot's name? So people without pills call it: "rochdale: what is the quorum?" */
export function beginsWithName({ body }: Words, self: string): boolean {
  const words = cleanText(withoutReplyFallback(body)).trim();
  return withoutAddress(words, { self, names: [] }) !== words;
}

/** "> <@user:server> …" and the quoted lines below it, as clients wrote them above a reply until 2024. */
const FALLBACK_BEGIN = /^> (?:\* )?<@[^\s>]+>/u;

function withoutReplyFallback(body: string): string {
  if (!FALLBACK_BEGIN.test(body)) return body;
  const lines = body.split("\n");
  const first = lines.findIndex((line) => !line.startsWith(">"));
  return first === -1 ? "" : lines.slice(first).join("\n");
}

/** One pass each, whatever is hidden in them: a tag ends at the next "<" or ">". */
const ANCHOR = /<a\s([^<>]*)>([^<]*)/giu;
const USER_LINK = /(?:^|\s)href\s*=\s*["']https:\/\/matrix\.to\/#\/([^"'?\s]+)/iu;
const REPLY_END = "</mx-reply>";

/** The reply fallback links to whoever is replied to, who is not thereby called. */
function pills(formattedBody: string | null): { userId: string; name: string }[] {
  const own = (formattedBody ?? "").split(REPLY_END).at(-1) ?? "";
  return [...own.matchAll(ANCHOR)].flatMap(([, attributes = "", name = ""]) => {
    const userId = decoded(USER_LINK.exec(attributes)?.[1] ?? "");
    return userId.startsWith("@") ? [{ userId, name: cleanText(unescaped(name)).trim() }] : [];
  });
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(unescaped(target));
  } catch {
    return "";
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };

function unescaped(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#39|#x27);/gu, (whole, name: string) => ENTITIES[name] ?? whole);
}

/** "Rochdale: what is the quorum?" asks what the quorum is. */
function withoutAddress(words: string, { self, names }: { self: string; names: readonly string[] }): string {
  const local = /^@([^:]+):/u.exec(self)?.[1] ?? self;
  for (const name of [self, ...names, `@${local}`, local]) {
    if (name === "" || !words.toLowerCase().startsWith(name.toLowerCase())) continue;
    const rest = words.slice(name.length);
    const separator = /^(?:[:,;–—-]+(?=\s|$)|(?=\s|$))\s*/u.exec(rest)?.[0];
    // The bare local part may be the subject: "Rochdale was founded when?"
    if (separator !== undefined && (name !== local || /^[:,]/u.test(separator))) return rest.slice(separator.length);
  }
  return words;
}
