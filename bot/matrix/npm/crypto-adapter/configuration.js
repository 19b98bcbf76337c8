// @ts-check
/**
 * What the SDK's call for a machine has no room for: where rows are kept, under which key, who sends what the SDK does
 * not. Also which machine is the current one. The only state that belongs to the whole process.
 */
"use strict";

/** Bytes of the key that the machine encrypts its records with. */
const KEY_BYTES = 32;

/** @type {import("./index.d.ts").Configuration | null} */
let configuration = null;
/** @type {import("./index.d.ts").OlmMachine | null} */
let machine = null;

/**
 * For machines made from now on.
 * @param {import("./index.d.ts").Configuration} given
 */
function configure(given) {
  if (!(given.storeKey instanceof Uint8Array) || given.storeKey.length !== KEY_BYTES)
    throw new Error(
      `Expected \`storeKey\` to be ${KEY_BYTES} bytes, got ${given.storeKey?.length ?? "none"}. Give the key that was made at set-up.`,
    );
  configuration = given;
}

function configured() {
  if (configuration === null)
    throw new Error(
      "Expected the encryption adapter to be configured before a machine is made, got no configuration. Call `configure({ rows, storeKey })` first.",
    );
  return configuration;
}

/** @param {import("./index.d.ts").OlmMachine | null} made */
function setCurrentMachine(made) {
  machine = made;
}

/** The machine made last, as long as it is not closed. */
function currentMachine() {
  return machine;
}

module.exports = { configure, configured, currentMachine, setCurrentMachine };
