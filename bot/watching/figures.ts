/** The figures that a running bot is asked for whenever somebody looks. Data only. */

export type Figures = {
  /** Questions waiting or being answered. */
  readonly waiting: number;
  /** Files handed in and being fetched or read. */
  readonly files: number;
  readonly rooms: number;
  readonly documents: number;
  readonly passages: number;
  /** Passages that are not yet searched by meaning. */
  readonly pendingPassages: number;
  /** The database with its write-ahead log, and the files of the vector index. */
  readonly databaseBytes: number;
  readonly indexBytes: number;
  /** Left on the disk of the data folder. */
  readonly freeBytes: number;
  /** How often the model process has died since the start. */
  readonly modelRestarts: number;
  /** Milliseconds since 1970; null when there is none. */
  readonly lastBackup: number | null;
  readonly degraded: readonly Degraded[];
};

/** Something that works less well than it should: a word of a short closed list, and since when (milliseconds, 1970). */
export type Degraded = { readonly kind: string; readonly since: number };
