/**
 * The bot's account and device: the token that is set, one from a file, or a log-in with a password. Decides which
 * device it may be: one whose encryption store lies here, or one that never encrypted anything.
 */
import { resolve } from "node:path";
import { UsageError } from "../../command.ts";
import type { Secret } from "../secret.ts";
import { makeApi } from "./api.ts";
import type { Discovered } from "./discover.ts";
import { givenToken, type Token } from "./given-token.ts";
import { type Account, hasDeviceKeys, isUnknownToken, logIn, newDeviceId, whoAmI } from "./log-in.ts";
import type { SetupTools } from "./tools.ts";

export type SignedIn = {
  readonly account: Account;
  /** The file that the token stays in; null: it goes into `.env`. */
  readonly tokenFile: string | null;
  /** The password, when it was told. */
  readonly password: Secret<string> | null;
  /** Does its encryption store begin empty? */
  readonly newDevice: boolean;
};

/** @param keptDevice the device whose encryption store lies here; null when there is none. */
export async function signIn(
  tools: SetupTools,
  { homeserver, passwordLogin }: Discovered,
  keptDevice: string | null,
): Promise<SignedIn> {
  const apiWith = (token: Secret<string> | null) =>
    makeApi({
      fetch: tools.fetch,
      signal: tools.signal,
      homeserver,
      token,
      onWait: (seconds) => tools.say(`The homeserver limits log-ins: waiting ${seconds} s.`),
    });
  const byToken = async (token: Token): Promise<Login> => ({
    account: await whoAmI(apiWith(token.secret), token.secret),
    tokenFile: token.file === null ? null : resolve(token.file),
    password: null,
  });
  const byPassword = async (): Promise<Login> => {
    const { user, password } = await credentials(tools);
    const deviceId = tools.ask.given("device-id") ?? reusable(tools, keptDevice) ?? newDeviceId(tools.random);
    return { account: await logIn(apiWith(null), { user, password, deviceId }), tokenFile: null, password };
  };
  const signedIn = await firstThatWorks(tools, passwordLogin, byToken, byPassword);
  await tools.ask.allowChange("the bot's account", tools.current.MATRIX_USER, signedIn.account.userId);
  const published = await hasDeviceKeys(apiWith(signedIn.account.accessToken), signedIn.account);
  return { ...signedIn, newDevice: isNewDevice(tools, signedIn.account, keptDevice, published) };
}

type Login = Omit<SignedIn, "newDevice">;

async function firstThatWorks(
  tools: SetupTools,
  passwordLogin: boolean,
  byToken: (token: Token) => Promise<Login>,
  byPassword: () => Promise<Login>,
): Promise<Login> {
  const token = await givenToken(tools, passwordLogin);
  if (token === null) return byPassword();
  try {
    return await byToken(token);
  } catch (error) {
    if (!isUnknownToken(error)) throw error;
    const mayLogIn = token.from === "settings" && passwordLogin;
    if (!mayLogIn || (!tools.ask.attended && tools.ask.given("password-file") === null)) {
      throw new Error(
        `Expected an access token that the homeserver knows, got one that it does not. ${passwordLogin ? "Log in with the password (`--password-file`)" : "Have a new one made for the same device"}, and run \`rochdale setup\` again.`,
        { cause: error },
      );
    }
    tools.say("The homeserver no longer knows the access token: logging in again, as the same device.");
    return byPassword();
  }
}

async function credentials({ ask, current }: SetupTools) {
  const user = await ask.value({
    option: "user",
    text: "The bot's account (user id, or the part before the colon)",
    fallback: current.MATRIX_USER ?? null,
  });
  const password = await ask.secret({ option: "password-file", text: `Password of ${user}` });
  if (password !== null) return { user, password };
  throw new UsageError(
    "Expected `--password-file` or `--access-token-file`, because nobody is asked here, got neither. `rochdale setup --help` explains both.",
  );
}

function reusable({ ask }: SetupTools, keptDevice: string | null): string | null {
  return ask.flag("new-device") ? null : keptDevice;
}

/** @throws Error (expected, got, remedy) where encryption would start without the store that belongs to the device. */
function isNewDevice(tools: SetupTools, account: Account, keptDevice: string | null, published: boolean): boolean {
  const { userId, deviceId } = account;
  const isOther = (tools.current.MATRIX_USER ?? userId) !== userId;
  const wanted = tools.ask.flag("new-device") || isOther;
  if (keptDevice === deviceId && !wanted) return false;
  if (keptDevice !== null && !wanted) {
    throw new Error(
      `Expected the bot's device \`${keptDevice}\`, whose encryption keys lie here, got the token of \`${deviceId}\`. Log in with the password to keep the device, or give \`--new-device\` to leave it for good.`,
    );
  }
  if (!published) return true;
  throw new Error(
    `Expected a device that never encrypted anything, got \`${deviceId}\`, whose keys are on the homeserver but not here. Log in with the password, or have a token made for a new device.`,
  );
}
