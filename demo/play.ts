/**
 * Plays a conversation in an encrypted room and prints it as it happens: each reply once it is more than a quiet notice.
 * Knows neither client nor homeserver.
 */
import type { Member, Message } from "../test/peers/member.ts";
import type { Line } from "./conversation.ts";

/** What a speaker has to be able to do. */
export type Speaker = Pick<Member, "say" | "waitFor">;

export type PlayOptions = {
  readonly roomId: string;
  readonly botId: string;
  readonly speakers: Readonly<Record<Line["by"], Speaker>>;
  readonly lines: readonly Line[];
  readonly write: (text: string) => void;
  readonly signal: AbortSignal;
  /** How long a reply may take, milliseconds. */
  readonly patienceMs?: number;
};

/** Old machines without a fast model answer in a minute. */
const PATIENCE_MS = 180_000;
/** @returns whether every line was decrypted and right. */
export async function play(options: PlayOptions): Promise<boolean> {
  const { lines, speakers, roomId, botId, write, signal } = options;
  const roots = new Map<string, string>();
  let allRight = true;
  for (const line of lines) {
    signal.throwIfAborted();
    const speaker = speakers[line.by];
    const thread = line.inThreadOf === null ? undefined : roots.get(line.inThreadOf);
    const place = thread === undefined ? { mentions: [botId] } : { thread };
    write(`\n${capital(line.by)}: ${line.text}\n`);
    const asked = await speaker.say(roomId, line.text, place);
    roots.set(line.name, thread ?? asked);
    const reply = await replyTo(asked, thread ?? asked, speaker, options);
    const verdict = judge(reply, line);
    write(`${indented(shown(reply))}\n    ${verdict === null ? "✔ decrypted and right" : `✘ ${verdict}`}\n`);
    allRight &&= verdict === null;
  }
  return allRight;
}

/** The bot's first word in the thread after the question that is no quiet notice; null when there is none. */
async function replyTo(
  asked: string,
  root: string,
  speaker: Speaker,
  { roomId, botId, patienceMs = PATIENCE_MS }: PlayOptions,
): Promise<Message | null> {
  const isReply = (message: Message) =>
    message.sender === botId &&
    (message.undecryptable || (message.threadRoot === root && message.content.msgtype === "m.text"));
  const first = (timeline: readonly Message[]) =>
    timeline.slice(timeline.findIndex(({ eventId }) => eventId === asked) + 1).find(isReply);
  return speaker.waitFor(roomId, first, patienceMs).catch(() => null);
}

function judge(reply: Message | null, { right }: Line): string | null {
  if (reply === null) return "Expected a reply, got none.";
  if (reply.undecryptable) return "Expected a reply that can be decrypted, got one that cannot.";
  if (!reply.encrypted) return "Expected an encrypted reply, got one in clear.";
  return right.test(reply.body ?? "") ? null : `Expected a reply with \`${right.source}\`.`;
}

const shown = (reply: Message | null) =>
  reply?.undecryptable ? "(cannot be decrypted)" : (reply?.body ?? "(no reply)");
const indented = (text: string) => `Rochdale:\n${text}`.replaceAll("\n", "\n    ");
const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
