// @ts-check
/**
 * What the machine wants sent to the homeserver, as plain objects of the shape that the SDK reads. Sends nothing.
 */
"use strict";

const { RequestType } = require("./values.js");

/**
 * What the SDK itself sends; on anything else it throws, in every sync.
 * @type {ReadonlySet<number>}
 */
const SENT_BY_SDK = new Set([
  RequestType.KeysUpload,
  RequestType.KeysQuery,
  RequestType.KeysClaim,
  RequestType.ToDevice,
]);

/**
 * A request of the machine as plain data; the WebAssembly object is let go.
 * @param {any} request
 * @returns {import("./index.d.ts").OtherRequest}
 */
function plain(request) {
  if (request.type === RequestType.ToDevice) return plainToDevice(request);
  const { id, type, body, txn_id, event_type, room_id, version } = request;
  request.free();
  if (type === RequestType.RoomMessage)
    return { id, type, body, txnId: txn_id, eventType: event_type, roomId: room_id };
  if (type === RequestType.KeysBackup) return { id, type, body, version };
  return { id, type, body };
}

/**
 * The SDK reads transaction id and event type from the request here, from its body there: both get them.
 * @param {import("@matrix-org/matrix-sdk-crypto-wasm").ToDeviceRequest} request
 * @returns {import("./index.d.ts").ToDeviceRequest}
 */
function plainToDevice(request) {
  const { id, type, body, txn_id, event_type } = request;
  request.free();
  const whole = JSON.stringify({ ...JSON.parse(body), txn_id, event_type });
  return { id, type: Number(type), body: whole, txnId: txn_id, eventType: event_type };
}

/** @param {{ type: number }} request */
function isSentBySdk(request) {
  return SENT_BY_SDK.has(request.type);
}

module.exports = { isSentBySdk, plain, plainToDevice };
