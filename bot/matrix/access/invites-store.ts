/** Remembers what was done about each invitation, so that none is told twice and those waiting can be accepted later. */
import { z } from "zod";
import type { ConnectionStore } from "../connection-store.ts";
import type { Invite } from "../room-event.ts";
import type { PastInvite } from "./invites.ts";

export interface InvitesStore {
  past(): readonly PastInvite[];
  /** Invitations that were told to the admins and not accepted since. */
  waiting(): readonly Invite[];
  /** One row for each room and inviter: the newest outcome stands. */
  record(invite: Invite, outcome: PastInvite["outcome"], at: number): void;
  /** Forgets every invitation to a room: it was withdrawn, or the bot left and may be invited anew. */
  forgetRoom(roomId: string): void;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS matrix_invites (
  room_id TEXT NOT NULL, inviter TEXT NOT NULL, is_direct INTEGER NOT NULL, room_name TEXT, outcome TEXT NOT NULL,
  decided_at INTEGER NOT NULL, PRIMARY KEY (room_id, inviter)
) STRICT, WITHOUT ROWID;
`;

const ROW = z.object({
  roomId: z.string(),
  inviter: z.string(),
  isDirect: z.number(),
  roomName: z.string().nullable(),
  outcome: z.enum(["joined", "reported"]),
  at: z.number(),
});

/** Makes its table where it is missing. */
export function openInvitesStore({ database }: Pick<ConnectionStore, "database">): InvitesStore {
  database.exec(SCHEMA);
  const rows = () =>
    database
      .prepare(
        `SELECT room_id AS roomId, inviter, is_direct AS isDirect, room_name AS roomName, outcome, decided_at AS at
         FROM matrix_invites ORDER BY decided_at, room_id, inviter`,
      )
      .all()
      .map((row) => ROW.parse(row));
  return {
    past: () => rows().map(({ roomId, inviter, outcome, at }) => ({ roomId, inviter, outcome, at })),
    waiting: () =>
      rows()
        .filter(({ outcome }) => outcome === "reported")
        .map(({ roomId, inviter, isDirect, roomName }) => ({ roomId, inviter, isDirect: isDirect === 1, roomName })),
    record({ roomId, inviter, isDirect, roomName }, outcome, at) {
      database
        .prepare(
          "INSERT OR REPLACE INTO matrix_invites (room_id, inviter, is_direct, room_name, outcome, decided_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .run(roomId, inviter, isDirect ? 1 : 0, roomName, outcome, at);
    },
    forgetRoom(roomId) {
      database.prepare("DELETE FROM matrix_invites WHERE room_id = ?").run(roomId);
    },
  };
}
