/** What a connection refuses before it starts, each with its remedy: never a new device by itself. */
import { expect, test } from "vitest";
import { BOT } from "../../../fakes/connection-parts.ts";
import { DEVICE, keyHomeserver } from "../../../fakes/key-homeserver.ts";
import { newStoreFile, openConnection } from "../../../fakes/open-connection.ts";

const WHOAMI = "/_matrix/client/v3/account/whoami";

test("the token of another device than the stored one is refused", async () => {
  let device = DEVICE;
  await using homeserver = await keyHomeserver(({ path }) =>
    path === WHOAMI ? { json: { user_id: BOT, device_id: device } } : undefined,
  );
  const storeFile = newStoreFile();
  await (await openConnection(homeserver.baseUrl, { storeFile }))[Symbol.asyncDispose]();
  device = "ANOTHER";
  await expect(openConnection(homeserver.baseUrl, { storeFile })).rejects.toThrow(
    "Expected the access token of device `BOTDEVICE`, whose keys lie in the database, got that of `ANOTHER`.",
  );
});

test("the token of another user is refused", async () => {
  await using homeserver = await keyHomeserver(({ path }) =>
    path === WHOAMI ? { json: { user_id: "@eve:x", device_id: DEVICE } } : undefined,
  );
  await expect(openConnection(homeserver.baseUrl)).rejects.toThrow(
    `Expected the access token of \`${BOT}\`, got that of \`@eve:x\`. Run \`rochdale setup\`.`,
  );
});

test("a wrong store key is refused, and leaves the data folder free", async () => {
  await using homeserver = await keyHomeserver();
  const storeFile = newStoreFile();
  await (await openConnection(homeserver.baseUrl, { storeFile }))[Symbol.asyncDispose]();
  const wrong = new Uint8Array(32).fill(8);
  await expect(openConnection(homeserver.baseUrl, { storeFile, storeKey: wrong })).rejects.toThrow();
  await using again = await openConnection(homeserver.baseUrl, { storeFile });
  expect(again.identity.deviceId).toBe(DEVICE);
});

test("keys that are older than the device are told from a hiccup", async () => {
  const error = "One time key signed_curve25519:AAAA already exists. Old key: … new key: …";
  await using homeserver = await keyHomeserver(({ path }) =>
    path.endsWith("/keys/upload") ? { status: 400, json: { errcode: "M_UNKNOWN", error } } : undefined,
  );
  await expect(openConnection(homeserver.baseUrl)).rejects.toThrow(
    "Expected the database to hold the latest keys of this device, got older ones",
  );
});
