/**
 * A member with the Hydrogen web client in a headless Chromium: what a person sees and types, nothing else. It has an
 * Olm implementation of its own; it shows no threads, and an edit as a new line. Knows no request of a homeserver.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { launchChromium } from "../e2e/browser.ts";
import { startHydrogenSite } from "./hydrogen-site.ts";

export type HydrogenOptions = {
  readonly baseUrl: string;
  /** An account that another client has put into its rooms already. */
  readonly name: string;
  readonly password: string;
  /** Path of a Chromium: `chromiumForTests()`. */
  readonly executable: string;
  readonly viewport?: { readonly width: number; readonly height: number };
};

const SHOWN = z.object({
  eventId: z.string(),
  /** User id. */
  sender: z.string(),
  text: z.string(),
  /** The markup inside its bubble, for what a plain text does not show: quotations, lists, emphasis. */
  html: z.string(),
  /** The message that it shows as the one it replies to, null without one. */
  replyTo: z.string().nullable(),
});
/** A message as it stands on the screen. */
export type ShownMessage = z.infer<typeof SHOWN>;

export interface HydrogenMember extends AsyncDisposable {
  readonly page: Page;
  /** Opens a room of the list on the left by its name. */
  openRoom(name: string): Promise<void>;
  /** Accepts the invitation to a room by its name, and opens the room. */
  acceptInvite(name: string): Promise<void>;
  /** Types a message into the open room and sends it. */
  say(text: string): Promise<void>;
  /** What the open room shows, from the top. */
  messages(): Promise<readonly ShownMessage[]>;
  /** Waits for a message. @throws Error with what the room shows after `timeoutMs`. */
  waitForMessage(find: (message: ShownMessage) => boolean, timeoutMs?: number): Promise<ShownMessage>;
  screenshot(file: string): Promise<void>;
}

const LOGIN_MS = 60_000;
const WAIT_MS = 60_000;
const LOOK_EVERY_MS = 50;
const VIEWPORT = { width: 1100, height: 800 };

/** Resolves when it is logged in and has synced. */
export async function startHydrogen(options: HydrogenOptions): Promise<HydrogenMember> {
  await using started = new AsyncDisposableStack();
  const site = started.use(await startHydrogenSite());
  const browser = started.adopt(await launchChromium(options.executable), (one: Browser) => one.close());
  const page = await browser.newPage({ viewport: options.viewport ?? VIEWPORT });
  await page.goto(`${site.url}/?homeserver=${encodeURIComponent(options.baseUrl)}`);
  await logIn(page, options);
  const held = started.move();
  return { ...memberOn(page), [Symbol.asyncDispose]: () => held.disposeAsync() };
}

async function logIn(page: Page, { name, password }: HydrogenOptions): Promise<void> {
  await page.fill("#username", name, { timeout: LOGIN_MS });
  await page.fill("#password", password);
  await page.click(".PasswordLoginView button[type=submit]");
  await page.waitForSelector(".LeftPanel", { timeout: LOGIN_MS });
}

function memberOn(page: Page): Omit<HydrogenMember, typeof Symbol.asyncDispose> {
  const listed = (name: string) => page.locator(".RoomList li", { hasText: name }).first();
  const openRoom = async (name: string) => {
    await listed(name).click();
    await page.waitForSelector(".MessageComposer textarea");
  };
  const messages = async () => z.array(SHOWN).parse(await page.evaluate(READ_MESSAGES));
  return {
    page,
    openRoom,
    async acceptInvite(name) {
      await listed(name).click();
      await page.click(".InviteView button.primary");
      await page.waitForSelector(".MessageComposer textarea");
    },
    async say(text) {
      await page.fill(".MessageComposer textarea", text);
      await page.press(".MessageComposer textarea", "Enter");
    },
    messages,
    async waitForMessage(find, timeoutMs = WAIT_MS) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const shown = await messages();
        const found = shown.find(find);
        if (found !== undefined) return found;
        if (Date.now() > deadline)
          throw new Error(
            `Expected Hydrogen to show what was waited for within ${timeoutMs} ms, got:\n${shown.map(({ sender, text }) => `${sender}: ${text}`).join("\n")}`,
          );
        await sleep(LOOK_EVERY_MS);
      }
    },
    screenshot: async (file) => void (await page.screenshot({ path: file })),
  };
}

/** A bubble holds what it replies to, the message and the time; a sender's name stands above the first of several. */
const READ_MESSAGES = `(() => {
  let sender = "";
  return [...document.querySelectorAll(".Timeline_scroller > ul > li.Timeline_message")].map((item) => {
    sender = item.querySelector(":scope > .Timeline_messageSender")?.title ?? sender;
    const body = item.querySelector(":scope > .Timeline_messageBody");
    const preview = body.querySelector(":scope > .ReplyPreviewView");
    const time = body.querySelector(":scope > time");
    const parts = [...body.childNodes].filter((node) => node !== preview && node !== time && node.nodeType !== Node.COMMENT_NODE);
    const before = preview?.innerText.length ?? 0;
    const after = time?.innerText.length ?? 0;
    return {
      eventId: item.dataset.eventId,
      sender,
      text: body.innerText.slice(before, body.innerText.length - after).trim(),
      html: parts.map((node) => node.outerHTML ?? node.data).join(""),
      replyTo: preview?.querySelector("li")?.dataset.eventId ?? null,
    };
  });
})()`;
