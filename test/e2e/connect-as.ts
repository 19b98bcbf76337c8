/** Our own connection to a homeserver, in the process of the test: for what is tested of it, and for quick senders. */
import { join } from "node:path";
import { type Connection, connectHomeserver } from "../../bot/matrix/connection/connect.ts";
import type { Api } from "../../bot/matrix/identity/api.ts";
import { ensureCrossSigned } from "../../bot/matrix/identity/cross-sign.ts";
import type { Account } from "../../demo/register-user.ts";

/**
 * Connected, cross-signed, its first sync behind it: what was said before that is nobody's question. Its encryption
 * machine is the only one of the process.
 */
export async function connectAs(baseUrl: string, account: Account, folder: string): Promise<Connection> {
  const { userId, deviceId, accessToken } = account;
  const connection = await connectHomeserver({
    baseUrl,
    userId,
    accessToken,
    storeFile: join(folder, "rochdale.sqlite"),
    storeKey: new Uint8Array(32).fill(7),
    clock: Date.now,
    log: () => {},
    signal: new AbortController().signal,
  });
  const { machine, requester } = connection;
  const api: Api = (method, path, body) => requester.json({ method, path, body });
  await ensureCrossSigned({ api, userId, deviceId, machine, password: null });
  const first = new AbortController();
  await connection.sync({ commit: () => {}, after: () => first.abort(), signal: first.signal });
  return connection;
}
