/**
 * A small homeserver with a member who talks to a bot: an admin room, in which the sample is granted, and a members' room, in
 * which questions are asked once it is. Neither is encrypted. Counts what the bot replies.
 */
import { BOT } from "../fakes/connection-parts.ts";
import { keyHomeserver } from "../fakes/key-homeserver.ts";
import type { Asked, Reply, Script } from "../fakes/small-homeserver.ts";

const ADMIN = "@admin:small.example";
const ADMINS = "!admins:small.example";
const MEMBERS = "!members:small.example";

export type TalkingHomeserver = AsyncDisposable & {
  readonly baseUrl: string;
  /** What the bot needs to know of it; its token comes beside it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Resolves when the replies that were waited for are there. */
  readonly answered: Promise<void>;
  /** What the bot sent, as JSON. */
  readonly sent: readonly string[];
};

/** @param first is asked before; what it leaves undefined is answered as a homeserver would. */
export async function talkingHomeserver({
  collection,
  questions,
  replies: awaited = questions.length,
  first = () => undefined,
}: {
  readonly collection: string;
  readonly questions: readonly string[];
  /** How many are waited for; by default one for each question. */
  readonly replies?: number;
  readonly first?: Script;
}): Promise<TalkingHomeserver> {
  const answered = Promise.withResolvers<void>();
  const sent: string[] = [];
  let replies = 0;
  let granted = false;
  const homeserver = await keyHomeserver(async (asked) => (await first(asked)) ?? room(asked));
  const { answers } = homeserver.sync;
  answers.push(
    { next_batch: "1", rooms: { join: { [ADMINS]: joined(), [MEMBERS]: joined() } } },
    { next_batch: "2", rooms: { join: { [ADMINS]: said([`!grant ${collection} ${MEMBERS}`]) } } },
  );

  /** Whatever is sent is taken. */
  function room({ method, path, body }: Asked): Reply | undefined {
    if (method === "POST" && path.endsWith("/filter")) return { json: { filter_id: "1" } };
    const [, id = "", end = ""] = /^\/_matrix\/client\/v3\/rooms\/([^/]+)\/(.*)$/u.exec(path) ?? [];
    if (end.startsWith("state/m.room.encryption")) return { status: 404, json: { errcode: "M_NOT_FOUND" } };
    if (end === "joined_members") return { json: { joined: { [ADMIN]: {}, [BOT]: {} } } };
    if (/^(?:typing|receipt)\//u.test(end)) return { json: {} };
    if (method !== "PUT" || !end.startsWith("send/")) return undefined;
    const text = JSON.stringify(body);
    sent.push(text);
    if (id === ADMINS && text.includes("Granted") && !granted) {
      granted = true;
      answers.push({ next_batch: "3", rooms: { join: { [MEMBERS]: said(questions) } } });
    }
    if (id === MEMBERS && text.includes('"m.text"')) replies += 1;
    if (replies >= awaited) answered.resolve();
    return { json: { event_id: `$sent-${end.split("/").at(-1)}` } };
  }

  return {
    baseUrl: homeserver.baseUrl,
    settings: {
      MATRIX_HOMESERVER: homeserver.baseUrl,
      MATRIX_USER: BOT,
      MATRIX_STORE_KEY_FILE: "store.key",
      MATRIX_ADMIN_ROOM: ADMINS,
      MATRIX_ADMINS: ADMIN,
    },
    answered: answered.promise,
    sent,
    [Symbol.asyncDispose]: homeserver[Symbol.asyncDispose],
  };
}

let events = 0;
function event(type: string, content: object, more: object = {}) {
  events += 1;
  return { type, sender: ADMIN, event_id: `$${events}`, origin_server_ts: Date.now(), content, ...more };
}

function joined() {
  const state = (type: string, content: object, key = "") => event(type, content, { state_key: key });
  const all = [
    state("m.room.create", { room_version: "11" }),
    state("m.room.join_rules", { join_rule: "invite" }),
    state("m.room.power_levels", { users: { [ADMIN]: 100 } }),
    state("m.room.member", { membership: "join" }, ADMIN),
    state("m.room.member", { membership: "join" }, BOT),
  ];
  return { state: { events: all }, timeline: { events: [], limited: false } };
}

function said(lines: readonly string[]) {
  const content = (body: string) => ({ msgtype: "m.text", body, "m.mentions": { user_ids: [BOT] } });
  const all = lines.map((body) => event("m.room.message", content(body)));
  return { state: { events: [] }, timeline: { events: all, limited: false } };
}
