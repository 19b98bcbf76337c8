/** Makes accounts on a homeserver whose shared secret we know, as an admin does: over Synapse's registration API. */
import { createHmac } from "node:crypto";
import { z } from "zod";

export type Account = {
  readonly userId: string;
  /** Of the device that registering logs in. */
  readonly deviceId: string;
  readonly accessToken: string;
};

const NONCE = z.object({ nonce: z.string() });
const ACCOUNT = z.object({ user_id: z.string(), device_id: z.string(), access_token: z.string() });

export type Registration = {
  readonly baseUrl: string;
  readonly sharedSecret: string;
  readonly name: string;
  readonly password: string;
  readonly admin: boolean;
};

/** @throws Error when the homeserver refuses, for instance because the name is taken. */
export async function registerUser({ baseUrl, sharedSecret, name, password, admin }: Registration): Promise<Account> {
  const url = `${baseUrl}/_synapse/admin/v1/register`;
  const { nonce } = NONCE.parse(await (await fetch(url)).json());
  const signed = [nonce, name, password, admin ? "admin" : "notadmin"].join("\0");
  const mac = createHmac("sha1", sharedSecret).update(signed).digest("hex");
  const body = JSON.stringify({ nonce, username: name, password, admin, mac });
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  if (!response.ok) {
    throw new Error(
      `Expected the homeserver to register \`${name}\`, got ${response.status}: ${await response.text()}`,
    );
  }
  const { user_id, device_id, access_token } = ACCOUNT.parse(await response.json());
  return { userId: user_id, deviceId: device_id, accessToken: access_token };
}
