/** Who may give orders to the bot and who may invite it: asked, checked, joined into the texts of the settings. */
import { isServerName, isUserId } from "../settings-schema.ts";
import type { SetupTools } from "./tools.ts";

export type People = { readonly admins: readonly string[]; readonly allow: readonly string[] };

/** What stands for "nobody but the admins" in an answer. */
const NOBODY = "nobody";

/** @param userId the bot's own: the people of its server are the natural ones to invite it. */
export async function choosePeople({ ask, current }: SetupTools, userId: string): Promise<People> {
  const admins = await ask.value({
    option: "admins",
    text: `Who are its admins? User ids like @ana:${serverOf(userId)}, with commas between them`,
    fallback: current.MATRIX_ADMINS ?? null,
    problem: (answer) => wrongItem("--admins", "user ids like `@ana:example.org`", answer, isUserId),
  });
  const allow = await ask.value({
    option: "allow",
    text: `Who else may invite it into rooms? User ids or servers, with commas between them, or \`${NOBODY}\``,
    fallback: current.MATRIX_ALLOW_INVITES ?? fallbackServer(current.MATRIX_ADMINS, userId),
    problem: (answer) =>
      answer === NOBODY
        ? null
        : wrongItem("--allow", "user ids or servers like `@ana:example.org,example.net`", answer, isUserOrServer),
  });
  return { admins: itemsOf(admins), allow: allow === NOBODY ? [] : itemsOf(allow) };
}

/** At the first setup its own server; later an empty setting means nobody. */
function fallbackServer(setAlready: string | undefined, userId: string): string {
  return setAlready === undefined ? serverOf(userId) : NOBODY;
}

function serverOf(userId: string): string {
  return userId.slice(userId.indexOf(":") + 1);
}

function isUserOrServer(item: string): boolean {
  return isUserId(item) || isServerName(item);
}

function wrongItem(option: string, expected: string, text: string, isRight: (item: string) => boolean): string | null {
  const items = itemsOf(text);
  const wrong = items.find((item) => !isRight(item));
  if (wrong === undefined && items.length > 0) return null;
  return `Expected \`${option}\` to be ${expected}, got \`${wrong ?? text}\`. Correct it.`;
}

function itemsOf(text: string): string[] {
  return [...new Set(text.split(",").map((item) => item.trim()))].filter((item) => item !== "");
}
