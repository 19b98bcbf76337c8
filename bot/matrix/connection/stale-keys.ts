/**
 * The sign that the keys in the database are older than the device on the homeserver (a backup was put back): it refuses
 * one-time keys that it has under the same name already. Nothing mends that but a new device.
 */
import { HomeserverError } from "./homeserver-error.ts";

export class StaleKeys extends Error {
  override readonly name = "StaleKeys";

  constructor(cause: HomeserverError) {
    super(
      "Expected the database to hold the latest keys of this device, got older ones (a backup was restored?). Bring backups back with `rochdale restore`, which makes a new device; for a folder that was copied by hand run `rochdale setup --new-device` with the recovery key.",
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
