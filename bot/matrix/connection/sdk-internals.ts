/**
 * The few private parts of the SDK's `CryptoClient` that we must reach, looked up in one place and checked, so that
 * another version of the SDK is refused at the start and not found out in a room.
 */
import type { CryptoClient } from "matrix-bot-sdk";
import { z } from "zod";

/** The SDK's loop around the machine: sends what the machine wants sent, one thing at a time. */
export type Engine = {
  readonly lock: { acquire<T>(name: string, work: () => Promise<T>): Promise<T> };
  /** Sends all that the machine has ready. */
  run(): Promise<void>;
};

type RoomCheck = (roomId: string) => Promise<void>;

/** The SDK's name for the lock around everything that changes sessions. */
export const SYNC_LOCK = "sync";

const WITH_TRACKER = z.object({
  roomTracker: z.custom<{ queueRoomCheck: RoomCheck }>((value) => has(value, "queueRoomCheck")),
});
const WITH_ENGINE = z.object({
  engine: z.custom<Engine>((value) => has(value, "run") && has(Reflect.get(Object(value), "lock"), "acquire")),
});

/** Puts our check whether a room is encrypted in the place of the SDK's. */
export function replaceRoomCheck(crypto: CryptoClient, check: RoomCheck): void {
  readable(WITH_TRACKER, crypto).roomTracker.queueRoomCheck = check;
}

/** @throws Error before `crypto.prepare`. */
export function engineOf(crypto: CryptoClient): Engine {
  return readable(WITH_ENGINE, crypto).engine;
}

function readable<T>(shape: z.ZodType<T>, crypto: CryptoClient): T {
  const found = shape.safeParse(crypto);
  if (found.success) return found.data;
  throw new Error(
    "Expected matrix-bot-sdk 0.8.0 with its encryption prepared, got other parts inside. Install the locked version with `npm ci`.",
  );
}

function has(value: unknown, method: string): boolean {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, method) === "function";
}
