/** What the bot wants to hear of: constant, because another filter would make old timelines come again. Data only. */

/** Kinds of events that tell what happens in a room, those of its state and those of its talk. */
const STATE = [
  "m.room.member",
  "m.room.encryption",
  "m.room.tombstone",
  "m.room.power_levels",
  "m.room.history_visibility",
  "m.room.join_rules",
  "m.room.name",
  "m.room.canonical_alias",
  "m.room.create",
];
const TALK = ["m.room.message", "m.room.encrypted", "m.reaction", "m.room.redaction"];
/** Polls are not in the specification yet; clients send the unstable names. */
const POLLS = ["start", "response", "end"].flatMap((end) => [`m.poll.${end}`, `org.matrix.msc3381.poll.${end}`]);

const NOTHING = { types: [] };

/** Events of one room at once; what is beyond is fetched by `gap.ts`. */
const TIMELINE_LIMIT = 50;

export const ROOM_EVENTS = { types: [...TALK, ...POLLS, ...STATE] };

export const SYNC_FILTER = JSON.stringify({
  presence: NOTHING,
  account_data: NOTHING,
  room: {
    state: { types: STATE, lazy_load_members: false },
    timeline: { ...ROOM_EVENTS, limit: TIMELINE_LIMIT },
    ephemeral: NOTHING,
    account_data: NOTHING,
  },
});
