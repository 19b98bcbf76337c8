/**
 * `!allow`: who may invite the bot, a person or a whole server, and the invitations that were waiting for it. The
 * caller has checked that the sender is an admin.
 */
import type { GrantsStore } from "../access/grants-store.ts";
import { isAllowed } from "../access/invites.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type Block, type Inline, paragraph, text } from "../rich-text.ts";
import type { Invite } from "../room-event.ts";
import { bullets, type CommandCall, type CommandOutcome, code, reply } from "./command-call.ts";
import { roomName } from "./shown-name.ts";

export type AllowDeps = {
  readonly grants: Pick<GrantsStore, "allow">;
  /** Invitations that were told to the admins and are still open. */
  readonly waitingInvites: () => readonly Invite[];
  /** Accepts one and remembers that; rejects when the homeserver would not. */
  readonly accept: (invite: Invite) => Promise<void>;
};

export async function allow(call: CommandCall, who: string, deps: AllowDeps): Promise<CommandOutcome> {
  const messages = roomMessagesIn(call.language);
  const isNew = deps.grants.allow(who, { by: call.sender, at: call.now });
  const head = who.startsWith("@") ? messages.allowed(who) : messages.allowedServer(who);
  const [accepted, failed] = await acceptAll(
    deps.waitingInvites().filter(({ inviter }) => isAllowed(inviter, [who])),
    deps.accept,
  );
  return reply(
    paragraph(isNew ? head : messages.allowedAlready(who)),
    ...listed(messages.invitesAccepted, accepted, messages.unnamedRoom),
    ...listed(messages.invitesFailed, failed, messages.unnamedRoom),
  );
}

async function acceptAll(
  invites: readonly Invite[],
  accept: AllowDeps["accept"],
): Promise<readonly [accepted: readonly Invite[], failed: readonly Invite[]]> {
  const accepted: Invite[] = [];
  const failed: Invite[] = [];
  for (const invite of invites) {
    await accept(invite).then(
      () => accepted.push(invite),
      () => failed.push(invite),
    );
  }
  return [accepted, failed];
}

function listed(head: string, invites: readonly Invite[], unnamed: string): Block[] {
  if (invites.length === 0) return [];
  const lines = invites.map((invite): Inline[] => [
    text(`${roomName({ name: invite.roomName }, unnamed)} `),
    code(invite.roomId),
  ]);
  return [paragraph(head), bullets(lines)];
}
