/**
 * The account's new device after a restore: logged in, while the old one, whose encryption store would be older than what
 * the homeserver knows of it, is left. Notices when the old one is still at work. Knows nothing of archives.
 */
import { z } from "zod";
import { UsageError } from "../../command.ts";
import type { Secret } from "../secret.ts";
import { type Api, HomeserverRefusal } from "../setup/api.ts";
import type { Asker } from "../setup/asker.ts";
import { type Account, hasDeviceKeys, logIn, newDeviceId, whoAmI } from "../setup/log-in.ts";

export type NewDeviceParts = {
  readonly ask: Pick<Asker, "given" | "secret">;
  readonly apiWith: (token: Secret<string> | null) => Api;
  readonly random: (bytes: number) => Uint8Array;
  readonly old: { readonly userId: string; readonly deviceId: string };
};

/** @throws UsageError, Error (expected, got, remedy) for another account, or a device that cannot begin anew. */
export async function signInAnew(parts: NewDeviceParts): Promise<Account> {
  const { ask, apiWith, old } = parts;
  const token =
    ask.given("access-token-file") === null
      ? null
      : await ask.secret({ option: "access-token-file", text: "Access token" });
  if (token === null) return byPassword(parts);
  const account = await whoAmI(apiWith(token), token);
  if (account.userId !== old.userId)
    throw new Error(
      `Expected an access token of \`${old.userId}\`, whose backup this is, got that of \`${account.userId}\`. Have one made for the bot's account.`,
    );
  if (account.deviceId !== old.deviceId && !(await hasDeviceKeys(apiWith(token), account))) return account;
  throw new Error(
    `Expected the token of a new device, got that of \`${account.deviceId}\`, which has encrypted already. Have one made for a device that never did.`,
  );
}

async function byPassword({ ask, apiWith, random, old }: NewDeviceParts): Promise<Account> {
  const password = await ask.secret({ option: "password-file", text: `Password of ${old.userId}` });
  if (password !== null) return logIn(apiWith(null), { user: old.userId, password, deviceId: newDeviceId(random) });
  throw new UsageError(
    "Expected `--password-file` or `--access-token-file`, because nobody is asked here, got neither. Without a new device nothing can be encrypted; `--without-matrix` restores the documents alone.",
  );
}

/** Homeservers write down a device's last request every few minutes; whoever syncs makes one every half minute. */
const AWAKE_MS = 10 * 60_000;

const DEVICES = z.object({
  devices: z.array(z.object({ device_id: z.string(), last_seen_ts: z.number().nullish() })),
});

/** How long ago the homeserver heard the old device, in milliseconds; null when it is gone or long silent. */
export async function stillAwake(api: Api, deviceId: string, serverNow: number): Promise<number | null> {
  const { devices } = DEVICES.parse(await api("GET", "/_matrix/client/v3/devices"));
  const seen = devices.find(({ device_id }) => device_id === deviceId)?.last_seen_ts ?? null;
  if (seen === null) return null;
  const silent = Math.max(serverNow - seen, 0);
  return silent < AWAKE_MS ? silent : null;
}

/** Ends a device by its own token. False when the homeserver does not know the token any more. */
export async function logOut(api: Api): Promise<boolean> {
  try {
    await api("POST", "/_matrix/client/v3/logout", {});
    return true;
  } catch (error) {
    if (error instanceof HomeserverRefusal && error.status === 401) return false;
    throw error;
  }
}
