/**
 * The one file of a backup: a tar archive inside the `age` format (age-encryption.org/v1), encrypted with a passphrase.
 * Any `age` opens it and any `tar` unpacks it. Knows nothing of what the entries mean.
 *
 * age derives the key with scrypt; the work factor stands in the header, 2^18 by the library's default and `age`'s own
 * (N = 262,144, r = 8, p = 1: 256 MB of memory and about a second for each guess). The content is ChaCha20-Poly1305 in
 * pieces of 64 KiB, each with its number and, the last, with a flag in the nonce (the specification's "STREAM"), so that a
 * changed byte, a missing piece and a missing end are all noticed.
 */
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Decrypter, Encrypter } from "age-encryption";
import { createTarDecoder, createTarPacker } from "modern-tar";
import type { Secret } from "../matrix/secret.ts";
import { passphraseIdentity, passphraseRecipient } from "./passphrase-stanza.ts";

export type ArchiveEntry = {
  readonly name: string;
  readonly bytes: number;
  content(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
};

export type ArchiveOptions = {
  readonly file: string;
  readonly passphrase: Secret<string>;
  readonly signal: AbortSignal;
  /** Bytes of content so far, of all. */
  readonly onProgress: (done: number, total: number) => void;
  /** Of scrypt, for tests that make hundreds; 18 when left out. */
  readonly workFactor?: number;
};

/** The base-2 logarithm of scrypt's N: see above. */
const WORK_FACTOR = 18;

/**
 * Writes the archive beside its place and puts it there in one step when it is flushed; whatever happens before, a file
 * that was there stays. @throws the signal's reason, or what the disk says.
 */
export async function writeArchive(entries: readonly ArchiveEntry[], options: ArchiveOptions): Promise<number> {
  const { file, passphrase, signal } = options;
  const part = `${file}.part`;
  await mkdir(dirname(resolve(file)), { recursive: true, mode: 0o700 });
  await rm(part, { force: true });
  try {
    await using handle = await open(part, "wx", 0o600);
    const encrypter = new Encrypter();
    encrypter.addRecipient(passphraseRecipient(passphrase, options.workFactor ?? WORK_FACTOR));
    const { readable, controller } = createTarPacker();
    const packing = pack(entries, controller, options);
    packing.catch(() => {}); // told by the stream, too
    const encrypted = await encrypter.encrypt(readable);
    for await (const piece of encrypted) {
      signal.throwIfAborted();
      await handle.writeFile(piece);
    }
    await packing;
    await handle.sync();
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await using folder = await open(dirname(resolve(file)), "r");
  await folder.sync();
  return (await stat(file)).size;
}

async function pack(
  entries: readonly ArchiveEntry[],
  controller: ReturnType<typeof createTarPacker>["controller"],
  { signal, onProgress }: ArchiveOptions,
): Promise<void> {
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  try {
    for (const { name, bytes, content } of entries) {
      const writer = controller.add({ name, size: bytes, mode: 0o600 }).getWriter();
      for await (const piece of content()) {
        signal.throwIfAborted();
        await writer.write(piece);
        done += piece.length;
        onProgress(done, total);
      }
      await writer.close();
    }
    controller.finalize();
  } catch (error) {
    controller.error(error);
    throw error;
  }
}

/**
 * Reads an archive entry by entry; `take` must read each one's content to its end.
 * @throws Error (expected, got, remedy) for another file, another passphrase, a changed byte or a missing end: what
 * `take` got before that is not to be trusted.
 */
export async function readArchive(
  options: ArchiveOptions,
  take: (entry: ArchiveEntry & { content(): AsyncIterable<Uint8Array> }) => Promise<void>,
): Promise<void> {
  const { file, signal } = options;
  const decrypted = await decrypt(options);
  try {
    for await (const { header, body } of decrypted.pipeThrough(createTarDecoder({ strict: true }))) {
      signal.throwIfAborted();
      await take({ name: header.name, bytes: header.size, content: () => body });
    }
  } catch (error) {
    signal.throwIfAborted();
    throw isOwn(error) ? error : damaged(file, error);
  }
}

async function decrypt({ file, passphrase, signal, onProgress }: ArchiveOptions): Promise<ReadableStream<Uint8Array>> {
  const { size } = await stat(file);
  await expectAge(file);
  const decrypter = new Decrypter();
  decrypter.addIdentity(passphraseIdentity(passphrase));
  try {
    return await decrypter.decrypt(ReadableStream.from(piecesOf(file, size, signal, onProgress)));
  } catch (error) {
    if (isOwn(error)) throw error;
    if (error instanceof Error && error.message.startsWith("no identity matched")) throw wrongPassphrase(file, error);
    throw damaged(file, error);
  }
}

async function* piecesOf(
  file: string,
  size: number,
  signal: AbortSignal,
  onProgress: ArchiveOptions["onProgress"],
): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const piece of createReadStream(file, { highWaterMark: PIECE_BYTES, signal })) {
    done += piece.length;
    onProgress(done, size);
    yield piece;
  }
}

/** Of every file in this format; what follows may be damaged, this tells whether it is one at all. */
const FIRST_LINE = "age-encryption.org/v1\n";
const PIECE_BYTES = 1 << 20;

async function expectAge(file: string): Promise<void> {
  await using handle = await open(file, "r");
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(FIRST_LINE.length), 0, FIRST_LINE.length, 0);
  if (buffer.toString("latin1", 0, bytesRead) === FIRST_LINE) return;
  throw new Error(
    `Expected a backup that \`rochdale backup\` made, got \`${file}\`, which is none or has lost its beginning. Check the name; nothing was restored.`,
  );
}

function wrongPassphrase(file: string, cause: unknown): Error {
  return new Error(
    `Expected the passphrase of \`${file}\`, got another. Try the one that was given when it was made; nothing was restored.`,
    { cause },
  );
}

function damaged(file: string, cause: unknown): Error {
  return new Error(
    `Expected \`${file}\` to be as it was made, got changed or missing bytes. Take another copy of it, or an older backup; nothing was restored.`,
    { cause },
  );
}

/** What the disk says, and our own sentences. */
function isOwn(error: unknown): boolean {
  return error instanceof Error && (/^Expected /u.test(error.message) || ("code" in error && "syscall" in error));
}
