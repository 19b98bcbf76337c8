/** Does the homeserver answer, and does its clock agree with ours? */
import { type Finding, firstLine, ok, problem, warning } from "../../commands/finding.ts";
import { type DiscoverOptions, isInTheOpen, MOST_SKEW_MS, probe, skewText } from "../setup/discover.ts";

export async function homeserverFindings(homeserver: string, options: DiscoverOptions): Promise<Finding[]> {
  const name = "Homeserver";
  try {
    const { versions, skewMs } = await probe(homeserver, options);
    const answers = `${homeserver} answers (Matrix ${versions.at(-1) ?? "of an unknown version"})`;
    const first = isInTheOpen(homeserver) ? warning(name, `${answers}, unencrypted`, USE_HTTPS) : ok(name, answers);
    return [first, clockFinding(skewMs)];
  } catch (error) {
    options.signal.throwIfAborted();
    return [problem(name, firstLine(error), "Is it running, and is MATRIX_HOMESERVER its address?")];
  }
}

const USE_HTTPS = "Use an https address, unless the way there is protected otherwise.";

function clockFinding(skewMs: number | null): Finding {
  if (skewMs === null) return ok("Clock", "the homeserver does not tell its time");
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return ok("Clock", "agrees with the homeserver's");
  return warning("Clock", skewText(skewMs), "Set both by NTP: whether a message is still fresh is told by them.");
}
