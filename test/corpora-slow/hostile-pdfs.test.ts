import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sliceOf } from "../slice.ts";
import { complaint, endOf, LONGEST_MS, leftBehind, settledBytes, twoAtATime } from "./plain-ends.ts";
import { countLetters, lettersOfPdf } from "./still-readable.ts";

const HOSTILE = fileURLToPath(new URL("../../../shared/hostile/pdf/", import.meta.url));
const IN_CI = 30;
const MOST_GROWTH = 50_000_000;
const LEAST_READ = 0.95;
/** Fewer letters than this are no text: page numbers, noise out of broken streams. */
const SOME_TEXT = 20;

const names = existsSync(HOSTILE) ? readdirSync(HOSTILE).toSorted() : [];
const { from, to } = sliceOf("hostile-pdfs", names.length, IN_CI);
/** Every seventh, so that the first thirty are of all kinds; 7 and the number of files have no common divisor. */
const STRIDE = 7;
const taken = Array.from({ length: to - from }, (_, at) => names[((from + at) * STRIDE) % names.length] ?? "");

test.skipIf(names.length === 0)(
  `damaged PDFs from other projects' fuzzers (${from} to ${to}) end in time and in plain words, and what poppler reads is read`,
  { timeout: taken.length * LONGEST_MS },
  async () => {
    await endOf(join(HOSTILE, taken[0] ?? ""));
    const before = settledBytes();
    const ends = await twoAtATime(taken, async (name) => {
      const path = join(HOSTILE, name);
      const [end, letters] = [await endOf(path), await lettersOfPdf(path)];
      const read = end.kind === "document" && countLetters(end.text) > 0;
      return { name, letters, complaint: complaint(end), read, said: end.text.slice(0, 150) };
    });
    expect(ends.filter((end) => end.complaint !== null)).toEqual([]);
    expect(settledBytes() - before).toBeLessThan(MOST_GROWTH);
    const readable = ends.filter(({ letters }) => letters >= SOME_TEXT);
    const unread = readable.filter(({ read }) => !read).map(({ letters, said }) => `${said} (${letters} letters)`);
    expect(unread.length, `readable and not read: ${unread.join(", ")}`).toBeLessThanOrEqual(
      Math.floor((1 - LEAST_READ) * readable.length),
    );
    expect(await leftBehind()).toBe(0);
  },
);
