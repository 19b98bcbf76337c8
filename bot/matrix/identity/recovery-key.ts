/**
 * The recovery key as people keep it: 32 bytes in the spec's form (Client-Server API, "Key representation"), base58 in
 * groups of four. Knows nothing of what it opens.
 */

export const KEY_BYTES = 32;

/** The spec's two bytes in front of every recovery key. */
const PREFIX = [0x8b, 0x01];
/** Bitcoin's: without 0, O, I and l, which look alike. */
const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

export function encodeRecoveryKey(key: Uint8Array): string {
  if (key.length !== KEY_BYTES) throw new Error(`Expected a recovery key of ${KEY_BYTES} bytes, got ${key.length}.`);
  const bytes = [...PREFIX, ...key];
  return (base58([...bytes, parityOf(bytes)]).match(/.{1,4}/g) ?? []).join(" ");
}

/** Spaces do not matter. @throws Error (expected, got, remedy) that never repeats the key. */
export function decodeRecoveryKey(text: string): Uint8Array {
  const bytes = fromBase58(text.replace(/\s/g, ""));
  const problem = problemOf(bytes);
  if (problem !== null || bytes === null)
    throw new Error(
      `Expected a recovery key as it was shown at set-up (48 letters and digits beginning with \`Es\`), got one ${problem}. Look for a letter that is missing or mistaken.`,
    );
  return Uint8Array.from(bytes.slice(PREFIX.length, -1));
}

function problemOf(bytes: readonly number[] | null): string | null {
  if (bytes === null) return "with a character that no recovery key has";
  if (bytes.length !== PREFIX.length + KEY_BYTES + 1) return `that holds ${bytes.length} bytes instead of 35`;
  if (PREFIX.some((byte, place) => bytes[place] !== byte)) return "of another kind";
  return parityOf(bytes) === 0 ? null : "whose check does not fit";
}

/** All bytes together with it come to zero. */
function parityOf(bytes: readonly number[]): number {
  return bytes.reduce((parity, byte) => parity ^ byte, 0);
}

function base58(bytes: readonly number[]): string {
  let number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let text = "";
  for (; number > 0n; number /= 58n) text = `${ALPHABET[Number(number % 58n)]}${text}`;
  return text;
}

/** No leading zeros: the first byte of a recovery key is none. */
function fromBase58(text: string): number[] | null {
  let number = 0n;
  for (const letter of text) {
    const digit = ALPHABET.indexOf(letter);
    if (digit === -1) return null;
    number = number * 58n + BigInt(digit);
  }
  const bytes: number[] = [];
  for (; number > 0n; number /= 256n) bytes.unshift(Number(number % 256n));
  return bytes;
}
