/** Runs a program where there is no network but the machine's own loopback: in a network namespace of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";

export type Ended = { readonly code: number | null; readonly output: string; readonly errors: string };

/** As root, or with a user namespace where the system allows it. */
const UNSHARE = process.getuid?.() === 0 ? ["unshare", "--net"] : ["unshare", "--net", "--user", "--map-root-user"];

export async function runWithoutNetwork(command: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ended> {
  const [unshare = "", ...flags] = UNSHARE;
  const inside = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh", ...command];
  const child = spawn(unshare, [...flags, ...inside], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const [output, errors]: string[][] = [[], []];
  child.stdout.setEncoding("utf8").on("data", (text) => output?.push(text));
  child.stderr.setEncoding("utf8").on("data", (text) => errors?.push(text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output: output?.join("") ?? "", errors: errors?.join("") ?? "" };
}
