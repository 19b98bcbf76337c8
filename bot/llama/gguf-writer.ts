/**
 * Lays out a GGUF version 3 file: header, metadata, tensor directory, data aligned to 32 bytes. Yields byte chunks in
 * file order and copies no tensor. Knows nothing of any model. Format: ggml/docs/gguf.md in llama.cpp.
 */

/** A metadata value with its GGUF type; arrays are typed as a whole. */
export type GgufValue =
  | { readonly type: "u32" | "f32"; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "u8[]"; readonly value: Uint8Array }
  | { readonly type: "i32[]"; readonly value: Int32Array }
  | { readonly type: "f32[]"; readonly value: Float32Array }
  | { readonly type: "string[]"; readonly value: readonly Uint8Array[] };

/** `shape` is in ggml order, the fastest-running dimension first; `bytes` is the tensor's data as ggml stores it. */
export type GgufTensor = {
  readonly name: string;
  readonly type: "f32" | "q4_0";
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
};

const MAGIC = 0x46554747; // "GGUF", little endian
const VERSION = 3;
const ALIGNMENT = 32; // bytes; the format's default when `general.alignment` is absent
const TENSOR_TYPE = { f32: 0, q4_0: 2 } as const;
const VALUE_TYPE = { u8: 0, u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;

/** The chunks of the file, in order. Their concatenation is the file. */
export function* ggufChunks(
  metadata: ReadonlyMap<string, GgufValue>,
  tensors: readonly GgufTensor[],
): Generator<Uint8Array> {
  const head = new ByteBuilder();
  head.u32(MAGIC).u32(VERSION).u64(tensors.length).u64(metadata.size);
  for (const [key, value] of metadata) writeMetadata(head, key, value);
  writeDirectory(head, tensors);
  yield head.bytes();
  yield padding(head.length);
  for (const tensor of tensors) {
    yield tensor.bytes;
    yield padding(tensor.bytes.length);
  }
}

function writeMetadata(out: ByteBuilder, key: string, entry: GgufValue): void {
  out.string(key);
  switch (entry.type) {
    case "u32":
      out.u32(VALUE_TYPE.u32).u32(entry.value);
      return;
    case "f32":
      out.u32(VALUE_TYPE.f32).f32(entry.value);
      return;
    case "bool":
      out.u32(VALUE_TYPE.bool).raw(Uint8Array.of(entry.value ? 1 : 0));
      return;
    case "string":
      out.u32(VALUE_TYPE.string).string(entry.value);
      return;
    case "u8[]":
      out.arrayHead(VALUE_TYPE.u8, entry.value.length).raw(entry.value);
      return;
    case "i32[]":
      out.arrayHead(VALUE_TYPE.i32, entry.value.length).raw(bytesOf(entry.value));
      return;
    case "f32[]":
      out.arrayHead(VALUE_TYPE.f32, entry.value.length).raw(bytesOf(entry.value));
      return;
    case "string[]":
      out.arrayHead(VALUE_TYPE.string, entry.value.length);
      for (const text of entry.value) out.u64(text.length).raw(text);
      return;
    default:
      entry satisfies never;
  }
}

function writeDirectory(out: ByteBuilder, tensors: readonly GgufTensor[]): void {
  let offset = 0;
  for (const tensor of tensors) {
    out.string(tensor.name).u32(tensor.shape.length);
    for (const size of tensor.shape) out.u64(size);
    out.u32(TENSOR_TYPE[tensor.type]).u64(offset);
    offset += tensor.bytes.length + padding(tensor.bytes.length).length;
  }
}

const padding = (length: number): Uint8Array => new Uint8Array((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);

const bytesOf = (array: Int32Array | Float32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** A growing little-endian byte buffer. */
class ByteBuilder {
  length = 0;
  #buffer = Buffer.alloc(1 << 20);

  u32(value: number): this {
    return this.#write(4, (at) => this.#buffer.writeUInt32LE(value, at));
  }
  u64(value: number): this {
    return this.#write(8, (at) => this.#buffer.writeBigUInt64LE(BigInt(value), at));
  }
  f32(value: number): this {
    return this.#write(4, (at) => this.#buffer.writeFloatLE(value, at));
  }
  raw(bytes: Uint8Array): this {
    return this.#write(bytes.length, (at) => this.#buffer.set(bytes, at));
  }
  string(text: string): this {
    const bytes = Buffer.from(text, "utf8");
    return this.u64(bytes.length).raw(bytes);
  }
  arrayHead(elementType: number, count: number): this {
    return this.u32(VALUE_TYPE.array).u32(elementType).u64(count);
  }
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.length);
  }

  #write(size: number, write: (at: number) => void): this {
    if (this.length + size > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(this.#buffer.length * 2, this.length + size));
      this.#buffer.copy(larger, 0, 0, this.length);
      this.#buffer = larger;
    }
    write(this.length);
    this.length += size;
    return this;
  }
}
