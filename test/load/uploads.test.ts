/**
 * T-L4: a hundred files are handed in at once while members ask. Who goes first is counted: how many files are read while
 * a question waits, so that a slow machine is slow at both.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { SlowChatModel } from "../fakes/slow-chat-model.ts";
import { tell } from "../rows/row.ts";
import { sliceOf } from "../slice.ts";
import { ADMIN, ADMINS, type LoadWorld, loadWorld, until } from "./load-world.ts";
import { percentile } from "./numbers.ts";

const FILES = 100;
/** With files in hand, and as many without. */
const QUESTIONS = 8;
const ROOM = "!room";
const ANN = "@ann:coop.example";
/** Of text: a long set of rules. All at night, 2 MB each. */
const BYTES_IN_CI = 20_000;
const BYTES = 2_000_000;
/** A question takes a second and a file not much less: an answer behind the files would see dozens go before it. */
const MOST_FILES_BEFORE = 20;

test("questions go before a hundred files", { timeout: 3_600_000 }, async (context) => {
  const chatModel = new SlowChatModel(1_000, "Thirty voting members make a quorum.");
  await using world = await loadWorld({ chatModel, rooms: { [ROOM]: [ANN] } });
  const ask = async (number: number) => {
    const before = filesRead(world);
    const { answeredMs, answers } = await world.ask(ROOM, ANN, `How many members make a quorum of meeting ${number}?`);
    return { answeredMs, answers, filesBefore: filesRead(world) - before };
  };
  const idle: Awaited<ReturnType<typeof ask>>[] = [];
  for (let number = 0; number < QUESTIONS; number += 1) idle.push(await ask(number));
  // In CI the first trial alone, with short files.
  const bytes = sliceOf("uploads", 2, 1).to > 1 ? BYTES : BYTES_IN_CI;
  for (let file = 0; file < FILES; file += 1)
    world.homeserver.sendFile(ADMINS, ADMIN, { name: `rules-${file}.md`, bytes: rules(file, bytes) });
  await until(() => filesRead(world) > 0);
  const busy: typeof idle = [];
  for (let number = 0; number < QUESTIONS; number += 1) busy.push(await ask(QUESTIONS + number));
  expect(filesRead(world)).toBeLessThan(FILES); // else nothing stood in the way of the last questions
  const late = busy.filter(({ filesBefore }) => filesBefore > MOST_FILES_BEFORE).length;
  const p95 = (all: typeof idle) =>
    percentile(
      all.map(({ answeredMs }) => answeredMs),
      0.95,
    );
  const most = Math.max(...busy.map(({ filesBefore }) => filesBefore));
  const note = `${(p95(busy) / p95(idle)).toFixed(2)} times as long at the 95th percentile, ${most} files went before at most`;
  tell(context, { id: "T-L4", what: "questions beside a hundred uploads", tried: busy.length, failed: late, note });
  expect([...idle, ...busy].filter(({ answers }) => answers !== 1)).toEqual([]);
});

function filesRead({ home }: LoadWorld): number {
  using database = new DatabaseSync(join(home, "rochdale.sqlite"), { readOnly: true });
  return Number(database.prepare("SELECT count(*) AS count FROM uploads WHERE state = 'read'").get()?.count);
}

function rules(file: number, bytes: number): Uint8Array {
  const section = (number: number) =>
    `## ${number} Of matter ${file}-${number}\n\nThe committee ${file} meets on day ${number}.\n\n`;
  let text = `# Rules of committee ${file}\n\n`;
  for (let number = 1; text.length < bytes; number += 1) text += section(number);
  return new TextEncoder().encode(text);
}
