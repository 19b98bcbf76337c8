/**
 * Brings the encryption machine of one device up: its rows, its key, and who sends what the SDK does not. Knows nothing of
 * rooms.
 */
import {
  configure,
  currentMachine,
  type OlmMachine,
  type OtherRequest,
  RequestType,
} from "@matrix-org/matrix-sdk-crypto-nodejs";
import type { ConnectionStore } from "../connection-store.ts";
import type { RochdaleClient } from "./client.ts";
import type { OnConnectionStep } from "./connection-steps.ts";
import type { ConnectionLog } from "./log.ts";
import type { Requester } from "./requester.ts";
import { meansStaleKeys, StaleKeys } from "./stale-keys.ts";

type Deps = {
  readonly client: RochdaleClient;
  readonly requester: Pick<Requester, "json">;
  readonly store: Pick<ConnectionStore, "cryptoRows" | "putCryptoRows">;
  readonly storeKey: Uint8Array;
  readonly log: ConnectionLog;
  readonly onStep?: OnConnectionStep | undefined;
};

const KEYS = "/_matrix/client/v3/keys";

/** Uploads the device's keys the first time. @throws when the key of the store is wrong; StaleKeys. */
export async function openMachine({ client, requester, store, storeKey, log, onStep }: Deps): Promise<OlmMachine> {
  const post = (path: string, body: string): Promise<unknown> =>
    requester.json({ method: "POST", path: `${KEYS}/${path}`, body: JSON.parse(body) });
  configure({
    rows: {
      load: () => store.cryptoRows(),
      write(rows) {
        store.putCryptoRows(rows);
        onStep?.("keys-saved");
      },
    },
    storeKey,
    onKeysQuery: ({ body }) => post("query", body),
    onOtherRequest: (request) => sendOther(request, post),
    log: (level, text) => log(level, "crypto-said", { text }),
  });
  try {
    await client.crypto.prepare([]);
  } catch (error) {
    throw meansStaleKeys(error) ? new StaleKeys(error) : error;
  }
  const machine = currentMachine();
  if (machine === null) throw new Error("Expected the SDK to have made the encryption machine, got none.");
  return machine;
}

/** Signatures are uploaded; verifying by emoji and a key backup are not offered, so the machine asks for neither. */
async function sendOther(
  request: OtherRequest,
  post: (path: string, body: string) => Promise<unknown>,
): Promise<unknown> {
  if (request.type === RequestType.SignatureUpload) return post("signatures/upload", request.body);
  throw new Error(`Expected a request that the bot sends, got one of kind ${request.type}.`);
}
