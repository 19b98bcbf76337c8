/** Deals with an invitation: comes, or tells the admins, or leaves it alone (`access/invites.ts` decides). */
import type { GrantsStore } from "../access/grants-store.ts";
import { decideInvite } from "../access/invites.ts";
import type { InvitesStore } from "../access/invites-store.ts";
import type { RoomMembership } from "../ports.ts";
import type { Invite } from "../room-event.ts";
import type { Announcer } from "./announce.ts";

export type InvitationParts = {
  readonly invites: Pick<InvitesStore, "past" | "record">;
  readonly grants: Pick<GrantsStore, "allowed">;
  /** User ids and servers that the settings allow. */
  readonly allowInvites: readonly string[];
  readonly isAdmin: (userId: string) => boolean;
  readonly inRoom: (roomId: string) => boolean;
  readonly homeserver: RoomMembership;
  readonly announcer: Pick<Announcer, "inviteReported">;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

export async function dealWithInvite(invite: Invite, parts: InvitationParts): Promise<void> {
  const { invites, grants, isAdmin, inRoom } = parts;
  const allowed = [...parts.allowInvites, ...grants.allowed().map(({ who }) => who)];
  const decision = decideInvite(invite, { allowed, isAdmin, inRoom, past: invites.past() }, parts.clock());
  switch (decision.kind) {
    case "join":
      return accept(invite, parts);
    case "report":
      await parts.announcer.inviteReported(invite, decision.remedy);
      invites.record(invite, "reported", parts.clock());
      return;
    case "ignore":
      return;
    default:
      return decision satisfies never;
  }
}

export async function accept(
  invite: Invite,
  { homeserver, invites, clock }: Pick<InvitationParts, "homeserver" | "invites" | "clock">,
): Promise<void> {
  await homeserver.join(invite.roomId, serversOf(invite));
  invites.record(invite, "joined", clock());
}

/** Where to join: at the inviter's server, which is in the room for sure. */
function serversOf({ inviter }: Invite): string[] {
  const colon = inviter.indexOf(":");
  return colon === -1 ? [] : [inviter.slice(colon + 1)];
}
