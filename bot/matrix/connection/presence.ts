/** Typing notices and read receipts: nice to have, never waited for, never a reason to fail. */
import type { Presence } from "../ports.ts";
import { type ConnectionLog, inWords } from "./log.ts";
import type { Requester } from "./requester.ts";

type Deps = { readonly userId: string; readonly requester: Pick<Requester, "json">; readonly log: ConnectionLog };

/** As long as clients show a typing notice for. */
const TYPING_MS = 30_000;
/** Later it would be wrong; so it is tried once more at most. */
const PATIENCE = { attempts: 2 };
const TIMEOUT_MS = 5_000;

export function createPresence({ userId, requester, log }: Deps): Presence {
  const quietly = async (method: "PUT" | "POST", path: string, body: unknown): Promise<void> => {
    try {
      await requester.json({ method, path, body, timeoutMs: TIMEOUT_MS }, PATIENCE);
    } catch (error) {
      log("debug", "presence-not-shown", { error: inWords(error) });
    }
  };
  return {
    typing: (roomId, on, timeoutMs = TYPING_MS) =>
      quietly(
        "PUT",
        `${roomPath(roomId)}/typing/${encodeURIComponent(userId)}`,
        on ? { typing: true, timeout: timeoutMs } : { typing: false },
      ),
    read: (roomId, eventId) => quietly("POST", `${roomPath(roomId)}/receipt/m.read/${encodeURIComponent(eventId)}`, {}),
  };
}

const roomPath = (roomId: string): string => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`;
