/**
 * What a program tried to reach, read from what strace, or the hook inside of Node, wrote about it. Says what is on this
 * machine and what is not. Pure; runs nothing.
 */

/** `to` is an address with its port, the path of a socket, or the name that was looked up. */
export type Attempt = { readonly kind: "connect" | "look-up"; readonly to: string };

const IPV4 = /sa_family=AF_INET, sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/u;
const IPV6 = /sa_family=AF_INET6, sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"/u;
const UNIX = /sa_family=AF_UNIX, sun_path=(@?"[^"]*")/u;
const CALLS = /\b(?:connect|sendto|sendmsg|sendmmsg)\(/u;
/** Where questions for names go. */
const NAMES_PORT = "53";

/** @param trace lines of `strace -f -e trace=connect,sendto,sendmsg,sendmmsg`. */
export function attemptsInTrace(trace: string): Attempt[] {
  return trace.split("\n").flatMap((line): Attempt[] => {
    if (!CALLS.test(line)) return [];
    const path = UNIX.exec(line)?.[1];
    if (path !== undefined)
      return [{ kind: path.includes("nscd") ? "look-up" : "connect", to: path.replaceAll('"', "") }];
    const [, port = "", address = ""] = IPV4.exec(line) ?? IPV6.exec(line) ?? [];
    if (address === "") return [];
    const to = address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
    return [{ kind: port === NAMES_PORT ? "look-up" : "connect", to }];
  });
}

/** @param report lines of JSON, as `report-connects.ts` writes them. */
export function attemptsInReport(report: string): Attempt[] {
  return report
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Attempt);
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|\[(?:::1|::ffff:127\.\d+\.\d+\.\d+)\]):\d+$/u;

/** A socket of another program on this machine, or an address that no packet leaves it for; never a question for a name. */
export function staysHere({ kind, to }: Attempt): boolean {
  return kind === "connect" && (to.startsWith("/") || to.startsWith("@") || LOOPBACK.test(to));
}

/** Each once, with how often it was tried. */
export function counted(attempts: readonly Attempt[]): string[] {
  const times = new Map<string, number>();
  for (const { kind, to } of attempts) {
    const words = `${kind} ${to}`;
    times.set(words, (times.get(words) ?? 0) + 1);
  }
  return [...times].map(([words, count]) => (count === 1 ? words : `${words} (${count} times)`));
}
