/** The key file of the encryption store: made once, readable by its owner only, and never replaced. */
import { readFile } from "node:fs/promises";
import { codeOf, writePrivately } from "../env-file.ts";
import { Secret } from "../secret.ts";
import { STORE_KEY_BYTES } from "../settings.ts";

/**
 * The key in the file. Without a file one is made, unless keys are stored already that another one locked.
 * @throws when the file holds something else, or is missing where it is needed.
 */
export async function ensureStoreKey(
  file: string,
  random: (bytes: number) => Uint8Array,
  isNeeded: boolean,
): Promise<Secret<Uint8Array>> {
  const kept = await readKey(file);
  if (kept !== null && kept.length === STORE_KEY_BYTES) return new Secret(kept);
  if (kept === null && !isNeeded) {
    const made = random(STORE_KEY_BYTES);
    await writePrivately(file, made);
    return new Secret(made);
  }
  throw new Error(
    `Expected the ${STORE_KEY_BYTES} bytes of the store's key in \`${file}\`, got ${kept === null ? "no such file" : `${kept.length} bytes`}. Bring the right file back from a backup; only when there is none, ${kept === null ? "" : "move this one away and "}run \`rochdale setup --new-device\`.`,
  );
}

async function readKey(file: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}
