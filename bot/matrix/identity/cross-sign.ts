/**
 * The account's cross-signing identity: made once, at the first start, and kept for good. An identity that is on the
 * server is never replaced, whatever else is lost, unless an admin asks for just that (`replaceIdentity`).
 */
import { type OlmMachine, RequestType } from "@matrix-org/matrix-sdk-crypto-nodejs";
import { z } from "zod";
import { type Api, refusalOf } from "./api.ts";
import { type Account, deviceTrust } from "./trust.ts";

/** What is asked of the encryption machine. */
export type IdentityMachine = Pick<
  OlmMachine,
  | "bootstrapCrossSigning"
  | "crossSigningStatus"
  | "flush"
  | "importCrossSigningKeys"
  | "keysQueryFor"
  | "markRequestAsSent"
  | "outgoingRequests"
  | "signOwnDevice"
>;

export type CrossSigning = Account & {
  readonly machine: IdentityMachine;
  /** Of the account; used only when the homeserver asks for it. Null when there is none to give. */
  readonly password: string | null;
};

/** What had to be done. */
export type CrossSigned = "created" | "signed-device" | "already";

const UPLOADED = z.object({ failures: z.record(z.string(), z.record(z.string(), z.unknown())).default({}) });

/**
 * Sees to it that this device is signed by the account's identity, making one where there is none. Can be called at
 * every start, and again after a crash in the middle.
 * @throws Error (expected, got, remedy) when there is an identity whose secrets are not here.
 */
export async function ensureCrossSigned(account: CrossSigning): Promise<CrossSigned> {
  await uploadKeys(account);
  const { kind, masterKey } = await deviceTrust(account);
  const { hasMaster, hasSelfSigning, hasUserSigning } = await account.machine.crossSigningStatus();
  if (kind === "cross-signed") return "already";
  if (masterKey !== null && !hasSelfSigning) throw identityOutOfReach(account, masterKey);
  if (masterKey !== null) {
    await signDevice(account);
    return "signed-device";
  }
  // Secrets without an identity on the server: the last start ended before it had sent them. The same ones go.
  await createIdentity(account, { reset: !(hasMaster && hasSelfSigning && hasUserSigning) });
  return "created";
}

/** Throws the account's identity away and makes another: everybody who verified the account is warned. */
export async function replaceIdentity(account: CrossSigning): Promise<void> {
  await uploadKeys(account);
  await createIdentity(account, { reset: true });
}

/** Signs this device with the account's secrets, which the machine has. */
export async function signDevice(account: Omit<CrossSigning, "password">): Promise<void> {
  await uploadSignatures(account.api, await account.machine.signOwnDevice());
  await seeOwnSignature(account);
  await expectSigned(account);
}

/** The machine learns of the signature that it made itself only from the homeserver. */
async function seeOwnSignature({ machine, api, userId }: Omit<CrossSigning, "password">): Promise<void> {
  const { id, type, body } = machine.keysQueryFor(userId);
  const answer = await api("POST", "/_matrix/client/v3/keys/query", JSON.parse(body));
  await machine.markRequestAsSent(id, type, JSON.stringify(answer));
  await machine.flush();
}

/** The device's own keys go up, the account's come down: the machine learns what identity there is. */
export async function uploadKeys({ machine, api, userId }: Omit<CrossSigning, "password">): Promise<void> {
  for (const { id, type, body } of await machine.outgoingRequests()) {
    if (type !== RequestType.KeysUpload) continue;
    await machine.flush();
    const answer = await api("POST", "/_matrix/client/v3/keys/upload", JSON.parse(body));
    await machine.markRequestAsSent(id, type, JSON.stringify(answer));
  }
  for (const { id, type, body } of await machine.outgoingRequests()) {
    if (type !== RequestType.KeysQuery || !body.includes(JSON.stringify(userId))) continue;
    const answer = await api("POST", "/_matrix/client/v3/keys/query", JSON.parse(body));
    await machine.markRequestAsSent(id, type, JSON.stringify(answer));
  }
  await machine.flush();
}

/** The secrets are written down before anybody hears of them. */
async function createIdentity(account: CrossSigning, { reset }: { readonly reset: boolean }): Promise<void> {
  const { machine, api } = account;
  const { keysUpload, signingKeys, signatures } = await machine.bootstrapCrossSigning(reset);
  await machine.flush();
  if (keysUpload !== null) {
    const answer = await api("POST", "/_matrix/client/v3/keys/upload", JSON.parse(keysUpload.body));
    await machine.markRequestAsSent(keysUpload.id, keysUpload.type, JSON.stringify(answer));
  }
  await uploadSigningKeys(account, signingKeys);
  await uploadSignatures(api, signatures);
  await seeOwnSignature(account);
  await expectSigned(account);
}

/** The first upload needs no password; a homeserver that asks for one all the same gets it, once. */
async function uploadSigningKeys({ api, userId, password }: CrossSigning, keys: object): Promise<void> {
  const path = "/_matrix/client/v3/keys/device_signing/upload";
  try {
    await api("POST", path, keys);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal?.session === undefined) throw error;
    const stages = refusal.flows?.map(({ stages }) => stages.join(" + ")) ?? [];
    if (password === null || !stages.includes("m.login.password"))
      throw new Error(
        `Expected the homeserver to take the account's new cross-signing keys, got a demand for \`${stages.join("` or `")}\`. Run \`rochdale setup\` and give the account's password, or let an admin of the homeserver allow it.`,
        { cause: error },
      );
    const identifier = { type: "m.id.user", user: userId };
    await api("POST", path, {
      ...keys,
      auth: { type: "m.login.password", session: refusal.session, identifier, password },
    });
  }
}

async function uploadSignatures(api: Api, signatures: object): Promise<void> {
  const { failures } = UPLOADED.parse(await api("POST", "/_matrix/client/v3/keys/signatures/upload", signatures));
  const refused = Object.values(failures).flatMap((objects) => Object.keys(objects));
  if (refused.length > 0)
    throw new Error(
      `Expected the homeserver to take the signatures, got a refusal of \`${refused.join("`, `")}\`. Start again; if it stays, look into the homeserver's log.`,
    );
}

async function expectSigned(account: Account): Promise<void> {
  const { kind } = await deviceTrust(account);
  if (kind !== "cross-signed")
    throw new Error(
      `Expected device \`${account.deviceId}\` to be cross-signed now, got \`${kind}\` from the homeserver. Start again; if it stays, log in as a new device.`,
    );
}

function identityOutOfReach({ userId, deviceId }: CrossSigning, masterKey: string): Error {
  return new Error(
    `Expected the secrets of the identity of \`${userId}\` (\`${masterKey}\`) to be here to sign device \`${deviceId}\`, got none. Run \`rochdale setup\` with the recovery key. Nothing was changed: a new identity would warn every member.`,
  );
}
