// @ts-check
/**
 * What is known of whoever sent a decrypted event, remembered by event id because the SDK throws it away; and why an
 * event could not be decrypted. Decides nothing: who refuses a spoofed sender stands in the bot.
 */
"use strict";

const wasm = require("@matrix-org/matrix-sdk-crypto-wasm");

/** About 2 MB of memory. A shield is asked for right after its event was decrypted. */
const REMEMBERED = 10_000;

/** The strict reading calls an unsigned device what it calls an owner whom nobody has verified; this one does not. */
const STRICT = false;

/**
 * What is read of the machine's DecryptedRoomEvent.
 * @typedef {{ shieldState(strict: boolean): { code: number | undefined }, senderDevice: { toString(): string } | undefined }} Decrypted
 */

class Shields {
  #byEvent = /** @type {Map<string, import("./index.d.ts").Shield>} */ (new Map());

  /**
   * @param {string} eventJson the encrypted event
   * @param {Decrypted} decrypted
   * @returns {import("./index.d.ts").Shield}
   */
  remember(eventJson, decrypted) {
    const { event_id, content } = JSON.parse(eventJson);
    const shield = {
      verdict: verdictOf(decrypted.shieldState(STRICT).code),
      deviceId: decrypted.senderDevice?.toString() ?? null,
      sessionId: typeof content?.session_id === "string" ? content.session_id : null,
    };
    this.#byEvent.delete(event_id);
    this.#byEvent.set(event_id, shield);
    for (const oldest of this.#byEvent.keys()) {
      if (this.#byEvent.size <= REMEMBERED) break;
      this.#byEvent.delete(oldest);
    }
    return shield;
  }

  /** @param {string} eventId */
  of(eventId) {
    return this.#byEvent.get(eventId) ?? null;
  }
}

/**
 * @param {number | undefined} code
 * @returns {import("./index.d.ts").Shield["verdict"]}
 */
function verdictOf(code) {
  const { ShieldStateCode } = wasm;
  switch (code) {
    // The bot verifies nobody by hand: a device signed by an owner whom it has not met is as good as it gets.
    case undefined:
    case ShieldStateCode.UnverifiedIdentity:
      return "signed";
    case ShieldStateCode.UnsignedDevice:
    case ShieldStateCode.VerificationViolation:
      return "unsigned";
    case ShieldStateCode.UnknownDevice:
    case ShieldStateCode.AuthenticityNotGuaranteed:
      return "unknown-device";
    default:
      // MismatchedSender; and whatever a later version may say, until somebody has read what it means.
      return "spoofed";
  }
}

/** The machine's errors of decryption are no Errors; these are. */
class DecryptionError extends Error {
  /** @override @type {"DecryptionError"} */
  name = "DecryptionError";
  /** @param {import("@matrix-org/matrix-sdk-crypto-wasm").MegolmDecryptionError} reason */
  constructor(reason) {
    super(`Expected to have the key of an encrypted event, got: ${reason.description}`);
    this.code = reason.code;
    this.codeName = wasm.DecryptionErrorCode[reason.code] ?? "UnableToDecrypt";
    this.withheld = reason.withheldCode ?? null;
  }
}

/** @param {unknown} error */
function asError(error) {
  return error instanceof wasm.MegolmDecryptionError ? new DecryptionError(error) : error;
}

module.exports = { DecryptionError, Shields, asError };
