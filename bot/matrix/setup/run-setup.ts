/**
 * `rochdale setup` from the homeserver's name to a greeting in the admin room, step after step. What is done is written
 * down at once, so that a second run goes on where the first one stopped, and changes nothing where it was done.
 */
import { resolve } from "node:path";
import type { ConnectionStore } from "../connection-store.ts";
import { type Environment, envFileOf, readEnvFile, writeEnvFile } from "../env-file.ts";
import { createAdminRoom, joinAdminRoom } from "./admin-room.ts";
import { type Api, makeApi } from "./api.ts";
import type { Desk, IdentityOutcome, OpenDesk } from "./desk.ts";
import { type Discovered, discoverHomeserver, isInTheOpen, MOST_SKEW_MS, skewText } from "./discover.ts";
import { greeting } from "./greeting.ts";
import { forgetDevice, greetedRoom, keptDevice, rememberGreeting } from "./kept.ts";
import { choosePeople } from "./people.ts";
import { newRecoveryKey } from "./recovery-key.ts";
import { type SignedIn, signIn } from "./sign-in.ts";
import { ensureStoreKey } from "./store-key.ts";
import type { SetupTools } from "./tools.ts";

export type SetupParts = {
  readonly store: ConnectionStore;
  /** Keeps every other Rochdale off the data folder. @throws while one runs there. */
  readonly lock: () => Disposable;
  readonly openDesk: OpenDesk;
};

/** @throws UsageError, Stopped, Error (expected, got, remedy). */
export async function runSetup(tools: SetupTools, parts: SetupParts): Promise<void> {
  const { store, openDesk } = parts;
  const discovered = await chooseHomeserver(tools);
  const { homeserver } = discovered;
  const { signedIn, storeKey } = await prepareDevice(tools, parts, discovered);
  const { account } = signedIn;
  await using desk = await openDesk({ homeserver, account, storeKey, signal: tools.signal });
  await ensureIdentity(tools, desk, signedIn);
  const people = await choosePeople(tools, account.userId);
  const api = makeApi({
    fetch: tools.fetch,
    signal: tools.signal,
    homeserver,
    token: account.accessToken,
    onWait: (seconds) => tools.say(`The homeserver limits requests: waiting ${seconds} s.`),
  });
  const roomId = await chooseAdminRoom(tools, api, people.admins);
  await save(tools, {
    MATRIX_ADMIN_ROOM: roomId,
    MATRIX_ADMINS: people.admins.join(","),
    MATRIX_ALLOW_INVITES: people.allow.length === 0 ? null : people.allow.join(","),
  });
  await greet(tools, store, desk, roomId);
}

/** The account, with a store and a key for what its device is going to encrypt. */
async function prepareDevice(tools: SetupTools, { store, lock }: SetupParts, discovered: Discovered) {
  using _alone = lock();
  const kept = keptDevice(store);
  const signedIn = await signIn(tools, discovered, kept);
  const { userId, deviceId } = signedIn.account;
  tools.say(`Account: ${userId}, device ${deviceId}${kept === deviceId ? " (kept)" : ""}`);
  const keyFile = tools.current.MATRIX_STORE_KEY_FILE ?? STORE_KEY_FILE;
  if (signedIn.newDevice) forgetDevice(store);
  const storeKey = await ensureStoreKey(resolve(tools.home, keyFile), tools.random, !signedIn.newDevice);
  await save(tools, { ...accountSettings(discovered, signedIn), MATRIX_STORE_KEY_FILE: keyFile });
  return { signedIn, storeKey };
}

/** Beside `.env`, so that the folder can be moved as a whole. */
const STORE_KEY_FILE = "matrix-store.key";

async function chooseHomeserver(tools: SetupTools): Promise<Discovered> {
  const given = await tools.ask.value({
    option: "homeserver",
    text: "Which homeserver is the bot's account on? (example.org, or its address)",
    fallback: tools.current.MATRIX_HOMESERVER ?? null,
  });
  const discovered = await discoverHomeserver(given, tools);
  const { homeserver, versions, skewMs } = discovered;
  await tools.ask.allowChange("the homeserver", tools.current.MATRIX_HOMESERVER?.replace(/\/+$/, ""), homeserver);
  tools.say(`Homeserver: ${homeserver} (Matrix ${versions.at(-1) ?? "of an unknown version"})`);
  if (skewMs !== null && Math.abs(skewMs) > MOST_SKEW_MS) tools.say(`Warning: ${skewText(skewMs)}. Set the clock.`);
  if (isInTheOpen(homeserver)) tools.say("Warning: everything, the access token too, goes there unencrypted (http).");
  return discovered;
}

