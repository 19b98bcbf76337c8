/** How much a document may cost to read. Knows nothing of formats. */

export type Limits = {
  /** Bytes of the file on disk. 100 MB: the size at which Synapse's default upload limit (50 MB) is well passed. */
  readonly maxFileBytes: number;
  /** UTF-16 units of stored text. 5 million is about 2,500 printed pages. */
  readonly maxCharacters: number;
  /** Bytes that the members of a ZIP container may inflate to, all together. */
  readonly maxInflatedBytes: number;
  /** Inflated bytes per byte on disk; looked at from 1 MB on, since a small file may well be repetitive. */
  readonly maxInflationRatio: number;
  readonly wallTimeMs: number;
  /** Resident bytes of the parser process; the V8 heap alone is held to 512 MB. */
  readonly maxResidentBytes: number;
  /** Where text recognition is installed; null where scans are not to be recognised. */
  readonly ocrFolder: string | null;
  /** A page that is recognised may take so long beside `wallTimeMs`, and all of them together so long. */
  readonly ocrPageMs: number;
  readonly ocrTotalMs: number;
};

/** Sources: reliability-security.md 3.5 (1 GB, 30 s, 200 MB or 100:1). */
export const DEFAULT_LIMITS: Limits = {
  maxFileBytes: 100_000_000,
  maxCharacters: 5_000_000,
  maxInflatedBytes: 200_000_000,
  maxInflationRatio: 100,
  wallTimeMs: 30_000,
  maxResidentBytes: 1_000_000_000,
  ocrFolder: null,
  ocrPageMs: 60_000,
  ocrTotalMs: 1_200_000,
};
