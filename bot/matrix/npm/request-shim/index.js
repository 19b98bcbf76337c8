/**
 * The one call that matrix-bot-sdk makes of the deprecated package `request`, over node:http and node:https. Follows no
 * redirects, keeps no cookies, and hands out nothing that holds the request's headers: an error or a response can be
 * logged without giving the access token away. Knows nothing of Matrix.
 */
"use strict";

const http = require("node:http");
const https = require("node:https");
const querystring = require("node:querystring");

/** Connections are kept for the next request, as the SDK asks (`forever`). */
const agents = { "http:": new http.Agent({ keepAlive: true }), "https:": new https.Agent({ keepAlive: true }) };

/** The SDK gives a timeout with every call; this is for one that does not. */
const DEFAULT_TIMEOUT_MS = 60_000;

/** Only this host is spoken to, when set. */
let allowedHost = null;

/**
 * @param params `uri`, `method`, `qs`, `headers`, `body`, `timeout` (ms without a byte), `encoding` (null: a Buffer), and
 *   beyond what `request` knows: `signal` (ends it at once), `maxBytes` (of the response's body).
 * @param callback gets an error with a `code`, or null, a response of `statusCode`, `headers`, `body`, and the body.
 */
function request(params, callback) {
  const once = onlyOnce(callback);
  try {
    start(params, once);
  } catch (error) {
    process.nextTick(once, error);
  }
}

/** Restricts every later request to one host (`example.org:8448`), or lifts that with null. */
request.allowHost = (host) => {
  allowedHost = host;
};

function start(params, callback) {
  const url = addressOf(params);
  const { signal, timeout = DEFAULT_TIMEOUT_MS, body } = params;
  const headers = { Accept: "application/json", ...params.headers };
  if (body !== undefined && body !== null) headers["Content-Length"] = Buffer.byteLength(body);
  const transport = url.protocol === "https:" ? https : http;
  const options = { method: params.method, headers, agent: agents[url.protocol] };
  const outgoing = transport.request(url, signal ? { ...options, signal } : options);
  outgoing.on("response", (incoming) => receive(incoming, params, callback, () => outgoing.destroy()));
  outgoing.on("error", (error) => callback(plainError(error, url)));
  outgoing.setTimeout(timeout, () => {
    outgoing.destroy(failure("ETIMEDOUT", `Expected an answer of ${url.host} within ${timeout} ms, got none.`));
    dropIdle(agents[url.protocol]);
  });
  outgoing.end(body ?? undefined);
}

/** Where one connection died without a word, those that wait for the next request are likely dead as well. */
function dropIdle(agent) {
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

function addressOf({ uri, qs }) {
  const url = new URL(uri);
  if (allowedHost !== null && url.host !== allowedHost)
    throw failure("EHOST", `Expected requests to \`${allowedHost}\` only, got one to \`${url.host}\`.`);
  const given = Object.entries(qs ?? {}).filter(([, value]) => value !== undefined && value !== null);
  if (given.length > 0) url.search = querystring.stringify(Object.fromEntries(given));
  return url;
}

function receive(incoming, { encoding, maxBytes = Infinity }, callback, stop) {
  const { statusCode, headers } = incoming;
  const chunks = [];
  let bytes = 0;
  const tooLarge = () => {
    callback(failure("ETOOLARGE", `Expected at most ${maxBytes} bytes, got more.`));
    stop();
  };
  if (Number(headers["content-length"] ?? 0) > maxBytes) return tooLarge();
  incoming.on("data", (chunk) => {
    bytes += chunk.length;
    if (bytes > maxBytes) tooLarge();
    else chunks.push(chunk);
  });
  incoming.on("error", (error) => callback(failure(error.code ?? "ECONNRESET", error.message)));
  incoming.on("end", () => {
    const whole = Buffer.concat(chunks);
    const body = encoding === null ? whole : whole.toString("utf8");
    callback(null, { statusCode, headers, body }, body);
  });
}

/** Node's errors may lead to the request and so to its headers: only the words are kept. */
function plainError(error, url) {
  if (error.code === "ETIMEDOUT" && error.plain) return error;
  return failure(error.name === "AbortError" ? "ABORT_ERR" : (error.code ?? "ECONNRESET"), `${url.host}: ${error.message}`);
}

function failure(code, message) {
  return Object.assign(new Error(message), { code, plain: true });
}

function onlyOnce(callback) {
  let called = false;
  return (...values) => {
    if (called) return;
    called = true;
    callback(...values);
  };
}

module.exports = request;
