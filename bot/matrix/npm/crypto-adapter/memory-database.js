// @ts-check
/**
 * The IndexedDB that the machine believes to have: fake-indexeddb, in memory, with an ear at the three methods through
 * which every record of it changes. Knows nothing of rows or encryption.
 *
 * @typedef {{ mode: string, _state: string, _started: boolean }} RawTransaction
 * @typedef {{ name: string, keyPath: string | string[], unique: boolean, multiEntry: boolean }} RawIndex
 * @typedef {{ name: string, version: number, transactions: RawTransaction[], rawObjectStores: Map<string, RawStore> }} RawDatabase
 * @typedef {{
 *   name: string, rawDatabase: RawDatabase, keyPath: string | string[] | null, autoIncrement: boolean,
 *   rawIndexes: Map<string, RawIndex>,
 *   storeRecord(record: unknown, ...rest: unknown[]): unknown, deleteRecord(key: unknown, ...rest: unknown[]): void,
 *   clear(...rest: unknown[]): void, getAllKeys(range?: unknown): unknown[], getValue(key: unknown): unknown,
 * }} RawStore
 * @typedef {{ put(value: unknown, key?: unknown): void, createIndex(name: string, keyPath: unknown, options: unknown): void }} Store
 * @typedef {{
 *   close(): void, createObjectStore(name: string, options?: unknown): Store,
 *   transaction(stores: readonly string[], mode: string): {
 *     objectStore(name: string): Store, oncomplete: unknown, onabort: unknown, error: unknown
 *   },
 * }} Connection
 */
"use strict";

/** Its own types want the DOM's, which the rest of the program must not have. */
const { indexedDB, IDBKeyRange } = /** @type {any} */ (require("fake-indexeddb"));

/** What this file relies on; all of it is internal to fake-indexeddb, so its version is pinned. */
const NEEDED = {
  store: ["storeRecord", "deleteRecord", "clear", "getAllKeys", "getValue"],
  transaction: ["_started", "_state", "mode"],
};

/** @type {Set<(store: RawStore, keys: readonly unknown[]) => void>} */
const listeners = new Set();
/** @type {Promise<void> | undefined} */
let ready;

/** Gives this process an IndexedDB, once. @throws when fake-indexeddb is not built as expected. */
function installMemoryDatabase() {
  ready ??= install();
  return ready;
}

async function install() {
  // @ts-expect-error: has no types, and none are needed
  require("fake-indexeddb/auto");
  const probe = await probeInternals();
  checkNames(probe);
  listenTo(Object.getPrototypeOf(probe.store));
}

/**
 * @param {(store: RawStore, keys: readonly unknown[]) => void} listener called with each record that changes or goes,
 *   also while a transaction is undone
 * @returns {() => void} ends it
 */
function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * An object store and a transaction as they are inside, from a database that lives for a moment.
 * @returns {Promise<{ store?: any, transaction?: any }>}
 */
async function probeInternals() {
  const name = "probe";
  /** @type {{ store?: any, transaction?: any }} */
  let probe = {};
  const database = await openMemoryDatabase(name, 1, (opened) => {
    const store = /** @type {any} */ (opened.createObjectStore("probe"))._rawObjectStore;
    probe = { store, transaction: store?.rawDatabase?.transactions?.at?.(-1) };
  });
  database.close();
  await dropMemoryDatabase(name);
  return probe;
}

/** @param {{ store?: any, transaction?: any }} probe */
function checkNames({ store, transaction }) {
  const missing = [
    ...NEEDED.store.filter((name) => typeof store?.[name] !== "function"),
    ...NEEDED.transaction.filter((name) => transaction?.[name] === undefined),
  ];
  if (missing.length > 0)
    throw new Error(
      `Expected fake-indexeddb 6.2.8, whose stores and transactions have \`${[...NEEDED.store, ...NEEDED.transaction].join("`, `")}\`, got one without \`${missing.join("`, `")}\`. Install exactly what the lock file names: \`npm install\`.`,
    );
}

/** @param {RawStore} prototype */
function listenTo(prototype) {
  const { storeRecord, deleteRecord, clear } = prototype;
  prototype.storeRecord = function (record, ...rest) {
    const key = storeRecord.call(this, record, ...rest);
    tell(this, [key]);
    return key;
  };
  prototype.deleteRecord = function (key, ...rest) {
    const keys = key instanceof IDBKeyRange ? this.getAllKeys(key) : [key];
    deleteRecord.call(this, key, ...rest);
    tell(this, keys);
  };
  prototype.clear = function (...rest) {
    const keys = this.getAllKeys();
    clear.call(this, ...rest);
    tell(this, keys);
  };
}

/**
 * @param {RawStore} store
 * @param {readonly unknown[]} keys
 */
function tell(store, keys) {
  for (const listener of listeners) listener(store, keys);
}

/**
 * @param {string} name
 * @param {number | undefined} version
 * @param {(database: Connection) => void} upgrade makes the stores of a database that is new
 * @returns {Promise<Connection>}
 */
function openMemoryDatabase(name, version, upgrade) {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = () => upgrade(request.result);
  return settledRequest(request);
}

/**
 * Closes what is still open on a database (a machine that could not start leaves it so) and removes it.
 * @param {string} name
 * @returns {Promise<void>}
 */
async function dropMemoryDatabase(name) {
  const request = indexedDB.open(name);
  const connection = await settledRequest(request);
  for (const open of [...connection._rawDatabase.connections]) open.close();
  await settledRequest(indexedDB.deleteDatabase(name));
}

/** @param {any} request */
function settledRequest(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {string} prefix
 * @returns {Promise<string[]>}
 */
async function memoryDatabaseNames(prefix) {
  const names = (await indexedDB.databases()).map((/** @type {{ name: string }} */ { name }) => name);
  return names.filter((/** @type {string} */ name) => name.startsWith(prefix));
}

/**
 * @param {string} prefix
 * @returns {Promise<RawDatabase[]>}
 */
async function rawDatabases(prefix) {
  /** @type {RawDatabase[]} */
  const found = [];
  for (const name of await memoryDatabaseNames(prefix)) {
    const connection = await settledRequest(indexedDB.open(name));
    found.push(connection._rawDatabase);
    connection.close();
  }
  return found;
}

module.exports = {
  checkNames,
  dropMemoryDatabase,
  installMemoryDatabase,
  memoryDatabaseNames,
  onChange,
  openMemoryDatabase,
  rawDatabases,
};
