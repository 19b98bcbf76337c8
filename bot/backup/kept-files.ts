/**
 * Which files of a data folder a backup holds beside the database, opened so that they stay readable when they are
 * removed meanwhile. Reads no content and knows no archive.
 */
import { closeSync, fstatSync, openSync, readdirSync, read as readSome } from "node:fs";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";

export interface KeptFile {
  /** Path inside the data folder, with `/`. */
  readonly name: string;
  readonly bytes: number;
  /** Its content as it was when the file was opened, in pieces. */
  content(): AsyncIterable<Uint8Array>;
}

/** Pieces of this size keep memory small and system calls few. */
const PIECE_BYTES = 1 << 20;

/**
 * Not in a backup: the database, which is copied in its own way, with what belongs to it; what is made anew (graphs,
 * notes of the SDK, caches); logs; models; other backups, and what a restore was broken off at.
 */
const LEFT_OUT = [
  /^rochdale\.sqlite/u,
  /^(?:graphs|matrix-sdk|models|restoring|compiled|node_modules)(?:\/|$)/u,
  /(?:^|\/)[^/]+\.(?:log|age|part)$/u,
  /^uploads\/(?:part|work)-/u,
];

/** The files of a data folder, opened once each. Links and what is no file are left out. */
export class KeptFiles implements Disposable {
  readonly #home: string;
  readonly #elsewhere: readonly string[];
  readonly #opened = new Map<string, { readonly descriptor: number; readonly bytes: number }>();

  /** @param elsewhere folders and files inside the data folder that do not belong to it. */
  constructor(home: string, elsewhere: readonly string[]) {
    this.#home = resolve(home);
    this.#elsewhere = elsewhere.map((path) => relative(this.#home, resolve(path)));
  }

  /** Opens what is there now and was not before. Synchronous: nothing of this process comes in between. */
  openAll(folder = ""): void {
    for (const entry of readdirSync(join(this.#home, folder), { withFileTypes: true })) {
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (this.#isLeftOut(name) || this.#opened.has(name)) continue;
      if (entry.isDirectory()) this.openAll(name);
      else if (entry.isFile()) this.#open(name);
    }
  }

  list(): readonly KeptFile[] {
    return [...this.#opened].map(([name, { descriptor, bytes }]) => ({
      name,
      bytes,
      content: () => contentOf(descriptor, bytes, name),
    }));
  }

  [Symbol.dispose](): void {
    for (const { descriptor } of this.#opened.values()) closeSync(descriptor);
    this.#opened.clear();
  }

  #isLeftOut(name: string): boolean {
    return LEFT_OUT.some((pattern) => pattern.test(name)) || this.#elsewhere.includes(name);
  }

  /** A file that is gone by now was on its way out. */
  #open(name: string): void {
    try {
      const descriptor = openSync(join(this.#home, name), "r");
      this.#opened.set(name, { descriptor, bytes: fstatSync(descriptor).size });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
}

const readAt = promisify(readSome);

async function* contentOf(descriptor: number, bytes: number, name: string): AsyncGenerator<Uint8Array> {
  for (let position = 0; position < bytes; ) {
    const piece = new Uint8Array(Math.min(PIECE_BYTES, bytes - position));
    const { bytesRead } = await readAt(descriptor, piece, 0, piece.length, position);
    if (bytesRead === 0)
      throw new Error(
        `Expected ${bytes} bytes in \`${name}\`, got ${position}: it was cut while it was read. Try again.`,
      );
    position += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}
