/**
 * The few settings of the Matrix bot: names, what each may be, defaults. Messages are the middle of an error sentence
 * ("Expected `KEY` … , got …"). Reads nothing.
 */
import { z } from "zod";

const USER_ID = /^@[^:\s]+:[^\s,]+$/;
const SERVER_NAME = /^(?:\[[\da-fA-F:.]+\]|[A-Za-z\d.-]+)(?::\d{1,5})?$/;

/** Messages older than this are read but not answered: hours, 1 to 720 (a month). A day bridges a night's outage. */
const MAX_AGE_HOURS = 24;

const MESSAGES = {
  homeserver: "to be an address like `https://matrix.example.org`",
  user: "to be a user id like `@rochdale:example.org`",
  admins: "to be user ids with commas between them, like `@ana:example.org,@ben:example.org`",
  allow: "to be user ids or servers with commas between them, like `@ana:example.org,example.net`",
  servers: "to be names of servers with commas between them, like `example.org,example.net`",
  room: "to be a room id like `!AbCdEf:example.org`",
  hours: "to be a whole number of hours from 1 to 720",
  port: "to be a port from 1 to 65535",
  onOff: "to be `on` or `off`",
} as const;

function listOf(pattern: RegExp, message: string) {
  return z
    .string()
    .transform((text) => [...new Set(text.split(",").map((item) => item.trim()))].filter((item) => item !== ""))
    .refine((items) => items.every((item) => pattern.test(item)), { message });
}

/** Keys as they stand in `.env`; those without a default are demanded, unless they are optional. */
export const SETTINGS_SCHEMA = z.object({
  MATRIX_HOMESERVER: z
    .string({ error: MESSAGES.homeserver })
    .refine(isHomeserver, { message: MESSAGES.homeserver })
    .transform((text) => text.replace(/\/+$/, "")),
  MATRIX_USER: z.string({ error: MESSAGES.user }).regex(USER_ID, { message: MESSAGES.user }),
  MATRIX_ACCESS_TOKEN: z
    .string({ error: "(or the file `MATRIX_ACCESS_TOKEN_FILE`) to hold an access token" })
    .regex(/^\S+$/, { message: "to be an access token, without spaces" }),
  MATRIX_DEVICE_ID: z
    .string({ error: "to be the id of the bot's device" })
    .regex(/^\S+$/, { message: "to be the id of the bot's device, without spaces" }),
  MATRIX_STORE_KEY_FILE: z.string({ error: "to name the file with the key of the encryption store" }),
  MATRIX_ADMIN_ROOM: z.string({ error: MESSAGES.room }).regex(/^![^\s]+$/, { message: MESSAGES.room }),
  MATRIX_ADMINS: z
    .string({ error: MESSAGES.admins })
    .pipe(listOf(USER_ID, MESSAGES.admins))
    .refine((admins) => admins.length > 0, { message: MESSAGES.admins }),
  MATRIX_ALLOW_INVITES: z
    .string()
    .default("")
    .pipe(listOf(new RegExp(`${USER_ID.source}|${SERVER_NAME.source}`), MESSAGES.allow)),
  MATRIX_ALLOW_SERVERS: z.string().pipe(listOf(SERVER_NAME, MESSAGES.servers)).optional(),
  MATRIX_MAX_AGE_HOURS: z
    .string()
    .regex(/^\d{1,3}$/, { message: MESSAGES.hours })
    .transform(Number)
    .refine((hours) => hours >= 1 && hours <= 720, { message: MESSAGES.hours })
    .default(MAX_AGE_HOURS),
  ROCHDALE_WATCH: z.string().optional(),
  ROCHDALE_METRICS: z
    .string()
    .regex(/^\d{1,5}$/, { message: MESSAGES.port })
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, { message: MESSAGES.port })
    .optional(),
  ROCHDALE_LOG_TEXTS: z.enum(["on", "off"], { error: MESSAGES.onOff }).default("off"),
});

export type SettingsKey = keyof z.output<typeof SETTINGS_SCHEMA>;

/** Values of these are never printed, not even in an error sentence. */
export const SECRET_KEYS: readonly string[] = ["MATRIX_ACCESS_TOKEN"] satisfies readonly SettingsKey[];

/** What a secret may be read from instead, so that it need not stand in the environment. */
export const FILE_KEYS = { MATRIX_ACCESS_TOKEN_FILE: "MATRIX_ACCESS_TOKEN" } as const satisfies Record<
  string,
  SettingsKey
>;

/** Every key that begins with MATRIX_ or ROCHDALE_ and means something. */
export const KNOWN_KEYS: readonly string[] = [
  ...Object.keys(SETTINGS_SCHEMA.shape),
  ...Object.keys(FILE_KEYS),
  "ROCHDALE_HOME",
  "ROCHDALE_CAUTION",
  "ROCHDALE_OFFLINE",
];

function isHomeserver(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && `${search}${hash}${username}${password}` === "";
}

/** Is this a user id, as homeservers write them? */
export function isUserId(text: string): boolean {
  return USER_ID.test(text);
}

/** Is this the name of a server, with or without a port? */
export function isServerName(text: string): boolean {
  return SERVER_NAME.test(text);
}
