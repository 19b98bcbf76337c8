// @ts-check
/**
 * Everything that matrix-bot-sdk and Rochdale ask of `@matrix-org/matrix-sdk-crypto-nodejs`. The names stand in one
 * list, so that they can be imported by name from an ES module.
 */
"use strict";

const { Attachment, EncryptedAttachment } = require("./attachments.js");
const { configure, currentMachine } = require("./configuration.js");
const { DecryptionError } = require("./shields.js");
const { OlmMachine } = require("./machine.js");
const { confirmWritten, flush, settled, shieldOf, writeDirty } = require("./current.js");
const {
  DeviceId,
  DeviceLists,
  EncryptionAlgorithm,
  EncryptionSettings,
  HistoryVisibility,
  RequestType,
  RoomId,
  StoreType,
  UserId,
} = require("./values.js");

module.exports = {
  Attachment,
  DecryptionError,
  DeviceId,
  DeviceLists,
  EncryptedAttachment,
  EncryptionAlgorithm,
  EncryptionSettings,
  HistoryVisibility,
  OlmMachine,
  RequestType,
  RoomId,
  StoreType,
  UserId,
  configure,
  confirmWritten,
  currentMachine,
  flush,
  settled,
  shieldOf,
  writeDirty,
};
