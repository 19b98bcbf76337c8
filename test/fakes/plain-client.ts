/** The SDK as it comes, with encryption on and its rows in memory: what the tests of its defects run against. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configure } from "@matrix-org/matrix-sdk-crypto-nodejs";
import { LogService, MatrixClient, MemoryStorageProvider, RustSdkCryptoStorageProvider } from "matrix-bot-sdk";
import { TOKEN } from "./connection-parts.ts";

/** Its machine is made and its keys are uploaded. */
export async function plainClient(baseUrl: string): Promise<MatrixClient> {
  const quiet = () => {};
  LogService.setLogger({ trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet });
  configure({ rows: { load: () => [], write: quiet }, storeKey: new Uint8Array(32) });
  const folder = mkdtempSync(join(tmpdir(), "rochdale-"));
  const cryptoStorage = new RustSdkCryptoStorageProvider(folder, 0);
  const client = new MatrixClient(baseUrl, TOKEN, new MemoryStorageProvider(), cryptoStorage);
  await client.crypto.prepare([]);
  return client;
}
