/**
 * A process of its own for defects that end a process. `defect-child.ts HOW WHAT ADDRESS`: HOW is `sdk` or `ours`, WHAT
 * is `event` (a membership event meets a 502) or `rotation` (two messages at once meet the end of a key). Prints `done`.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { RustEngine } from "matrix-bot-sdk/lib/e2ee/RustEngine.js";
import { ROOM } from "./connection-parts.ts";
import { ALICE } from "./key-homeserver.ts";
import { openConnection } from "./open-connection.ts";
import { plainClient } from "./plain-client.ts";
import { scriptedTiming } from "./scripted-timing.ts";

const [how, what, baseUrl = ""] = process.argv.slice(2);
const ENCRYPTION = { type: "m.room.encryption", state_key: "", event_id: "$e", sender: ALICE, content: {} };

/**
 * On a busy machine something happens between preparing a message and encrypting it. Here, for the SDK and for us,
 * whoever has prepared waits as long as others are about to: longer than a preparation takes.
 */
const prepare = RustEngine.prototype.prepareEncrypt;
let prepared = 0;
RustEngine.prototype.prepareEncrypt = async function (...given) {
  await prepare.apply(this, given);
  for (let seen = prepared++; seen !== prepared; ) {
    seen = prepared;
    await sleep(1_000);
  }
};

const MESSAGES = ["1", "2", "3"];
const message = (body: string) => ({ msgtype: "m.text", body });

if (how === "sdk" && what === "event") {
  const client = await plainClient(baseUrl);
  client.emit("room.event", ROOM, ENCRYPTION);
  await sleep(500);
} else if (how === "sdk") {
  const client = await plainClient(baseUrl);
  await Promise.all(MESSAGES.map((body) => client.crypto.encryptRoomEvent(ROOM, "m.room.message", message(body))));
} else if (what === "event") {
  await using connection = await openConnection(baseUrl, { timing: scriptedTiming() });
  const stop = new AbortController();
  await connection.sync({
    commit: () => {},
    after: ({ events }) => events.length > 0 && stop.abort(),
    signal: stop.signal,
  });
} else {
  await using connection = await openConnection(baseUrl);
  const { signal } = new AbortController();
  const type = "m.room.message";
  await Promise.all(
    MESSAGES.map((body) => connection.send({ roomId: ROOM, type, content: message(body), txnId: body }, signal)),
  );
}
console.log("done");
process.exit(0);
