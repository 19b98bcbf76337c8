/**
 * A homeserver's words may give back what it was sent: a token, a member's question. Such words are left out of our errors,
 * which stand in logs. Pure.
 */

/** Shorter strings are names of fields and kinds, which stand in harmless words too. */
const LEAST_CHARACTERS = 8;
const LEFT_OUT = "its words give back what it was sent";

/** @param sent the token, and the body of the request. */
export function withoutEcho(words: string, sent: { readonly token: string; readonly body: unknown }): string {
  const strings = [sent.token, ...stringsIn(sent.body)].filter(({ length }) => length >= LEAST_CHARACTERS);
  return strings.some((one) => words.includes(one) || words.includes(JSON.stringify(one).slice(1, -1)))
    ? LEFT_OUT
    : words;
}

function stringsIn(body: unknown): string[] {
  if (typeof body === "string") return [body];
  return typeof body === "object" && body !== null && !(body instanceof Uint8Array)
    ? Object.values(body).flatMap(stringsIn)
    : [];
}
