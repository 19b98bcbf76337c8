/** From what a person calls a homeserver to its address, with what must be known before logging in. Logs nobody in. */
import { z } from "zod";
import { isServerName } from "../settings-schema.ts";
import { type ApiOptions, fetchFrom, HomeserverRefusal, jsonOf, makeApi, Unreachable } from "./api.ts";

export type Discovered = {
  /** Address for clients, without a slash at the end. */
  readonly homeserver: string;
  readonly versions: readonly string[];
  /** By how much the server's clock is ahead of ours, in milliseconds; null when it does not tell. */
  readonly skewMs: number | null;
  readonly passwordLogin: boolean;
};

export type DiscoverOptions = Pick<ApiOptions, "fetch" | "signal"> & {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

const WELL_KNOWN = z.object({ "m.homeserver": z.object({ base_url: z.url({ protocol: /^https?$/ }) }) });
const VERSIONS = z.object({ versions: z.array(z.string()) });
const FLOWS = z.object({ flows: z.array(z.object({ type: z.string() })) });

/** @param given `example.org`, `https://matrix.example.org` or a user id. @throws Error (expected, got, remedy). */
export async function discoverHomeserver(given: string, options: DiscoverOptions): Promise<Discovered> {
  const candidates = await addressesOf(given, options);
  let failure: unknown = null;
  for (const homeserver of candidates) {
    try {
      return { ...(await probe(homeserver, options)), passwordLogin: await hasPasswordLogin(homeserver, options) };
    } catch (error) {
      options.signal.throwIfAborted();
      failure ??= error;
    }
  }
  throw failure;
}

/** Version list and clock of the server at an address. @throws Error (expected, got, remedy) when there is none. */
export async function probe(
  homeserver: string,
  options: DiscoverOptions,
): Promise<Pick<Discovered, "homeserver" | "versions" | "skewMs">> {
  const before = options.clock();
  const response = await fetchFrom(options, `${homeserver}/_matrix/client/versions`, { method: "GET" });
  const parsed = VERSIONS.safeParse(await jsonOf(response));
  if (!response.ok || !parsed.success) {
    throw new Error(
      `Expected a Matrix homeserver at \`${homeserver}\`, got HTTP ${response.status} without a list of versions. Check the address: it is the one that a client like Element is given.`,
    );
  }
  const middle = (before + options.clock()) / 2;
  return { homeserver, versions: parsed.data.versions, skewMs: skewOf(response.headers.get("date"), middle) };
}

/** The header counts whole seconds: what is below one is nothing. */
function skewOf(date: string | null, now: number): number | null {
  const at = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(at)) return null;
  const skew = at + 500 - now;
  return Math.abs(skew) < 1_000 ? 0 : Math.round(skew);
}

/** An address is tried as it is first; a name is looked up, as every client does. */
async function addressesOf(given: string, options: DiscoverOptions): Promise<string[]> {
  const text = given.trim();
  if (/^https?:\/\//.test(text) && URL.canParse(text)) {
    const address = text.replace(/\/+$/, "");
    return [address, ...(await wellKnown(new URL(address).origin, options))];
  }
  const name = text.startsWith("@") ? text.slice(text.indexOf(":") + 1) : text;
  if (!isServerName(name)) {
    throw new Error(
      `Expected a homeserver like \`example.org\` or \`https://matrix.example.org\`, got \`${given}\`. Ask whoever runs it.`,
    );
  }
  return [...(await wellKnown(`https://${name}`, options)), `https://${name}`];
}

/** What `.well-known` says, wherever it redirects to; nothing when there is none. */
async function wellKnown(origin: string, options: DiscoverOptions): Promise<string[]> {
  try {
    const response = await fetchFrom(options, `${origin}/.well-known/matrix/client`, { method: "GET" });
    const parsed = WELL_KNOWN.safeParse(await jsonOf(response));
    return response.ok && parsed.success ? [parsed.data["m.homeserver"].base_url.replace(/\/+$/, "")] : [];
  } catch (error) {
    if (error instanceof Unreachable) return [];
    throw error;
  }
}

async function hasPasswordLogin(homeserver: string, options: DiscoverOptions): Promise<boolean> {
  try {
    const reply = await makeApi({ ...options, homeserver, token: null })("GET", "/_matrix/client/v3/login");
    return FLOWS.parse(reply).flows.some(({ type }) => type === "m.login.password");
  } catch (error) {
    if (error instanceof HomeserverRefusal) return false;
    throw error;
  }
}

/** Above this our clock, or the server's, is wrong: messages of 24 hours are told apart by it, and certificates too. */
export const MOST_SKEW_MS = 60_000;

/** "2 min 5 s ahead of" / "behind" */
export function skewText(skewMs: number): string {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const amount = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return `the homeserver's clock is ${amount} ${skewMs > 0 ? "ahead of" : "behind"} this machine's`;
}

/** http to another machine. */
export function isInTheOpen(homeserver: string): boolean {
  const { protocol, hostname } = new URL(homeserver);
  return protocol === "http:" && !/^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}
