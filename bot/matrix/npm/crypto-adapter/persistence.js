// @ts-check
/**
 * Keeps the machine's databases as rows: restores them at start, collects which records changed, writes those when it is
 * told to. Writes changed rows, never the whole store. Knows nothing of SQLite or of Matrix.
 */
"use strict";

const { SCHEMA_KEY, SCHEMA_STORE, encodeKey, encodeValue, keyText } = require("./row-codec.js");
const { restore, schemaOf } = require("./restore.js");
const memory = require("./memory-database.js");
const { RowSeal } = require("./row-seal.js");

/** A transaction takes milliseconds, the import of thousands of keys seconds; one that takes this long will not end. */
const SETTLE_MS = 60_000;

/** So that a device opened again in one process never meets what an earlier machine left in memory. */
let opened = 0;

/**
 * @typedef {import("./index.d.ts").RowStore} RowStore
 * @typedef {import("./memory-database.js").RawDatabase} RawDatabase
 * @typedef {import("./memory-database.js").RawStore} RawStore
 * @typedef {{ raw: RawDatabase, store: string, key: unknown }} Change
 */

class Persistence {
  /** @type {RowStore} */ #rows;
  /** @type {InstanceType<typeof RowSeal>} */ #seal;
  /** Name of this device's databases in the rows, and in memory. @type {string} */ #name;
  /** @type {string} */ #memoryName;
  /** By database, store and key; kept until it is confirmed that they are written. @type {Map<string, Change>} */
  #dirty = new Map();
  /** @type {Map<string, Change>} */
  #unconfirmed = new Map();
  /** Databases that have changed since the start. @type {Set<RawDatabase>} */
  #databases = new Set();
  /** The version whose schema has been written. @type {Map<RawDatabase, number>} */
  #versions = new Map();
  #stopListening = () => {};

  /**
   * @param {RowStore} rows
   * @param {string} name
   * @param {Uint8Array} storeKey
   */
  constructor(rows, name, storeKey) {
    this.#rows = rows;
    this.#seal = new RowSeal(storeKey);
    this.#name = name;
    opened += 1;
    this.#memoryName = `${name}#${opened}`;
    this.isNew = true;
  }

  /**
   * @param {RowStore} rows
   * @param {string} name of the device
   * @param {Uint8Array} storeKey
   * @throws when a row was changed by anybody else, or the key is another
   */
  static async open(rows, name, storeKey) {
    await memory.installMemoryDatabase();
    const persistence = new Persistence(rows, name, storeKey);
    const memoryNameOf = (/** @type {string} */ database) => persistence.#memoryNameOf(database);
    const restored = await restore(rows.load(), `${name}::`, memoryNameOf, persistence.#seal);
    persistence.isNew = restored.databases === 0;
    persistence.#listen();
    if (!persistence.isNew && !restored.wereSealed) await persistence.#markAll();
    return persistence;
  }

  /** What the machine is to call its store. */
  get memoryName() {
    return this.#memoryName;
  }

  /** Resolves when no transaction of the machine is half done; one that has not started has changed nothing yet. */
  async settled() {
    const deadline = performance.now() + SETTLE_MS;
    while (this.#busy()) {
      if (performance.now() > deadline)
        throw new Error(
          `Expected the encryption machine to finish writing within ${SETTLE_MS} ms, got a transaction that does not end. Start Rochdale again.`,
        );
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /**
   * Writes every record that changed since the last confirmed write, synchronously, so that it can be a part of the
   * caller's own transaction. @throws when a transaction of the machine is half done.
   */
  writeDirty() {
    if (this.#busy())
      throw new Error(
        "Expected the encryption machine to be at rest while its rows are written, got a transaction half done. Await `settled()` immediately before.",
      );
    for (const raw of this.#databases)
      if (this.#versions.get(raw) !== raw.version) this.#mark({ raw, store: SCHEMA_STORE, key: SCHEMA_KEY });
    this.#unconfirmed = new Map(this.#dirty);
    if (this.#dirty.size > 0) this.#rows.write([...this.#dirty.values()].map((change) => this.#row(change)));
  }

  /** The last write stands: its transaction is committed. Without this, the next write takes the same rows again. */
  confirmWritten() {
    for (const [id, change] of this.#unconfirmed) {
      if (this.#dirty.get(id) === change) this.#dirty.delete(id);
      if (change.store === SCHEMA_STORE) this.#versions.set(change.raw, change.raw.version);
    }
    this.#unconfirmed.clear();
  }

  /** Lets go of the databases in memory; what was not written is lost, as it would be with the process. */
  async close() {
    this.#stopListening();
    this.#dirty.clear();
    for (const name of await memory.memoryDatabaseNames(`${this.#memoryName}::`)) await memory.dropMemoryDatabase(name);
  }

  #listen() {
    this.#stopListening = memory.onChange((store, keys) => {
      const raw = store.rawDatabase;
      if (!raw.name.startsWith(`${this.#memoryName}::`)) return;
      this.#databases.add(raw);
      for (const key of keys) this.#mark({ raw, store: store.name, key });
    });
  }

  /** Everything is written anew with the next flush: sealed. */
  async #markAll() {
    for (const raw of await memory.rawDatabases(`${this.#memoryName}::`)) {
      this.#databases.add(raw);
      for (const [store, records] of raw.rawObjectStores)
        for (const key of records.getAllKeys()) this.#mark({ raw, store, key });
    }
  }

  /** @param {Change} change */
  #mark(change) {
    this.#dirty.set(JSON.stringify([change.raw.name, change.store, keyText(change.key)]), change);
  }

  #busy() {
    return [...this.#databases].some(({ transactions }) =>
      transactions.some((one) => one._started && one.mode !== "readonly" && one._state !== "finished"),
    );
  }

  /** @param {Change} change */
  #row({ raw, store, key }) {
    const value = store === SCHEMA_STORE ? schemaOf(raw) : raw.rawObjectStores.get(store)?.getValue(key);
    const place = { database: `${this.#name}${raw.name.slice(this.#memoryName.length)}`, store, key: encodeKey(key) };
    return {
      ...place,
      value: value === undefined ? null : this.#seal.close({ ...place, value: encodeValue(value) }),
    };
  }

  /** @param {string} database */
  #memoryNameOf(database) {
    return `${this.#memoryName}${database.slice(this.#name.length)}`;
  }
}

module.exports = { Persistence };