function accountSettings({ homeserver }: Discovered, { account, tokenFile }: SignedIn) {
  return {
    MATRIX_HOMESERVER: homeserver,
    MATRIX_USER: account.userId,
    MATRIX_ACCESS_TOKEN: tokenFile === null ? account.accessToken.reveal() : null,
    MATRIX_ACCESS_TOKEN_FILE: tokenFile,
    MATRIX_DEVICE_ID: account.deviceId,
  };
}

async function ensureIdentity(tools: SetupTools, desk: Desk, { account, password }: SignedIn): Promise<void> {
  const { kind } = await desk.ensureIdentity({
    password,
    reset: tools.ask.flag("reset-identity"),
    recoveryKey: () => tools.ask.secret({ option: "recovery-key-file", text: RECOVERY_QUESTION, optional: true }),
    newRecoveryKey: () => newRecoveryKey(tools),
  });
  if (kind !== "locked") return tools.say(`Identity: ${OUTCOMES[kind]}`);
  throw new Error(
    `Expected the recovery key of \`${account.userId}\`, which has a cross-signing identity already, got none. Give it with \`--recovery-key-file\`; only if it is lost for good, \`--reset-identity\` makes another identity, and everybody who verified the bot must do so again.`,
  );
}

const RECOVERY_QUESTION = "The account has an identity already. Its recovery key";

const OUTCOMES: Readonly<Record<Exclude<IdentityOutcome["kind"], "locked">, string>> = {
  made: "made; this device is cross-signed, the secrets lie in secret storage under the recovery key",
  recovered: "the account's own, opened with its recovery key; this device is cross-signed",
  kept: "kept; this device is cross-signed",
  stored: "kept; this device is cross-signed, the secrets now lie in secret storage under a new recovery key",
};

/** What stands for a room to be made in an answer. */
const NEW = "new";

async function chooseAdminRoom(tools: SetupTools, api: Api, admins: readonly string[]): Promise<string> {
  const current = tools.current.MATRIX_ADMIN_ROOM ?? null;
  const room = await tools.ask.value({
    option: "admin-room",
    text: "Admin room: its id or alias, or `new` to make one",
    fallback: current ?? NEW,
    problem: (answer) => (/^(?:new|[!#]\S+)$/.test(answer) ? null : wrongRoom(answer)),
  });
  if (room === NEW) await tools.ask.allowChange("the admin room", current, "a new one");
  const roomId = room === NEW ? await createAdminRoom(api, admins) : await joinAdminRoom(api, room);
  if (room !== NEW) await tools.ask.allowChange("the admin room", current, roomId);
  tools.say(room === NEW ? `Admin room: made ${roomId}, admins invited` : `Admin room: ${roomId}`);
  return roomId;
}

function wrongRoom(answer: string): string {
  return `Expected \`--admin-room\` to be \`new\`, an id like \`!AbCdEf:example.org\` or an alias like \`#admins:example.org\`, got \`${answer}\`. Correct it.`;
}

/** Writes what differs from the file; nothing differs: the file is not touched. */
async function save({ home, say }: SetupTools, settings: Readonly<Record<string, string | null>>): Promise<void> {
  const before: Environment = await readEnvFile(home);
  const changes = Object.entries(settings).filter(([key, value]) => (before[key] ?? null) !== value);
  if (changes.length === 0) return;
  await writeEnvFile(home, Object.fromEntries(changes));
  say(`Written: \`${envFileOf(home)}\` (${changes.map(([key]) => key).join(", ")})`);
}

async function greet(tools: SetupTools, store: ConnectionStore, desk: Desk, roomId: string) {
  if (greetedRoom(store) === roomId) return;
  // The id belongs to the room: a run that was broken off here does not greet twice.
  await desk.say({ roomId, content: greeting(tools.language), txnId: `rochdale-greeting-${roomId}` });
  rememberGreeting(store, roomId);
  tools.say("Greeting: sent to the admin room, encrypted");
}
