/** Our whole connection to a small homeserver, on a data folder of its own. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, connectHomeserver } from "../../bot/matrix/connection/connect.ts";
import type { Timing } from "../../bot/matrix/connection/timing.ts";
import { BOT, TOKEN } from "./connection-parts.ts";

type Options = { readonly storeFile?: string; readonly timing?: Timing; readonly storeKey?: Uint8Array };

export const newStoreFile = (): string => join(mkdtempSync(join(tmpdir(), "rochdale-")), "co-op.sqlite");

export function openConnection(baseUrl: string, options: Options = {}): Promise<Connection> {
  const { storeFile = newStoreFile(), storeKey = new Uint8Array(32).fill(7), timing } = options;
  return connectHomeserver({
    baseUrl,
    userId: BOT,
    accessToken: TOKEN,
    storeFile,
    storeKey,
    clock: Date.now,
    log: () => {},
    signal: new AbortController().signal,
    ...(timing === undefined ? {} : { timing }),
  });
}
