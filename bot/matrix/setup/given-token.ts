/** The access token that was told: in a file, by the settings, or by a person. Does not ask whether it is good. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Secret } from "../secret.ts";
import type { SetupTools } from "./tools.ts";

export type Token = {
  readonly secret: Secret<string>;
  /** Where it lies, when it is to stay there. */
  readonly file: string | null;
  readonly from: "option" | "settings" | "person";
};

/** Null: there is none, and a password is to be used. */
export async function givenToken(tools: SetupTools, passwordLogin: boolean): Promise<Token | null> {
  const { ask } = tools;
  const file = ask.given("access-token-file");
  if (file !== null) {
    const secret = await ask.secret({ option: "access-token-file", text: "Access token" });
    return secret === null ? null : { secret, file, from: "option" };
  }
  const wantsPassword = ask.given("password-file") !== null || ask.flag("new-device");
  const known = wantsPassword ? null : await tokenInSettings(tools);
  if (known !== null || (wantsPassword && passwordLogin)) return known;
  return ask.attended ? askForToken(tools, passwordLogin) : null;
}

async function tokenInSettings({ home, current }: SetupTools): Promise<Token | null> {
  const { MATRIX_ACCESS_TOKEN: text, MATRIX_ACCESS_TOKEN_FILE: file } = current;
  if (text !== undefined) return { secret: new Secret(text), file: null, from: "settings" };
  if (file === undefined) return null;
  const path = resolve(home, file);
  const read = (await readFile(path, "utf8").catch(() => "")).trim();
  return read === "" ? null : { secret: new Secret(read), file: path, from: "settings" };
}

async function askForToken({ ask, say }: SetupTools, passwordLogin: boolean): Promise<Token | null> {
  if (passwordLogin && (await ask.confirm("Log in with the account's password? (no: with an access token)", true))) {
    return null;
  }
  if (!passwordLogin) say(NO_PASSWORD);
  const secret = await ask.secret({ option: "access-token-file", text: "Access token" });
  return secret === null ? null : { secret, file: null, from: "person" };
}

const NO_PASSWORD =
  "This homeserver takes no passwords here. Have its admin make a token for a device, with the Matrix Authentication Service: `mas-cli manage issue-compatibility-token USER DEVICE`.";
