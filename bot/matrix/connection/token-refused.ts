/** The one refusal that no waiting mends, with what the admin can do. Knows nothing of logging in. */
import { HomeserverError } from "./homeserver-error.ts";
import { isObject } from "./json.ts";

export class TokenRefused extends Error {
  override readonly name = "TokenRefused";
  /** The device still stands: logging in again with the same device id keeps the keys. */
  readonly softLogout: boolean;

  constructor(cause: HomeserverError) {
    const softLogout = isObject(cause.body) && cause.body.soft_logout === true;
    const remedy = softLogout
      ? "It has expired and the device still stands: run `rochdale setup`, which logs in again as the same device and keeps its keys."
      : "The device was logged out or removed, perhaps by an admin: find out why, then run `rochdale setup`. No new device is made by itself.";
    super(`Expected the homeserver to know the access token, got ${cause.errcode ?? "a refusal"}. ${remedy}`, {
      cause,
    });
    this.softLogout = softLogout;
  }
}

export function isTokenRefusal(error: unknown): error is HomeserverError {
  return (
    error instanceof HomeserverError && (error.errcode === "M_UNKNOWN_TOKEN" || error.errcode === "M_MISSING_TOKEN")
  );
}
