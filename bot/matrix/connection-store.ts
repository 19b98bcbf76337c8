/**
 * What the connection to the homeserver keeps in the co-op's database: sync token, device, rooms that are (and so stay)
 * encrypted, the rows of the encryption machine, payloads on their way out. Opens its own handle on the file, in WAL
 * mode with `synchronous=FULL`, so that what changes together is committed together. Knows nothing of questions.
 */
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { IndexVersionError, refuseNewer } from "../../corpora/corpus-store.ts";
import { transactionOn } from "../../corpora/transaction-store.ts";
import { dropUpgradeCopies } from "../../corpora/upgrade-store.ts";

/** One record of the encryption machine's IndexedDB: `value` null deletes it. */
export type CryptoRow = {
  readonly database: string;
  readonly store: string;
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
};

/** An event as it goes (or went) over the wire. */
export type Payload = {
  readonly roomId: string;
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  /** Null until the homeserver has taken it. */
  readonly eventId: string | null;
};

/** A payload as it is stored; `createdAt` in milliseconds. */
export type StoredPayload = Payload & { readonly txnId: string; readonly createdAt: number };

/** An event that could not be decrypted, kept for when its key comes. */
export type KeptEvent = {
  readonly roomId: string;
  readonly eventId: string;
  readonly event: Readonly<Record<string, unknown>>;
  /** When it was first seen, in milliseconds. */
  readonly since: number;
  /** Has the bot been told that it cannot be read? */
  readonly reported: boolean;
};

