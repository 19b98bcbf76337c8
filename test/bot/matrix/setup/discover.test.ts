import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DiscoverOptions, discoverHomeserver, skewText } from "../../../../bot/matrix/setup/discover.ts";
import {
  refusal,
  type ScriptedHomeserver,
  scriptAccount,
  scriptedHomeserver,
} from "../../../fakes/scripted-homeserver.ts";

let server: ScriptedHomeserver;
beforeEach(async () => {
  server = await scriptedHomeserver();
});
afterEach(() => server[Symbol.asyncDispose]());

const NOW = Date.parse("2026-11-21T12:00:00Z");

/** https://NAME is sent to the scripted server; every other host does not exist. */
function options(name = "example.org"): DiscoverOptions {
  return {
    fetch: (url, init) => {
      const { origin } = new URL(url);
      if (origin === server.url) return fetch(url, init);
      if (origin === `https://${name}`) return fetch(url.replace(origin, server.url), init);
      return Promise.reject(Object.assign(new TypeError("fetch failed"), { cause: noSuchHost() }));
    },
    clock: () => NOW,
    signal: new AbortController().signal,
  };
}

function noSuchHost(): Error {
  return Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
}

describe("a homeserver", () => {
  test("is found at its own address", async () => {
    scriptAccount(server);
    server.on("GET /_matrix/client/versions", {
      body: { versions: ["v1.19"] },
      headers: { date: "Sat, 21 Nov 2026 12:00:00 GMT" },
    });
    expect(await discoverHomeserver(`${server.url}/`, options())).toEqual({
      homeserver: server.url,
      versions: ["v1.19"],
      skewMs: 0,
      passwordLogin: true,
    });
  });

  test.each(["example.org", "@ana:example.org"])("is found by the name in `%s`, through redirects", async (given) => {
    scriptAccount(server);
    server.on("GET /.well-known/matrix/client", { status: 302, headers: { location: "/elsewhere" } });
    server.on("GET /elsewhere", { body: { "m.homeserver": { base_url: `${server.url}/` } } });
    expect(await discoverHomeserver(given, options())).toMatchObject({ homeserver: server.url });
  });

  test("is where its name says when there is no .well-known, or a broken one", async () => {
    scriptAccount(server);
    expect(await discoverHomeserver("example.org", options())).toMatchObject({ homeserver: "https://example.org" });
    server.on("GET /.well-known/matrix/client", { body: "<html>" });
    expect(await discoverHomeserver("example.org", options())).toMatchObject({ homeserver: "https://example.org" });
  });

  test("tells by how much its clock is wrong", async () => {
    scriptAccount(server);
    server.on("GET /_matrix/client/versions", {
      body: { versions: [] },
      headers: { date: "Sat, 21 Nov 2026 12:05:00 GMT" },
    });
    const { skewMs } = await discoverHomeserver(server.url, options());
    expect(skewMs).toBe(300_500);
    expect(skewText(300_500)).toBe("the homeserver's clock is 5 min ahead of this machine's");
    expect(skewText(-61_000)).toBe("the homeserver's clock is 61 s behind this machine's");
  });

  test("may take no passwords", async () => {
    scriptAccount(server);
    server.on("GET /_matrix/client/v3/login", { body: { flows: [{ type: "m.login.sso" }] } });
    expect(await discoverHomeserver(server.url, options())).toMatchObject({ passwordLogin: false });
    server.on("GET /_matrix/client/v3/login", refusal(404, "M_UNRECOGNIZED"));
    expect(await discoverHomeserver(server.url, options())).toMatchObject({ passwordLogin: false });
  });

  test("that is none is told so", async () => {
    await expect(discoverHomeserver(server.url, options())).rejects.toThrow(
      `Expected a Matrix homeserver at \`${server.url}\`, got HTTP 404 without a list of versions. Check the address: it is the one that a client like Element is given.`,
    );
    await expect(discoverHomeserver("https://nowhere.example", options())).rejects.toThrow(
      "Expected an answer from `https://nowhere.example`, got `ENOTFOUND`. Check the address and the network.",
    );
    await expect(discoverHomeserver("my homeserver", options())).rejects.toThrow(
      "Expected a homeserver like `example.org` or `https://matrix.example.org`, got `my homeserver`. Ask whoever runs it.",
    );
  });
});
