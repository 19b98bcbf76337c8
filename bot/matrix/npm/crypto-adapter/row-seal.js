// @ts-check
/**
 * A seal on every row: what was changed by anybody but us, by one bit, is refused instead of believed. The machine seals
 * the secrets inside its records itself; this covers all of them, their keys and places too. Rows of a time before the
 * seals are taken once, all together, and written sealed.
 */
"use strict";

const { createHmac, timingSafeEqual } = require("node:crypto");

/** Before a sealed value; what `node:v8` makes begins with 0xff. */
const MARK = 1;
const MAC_BYTES = 32;

/** @typedef {import("./index.d.ts").CryptoRow} CryptoRow */

class RowSeal {
  /** @type {Buffer} */ #key;

  /** @param {Uint8Array} storeKey */
  constructor(storeKey) {
    this.#key = createHmac("sha256", storeKey).update("rochdale crypto rows").digest();
  }

  /**
   * @param {CryptoRow & { value: Uint8Array }} row
   * @returns {Uint8Array} what is to be stored in place of its value
   */
  close(row) {
    return new Uint8Array(Buffer.concat([Buffer.of(MARK), this.#mac(row, row.value), row.value]));
  }

  /**
   * All rows of a device, their values as they were before they were sealed.
   * @param {readonly (CryptoRow & { value: Uint8Array })[]} rows
   * @param {string} device
   * @returns {{ rows: (CryptoRow & { value: Uint8Array })[], wereSealed: boolean }}
   */
  openAll(rows, device) {
    if (rows.every(({ value }) => value[0] !== MARK)) return { rows: [...rows], wereSealed: false };
    const opened = rows.map((row) => ({ ...row, value: this.#open(row) }));
    const broken = opened.filter(({ value }) => value === null).length;
    if (broken === rows.length) throw new Error(wrongKey(device));
    if (broken > 0)
      throw new Error(
        `Expected the seals of all ${rows.length} rows of the encryption store of device \`${device}\` to fit, got ${broken} that do not: the database was damaged or changed. Restore the last backup, or log in as a new device with \`rochdale setup\` and sign it with the recovery key.`,
      );
    return { rows: /** @type {(CryptoRow & { value: Uint8Array })[]} */ (opened), wereSealed: true };
  }

  /**
   * @param {CryptoRow & { value: Uint8Array }} row
   * @returns {Uint8Array | null} null when the seal does not fit
   */
  #open(row) {
    const sealed = row.value;
    if (sealed[0] !== MARK || sealed.length <= MAC_BYTES) return null;
    const value = sealed.subarray(1 + MAC_BYTES);
    return timingSafeEqual(this.#mac(row, value), sealed.subarray(1, 1 + MAC_BYTES)) ? value : null;
  }

  /**
   * @param {CryptoRow} row
   * @param {Uint8Array} value
   */
  #mac({ database, store, key }, value) {
    const place = JSON.stringify([database, store, Buffer.from(key).toString("base64")]);
    return createHmac("sha256", this.#key).update(`${place}\n`).update(value).digest();
  }
}

/** @param {string} device */
function wrongKey(device) {
  return `Expected \`storeKey\` to be the key under which the encryption store of device \`${device}\` was written, got another. Give the key that belongs to this database; if it is lost, log in as a new device and sign it with the recovery key.`;
}

module.exports = { RowSeal };
