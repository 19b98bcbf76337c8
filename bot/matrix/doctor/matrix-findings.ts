/**
 * The Matrix part of `rochdale doctor`: from the settings to what others see of the bot. Asks the homeserver, changes
 * nothing there; a check that needs what an earlier one did not find is left out.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Finding, firstLine, ok, problem } from "../../commands/finding.ts";
import { openConnectionStore } from "../connection-store.ts";
import type { Environment } from "../env-file.ts";
import { loadMatrixSettings, type MatrixSettings } from "../settings.ts";
import { type Api, type Fetch, makeApi } from "../setup/api.ts";
import { keptDevice } from "../setup/kept.ts";
import { isUnknownToken, whoAmI } from "../setup/log-in.ts";
import { adminRoomFindings } from "./admin-room-findings.ts";
import { deviceFinding } from "./device-finding.ts";
import { fileFindings } from "./file-findings.ts";
import { homeserverFindings } from "./homeserver-findings.ts";
import { rateLimitFinding } from "./rate-limit-finding.ts";
import { serverFindings } from "./server-findings.ts";

export type MatrixDoctor = {
  readonly home: string;
  readonly environment: Environment;
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
};

export async function matrixFindings(doctor: MatrixDoctor): Promise<readonly Finding[]> {
  const loaded = await loadMatrixSettings(doctor);
  switch (loaded.kind) {
    case "none":
      return [ok("Matrix", "not set up (`rochdale setup`)")];
    case "problems":
      return loaded.sentences.map((sentence) => problem("Matrix settings", ...split(sentence)));
    case "settings":
      return findingsOf(doctor, loaded.settings);
    default:
      return loaded satisfies never;
  }
}

async function findingsOf(doctor: MatrixDoctor, settings: MatrixSettings): Promise<Finding[]> {
  const findings = [ok("Matrix settings", `valid, for ${settings.userId}`), ...(await fileFindings(doctor, settings))];
  const server = await homeserverFindings(settings.homeserver, doctor);
  findings.push(...server);
  if (server.some(({ level }) => level === "problem")) return findings;
  const { fetch, signal } = doctor;
  const api = makeApi({ fetch, signal, homeserver: settings.homeserver, token: settings.accessToken });
  const account = await accountFinding(doctor.home, settings, api);
  findings.push(account);
  if (account.level === "problem") return findings;
  for (const check of [deviceFinding, rateLimitFinding, adminRoomFindings, serverFindings]) {
    signal.throwIfAborted();
    findings.push(...(await check(api, settings).catch((error: unknown) => [failed(error)])));
  }
  return findings;
}

async function accountFinding(home: string, settings: MatrixSettings, api: Api): Promise<Finding> {
  const name = "Matrix account";
  try {
    const { userId, deviceId } = await whoAmI(api, settings.accessToken);
    const isOurs = userId === settings.userId && deviceId === settings.deviceId;
    const stored = storedDevice(home);
    if (isOurs && (stored === null || stored === deviceId)) return ok(name, `${userId}, device ${deviceId}`);
    const expected = isOurs ? `\`${stored}\`, whose keys lie here` : `\`${settings.userId}\`, \`${settings.deviceId}\``;
    return problem(
      name,
      `expected the token of ${expected}, got that of \`${userId}\`, \`${deviceId}\``,
      "Run `rochdale setup`.",
    );
  } catch (error) {
    if (!isUnknownToken(error)) return { ...failed(error), name };
    const remedy = "Run `rochdale setup`: with the password it logs in again as the same device.";
    return problem(name, "expected an access token that the homeserver knows, got one that it does not", remedy);
  }
}

/** The device whose keys are in the database; looks without making one. */
function storedDevice(home: string): string | null {
  const file = join(home, "rochdale.sqlite");
  if (!existsSync(file)) return null;
  using store = openConnectionStore(file, Date.now);
  return keptDevice(store);
}

function failed(error: unknown): Finding {
  return problem("Matrix", firstLine(error), "Look at the homeserver's log, then run `rochdale doctor` again.");
}

/** Our sentences end with the remedy; the finding tells it on a line of its own. */
function split(sentence: string): [string, string] {
  const at = sentence.search(/\. (?=[A-Z])/);
  return at === -1 ? [sentence, "Run `rochdale setup`."] : [sentence.slice(0, at), sentence.slice(at + 2)];
}
