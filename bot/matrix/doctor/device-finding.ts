/** Is the bot's device signed by the account's own identity, as others check it? */
import { type Finding, ok, problem } from "../../commands/finding.ts";
import { deviceTrust } from "../identity/trust.ts";
import type { MatrixSettings } from "../settings.ts";
import type { Api } from "../setup/api.ts";

const NAME = "Matrix device";

export async function deviceFinding(api: Api, { userId, deviceId }: MatrixSettings): Promise<Finding[]> {
  const trust = await deviceTrust({ api, userId, deviceId });
  switch (trust.kind) {
    case "cross-signed":
      return [ok(NAME, `${deviceId} is cross-signed, fingerprint ${trust.fingerprint}`)];
    case "no-device":
      return [problem(NAME, `expected encryption keys of \`${deviceId}\`, got none`, "Run `rochdale setup`.")];
    case "no-identity":
      return [problem(NAME, "expected a cross-signing identity of the account, got none", "Run `rochdale setup`.")];
    case "unsigned":
      return [
        problem(
          NAME,
          `expected \`${deviceId}\` to be signed by the account's identity, got no valid signature`,
          "Clients may keep messages from it: run `rochdale setup` with the recovery key.",
        ),
      ];
    default:
      return trust.kind satisfies never;
  }
}
