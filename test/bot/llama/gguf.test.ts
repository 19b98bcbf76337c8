import { describe, expect, test } from "vitest";
import { buildCharsmap, canonicalSpellings } from "../../../bot/llama/charsmap.ts";
import { type GgufValue, ggufChunks } from "../../../bot/llama/gguf-writer.ts";

describe("ggufChunks", () => {
  const metadata = new Map<string, GgufValue>([
    ["a.text", { type: "string", value: "é" }],
    ["a.number", { type: "u32", value: 7 }],
    ["a.list", { type: "i32[]", value: Int32Array.of(1, -1) }],
  ]);
  const tensors = [
    { name: "first", type: "f32", shape: [3], bytes: Buffer.alloc(12, 1) },
    { name: "second", type: "q4_0", shape: [32, 2], bytes: Buffer.alloc(36, 2) },
  ] as const;
  const file = Buffer.concat([...ggufChunks(metadata, tensors)]);

  test("begins with magic, version and counts", () => {
    expect(file.toString("latin1", 0, 4)).toBe("GGUF");
    expect(file.readUInt32LE(4)).toBe(3);
    expect([file.readBigUInt64LE(8), file.readBigUInt64LE(16)]).toEqual([2n, 3n]);
  });

  test("aligns each tensor to 32 bytes and notes its offset from the data's start", () => {
    const dataStart = file.length - 32 - 64;
    expect(dataStart % 32).toBe(0);
    expect(file[dataStart]).toBe(1);
    expect(file[dataStart + 32]).toBe(2);
    const second = file.indexOf("second");
    expect(file.readBigUInt64LE(second + 6 + 4 + 16 + 4)).toBe(32n);
  });
});

/** llama.cpp's own walk through the map, as in `llm_tokenizer_ugm::normalize_prefix`: the longest match from `at`. */
function lookUp(map: Uint8Array, text: string): { readonly matched: number; readonly out: string } {
  const buffer = Buffer.from(map);
  const size = buffer.readUInt32LE(0);
  const unit = (index: number) => buffer.readUInt32LE(4 + 4 * index);
  const base = (index: number) => ((unit(index) & 0x7fff_ffff) >>> 10) << ((unit(index) & 512) >>> 6);
  const bytes = Buffer.from(text, "utf8");
  let node = base(0);
  let found = { matched: 0, out: "" };
  for (const [at, byte] of bytes.entries()) {
    node ^= byte;
    if ((unit(node) & 0x8000_00ff) >>> 0 !== byte) break;
    const isLeaf = (unit(node) & 256) !== 0;
    node ^= base(node);
    if (!isLeaf) continue;
    const start = 4 + size + (unit(node) & 0x7fff_ffff);
    found = { matched: at + 1, out: buffer.toString("utf8", start, buffer.indexOf(0, start)) };
  }
  return found;
}

describe("buildCharsmap", () => {
  const spellings = canonicalSpellings();
  const table = [["ﬁ", "fi"], ["\u00ad", ""], ["Ａ", "A"], ["№", "No"], ...spellings] as const;
  const map = buildCharsmap(table);

  test("finds every entry and nothing else", () => {
    for (const [from, to] of table) expect(lookUp(map, from)).toEqual({ matched: Buffer.byteLength(from), out: to });
    const known = new Set<string>(table.map(([from]) => from));
    for (let codePoint = 1; codePoint < 0x3000; codePoint++) {
      const text = String.fromCodePoint(codePoint);
      if (!known.has(text)) expect(lookUp(map, text).matched).toBe(0);
    }
  });

  test("takes the longest of several matches", () => {
    const nested = buildCharsmap([
      ["a", "1"],
      ["ab", "2"],
      ["abcd", "3"],
    ]);
    expect(lookUp(nested, "abc")).toEqual({ matched: 2, out: "2" });
  });

  test("knows composed, half composed and decomposed spellings", () => {
    expect(spellings).toContainEqual(["e\u0301", "é"]);
    expect(spellings).toContainEqual(["ê\u0301", "ế"]);
    expect(spellings).toContainEqual(["e\u0302\u0301", "ế"]);
  });
});
