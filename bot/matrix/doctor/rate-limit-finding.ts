/** Do the homeserver's rate limits apply to the bot? Tells the one command that lifts them. */
import { z } from "zod";
import { type Finding, ok, warning } from "../../commands/finding.ts";
import type { MatrixSettings } from "../settings.ts";
import { type Api, HomeserverRefusal } from "../setup/api.ts";

/** An empty object: no override. Zero messages per second: no limit. */
const OVERRIDE = z.object({ messages_per_second: z.number().optional(), burst_count: z.number().optional() });

const NAME = "Rate limits";

/** Only a server's admin may look; for anybody else they count as they come. */
export async function rateLimitFinding(api: Api, settings: MatrixSettings): Promise<Finding[]> {
  const path = overridePath(settings.userId);
  try {
    const { messages_per_second: rate } = OVERRIDE.parse(await api("GET", path));
    if (rate === 0) return [ok(NAME, "lifted for the bot's account")];
    const got = rate === undefined ? "the homeserver's own apply" : `set to ${rate} messages a second`;
    return [warning(NAME, got, `${WITHOUT} ${remedy(settings, path)}`)];
  } catch (error) {
    if (!(error instanceof HomeserverRefusal)) throw error;
    if (error.status === 403 || error.status === 401) {
      const text = "only an admin of the homeserver can see whether they are lifted for the bot";
      return [warning(NAME, text, `${WITHOUT} ${remedy(settings, path)}`)];
    }
    return [warning(NAME, "unknown: this homeserver has no Synapse admin API here", `${WITHOUT} ${ASK}`)];
  }
}

/** Synapse's default `rc_message`: 0.2 a second, burst 10, for the account in all its rooms together. */
const WITHOUT =
  "With Synapse's own limits ten messages go out at once, then one every five seconds: answers wait, none is lost.";
const ASK = "Ask whoever runs it for an exception from rate limits for the bot's account.";

function overridePath(userId: string): string {
  return `/_synapse/admin/v1/users/${encodeURIComponent(userId)}/override_ratelimit`;
}

function remedy({ homeserver }: MatrixSettings, path: string): string {
  return `An admin of the homeserver lifts them: curl -X POST -H "Authorization: Bearer $ADMIN_TOKEN" -d '{"messages_per_second":0,"burst_count":0}' '${homeserver}${path}'`;
}
