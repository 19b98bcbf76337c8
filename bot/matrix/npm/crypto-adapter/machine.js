// @ts-check
/**
 * The encryption machine as the SDK calls it (crypto-nodejs 0.4), done by crypto-wasm. README.md beside this file lists
 * every difference that is bridged.
 */
"use strict";

const wasm = require("@matrix-org/matrix-sdk-crypto-wasm");
const crossSigning = require("./cross-signing.js");
const values = require("./values.js");
const { configured, currentMachine, setCurrentMachine } = require("./configuration.js");
const { handOver } = require("./hand-over.js");
const { isSentBySdk, plain, plainToDevice } = require("./requests.js");
const { openMachine } = require("./open-machine.js");
const { Shields, asError } = require("./shields.js");

/** Kinds of to-device events that were understood: decrypted, or sent in clear. */
const UNDERSTOOD = new Set([wasm.ProcessedToDeviceEventType.Decrypted, wasm.ProcessedToDeviceEventType.PlainText]);

class OlmMachine {
  /** @type {import("@matrix-org/matrix-sdk-crypto-wasm").OlmMachine} */ #machine;
  /** @type {Awaited<ReturnType<typeof openMachine>>["persistence"]} */ #persistence;
  /** @type {import("./index.d.ts").Configuration} */ #configuration;
  #shields = new Shields();
  #closed = false;

  /**
   * @param {Awaited<ReturnType<typeof openMachine>>} opened
   * @param {import("./index.d.ts").Configuration} configuration
   */
  constructor({ machine, persistence }, configuration) {
    this.#machine = machine;
    this.#persistence = persistence;
    this.#configuration = configuration;
  }

  /**
   * Path, passphrase and store type are the SDK's and mean nothing here: see `configure`.
   * @param {import("./index.d.ts").UserId} user
   * @param {import("./index.d.ts").DeviceId} device
   */
  static async initialize(user, device) {
    const configuration = configured();
    const made = new OlmMachine(await openMachine(user, device, configuration), configuration);
    setCurrentMachine(made);
    return made;
  }

