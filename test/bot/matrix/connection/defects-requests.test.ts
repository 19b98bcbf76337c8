/** Defects 6, 7 and 12 of matrix-bot-sdk 0.8.0: each test shows it in the SDK as it comes, and that ours has it not. */
import { request as httpRequest } from "node:http";
import { inspect } from "node:util";
import { LogService, MatrixClient, setRequestFn } from "matrix-bot-sdk";
import request from "request";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { syncLoop } from "../../../../bot/matrix/connection/sync-loop.ts";
import { TokenRefused } from "../../../../bot/matrix/connection/token-refused.ts";
import { connectionParts, TOKEN } from "../../../fakes/connection-parts.ts";
import { BAD_GATEWAY, matrixError, type Reply, smallHomeserver } from "../../../fakes/small-homeserver.ts";

const quiet = () => {};
beforeAll(() => LogService.setLogger({ trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet }));
afterEach(() => {
  vi.useRealTimers();
  setRequestFn(request);
});

const WHO = { method: "GET", path: "/_matrix/client/v3/account/whoami" } as const;

/** Gives out these replies in turn, the last one for ever. */
function inTurn(...replies: readonly Reply[]) {
  let next = 0;
  return () => replies[Math.min(next++, replies.length - 1)];
}

describe("defect 6: an error holds the access token", () => {
  test("the SDK rejects with the raw response, whose request has the Authorization header", async () => {
    await using homeserver = await smallHomeserver(() => BAD_GATEWAY);
    setRequestFn(asTheOldLibraryDid);
    const error = await rejection(new MatrixClient(homeserver.baseUrl, TOKEN).getWhoAmI());
    expect(error).not.toBeInstanceOf(Error);
    expect(inspect(error, { depth: 8 })).toContain(TOKEN);
  });

  test("the stand-in for the old library gives out nothing that holds it", async () => {
    await using homeserver = await smallHomeserver(() => BAD_GATEWAY);
    const error = await rejection(new MatrixClient(homeserver.baseUrl, TOKEN).getWhoAmI());
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(TOKEN);
  });

  test("ours is an Error with a sentence, without the token", async () => {
    await using homeserver = await smallHomeserver(() => BAD_GATEWAY);
    const error = await rejection(connectionParts(homeserver.baseUrl).requester.json(WHO));
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe(
      "HomeserverError: Expected the homeserver to grant `GET /_matrix/client/v3/account/whoami`, got 502: an answer that is not Matrix",
    );
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(TOKEN);
  });

  test("ours hides it too when the connection is cut or refused", async () => {
    await using homeserver = await smallHomeserver(() => "cut");
    const { requester } = connectionParts(homeserver.baseUrl);
    const error = await rejection(requester.json(WHO, { attempts: 1 }));
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(TOKEN);
  });
});

describe("defect 7: no second try", () => {
  const LIMITED = matrixError(429, "M_LIMIT_EXCEEDED", { retry_after_ms: 10 });
  const limited = { ...LIMITED, headers: { "Retry-After": "3" } };

  test("the SDK gives a rate limit to the caller and forgets the Retry-After header", async () => {
    await using homeserver = await smallHomeserver(inTurn(limited, { json: { user_id: "@b:x" } }));
    const error = await rejection(new MatrixClient(homeserver.baseUrl, TOKEN).getWhoAmI());
    expect(error).toMatchObject({ errcode: "M_LIMIT_EXCEEDED", retryAfterMs: 10 });
  });

  test("ours waits for as long as the header says, not the body, and asks again", async () => {
    await using homeserver = await smallHomeserver(inTurn(limited, { json: { user_id: "@b:x" } }));
    const { requester, timing } = connectionParts(homeserver.baseUrl);
    expect(await requester.json(WHO)).toEqual({ user_id: "@b:x" });
    expect(timing.slept).toEqual([3_050]);
  });

  test("ours waits for as long as the body says when there is no header", async () => {
    await using homeserver = await smallHomeserver(inTurn(LIMITED, { json: {} }));
    const { requester, timing } = connectionParts(homeserver.baseUrl);
    await requester.json(WHO);
    expect(timing.slept).toEqual([60]);
  });

  test.each([
    ["a 502", BAD_GATEWAY],
    ["a cut connection", "cut"],
  ] as const)("the SDK gives up after %s; ours tries again, each time later", async (_name, fault) => {
    await using homeserver = await smallHomeserver(inTurn(fault, fault, fault, { json: { user_id: "@b:x" } }));
    await rejection(new MatrixClient(homeserver.baseUrl, TOKEN).getWhoAmI());
    const { requester, timing } = connectionParts(homeserver.baseUrl);
    expect(await requester.json(WHO)).toEqual({ user_id: "@b:x" });
    expect(timing.slept).toEqual([187.5, 375]);
  });

  test("ours tries /sync once: its loop has a patience of its own", async () => {
    await using homeserver = await smallHomeserver(() => BAD_GATEWAY);
    const { requester } = connectionParts(homeserver.baseUrl);
    await rejection(requester.json({ method: "GET", path: "/_matrix/client/v3/sync" }));
    expect(homeserver.asked).toHaveLength(1);
  });

  test("ours gives a refusal of the homeserver's to the caller at once", async () => {
    await using homeserver = await smallHomeserver(() => matrixError(403, "M_FORBIDDEN"));
    const { requester } = connectionParts(homeserver.baseUrl);
    expect(await rejection(requester.json(WHO))).toMatchObject({ errcode: "M_FORBIDDEN", statusCode: 403 });
    expect(homeserver.asked).toHaveLength(1);
  });
});

