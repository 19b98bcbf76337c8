/** Reads the parts of a Matrix user id. Only user ids: a room id may have no server in it. Pure. */

/** The server of `@name:server`, as written; null when it is no such id. */
export function serverOf(userId: string): string | null {
  const colon = userId.indexOf(":");
  return userId.startsWith("@") && colon > 1 && colon < userId.length - 1 ? userId.slice(colon + 1) : null;
}

/**
 * Does a puppet of a bridge stand behind this id? By the custom of the application services their ids begin with
 * `_`: `@_irc_…`, `@_telegram_…`.
 */
export function isBridgePuppet(userId: string): boolean {
  return userId.startsWith("@_");
}

const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;
const SERVER_NAME = /^(?:\[[0-9a-f:.]+\]|[a-z0-9.-]*[a-z0-9])(?::\d{1,5})?$/i;

/** A whole user id without letters from other alphabets, which could pass for the ones they resemble. */
export function isPlainUserId(text: string): boolean {
  const server = serverOf(text);
  return server !== null && PRINTABLE_ASCII.test(text) && SERVER_NAME.test(server);
}

export function isServerName(text: string): boolean {
  return SERVER_NAME.test(text);
}
