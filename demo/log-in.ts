/** Logs a new device in with a password. */
import { z } from "zod";
import type { Account } from "./register-user.ts";

const LOGIN = z.object({ user_id: z.string(), device_id: z.string(), access_token: z.string() });

/** @param name the user id or its part before the colon. @throws Error when the homeserver refuses. */
export async function logIn(baseUrl: string, name: string, password: string): Promise<Account> {
  const identifier = { type: "m.id.user", user: name };
  const body = JSON.stringify({ type: "m.login.password", identifier, password });
  const response = await fetch(`${baseUrl}/_matrix/client/v3/login`, { method: "POST", body });
  if (!response.ok)
    throw new Error(`Expected to log in as \`${name}\`, got ${response.status}: ${await response.text()}`);
  const { user_id, device_id, access_token } = LOGIN.parse(await response.json());
  return { userId: user_id, deviceId: device_id, accessToken: access_token };
}