export interface ConnectionStore extends Disposable {
  readonly database: DatabaseSync;
  /** All or nothing; inside another transaction it joins that one. */
  transaction<T>(work: () => T): T;
  /** Small remembered texts: `sync-token`, `device-id`, … */
  value(key: string): string | null;
  setValue(key: string, value: string | null): void;
  /** What the SDK remembers of a room, as JSON; null when nothing. */
  room(roomId: string): string | null;
  setRoom(roomId: string, json: string): void;
  cryptoRows(): Iterable<CryptoRow>;
  putCryptoRows(rows: Iterable<CryptoRow>): void;
  /** Has the encryption machine ever been saved here? */
  hasCryptoRows(): boolean;
  payload(txnId: string): StoredPayload | null;
  putPayload(txnId: string, payload: Payload): void;
  /** The homeserver has taken it: its content is not needed any more, and forgotten. */
  setSent(txnId: string, eventId: string): void;
  /** Forgets a payload that will never be sent. */
  dropPayload(txnId: string): void;
  /** Payloads that the homeserver has not confirmed, oldest first. */
  unsentPayloads(): StoredPayload[];
  /** Events waiting for their key, oldest first. */
  keptEvents(): KeptEvent[];
  putKeptEvent(event: KeptEvent): void;
  dropKeptEvent(roomId: string, eventId: string): void;
  /** Somebody's words were deleted: no copy from before an upgrade may hold them any longer. */
  forgetUpgradeCopies(): void;
  /**
   * Empties the write-ahead log into the database, where deleted rows are overwritten: what was deleted is in no file any
   * more. Does nothing while another process reads.
   */
  shred(): void;
  /** Was this event sent out of this database, and not so long ago that it is forgotten? */
  wasSentHere(eventId: string): boolean;
  /** Removes what was sent before a moment (milliseconds): servers forget transaction ids too. */
  dropSentBefore(at: number): void;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS matrix_values (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS matrix_rooms (room_id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS crypto_rows (
  "database" TEXT NOT NULL, store TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,
  PRIMARY KEY ("database", store, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS matrix_outbox (
  txn_id TEXT PRIMARY KEY, room_id TEXT NOT NULL, type TEXT NOT NULL, content TEXT NOT NULL, event_id TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS matrix_kept_events (
  room_id TEXT NOT NULL, event_id TEXT NOT NULL, event TEXT NOT NULL, since INTEGER NOT NULL, reported INTEGER NOT NULL,
  PRIMARY KEY (room_id, event_id)
) STRICT;
`;

/** Another process (an ingest from the command line) may be writing: wait for it this long, in milliseconds. */
const BUSY_MS = 10_000;

const CRYPTO_ROW = z.object({
  database: z.string(),
  store: z.string(),
  key: z.instanceof(Uint8Array),
  value: z.instanceof(Uint8Array),
});
const PAYLOAD = z.object({
  txn_id: z.string(),
  room_id: z.string(),
  type: z.string(),
  content: z.string(),
  event_id: z.string().nullable(),
  created_at: z.number(),
});
const KEPT = z.object({
  room_id: z.string(),
  event_id: z.string(),
  event: z.string(),
  since: z.number(),
  reported: z.number(),
});
const CONTENT = z.record(z.string(), z.unknown());
const ONE = z.object({ value: z.string() });

/** @param clock milliseconds since 1970. @throws when the file cannot be opened. */
export function openConnectionStore(file: string, clock: () => number): ConnectionStore {
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
  try {
    refuseNewer(database, file);
    database.exec(SCHEMA);
    refuseNewerTables(database, file);
  } catch (error) {
    database.close();
    throw error;
  }
  const transaction = transactionOn(database);
  const one = (sql: string, key: string): string | null => {
    const row = database.prepare(sql).get(key);
    return row === undefined ? null : ONE.parse(row).value;
  };
  return {
    database,
    transaction,
    value: (key) => one("SELECT value FROM matrix_values WHERE key = ?", key),
    setValue(key, value) {
      if (value === null) database.prepare("DELETE FROM matrix_values WHERE key = ?").run(key);
      else database.prepare("INSERT OR REPLACE INTO matrix_values (key, value) VALUES (?, ?)").run(key, value);
    },
    room: (roomId) => one("SELECT json AS value FROM matrix_rooms WHERE room_id = ?", roomId),
    setRoom(roomId, json) {
      database.prepare("INSERT OR REPLACE INTO matrix_rooms (room_id, json) VALUES (?, ?)").run(roomId, json);
    },
    *cryptoRows() {
      for (const row of database.prepare('SELECT "database", store, key, value FROM crypto_rows').iterate())
        yield CRYPTO_ROW.parse(row);
    },
    hasCryptoRows: () => database.prepare("SELECT 1 FROM crypto_rows LIMIT 1").get() !== undefined,
    putCryptoRows(rows) {
      const put = database.prepare(
        'INSERT OR REPLACE INTO crypto_rows ("database", store, key, value) VALUES (?, ?, ?, ?)',
      );
      const drop = database.prepare('DELETE FROM crypto_rows WHERE "database" = ? AND store = ? AND key = ?');
      transaction(() => {
        for (const row of rows) {
          if (row.value === null) drop.run(row.database, row.store, row.key);
          else put.run(row.database, row.store, row.key, row.value);
        }
      });
    },
    payload(txnId) {
      const row = database.prepare("SELECT * FROM matrix_outbox WHERE txn_id = ?").get(txnId);
      return row === undefined ? null : storedPayload(row);
    },
    putPayload(txnId, { roomId, type, content, eventId }) {
      database
        .prepare(
          "INSERT OR REPLACE INTO matrix_outbox (txn_id, room_id, type, content, event_id, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .run(txnId, roomId, type, JSON.stringify(content), eventId, clock());
    },
    setSent(txnId, eventId) {
      database.prepare("UPDATE matrix_outbox SET event_id = ?, content = '{}' WHERE txn_id = ?").run(eventId, txnId);
    },
    dropPayload(txnId) {
      database.prepare("DELETE FROM matrix_outbox WHERE txn_id = ?").run(txnId);
    },
    unsentPayloads: () =>
      database
        .prepare("SELECT * FROM matrix_outbox WHERE event_id IS NULL ORDER BY created_at, rowid")
        .all()
        .map(storedPayload),
    keptEvents: () => database.prepare("SELECT * FROM matrix_kept_events ORDER BY since, rowid").all().map(keptEvent),
    putKeptEvent({ roomId, eventId, event, since, reported }) {
      database
        .prepare(
          "INSERT OR REPLACE INTO matrix_kept_events (room_id, event_id, event, since, reported) VALUES (?, ?, ?, ?, ?)",
        )
        .run(roomId, eventId, JSON.stringify(event), since, Number(reported));
    },
    dropKeptEvent(roomId, eventId) {
      database.prepare("DELETE FROM matrix_kept_events WHERE room_id = ? AND event_id = ?").run(roomId, eventId);
    },
    wasSentHere: (eventId) =>
      database.prepare("SELECT 1 FROM matrix_outbox WHERE event_id = ?").get(eventId) !== undefined,
    forgetUpgradeCopies() {
      const path = database.location();
      if (path !== null) dropUpgradeCopies(path);
    },
    shred() {
      database.exec(`PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = ${BUSY_MS};`);
    },
    dropSentBefore(at) {
      database.prepare("DELETE FROM matrix_outbox WHERE event_id IS NOT NULL AND created_at < ?").run(at);
    },
    [Symbol.dispose]: () => database.close(),
  };
}

/** Raised when a table of the bot changes its meaning; written down, so that an older Rochdale leaves it alone. */
const TABLES = 1;
const TABLES_KEY = "tables-format";

function refuseNewerTables(database: DatabaseSync, file: string): void {
  const row = database.prepare("SELECT value FROM matrix_values WHERE key = ?").get(TABLES_KEY);
  const format = row === undefined ? null : Number(ONE.parse(row).value);
  if (format === TABLES) return;
  if (format !== null && format > TABLES)
    throw new IndexVersionError(
      `Expected the bot's tables in \`${file}\` to have format ${TABLES} or an older one, got format ${format}: use the Rochdale that wrote them.`,
    );
  database.prepare("INSERT OR REPLACE INTO matrix_values (key, value) VALUES (?, ?)").run(TABLES_KEY, String(TABLES));
}

function storedPayload(row: unknown): StoredPayload {
  const { txn_id, room_id, type, content, event_id, created_at } = PAYLOAD.parse(row);
  const payload = { roomId: room_id, type, content: CONTENT.parse(JSON.parse(content)), eventId: event_id };
  return { ...payload, txnId: txn_id, createdAt: created_at };
}

function keptEvent(row: unknown): KeptEvent {
  const { room_id, event_id, event, since, reported } = KEPT.parse(row);
  return {
    roomId: room_id,
    eventId: event_id,
    event: CONTENT.parse(JSON.parse(event)),
    since,
    reported: reported === 1,
  };
}
