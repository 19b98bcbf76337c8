// @ts-check
/** Makes the machine's databases in memory from their rows, at start. Knows nothing of what the records mean. */
"use strict";

const { SCHEMA_STORE, decodeKey, decodeValue } = require("./row-codec.js");
const { openMemoryDatabase } = require("./memory-database.js");

/**
 * @typedef {import("./index.d.ts").CryptoRow} CryptoRow
 * @typedef {{ name: string, keyPath: string | string[] | null, autoIncrement: boolean,
 *   indexes: { name: string, keyPath: string | string[], unique: boolean, multiEntry: boolean }[] }} StoreSchema
 * @typedef {{ version: number, stores: StoreSchema[] }} Schema
 * @typedef {{ store: string, key: unknown, value: unknown }} Entry
 */

/**
 * What a database is made of, to be kept beside its records.
 * @param {import("./memory-database.js").RawDatabase} database
 * @returns {Schema}
 */
function schemaOf(database) {
  const stores = [...database.rawObjectStores.values()].map((store) => ({
    name: store.name,
    keyPath: store.keyPath,
    autoIncrement: store.autoIncrement,
    indexes: [...store.rawIndexes.values()].map(({ name, keyPath, unique, multiEntry }) => ({
      name,
      keyPath,
      unique,
      multiEntry,
    })),
  }));
  return { version: database.version, stores };
}

/**
 * @param {Iterable<CryptoRow>} rows those of other devices are passed over
 * @param {string} prefix of the names of this device's databases
 * @param {(database: string) => string} memoryNameOf
 * @param {InstanceType<(typeof import("./row-seal.js"))["RowSeal"]>} seal
 * @returns {Promise<{ databases: number, wereSealed: boolean }>} 0 databases when the device is new
 * @throws when a seal does not fit
 */
async function restore(rows, prefix, memoryNameOf, seal) {
  const own = [...rows].flatMap(({ value, ...row }) =>
    row.database.startsWith(prefix) && value !== null ? [{ ...row, value }] : [],
  );
  const opened = seal.openAll(own, prefix.slice(prefix.indexOf("/") + 1, -2));
  const databases = grouped(opened.rows);
  for (const [name, { schema, entries }] of databases) {
    if (schema === undefined)
      throw new Error(
        `Expected the rows of \`${name}\` to tell what stores it has, got none that does: the encryption store is damaged. Log in as a new device and sign it with the recovery key.`,
      );
    await fill(memoryNameOf(name), schema, entries);
  }
  return { databases: databases.size, wereSealed: opened.wereSealed };
}

/** @param {Iterable<CryptoRow & { value: Uint8Array }>} rows */
function grouped(rows) {
  /** @type {Map<string, { schema: Schema | undefined, entries: Entry[] }>} */
  const databases = new Map();
  for (const { database, store, key, value } of rows) {
    const group = databases.get(database) ?? { schema: undefined, entries: [] };
    databases.set(database, group);
    if (store === SCHEMA_STORE) group.schema = decodeValue(value);
    else group.entries.push({ store, key: decodeKey(key), value: decodeValue(value) });
  }
  return databases;
}

/**
 * @param {string} name
 * @param {Schema} schema
 * @param {readonly Entry[]} entries
 */
async function fill(name, { version, stores }, entries) {
  const connection = await openMemoryDatabase(name, version, (database) => {
    for (const { name, keyPath, autoIncrement, indexes } of stores) {
      const store = database.createObjectStore(name, { keyPath, autoIncrement });
      for (const { name, keyPath, unique, multiEntry } of indexes)
        store.createIndex(name, keyPath, { unique, multiEntry });
    }
  });
  const inline = new Map(stores.map(({ name, keyPath }) => [name, keyPath !== null]));
  // A row of a store that a later version of the machine has done away with is of no use to anybody.
  const known = entries.filter(({ store }) => inline.has(store));
  if (known.length > 0) await putAll(connection, known, inline);
  connection.close();
}

/**
 * @param {import("./memory-database.js").Connection} connection
 * @param {readonly Entry[]} entries
 * @param {ReadonlyMap<string, boolean>} inline whether a store's key stands in its values
 * @returns {Promise<void>}
 */
function putAll(connection, entries, inline) {
  return new Promise((resolve, reject) => {
    const transaction = connection.transaction([...inline.keys()], "readwrite");
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    for (const { store, key, value } of entries) {
      if (inline.get(store)) transaction.objectStore(store).put(value);
      else transaction.objectStore(store).put(value, key);
    }
  });
}

module.exports = { restore, schemaOf };
