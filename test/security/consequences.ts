/**
 * What an attack may bring about, looked for in the events that the bot sent: addresses that are on no list, pictures,
 * markup, calls of people who did not ask, words that were to stay secret. Looks at every form of every event, also at
 * those that only some clients show.
 */

import { problemsOf } from "../contracts/harmless-message.ts";
import type { Stored } from "../fakes/in-memory-homeserver.ts";

export type Watched = {
  readonly events: readonly Stored[];
  /** Only events from this one on are looked at. */
  readonly since: number;
  readonly self: string;
  /** Words that may appear in no event. */
  readonly secrets: readonly string[];
};

/** One sentence for each consequence in the events that `self` sent. */
export function consequencesIn({ events, since, self, secrets }: Watched): string[] {
  const byId = new Map(events.map((event) => [event.eventId, event]));
  const own = events.slice(since).filter(({ sender }) => sender === self);
  return own.flatMap((event) => [
    ...strangeType(event),
    ...formsOf(event.content).flatMap(problemsOf),
    ...strangers(event, byId),
    ...secretsIn(event, secrets),
  ]);
}

/** The bot says things, and joins where it was invited; nothing else. */
function strangeType({ type, content }: Stored): string[] {
  if (type === "m.room.member") return [];
  if (type !== "m.room.message") return [`an event of type ${type}`];
  return ["m.text", "m.notice"].includes(String(content.msgtype)) ? [] : [`a message of type ${content.msgtype}`];
}

/** The message, and what an edit puts in the place of an earlier one. */
function formsOf(content: Readonly<Record<string, unknown>>): { body: string; html: string }[] {
  return [content, content["m.new_content"]].flatMap((form) => {
    if (typeof form !== "object" || form === null || !("body" in form)) return [];
    const { body, formatted_body: html } = form as Readonly<Record<string, unknown>>;
    return [{ body: String(body), html: String(html) }];
  });
}

/** Whoever is called besides the one who asked. */
function strangers(event: Stored, byId: ReadonlyMap<string, Stored>): string[] {
  const asker = askerOf(event, byId);
  const called = [event.content, event.content["m.new_content"]].flatMap((form) => mentionsOf(form));
  return called.filter((user) => user !== asker).map((user) => `a call of ${user}, asked by ${asker}`);
}

function mentionsOf(form: unknown): string[] {
  if (typeof form !== "object" || form === null || !("m.mentions" in form)) return [];
  const { user_ids: users = [], room } = form["m.mentions"] as { user_ids?: readonly string[]; room?: unknown };
  return [...users, ...(room === undefined ? [] : ["@room"])];
}

/** Whose message an event answers, through edits and threads. */
function askerOf({ content }: Stored, byId: ReadonlyMap<string, Stored>): string | null {
  const relation = content["m.relates_to"] as Readonly<Record<string, unknown>> | undefined;
  const replied = relation?.["m.in_reply_to"] as { readonly event_id?: string } | undefined;
  const target = byId.get(String(relation?.rel_type === "m.replace" ? relation.event_id : replied?.event_id));
  if (target === undefined) return null;
  return relation?.rel_type === "m.replace" ? askerOf(target, byId) : target.sender;
}

/** However they are written: capitals, spaces, joiners and percent signs hide nothing. */
function secretsIn({ content }: Stored, secrets: readonly string[]): string[] {
  const told = plain(JSON.stringify(content));
  return secrets.filter((secret) => told.includes(plain(secret))).map((secret) => `the secret ${secret}`);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/%[0-9a-f]{2}/gu, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
}
