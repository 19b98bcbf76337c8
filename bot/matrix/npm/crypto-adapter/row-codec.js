// @ts-check
/**
 * A record of the machine's database as a row of bytes, and back. Keys have one form each, so that a row can be found
 * again; values are what `node:v8` makes of them, which every later Node reads.
 */
"use strict";

const v8 = require("node:v8");

/** The row that tells a database's stores and indexes stands in a store without a name. */
const SCHEMA_STORE = "";
const SCHEMA_KEY = "schema";

/**
 * A key of IndexedDB: text, number, bytes, or a list of keys.
 * @param {unknown} key
 * @returns {string}
 */
function keyText(key) {
  return JSON.stringify(key, (_name, value) =>
    value instanceof ArrayBuffer ? { bytes: Buffer.from(value).toString("base64") } : value,
  );
}

/** @param {unknown} key */
function encodeKey(key) {
  return new Uint8Array(Buffer.from(keyText(key)));
}

/** @param {Uint8Array} bytes */
function decodeKey(bytes) {
  return JSON.parse(Buffer.from(bytes).toString(), (_name, value) =>
    typeof value?.bytes === "string" ? arrayBuffer(Buffer.from(value.bytes, "base64")) : value,
  );
}

/** @param {Buffer} buffer */
function arrayBuffer(buffer) {
  return new Uint8Array(buffer).buffer;
}

/** @param {unknown} value */
function encodeValue(value) {
  return new Uint8Array(v8.serialize(value));
}

/** @param {Uint8Array} bytes */
function decodeValue(bytes) {
  return v8.deserialize(bytes);
}

module.exports = { SCHEMA_KEY, SCHEMA_STORE, decodeKey, decodeValue, encodeKey, encodeValue, keyText };
