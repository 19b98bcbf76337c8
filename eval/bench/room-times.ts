/**
 * Times questions in a room as another member sees them: from the question, as its homeserver dates it, to the typing
 * notice, to the first words, to the final answer. Knows neither the bot nor the homeserver.
 */
import type { Member, Message } from "../../test/peers/member.ts";
import { type Spread, spreadOf } from "../spread.ts";

export type RoomTime = {
  /** Milliseconds; null when no typing was seen before the final answer. */
  readonly typing: number | null;
  readonly firstText: number;
  readonly finalAnswer: number;
};

export type RoomTimes = {
  readonly questions: number;
  readonly typingMs: Spread | null;
  readonly firstTextMs: Spread | null;
  readonly finalAnswerMs: Spread | null;
};

export type AskedRoom = {
  readonly roomId: string;
  readonly botId: string;
  readonly asker: Pick<Member, "say">;
  /** Another member: what this one sees is timed. */
  readonly watcher: Pick<Member, "waitFor" | "waitForTyping" | "typing">;
  /** Milliseconds since 1970, by the clock that the homeserver has too. */
  readonly now: () => number;
  /** Waits so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal;
  /** How long an answer may take, milliseconds. */
  readonly patienceMs: number;
};

const LOOK_EVERY_MS = 20;

/** @throws Error with the timeline when no answer comes. */
export async function askInRoom(room: AskedRoom, question: string): Promise<RoomTime> {
  const { roomId, botId, asker, watcher, patienceMs } = room;
  await silence(room);
  const typing = watcher.waitForTyping(roomId, botId, patienceMs).catch(() => null);
  const asked = await asker.say(roomId, question, { mentions: [botId] });
  const first = await seen(room, asked, isReply);
  const final = await seen(room, asked, isFinal);
  const typingAt = await Promise.race([typing, Promise.resolve(null)]); // what has not come by now will not
  const { at } = final.question;
  return {
    typing: typingAt === null ? null : typingAt - at,
    firstText: first.now - at,
    finalAnswer: final.now - at,
  };
}

export function summariseRoomTimes(times: readonly RoomTime[]): RoomTimes {
  return {
    questions: times.length,
    typingMs: spreadOf(times.flatMap(({ typing }) => (typing === null ? [] : [typing]))),
    firstTextMs: spreadOf(times.map(({ firstText }) => firstText)),
    finalAnswerMs: spreadOf(times.map(({ finalAnswer }) => finalAnswer)),
  };
}

/** The typing of the question before must not be taken for that of the next one. */
async function silence({ watcher, roomId, botId, pause, signal, now, patienceMs }: AskedRoom): Promise<void> {
  const until = now() + patienceMs;
  while (watcher.typing(roomId).includes(botId)) {
    signal.throwIfAborted();
    if (now() > until) throw new Error(`Expected ${botId} to stop typing within ${patienceMs} ms, got no end of it.`);
    await pause(LOOK_EVERY_MS);
  }
}

type Fits = (message: Message, asked: string) => boolean;

async function seen({ watcher, roomId, botId, now, patienceMs, signal }: AskedRoom, asked: string, fits: Fits) {
  signal.throwIfAborted();
  return watcher.waitFor(
    roomId,
    (timeline) => {
      const question = timeline.find(({ eventId }) => eventId === asked);
      const reply = timeline.find((message) => message.sender === botId && fits(message, asked));
      return question && reply ? { question, now: now() } : undefined;
    },
    patienceMs,
  );
}

const isReply: Fits = ({ threadRoot, replyTo, body }, asked) =>
  (threadRoot === asked || replyTo === asked) && body !== null;
/** Until then it is a notice. */
const isFinal: Fits = (message, asked) => isReply(message, asked) && message.content.msgtype === "m.text";
