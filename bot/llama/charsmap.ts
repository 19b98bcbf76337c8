/**
 * Builds the `precompiled_charsmap` of a GGUF tokenizer from a table of replacements: a trie over UTF-8 bytes stored as
 * an XOR-compressed double array (XCDA, the darts-clone layout that sentencepiece writes and llama.cpp reads), followed
 * by the zero-terminated replacement texts. Knows nothing of the model that the table comes from.
 */

/** `[what is matched, what replaces it]`, both texts; an empty replacement deletes. */
export type Replacement = readonly [from: string, to: string];

/** Byte layout: u32 size of the array in bytes, the array, the replacements. */
export function buildCharsmap(replacements: Iterable<Replacement>): Uint8Array {
  const texts = new TextPool();
  const root: TrieNode = { children: new Map(), value: null };
  for (const [from, to] of replacements) insert(root, Buffer.from(from, "utf8"), texts.offsetOf(to));
  const units = new DoubleArray().build(root);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(units.byteLength);
  return Buffer.concat([size, new Uint8Array(units.buffer, units.byteOffset, units.byteLength), texts.bytes()]);
}

/**
 * Spellings of composed characters that a text may use instead of the composed one: fully decomposed, and with a
 * composed beginning ("ế" as "ê" + acute). Without Hangul, whose 11,172 syllables NFC composes by rule. Only the Basic
 * Multilingual Plane, whose compositions are settled: a newer Unicode in Node must not change the converted file.
 */
export function canonicalSpellings(): Replacement[] {
  const spellings: Replacement[] = [];
  for (let codePoint = 0xa0; codePoint < 0x10000; codePoint++) {
    if (codePoint >= 0xac00 && codePoint <= 0xdfff) continue; // Hangul syllables, surrogates
    const composed = String.fromCodePoint(codePoint);
    const parts = [...composed.normalize("NFD")];
    if (parts.length < 2 || composed.normalize("NFC") !== composed) continue;
    for (let head = 1; head < parts.length; head++) {
      const beginning = parts.slice(0, head).join("").normalize("NFC");
      const spelling = beginning + parts.slice(head).join("");
      if ([...beginning].length === 1 && spelling.normalize("NFC") === composed) spellings.push([spelling, composed]);
    }
  }
  return spellings;
}

type TrieNode = { readonly children: Map<number, TrieNode>; value: number | null };

function insert(root: TrieNode, key: Uint8Array, value: number): void {
  let node = root;
  for (const byte of key) {
    const next: TrieNode = node.children.get(byte) ?? { children: new Map(), value: null };
    node.children.set(byte, next);
    node = next;
  }
  node.value ??= value;
}

/** Zero-terminated texts, each stored once. */
class TextPool {
  #chunks: Buffer[] = [];
  #offsets = new Map<string, number>();
  #length = 0;

  offsetOf(text: string): number {
    const known = this.#offsets.get(text);
    if (known !== undefined) return known;
    const bytes = Buffer.from(`${text}\0`, "utf8");
    const offset = this.#length;
    this.#offsets.set(text, offset);
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    return offset;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

const BLOCK = 256; // a base XOR a byte stays inside its block of 256 units
const HAS_VALUE = 1 << 8;
const VALUE_UNIT = 0x8000_0000;

/**
 * A unit is: bits 0-7 the byte that leads here, bit 8 "a value follows", bits 10-30 the distance (XOR) to the base of
 * its children. A value is a unit of its own at the base, with bit 31 set.
 */
class DoubleArray {
  #units = new Uint32Array(BLOCK * 16);
  #taken = new Uint8Array(BLOCK * 16);
  #bases = new Set<number>();
  #end = BLOCK;
  #firstFree = 1;

  build(root: TrieNode): Uint32Array {
    this.#taken[0] = 1;
    const queue: { readonly node: TrieNode; readonly at: number }[] = [{ node: root, at: 0 }];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const base = this.#placeChildren(next.node, next.at);
      for (const [byte, child] of next.node.children) queue.push({ node: child, at: base ^ byte });
    }
    return this.#units.slice(0, this.#end);
  }

  #placeChildren(node: TrieNode, at: number): number {
    const labels = [...(node.value === null ? [] : [0]), ...node.children.keys()];
    const base = this.#findBase(labels);
    this.#bases.add(base);
    for (const label of labels) this.#take(base ^ label, label);
    if (node.value !== null) this.#units[base] = (node.value | VALUE_UNIT) >>> 0;
    const flags = node.value === null ? 0 : HAS_VALUE;
    this.#units[at] = ((this.#units[at] ?? 0) | flags | ((at ^ base) << 10)) >>> 0;
    return base;
  }

  /** Bases are used once only: position and byte then name the parent, so that a child cannot be mistaken. */
  #findBase(labels: readonly number[]): number {
    while (this.#taken[this.#firstFree] === 1) this.#firstFree++;
    const first = labels[0] ?? 0;
    for (let position = this.#firstFree; ; position++) {
      this.#grow(position);
      const base = position ^ first;
      if (!this.#bases.has(base) && labels.every((label) => this.#taken[base ^ label] !== 1)) return base;
    }
  }

  #take(position: number, label: number): void {
    this.#taken[position] = 1;
    this.#units[position] = label;
    this.#end = Math.max(this.#end, (Math.floor(position / BLOCK) + 1) * BLOCK);
  }

  #grow(position: number): void {
    if (position + BLOCK < this.#taken.length) return;
    const units = new Uint32Array(this.#units.length * 2);
    const taken = new Uint8Array(this.#taken.length * 2);
    units.set(this.#units);
    taken.set(this.#taken);
    this.#units = units;
    this.#taken = taken;
  }
}
