/**
 * A member with matrix-js-sdk and its Rust encryption, the machinery of Element Web. It runs in a child process, so that
 * it shares neither encryption machine nor globals with the bot.
 */
import { join } from "node:path";
import { z } from "zod";
import { ChildMember, type ChildMemberOptions } from "./child-member.ts";
import type { Member } from "./member.ts";
import { SENT_EVENT, type SentEvent } from "./read-timeline.ts";

export type JsSdkMemberOptions = ChildMemberOptions & {
  /** Does its owner sign this device? Default true: the account gets a cross-signing identity. */
  readonly crossSigned?: boolean;
};

const TRUST = z.object({ crossSigned: z.boolean(), userHasIdentity: z.boolean(), fingerprint: z.string().nullable() });
/** What js-sdk knows of somebody's device. */
export type Trust = z.infer<typeof TRUST>;

export interface JsSdkMember extends Member {
  /** Null when the device is not known. */
  trust(userId: string, deviceId: string): Promise<Trust | null>;
  /** Everything said in a room, edits by themselves. */
  sentEvents(roomId: string): Promise<readonly SentEvent[]>;
  /** Are the keys of its messages kept from devices that its owner has not verified? Off at first. */
  sendToVerifiedOnly(on: boolean): Promise<void>;
}

/** Starts a member; `stop` or `await using` ends it. */
export async function startJsSdkMember(options: JsSdkMemberOptions): Promise<JsSdkMember> {
  const { crossSigned = true } = options;
  const member = await ChildMember.start(options, {
    name: "matrix-js-sdk",
    program: process.execPath,
    args: ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "js-sdk-child.ts")],
    start: { crossSigned },
  });
  const trust = async (userId: string, deviceId: string) =>
    TRUST.nullable().parse(await member.child.request("trust", { userId, deviceId }));
  const sentEvents = async (roomId: string) =>
    z.array(SENT_EVENT).parse(await member.child.request("sent-events", { roomId }));
  const sendToVerifiedOnly = async (on: boolean) => void (await member.child.request("verified-only", { on }));
  return Object.assign(member, { trust, sentEvents, sendToVerifiedOnly });
}
