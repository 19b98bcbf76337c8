/** The connection to a real Synapse keeps the promises of `bot/matrix/ports.ts`, seen through matrix-js-sdk. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../../bot/matrix/connection/connect.ts";
import { pythonDir } from "../../demo/python-venv.ts";
import { installSynapse, startSynapse } from "../../demo/synapse.ts";
import { type HomeserverWorld, homeserverContract } from "../contracts/homeserver.ts";
import { startJsSdkMember } from "../peers/js-sdk-member.ts";
import type { Member } from "../peers/member.ts";
import { connectAs } from "./connect-as.ts";

homeserverContract("Synapse, through the connection,", synapseWorld);

async function synapseWorld(): Promise<HomeserverWorld> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "rochdale-contract-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const install = { directory: pythonDir(process.env), signal: AbortSignal.timeout(300_000), onProgress: console.log };
  const python = await installSynapse(install);
  const synapse = stack.use(await startSynapse({ python, folder: join(folder, "synapse") }));
  const { baseUrl } = synapse;
  const ann = stack.use(await startJsSdkMember({ baseUrl, account: await synapse.registerUser("ann", "a password") }));
  const homeserver = stack.use(await connectAs(baseUrl, await synapse.registerUser("rochdale", "a password"), folder));
  const owned = stack.move();
  return { ...seenBy(ann, homeserver), [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

function seenBy(ann: Member, homeserver: Connection): Omit<HomeserverWorld, typeof Symbol.asyncDispose> {
  const { userId } = homeserver.identity;
  return {
    homeserver,
    memberId: ann.userId,
    async room({ encrypted = false } = {}) {
      const roomId = await ann.createRoom({ encrypted, invite: [userId] });
      await homeserver.join(roomId, []);
      // Her client shows the bot typing once it knows that the bot is there: from then on it encrypts for it.
      await homeserver.typing(roomId, true);
      await ann.waitForTyping(roomId, userId);
      await homeserver.typing(roomId, false);
      return roomId;
    },
    foreignRoom: () => ann.createRoom({ encrypted: false }),
    invite: (roomId) => ann.invite(roomId, userId),
    kick: async (roomId) =>
      void (await ann.api("POST", `/v3/rooms/${encodeURIComponent(roomId)}/kick`, { user_id: userId })),
    tryJoin: (roomId) => granted(() => ann.join(roomId)),
    trySay: (roomId, text) => granted(() => ann.say(roomId, text)),
    say: (roomId, text) => ann.say(roomId, text),
    async seen(roomId) {
      const own = (await ann.timeline(roomId)).filter(({ sender, redacted }) => sender === userId && !redacted);
      return own.map(({ eventId, body }) => ({ eventId, body: body ?? "(cannot be decrypted)" }));
    },
    isTyping: async (roomId) => ann.typing(roomId).includes(userId),
    readUpTo: (roomId) => ann.readUpTo(roomId, userId),
  };
}

async function granted(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
}
