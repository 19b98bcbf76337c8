/**
 * Restores "§", which Tesseract reads as "8", "&", "$" or "S", where lines number sections in order. Pure.
 */
import type { RecognisedWord } from "./recogniser.ts";

const MISREAD = /^[8&$SG5]{1,2}$/u;
const NUMBER = /^\d{1,3}[a-z]?\.?$/u;
/** One such line may be "8 4 members"; three whose numbers go up by one are sections. */
const FEWEST = 3;

/** Lines of all pages in, the same lines out, "8 1 Ruhezeiten", "8 2 …", "& 3 …" as "§ 1", "§ 2", "§ 3". */
export function restoreSectionSigns(pages: readonly (readonly RecognisedWord[])[]): RecognisedWord[][] {
  const heads = pages.flatMap((words) =>
    [...Map.groupBy(words, ({ line }) => line).values()].flatMap((line): [RecognisedWord, number][] => {
      const [sign, number] = line;
      const isHead = sign && number && (MISREAD.test(sign.text) || sign.text === "§") && NUMBER.test(number.text);
      return isHead ? [[sign, Number.parseInt(number.text, 10)]] : [];
    }),
  );
  const runs = heads.reduce<[RecognisedWord, number][][]>((all, head) => {
    const run = all[all.length - 1];
    if (run !== undefined && head[1] === (run[run.length - 1]?.[1] ?? Number.NaN) + 1) run.push(head);
    else all.push([head]);
    return all;
  }, []);
  const signs = new Set(runs.filter((run) => run.length >= FEWEST).flatMap((run) => run.map(([sign]) => sign)));
  return pages.map((words) => words.map((word) => (signs.has(word) ? { ...word, text: "§" } : word)));
}
