// @ts-check
/**
 * The ids, lists, settings and enumerations that the SDK hands to the encryption machine, as plain values that can be
 * used again and again. The WebAssembly objects of the same names are used up by the first call that takes them, so
 * each call makes fresh ones here. Knows nothing of the machine.
 */
"use strict";

const wasm = require("@matrix-org/matrix-sdk-crypto-wasm");

const RequestType = Object.freeze({
  KeysUpload: 0,
  KeysQuery: 1,
  KeysClaim: 2,
  ToDevice: 3,
  SignatureUpload: 4,
  RoomMessage: 5,
  KeysBackup: 6,
});
const HistoryVisibility = Object.freeze({ Invited: 0, Joined: 1, Shared: 2, WorldReadable: 3 });
const EncryptionAlgorithm = Object.freeze({ OlmV1Curve25519AesSha2: 0, MegolmV1AesSha2: 1 });
/** Kept for the SDK's storage provider, which wants one; the rows given to `configure` are the only store. */
const StoreType = Object.freeze({ Sled: 0, Sqlite: 1 });

/** The SDK tells the rotation period in milliseconds, the machine wants microseconds. */
const MICROSECONDS = 1000n;

class Id {
  /** @param {string} id */
  constructor(id) {
    if (typeof id !== "string" || id === "")
      throw new Error(`Expected an id as a text that is not empty, got \`${String(id)}\` (${typeof id}).`);
    this.id = id;
  }
  toString() {
    return this.id;
  }
}

class UserId extends Id {
  get localpart() {
    return this.id.slice(1, this.id.indexOf(":"));
  }
}
class DeviceId extends Id {}
class RoomId extends Id {}

class DeviceLists {
  /**
   * @param {readonly UserId[]} [changed]
   * @param {readonly UserId[]} [left]
   */
  constructor(changed = [], left = []) {
    this.changed = changed;
    this.left = left;
  }
  isEmpty() {
    return this.changed.length === 0 && this.left.length === 0;
  }
}

class EncryptionSettings {
  /** @type {number | undefined} `undefined` is what the SDK makes of an algorithm that it does not know. */
  algorithm = EncryptionAlgorithm.MegolmV1AesSha2;
  /** @type {number} */
  historyVisibility = HistoryVisibility.Shared;
  /** Milliseconds; a week is the spec's default. */
  rotationPeriod = 604_800_000n;
  /** The spec's default. */
  rotationPeriodMessages = 100n;
}

/**
 * An id that the machine refuses (another server's fancy) is left out: whoever has it gets no keys, and the others of
 * the room are served.
 * @param {readonly { toString(): string }[]} users
 */
function wasmUsers(users) {
  return users.flatMap((user) => {
    try {
      return [new wasm.UserId(user.toString())];
    } catch {
      return [];
    }
  });
}

/** @param {{ toString(): string }} user */
const wasmUser = (user) => new wasm.UserId(user.toString());
/** @param {{ toString(): string }} device */
const wasmDevice = (device) => new wasm.DeviceId(device.toString());
/** @param {{ toString(): string }} room */
const wasmRoom = (room) => new wasm.RoomId(room.toString());
/** @param {import("./index.d.ts").DeviceLists} lists */
const wasmDeviceLists = (lists) => new wasm.DeviceLists(wasmUsers(lists.changed), wasmUsers(lists.left));

/** @param {import("./index.d.ts").EncryptionSettings} settings */
function wasmSettings(settings) {
  if (settings.algorithm !== EncryptionAlgorithm.MegolmV1AesSha2)
    throw new Error(
      "Expected the room's encryption to be `m.megolm.v1.aes-sha2`, got an algorithm that is not known here. Nothing can be sent to this room; ask its admins for a new room.",
    );
  const made = new wasm.EncryptionSettings();
  made.algorithm = settings.algorithm;
  made.historyVisibility = settings.historyVisibility;
  made.rotationPeriod = BigInt(settings.rotationPeriod) * MICROSECONDS;
  made.rotationPeriodMessages = BigInt(settings.rotationPeriodMessages);
  return made;
}

module.exports = {
  DeviceId,
  DeviceLists,
  EncryptionAlgorithm,
  EncryptionSettings,
  HistoryVisibility,
  RequestType,
  RoomId,
  StoreType,
  UserId,
  wasmDevice,
  wasmDeviceLists,
  wasmRoom,
  wasmSettings,
  wasmUser,
  wasmUsers,
};