  get userId() {
    return new values.UserId(this.#machine.userId.toString());
  }

  get deviceId() {
    return new values.DeviceId(this.#machine.deviceId.toString());
  }

  get identityKeys() {
    const { curve25519, ed25519 } = this.#machine.identityKeys;
    const [curve, ed] = [curve25519.toBase64(), ed25519.toBase64()];
    return { curve25519: { toBase64: () => curve }, ed25519: { toBase64: () => ed } };
  }

  /** There were no rows of this device: its keys have just been made. */
  get isNew() {
    return this.#persistence.isNew;
  }

  /**
   * @param {string} toDeviceEvents JSON
   * @param {import("./index.d.ts").DeviceLists} lists
   * @param {Record<string, number>} counts
   * @param {readonly string[]} fallbackKeys
   * @returns {Promise<string>} JSON of the events that were understood
   */
  async receiveSyncChanges(toDeviceEvents, lists, counts, fallbackKeys) {
    const events = await this.#machine.receiveSyncChanges(
      toDeviceEvents,
      values.wasmDeviceLists(lists),
      new Map(Object.entries(counts)),
      new Set(fallbackKeys),
      new wasm.DecryptionSettings(wasm.TrustRequirement.Untrusted),
    );
    return JSON.stringify(
      events.filter(({ type }) => UNDERSTOOD.has(type)).map(({ rawEvent }) => JSON.parse(rawEvent)),
    );
  }

  /** What the SDK is to send. What it cannot send is handed to `onOtherRequest`. */
  async outgoingRequests() {
    const requests = (await this.#machine.outgoingRequests()).map(plain);
    await handOver(
      requests.filter((request) => !isSentBySdk(request)),
      this.#configuration.onOtherRequest,
      (id, type, response) => this.markRequestAsSent(id, type, response),
    );
    return requests.filter(isSentBySdk);
  }

  /**
   * @param {string} id
   * @param {number} type
   * @param {string} response JSON
   */
  markRequestAsSent(id, type, response) {
    return this.#machine.markRequestAsSent(id, type, response);
  }

  /**
   * Asks for the keys of new users at once: the machine makes every later call wait five seconds for them.
   * @param {readonly import("./index.d.ts").UserId[]} users
   */
  async updateTrackedUsers(users) {
    await this.#machine.updateTrackedUsers(values.wasmUsers(users));
    const { onKeysQuery } = this.#configuration;
    if (onKeysQuery === undefined) return;
    const requests = (await this.#machine.outgoingRequests()).map(plain);
    for (const request of requests.filter(({ type }) => type === values.RequestType.KeysQuery))
      await this.markRequestAsSent(request.id, request.type, JSON.stringify(await onKeysQuery(request)));
  }

  /**
   * @param {string} user
   * @returns a request for somebody's keys as they are now, whatever is known of them
   */
  keysQueryFor(user) {
    return plain(this.#machine.queryKeysForUsers([values.wasmUser(user)]));
  }

  /** @param {readonly import("./index.d.ts").UserId[]} users */
  async getMissingSessions(users) {
    const request = await this.#machine.getMissingSessions(values.wasmUsers(users));
    return request === null || request === undefined ? null : plain(request);
  }

  /**
   * @param {import("./index.d.ts").RoomId} room
   * @param {readonly import("./index.d.ts").UserId[]} users
   * @param {import("./index.d.ts").EncryptionSettings} settings
   */
  async shareRoomKey(room, users, settings) {
    const requests = await this.#machine.shareRoomKey(
      values.wasmRoom(room),
      values.wasmUsers(users),
      values.wasmSettings(settings),
    );
    return requests.map(plainToDevice);
  }

  /**
   * One at a time in each room, together with `shareRoomKey`: two at once at a key's end bring the machine down.
   * @param {import("./index.d.ts").RoomId} room
   * @param {string} type
   * @param {string} content JSON
   */
  encryptRoomEvent(room, type, content) {
    return this.#machine.encryptRoomEvent(values.wasmRoom(room), type, content);
  }

  /**
   * @param {string} event JSON
   * @param {import("./index.d.ts").RoomId} room
   * @throws DecryptionError
   */
  async decryptRoomEvent(event, room) {
    const settings = new wasm.DecryptionSettings(wasm.TrustRequirement.Untrusted);
    try {
      const decrypted = await this.#machine.decryptRoomEvent(event, values.wasmRoom(room), settings);
      const shield = this.#shields.remember(event, decrypted);
      return { event: decrypted.event, sender: decrypted.sender.toString(), shield };
    } catch (error) {
      throw asError(error);
    }
  }

  /** @param {string} eventId */
  shieldOf(eventId) {
    return this.#shields.of(eventId);
  }

  /** @param {string} message */
  async sign(message) {
    const signatures = await this.#machine.sign(message);
    return {
      get: (/** @type {import("./index.d.ts").UserId} */ user) =>
        plainSignatures(signatures.get(values.wasmUser(user))),
    };
  }

  /** @param {boolean} reset */
  bootstrapCrossSigning(reset) {
    return crossSigning.bootstrap(this.#machine, reset);
  }

  crossSigningStatus() {
    return crossSigning.status(this.#machine);
  }

  exportCrossSigningKeys() {
    return crossSigning.exportSecrets(this.#machine);
  }

  /** @param {import("./index.d.ts").CrossSigningSecrets} secrets */
  importCrossSigningKeys(secrets) {
    return crossSigning.importSecrets(this.#machine, secrets);
  }

  signOwnDevice() {
    return crossSigning.signOwnDevice(this.#machine);
  }

  /**
   * @param {string} user
   * @param {string} device
   */
  deviceOf(user, device) {
    return crossSigning.deviceOf(this.#machine, user, device);
  }

  exportRoomKeys() {
    return this.#machine.exportRoomKeys(() => true);
  }

  /** @param {string} keys what `exportRoomKeys` gave */
  async importExportedRoomKeys(keys) {
    const { importedCount, totalCount } = await this.#machine.importExportedRoomKeys(keys, () => {});
    return { imported: importedCount, total: totalCount };
  }

  settled() {
    return this.#persistence.settled();
  }

  writeDirty() {
    this.#persistence.writeDirty();
  }

  confirmWritten() {
    this.#persistence.confirmWritten();
  }

  /** Writes in a transaction of its own what has changed. */
  async flush() {
    await this.settled();
    this.writeDirty();
    this.confirmWritten();
  }

  /** What was not written is lost. */
  async close() {
    if (this.#closed) return;
    this.#closed = true;
    if (currentMachine() === this) setCurrentMachine(null);
    this.#machine.close();
    await this.#persistence.close();
  }
}

/** @param {Map<string, import("@matrix-org/matrix-sdk-crypto-wasm").MaybeSignature> | undefined} signatures */
function plainSignatures(signatures) {
  return Object.fromEntries(
    [...(signatures ?? [])].map(([key, one]) => {
      const base64 = one.signature?.toBase64() ?? "";
      return [key, { isValid: one.isValid(), signature: { toBase64: () => base64 } }];
    }),
  );
}

module.exports = { OlmMachine };