describe("defect 12: a refused token is tried for ever, five to fifteen seconds apart", () => {
  const refuse = () => matrixError(401, "M_UNKNOWN_TOKEN", { soft_logout: false });

  test("the SDK asks again and again, and tells nobody", async () => {
    await using homeserver = await smallHomeserver(refuse);
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const client = new TestClient(homeserver.baseUrl, TOKEN);
    await client.listen();
    for (const times of [1, 2, 3]) {
      await vi.waitFor(() => expect(homeserver.asked).toHaveLength(times), { interval: 5 });
      // The pause is set some turns of the event loop after the answer.
      for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve));
      expect(homeserver.asked).toHaveLength(times);
      await vi.advanceTimersByTimeAsync(15_000);
    }
    client.stop();
  });

  test("ours ends, and says what to do", async () => {
    await using homeserver = await smallHomeserver(refuse);
    const error = await rejection(listen(homeserver.baseUrl));
    expect(error).toBeInstanceOf(TokenRefused);
    expect(String(error)).toBe(
      "TokenRefused: Expected the homeserver to know the access token, got M_UNKNOWN_TOKEN. The device was logged out or removed, perhaps by an admin: find out why, then run `rochdale setup`. No new device is made by itself.",
    );
    expect(homeserver.asked).toHaveLength(1);
  });

  test("ours says after a soft logout that the same device can log in again", async () => {
    await using homeserver = await smallHomeserver(() => matrixError(401, "M_UNKNOWN_TOKEN", { soft_logout: true }));
    expect(await rejection(listen(homeserver.baseUrl))).toMatchObject({
      softLogout: true,
      message: expect.stringContaining("logs in again as the same device"),
    });
  });

  test("ours is back within a second of the first failure", async () => {
    const stop = new AbortController();
    await using homeserver = await smallHomeserver(inTurn(BAD_GATEWAY, { json: { next_batch: "1" } }));
    const parts = connectionParts(homeserver.baseUrl);
    await syncLoop(parts, { commit: () => {}, after: () => stop.abort(), signal: stop.signal });
    expect(parts.timing.slept).toEqual([187.5]);
  });
});

/** Opens the SDK's own loop to the test. */
class TestClient extends MatrixClient {
  listen() {
    return this.startSync();
  }
}

function listen(baseUrl: string): Promise<void> {
  return syncLoop(connectionParts(baseUrl), { commit: quiet, after: quiet, signal: new AbortController().signal });
}

/** `request` handed out Node's own response, which leads to the request that was made. */
function asTheOldLibraryDid(params: Parameters<typeof request>[0], callback: (...values: unknown[]) => void): void {
  httpRequest(params.uri, { method: params.method, headers: params.headers ?? {} }, (response) => {
    response.resume().on("end", () => callback(null, Object.assign(response, { body: "Bad Gateway" }), "Bad Gateway"));
  }).end();
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("Expected a rejection, got none.");
}
