/**
 * Logs the bot's account in under a device id of our choice, or asks whose token we were given. Over plain requests,
 * because the SDK's log-in cannot choose the device. Keeps nothing.
 */
import { z } from "zod";
import { Secret } from "../secret.ts";
import { type Api, HomeserverRefusal } from "./api.ts";

export type Account = { readonly userId: string; readonly deviceId: string; readonly accessToken: Secret<string> };

/** `user`: the whole id or the part before the colon. */
export type PasswordLogin = {
  readonly user: string;
  readonly password: Secret<string>;
  readonly deviceId: string;
};

const LOGGED_IN = z.object({ user_id: z.string(), device_id: z.string(), access_token: z.string() });
const WHO_AM_I = z.object({ user_id: z.string(), device_id: z.string().optional() });
const DEVICES = z.object({ device_keys: z.record(z.string(), z.record(z.string(), z.unknown())).default({}) });

/** How the device is called in lists of devices. */
const DEVICE_NAME = "Rochdale";

/** @throws Error (expected, got, remedy) when the homeserver does not take the password. */
export async function logIn(api: Api, { user, password, deviceId }: PasswordLogin): Promise<Account> {
  try {
    const reply = await api("POST", "/_matrix/client/v3/login", {
      type: "m.login.password",
      identifier: { type: "m.id.user", user },
      password: password.reveal(),
      device_id: deviceId,
      initial_device_display_name: DEVICE_NAME,
    });
    const { user_id, device_id, access_token } = LOGGED_IN.parse(reply);
    return { userId: user_id, deviceId: device_id, accessToken: new Secret(access_token) };
  } catch (error) {
    if (!(error instanceof HomeserverRefusal) || error.status !== 403) throw error;
    throw new Error(
      `Expected the password of \`${user}\`, got one that the homeserver refuses (${error.errcode}). Try it in a client like Element, or give an access token.`,
      { cause: error },
    );
  }
}

/** Whose token is it, and of which device? @throws Error (expected, got, remedy) for a token that is not accepted. */
export async function whoAmI(api: Api, accessToken: Secret<string>): Promise<Account> {
  const { user_id, device_id } = WHO_AM_I.parse(await api("GET", "/_matrix/client/v3/account/whoami"));
  if (device_id !== undefined) return { userId: user_id, deviceId: device_id, accessToken };
  throw new Error(
    `Expected the token of a device of \`${user_id}\`, got one without a device, which cannot encrypt. Log in with the password, or have a token made for a device.`,
  );
}

/** Does the homeserver no longer (or not yet) know this token? */
export function isUnknownToken(error: unknown): boolean {
  return error instanceof HomeserverRefusal && error.errcode === "M_UNKNOWN_TOKEN";
}

/** Has this device published encryption keys? Then whoever uses it needs the store that belongs to them. */
export async function hasDeviceKeys(api: Api, { userId, deviceId }: Account): Promise<boolean> {
  const reply = await api("POST", "/_matrix/client/v3/keys/query", { device_keys: { [userId]: [deviceId] } });
  return DEVICES.parse(reply).device_keys[userId]?.[deviceId] !== undefined;
}

/** A device id that no other device of the account has: `ROCHDALE` and eight letters. */
export function newDeviceId(random: (bytes: number) => Uint8Array): string {
  return `ROCHDALE${[...random(8)].map((byte) => String.fromCharCode(65 + (byte % 26))).join("")}`;
}
