/** Counts the thumbs that members put under answers. Knows nothing of the answers themselves. */
import { z } from "zod";
import type { ConnectionStore } from "../connection-store.ts";

export type Thumb = "up" | "down";

/** A reaction with a thumb; `target` is the event it was put under. */
export type Feedback = {
  readonly reactionId: string;
  readonly target: string;
  readonly userId: string;
  readonly thumb: Thumb;
};

export type FeedbackCounts = { readonly up: number; readonly down: number };

export interface FeedbackStore {
  /** The same reaction told twice counts once, and so do several of one member with one thumb. */
  add(feedback: Feedback): void;
  /** A reaction that was taken back; any other event id does nothing. */
  remove(reactionId: string): void;
  /** @param target an event id; null for all events together. */
  counts(target: string | null): FeedbackCounts;
  /** Erases a member's; resolves to how many there were. */
  forget(userId: string): number;
}

/** The thumb of a reaction's key, in any skin colour; null for every other key. */
export function thumbOf(key: string): Thumb | null {
  const plain = key.replace(/[\u{1F3FB}-\u{1F3FF}\uFE0E\uFE0F]/gu, "");
  if (plain === "👍") return "up";
  return plain === "👎" ? "down" : null;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS matrix_feedback (
  reaction_id TEXT PRIMARY KEY, target TEXT NOT NULL, user_id TEXT NOT NULL, thumb TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS matrix_feedback_target ON matrix_feedback (target);
`;

const COUNTS = z.object({ up: z.number(), down: z.number() });

/** Makes its table where it is missing. */
export function openFeedbackStore({ database }: Pick<ConnectionStore, "database">): FeedbackStore {
  database.exec(SCHEMA);
  return {
    add({ reactionId, target, userId, thumb }) {
      database
        .prepare("INSERT OR IGNORE INTO matrix_feedback (reaction_id, target, user_id, thumb) VALUES (?, ?, ?, ?)")
        .run(reactionId, target, userId, thumb);
    },
    remove(reactionId) {
      database.prepare("DELETE FROM matrix_feedback WHERE reaction_id = ?").run(reactionId);
    },
    counts(target) {
      const row = database
        .prepare(
          `SELECT coalesce(sum(thumb = 'up'), 0) AS up, coalesce(sum(thumb = 'down'), 0) AS down
           FROM (SELECT DISTINCT target, user_id, thumb FROM matrix_feedback WHERE ?1 IS NULL OR target = ?1)`,
        )
        .get(target);
      return COUNTS.parse(row);
    },
    forget: (userId) => Number(database.prepare("DELETE FROM matrix_feedback WHERE user_id = ?").run(userId).changes),
  };
}
