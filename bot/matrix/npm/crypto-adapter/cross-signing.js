// @ts-check
/**
 * The account's cross-signing identity and what goes with it, asked of the machine as plain data. Sends nothing; when
 * an identity may be made is decided in the bot.
 */
"use strict";

const { wasmDevice, wasmUser } = require("./values.js");
const { plain } = require("./requests.js");

/**
 * @typedef {import("@matrix-org/matrix-sdk-crypto-wasm").OlmMachine} WasmMachine
 */

/**
 * @param {WasmMachine} machine
 * @param {boolean} reset
 */
async function bootstrap(machine, reset) {
  const made = await machine.bootstrapCrossSigning(reset);
  const keys = made.uploadKeysRequest;
  return {
    keysUpload: keys === undefined || keys === null ? null : plain(keys),
    signingKeys: JSON.parse(made.uploadSigningKeysRequest.body),
    // Has no id: it is never marked as sent.
    signatures: JSON.parse(made.uploadSignaturesRequest.body),
  };
}

/** @param {WasmMachine} machine */
async function status(machine) {
  const { hasMaster, hasSelfSigning, hasUserSigning } = await machine.crossSigningStatus();
  return { hasMaster, hasSelfSigning, hasUserSigning };
}

/** @param {WasmMachine} machine */
async function exportSecrets(machine) {
  const made = await machine.exportCrossSigningKeys();
  // The middle one is spelled differently from its neighbours.
  const { masterKey: master, self_signing_key: selfSigning, userSigningKey: userSigning } = made ?? {};
  if (master === undefined || selfSigning === undefined || userSigning === undefined) return null;
  return { master, selfSigning, userSigning };
}

/**
 * @param {WasmMachine} machine
 * @param {import("./index.d.ts").CrossSigningSecrets} secrets
 */
async function importSecrets(machine, { master, selfSigning, userSigning }) {
  const { hasMaster, hasSelfSigning, hasUserSigning } = await machine.importCrossSigningKeys(
    master,
    selfSigning,
    userSigning,
  );
  return { hasMaster, hasSelfSigning, hasUserSigning };
}

/**
 * @param {WasmMachine} machine
 * @returns {Promise<Record<string, unknown>>} the body for keys/signatures/upload
 */
async function signOwnDevice(machine) {
  const device = await machine.getDevice(machine.userId, machine.deviceId);
  if (device === undefined)
    throw new Error(
      `Expected the machine to know its own device \`${machine.deviceId.toString()}\`, got none. Upload its keys and query them first.`,
    );
  return JSON.parse((await device.verify()).body);
}

/**
 * @param {WasmMachine} machine
 * @param {string} user
 * @param {string} deviceId
 */
async function deviceOf(machine, user, deviceId) {
  const device = await machine.getDevice(wasmUser(user), wasmDevice(deviceId));
  if (device === undefined) return null;
  return { fingerprint: device.ed25519Key?.toBase64() ?? null, crossSigned: device.isCrossSignedByOwner() };
}

module.exports = { bootstrap, deviceOf, exportSecrets, importSecrets, signOwnDevice, status };
