// @ts-check
/** Opens the store of one device and the machine on it. A wrong key is told apart from a damaged store. */
"use strict";

const wasm = require("@matrix-org/matrix-sdk-crypto-wasm");
const { Persistence } = require("./persistence.js");
const { wasmDevice, wasmUser } = require("./values.js");

/**
 * @param {import("./index.d.ts").UserId} user
 * @param {import("./index.d.ts").DeviceId} device
 * @param {import("./index.d.ts").Configuration} configuration
 */
async function openMachine(user, device, { rows, storeKey, log, onRoomKeys, onWithheld }) {
  const persistence = await Persistence.open(rows, `${user}/${device}`, storeKey);
  try {
    const logger = loggerTo(log);
    const store = await openStore(persistence, storeKey, device, logger);
    const machine = await wasm.OlmMachine.initFromStore(wasmUser(user), wasmDevice(device), store, logger);
    store.free();
    // Neither is of use to a bot with one device, and both have been holes (CVE-2026-45056).
    machine.roomKeyForwardingEnabled = false;
    machine.roomKeyRequestsEnabled = false;
    tellOfKeys(machine, onRoomKeys, onWithheld);
    return { machine, persistence };
  } catch (error) {
    await persistence.close();
    throw error;
  }
}

/**
 * @param {InstanceType<typeof Persistence>} persistence
 * @param {Uint8Array} key
 * @param {{ toString(): string }} device
 * @param {ReturnType<typeof loggerTo>} logger
 */
async function openStore({ memoryName, isNew }, key, device, logger) {
  try {
    return await wasm.StoreHandle.openWithKey(memoryName, key, logger);
  } catch (cause) {
    if (isNew) throw cause;
    throw new Error(
      `Expected \`storeKey\` to be the key under which the encryption store of device \`${device}\` was written, got another (${cause instanceof Error ? cause.message : String(cause)}). Give the key that belongs to this database; if it is lost, log in as a new device and sign it with the recovery key.`,
      { cause },
    );
  }
}

/**
 * @param {import("@matrix-org/matrix-sdk-crypto-wasm").OlmMachine} machine
 * @param {import("./index.d.ts").Configuration["onRoomKeys"]} onRoomKeys
 * @param {import("./index.d.ts").Configuration["onWithheld"]} onWithheld
 */
function tellOfKeys(machine, onRoomKeys, onWithheld) {
  if (onRoomKeys !== undefined)
    machine.registerRoomKeyUpdatedCallback(async (keys) =>
      onRoomKeys(keys.map(({ roomId, sessionId }) => ({ roomId: roomId.toString(), sessionId }))),
    );
  if (onWithheld !== undefined)
    machine.registerRoomKeysWithheldCallback(async (keys) =>
      onWithheld(
        keys.map(({ roomId, sessionId, withheldCode }) => ({
          roomId: roomId.toString(),
          sessionId,
          code: withheldCode,
        })),
      ),
    );
}

/**
 * Warnings and errors only: the rest is hundreds of lines a minute.
 * @param {import("./index.d.ts").Configuration["log"]} log
 */
function loggerTo(log) {
  return {
    debug() {},
    info() {},
    warn: (/** @type {unknown} */ text) => log?.("warn", String(text)),
    error: (/** @type {unknown} */ text) => log?.("error", String(text)),
  };
}

module.exports = { openMachine };
