/**
 * A homeserver of scripted replies behind a real HTTP server on 127.0.0.1. What is not scripted is answered with 404
 * M_UNRECOGNIZED, as a homeserver does, and every request is kept.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

export type Request = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly token: string;
};
export type Reply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
};
export type Script = (request: Request) => Reply;

export type ScriptedHomeserver = AsyncDisposable & {
  readonly url: string;
  readonly requests: readonly Request[];
  /** `GET /_matrix/client/versions`: the path without its query, parts decoded. A later script replaces an earlier. */
  on(request: string, script: Script | Reply): void;
};

export async function scriptedHomeserver(): Promise<ScriptedHomeserver> {
  const scripts = new Map<string, Script>();
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, scripts, requests);
  });
  const url = await listen(server);
  return {
    url,
    requests,
    on: (request, script) => void scripts.set(request, typeof script === "function" ? script : () => script),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  scripts: ReadonlyMap<string, Script>,
  requests: Request[],
): Promise<void> {
  const sent = await text(request);
  const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
  const seen: Request = {
    method: request.method ?? "GET",
    path: decodeURIComponent(pathname),
    body: sent === "" ? null : JSON.parse(sent),
    token: (request.headers.authorization ?? "").replace("Bearer ", ""),
  };
  requests.push(seen);
  const reply = scripts.get(`${seen.method} ${seen.path}`)?.(seen) ?? UNRECOGNIZED;
  response.writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers });
  response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? {}));
}

const UNRECOGNIZED: Reply = { status: 404, body: { errcode: "M_UNRECOGNIZED", error: "Unrecognized request" } };

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`);
    });
  });
}

/** A refusal as homeservers write it. */
export function refusal(status: number, errcode: string, error = "no"): Reply {
  return { status, body: { errcode, error } };
}

/** The account of `scriptAccount`. */
export const BOT = { user: "@rochdale:example.org", password: "pass-canary", token: "token-canary" } as const;

/** Scripts an account that can log in with a password, an admin room, and nothing else. */
export function scriptAccount(server: ScriptedHomeserver): void {
  let device = "LOGGEDIN";
  server.on("GET /_matrix/client/versions", { body: { versions: ["v1.1", "v1.19"] } });
  server.on("GET /_matrix/client/v3/login", { body: { flows: [{ type: "m.login.password" }] } });
  server.on("POST /_matrix/client/v3/login", ({ body }) => {
    const { password, device_id } = Object(body);
    if (password !== BOT.password) return refusal(403, "M_FORBIDDEN", "Invalid username or password");
    device = device_id;
    return { body: { user_id: BOT.user, device_id: device, access_token: BOT.token } };
  });
  server.on("GET /_matrix/client/v3/account/whoami", ({ token }) =>
    token === BOT.token ? { body: { user_id: BOT.user, device_id: device } } : refusal(401, "M_UNKNOWN_TOKEN"),
  );
  server.on("POST /_matrix/client/v3/keys/query", { body: { device_keys: {} } });
  server.on("POST /_matrix/client/v3/createRoom", { body: { room_id: "!made:example.org" } });
}

/** Scripts a room that the account may join. */
export function scriptRoom(
  server: ScriptedHomeserver,
  room: string,
  { encrypted = true, joinRule = "invite", roomId = room } = {},
): void {
  const state = `GET /_matrix/client/v3/rooms/${roomId}/state`;
  server.on(`POST /_matrix/client/v3/join/${room}`, { body: { room_id: roomId } });
  server.on(`${state}/m.room.join_rules/`, { body: { join_rule: joinRule } });
  server.on(
    `${state}/m.room.encryption/`,
    encrypted ? { body: { algorithm: "m.megolm.v1.aes-sha2" } } : refusal(404, "M_NOT_FOUND"),
  );
}
