import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { seededRandom } from "../../eval/statistics.ts";
import { sliceOf } from "../slice.ts";
import { type GoodFile, goodFiles } from "./good-files.ts";
import { mutate, mutateInside } from "./mutate.ts";
import { complaint, endOf, LONGEST_MS, leftBehind, settledBytes, twoAtATime } from "./plain-ends.ts";
import { countLetters, stillReadable } from "./still-readable.ts";

const WHOLE = 5_000;
const IN_CI = 500;
/** What a whole run may add to the process that has the files read. */
const MOST_GROWTH = 50_000_000;
const LEAST_READ = 0.95;
/** Of the text before, that is; a file of which less is left does not count as read. */
const ENOUGH = 0.25;

const folder = mkdtempSync(join(tmpdir(), "rochdale-mutations-"));
afterAll(() => rmSync(folder, { recursive: true }));

const files = goodFiles();
const { from, to } = sliceOf("mutations", WHOLE, IN_CI);
const numbers = Array.from({ length: to - from }, (_, at) => from + at);

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

type Sound = GoodFile & { readonly letters: number };

async function readSound(file: GoodFile): Promise<Sound> {
  const end = await endOf(write(file.name, file.bytes));
  expect(end.kind, `${file.name}: ${end.text.slice(0, 200)}`).toBe("document");
  return { ...file, letters: countLetters(end.text) };
}

/** The same damage for the same number, whatever else is tried. */
function damaged({ name, bytes }: GoodFile, number: number): Buffer {
  const random = seededRandom(number);
  const inside = /\.(?:docx|odt|xlsx|ods|pptx|odp)$/u.test(name) && random() < 0.5;
  return inside ? mutateInside(bytes, random) : mutate(bytes, random);
}

type End = { readonly wrong: string | null; readonly read: boolean };

function fileOf(sound: readonly Sound[], number: number): Sound {
  const file = sound[number % sound.length];
  if (file === undefined) throw new Error("Expected good files, got none.");
  return file;
}

async function attempt(sound: readonly Sound[], number: number): Promise<End> {
  const file = fileOf(sound, number);
  const path = write(`${number}${extname(file.name)}`, damaged(file, number));
  const end = await endOf(path);
  rmSync(path);
  const wrong = complaint(end);
  return {
    wrong: wrong === null ? null : `number ${number}, of ${file.name}: ${wrong}`,
    read: end.kind === "document" && countLetters(end.text) >= ENOUGH * file.letters,
  };
}

/** Judged after all have been read: what judging costs is no growth of the process that has files read. */
async function isReadable(sound: readonly Sound[], number: number): Promise<boolean> {
  const file = fileOf(sound, number);
  const bytes = damaged(file, number);
  const path = write(`${number}${extname(file.name)}`, bytes);
  const readable = await stillReadable(path, bytes, file.letters);
  rmSync(path);
  return readable;
}

test(`of files damaged at random (${from} to ${to}) each ends in time and in plain words, and what is still readable is read`, {
  timeout: (numbers.length + files.length) * LONGEST_MS,
}, async () => {
  const sound = await twoAtATime(files, readSound);
  const before = settledBytes();
  const ends = await twoAtATime(numbers, (number) => attempt(sound, number));
  expect(ends.flatMap(({ wrong }) => wrong ?? [])).toEqual([]);
  const growth = settledBytes() - before;
  console.info(
    `${numbers.length} damaged files read: ${Math.round(growth / 1e6)} MB more in the process that has them read`,
  );
  expect(growth).toBeLessThan(MOST_GROWTH);
  const readable = await twoAtATime(numbers, (number) => isReadable(sound, number));
  const count = readable.filter((is) => is).length;
  const unread = numbers.filter((_, at) => readable[at] === true && ends[at]?.read === false);
  expect(count).toBeGreaterThan(numbers.length / 10);
  expect(1 - unread.length / count, `readable and not read: ${unread.join(", ")}`).toBeGreaterThanOrEqual(LEAST_READ);
  expect(await leftBehind()).toBe(0);
});
