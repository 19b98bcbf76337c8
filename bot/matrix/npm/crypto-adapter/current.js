// @ts-check
/**
 * The calls of the current machine that the connection needs at its flush points, without holding the machine: the SDK
 * makes it, deep inside. Without a machine there is nothing to write.
 */
"use strict";

const { currentMachine } = require("./configuration.js");

async function settled() {
  await currentMachine()?.settled();
}

function writeDirty() {
  currentMachine()?.writeDirty();
}

function confirmWritten() {
  currentMachine()?.confirmWritten();
}

async function flush() {
  await currentMachine()?.flush();
}

/** @param {string} eventId */
function shieldOf(eventId) {
  return currentMachine()?.shieldOf(eventId) ?? null;
}

module.exports = { confirmWritten, flush, settled, shieldOf, writeDirty };
