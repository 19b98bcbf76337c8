// @ts-check
/** Encrypted files: bytes in, bytes and the spec's EncryptedFile out, and back. A changed byte is refused. */
"use strict";

const wasm = require("@matrix-org/matrix-sdk-crypto-wasm");

class EncryptedAttachment {
  /**
   * @param {Uint8Array} encryptedData
   * @param {string} mediaEncryptionInfo the EncryptedFile as JSON; fields that are not needed (`url`) do no harm
   */
  constructor(encryptedData, mediaEncryptionInfo) {
    this.encryptedData = encryptedData;
    this.mediaEncryptionInfo = mediaEncryptionInfo;
  }
}

const Attachment = {
  /** @param {Uint8Array} bytes */
  encrypt(bytes) {
    const made = wasm.Attachment.encrypt(bytes);
    const attachment = new EncryptedAttachment(made.encryptedData, made.mediaEncryptionInfo ?? "{}");
    made.free();
    return attachment;
  },

  /**
   * @param {EncryptedAttachment} attachment
   * @throws when the bytes are not those that were encrypted, or the EncryptedFile lacks something
   */
  decrypt({ encryptedData, mediaEncryptionInfo }) {
    try {
      const sealed = new wasm.EncryptedAttachment(encryptedData, mediaEncryptionInfo);
      const bytes = wasm.Attachment.decrypt(sealed);
      sealed.free();
      return bytes;
    } catch (cause) {
      throw new Error(
        `Expected an encrypted file whose bytes and keys fit together, got: ${cause instanceof Error ? cause.message : String(cause)}. Ask for the file to be sent again.`,
        { cause },
      );
    }
  },
};

module.exports = { Attachment, EncryptedAttachment };
