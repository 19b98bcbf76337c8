/** The homeserver of the unit tests keeps the promises that the real one keeps (`test/e2e/homeserver.e2e.test.ts`). */
import { type HomeserverWorld, homeserverContract } from "../contracts/homeserver.ts";
import { InMemoryHomeserver } from "./in-memory-homeserver.ts";

const BOT = "@rochdale:coop.example";
const ANN = "@ann:coop.example";

homeserverContract("the one in memory", async () => memoryWorld());

function memoryWorld(): HomeserverWorld {
  const homeserver = new InMemoryHomeserver(BOT, () => Date.UTC(2026, 0, 31, 12));
  let count = 0;
  const makeRoom = (withBot: boolean, encrypted = false) => {
    const roomId = `!room${++count}`;
    homeserver.room(roomId, [ANN], { withBot });
    if (encrypted) homeserver.state(roomId, ANN, "m.room.encryption", "", { algorithm: "m.megolm.v1.aes-sha2" });
    return roomId;
  };
  return {
    homeserver,
    memberId: ANN,
    room: async ({ encrypted = false } = {}) => makeRoom(true, encrypted),
    foreignRoom: async () => makeRoom(false),
    invite: async (roomId) => homeserver.inviteBot({ roomId, inviter: ANN, isDirect: false, roomName: null }),
    kick: async (roomId) => void homeserver.state(roomId, ANN, "m.room.member", BOT, { membership: "leave" }),
    tryJoin: async (roomId) => homeserver.tryJoin(roomId, ANN),
    trySay: async (roomId, text) => homeserver.trySay(roomId, ANN, text),
    say: async (roomId, text) => homeserver.say(roomId, ANN, text),
    seen: async (roomId) => homeserver.said(roomId),
    isTyping: async (roomId) => homeserver.typingNow.has(roomId),
    readUpTo: async (roomId) => homeserver.readUpTo.get(roomId) ?? null,
    [Symbol.asyncDispose]: async () => {},
  };
}
