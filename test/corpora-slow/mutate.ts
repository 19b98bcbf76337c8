/** Damages the bytes of a file as disks, mail programs and attackers do. Seeded: the same number gives the same damage. */
import { unzipSync, zipSync } from "fflate";
import type { Random } from "../../eval/statistics.ts";

type Damage = (bytes: Buffer, random: Random) => Buffer;

const at = (bytes: Buffer, random: Random) => Math.floor(random() * Math.max(1, bytes.length));
/** Mostly a few bytes, seldom many. */
const length = (random: Random) => Math.ceil(2 ** (random() * 10));

const DAMAGES: readonly Damage[] = [
  function flipBit(bytes, random) {
    const place = at(bytes, random);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(random() * 8));
    return bytes;
  },
  function otherByte(bytes, random) {
    bytes[at(bytes, random)] = Math.floor(random() * 256);
    return bytes;
  },
  function removed(bytes, random) {
    const from = at(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length(random))]);
  },
  function inserted(bytes, random) {
    const from = at(bytes, random);
    const noise = Buffer.from(Array.from({ length: length(random) }, () => Math.floor(random() * 256)));
    return Buffer.concat([bytes.subarray(0, from), noise, bytes.subarray(from)]);
  },
  function doubled(bytes, random) {
    const from = at(bytes, random);
    const piece = bytes.subarray(from, from + length(random));
    return Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(from)]);
  },
  function moved(bytes, random) {
    const from = at(bytes, random);
    const piece = Buffer.from(bytes.subarray(from, from + length(random)));
    piece.copy(bytes, at(bytes, random));
    return bytes;
  },
  function blanked(bytes, random) {
    const from = at(bytes, random);
    return bytes.fill(0, from, Math.min(bytes.length, from + length(random)));
  },
  function cutOff(bytes, random) {
    return bytes.subarray(0, Math.ceil(bytes.length * (0.5 + random() / 2)));
  },
];

/** One to four damages, never none. */
export function mutate(content: Uint8Array, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(content);
  for (let left = Math.ceil(random() * 4); left > 0; left -= 1) {
    const damage = DAMAGES[Math.floor(random() * DAMAGES.length)];
    bytes = damage?.(Buffer.from(bytes), random) ?? bytes;
  }
  return bytes;
}

/** Damages one member of a ZIP and packs it again, so that the damage reaches whoever reads the member. */
export function mutateInside(container: Uint8Array, random: Random): Buffer {
  const members = unzipSync(container);
  const names = Object.keys(members).filter((name) => (members[name]?.length ?? 0) > 0);
  const name = names[Math.floor(random() * names.length)] ?? "";
  return Buffer.from(zipSync({ ...members, [name]: mutate(members[name] ?? new Uint8Array(), random) }));
}
