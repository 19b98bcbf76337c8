/**
 * The smallest bot on our connection, as a process that a test can kill: writes every message into an inbox in the
 * batch's own transaction, answers each in its thread. Arguments: address, user id, access token, database.
 */
import { type Connection, connectHomeserver } from "../../bot/matrix/connection/connect.ts";

const [baseUrl = "", userId = "", accessToken = "", storeFile = ""] = process.argv.slice(2);
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort(new Error("asked to end")));

await using connection = await connectHomeserver({
  baseUrl,
  userId,
  accessToken,
  storeFile,
  storeKey: new Uint8Array(32).fill(7),
  clock: Date.now,
  log: (level, event, fields) => void (level !== "debug" && console.error(event, JSON.stringify(fields ?? {}))),
  signal: stop.signal,
});
const { database } = connection.store;
database.exec(
  "CREATE TABLE IF NOT EXISTS inbox (event_id TEXT PRIMARY KEY, room TEXT, body TEXT, done INTEGER DEFAULT 0)",
);
console.log("connected", connection.identity.deviceId, connection.identity.fingerprint);

const underWay = new Set<string>();
answerAll(connection);
await connection.sync({
  commit({ events }) {
    const put = database.prepare("INSERT OR IGNORE INTO inbox (event_id, room, body) VALUES (?, ?, ?)");
    for (const { roomId, event } of events) {
      const message = event as { type: string; sender: string; event_id: string; content: { body?: unknown } };
      if (message.type === "m.room.message" && message.sender !== userId)
        put.run(message.event_id, roomId, String(message.content.body));
    }
  },
  after({ invites }) {
    for (const { roomId } of invites) connection.join(roomId, []).catch(console.error);
    answerAll(connection);
  },
  signal: stop.signal,
});

function answerAll(connection: Connection): void {
  for (const row of database.prepare("SELECT event_id, room, body FROM inbox WHERE done = 0 ORDER BY rowid").all()) {
    const [eventId, roomId, body] = [String(row.event_id), String(row.room), String(row.body)];
    if (underWay.has(eventId)) continue;
    underWay.add(eventId);
    const thread = {
      rel_type: "m.thread",
      event_id: eventId,
      is_falling_back: true,
      "m.in_reply_to": { event_id: eventId },
    };
    const content = { msgtype: "m.text", body: `You said: ${body}`, "m.mentions": {}, "m.relates_to": thread };
    connection
      .send({ roomId, type: "m.room.message", content, txnId: `echo-${eventId}` }, stop.signal)
      .then(() => database.prepare("UPDATE inbox SET done = 1 WHERE event_id = ?").run(eventId))
      .catch((error) => console.error("not sent", String(error)));
  }
}
