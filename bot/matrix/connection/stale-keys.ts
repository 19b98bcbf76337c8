/**
 * The sign that the keys in the database are older than the device on the homeserver (a backup was put back): it refuses
 * one-time keys that it has under the same name already. Nothing mends that but a new device.
 */
import { HomeserverError } from "./homeserver-error.ts";

export class StaleKeys extends Error {
  override readonly name = "StaleKeys";

  constructor(cause: HomeserverError) {
    super(
      "Expected the database to hold the latest keys of this device, got older ones (a backup was restored?). Run `rochdale setup` to log in as a new device: identity and keys of rooms are carried over.",
      { cause },
    );
  }
}

export function meansStaleKeys(error: unknown): error is HomeserverError {
  return (
    error instanceof HomeserverError &&
    /^Expected .*keys\/upload/.test(error.message) &&
    /already exists/i.test(error.message)
  );
}
