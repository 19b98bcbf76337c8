/**
 * A real Synapse on a loopback address of this machine, for the demonstration and the tests: installed once, started in
 * a folder, stopped with us. Knows nothing of rooms and of bots.
 */
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePorts } from "./free-ports.ts";
import { CERTIFICATE, type HomeserverConfig, homeserverYaml, LOG_YAML, type RateLimits } from "./homeserver-yaml.ts";
import { logIn } from "./log-in.ts";
import { type InstallOptions, installPython } from "./python-venv.ts";
import { type Account, registerUser } from "./register-user.ts";
import { endChild, hasEnded, runProgram, spawnWatched } from "./watched-child.ts";

export type SynapseOptions = {
  /** The Python of `installSynapse`. */
  readonly python: string;
  /** Everything it writes goes here. */
  readonly folder: string;
  /** A loopback address; servers that federate each need their own. Default 127.0.0.1. */
  readonly address?: string;
  /** Can it talk to other servers? Default false. */
  readonly federation?: boolean;
  /** Default `off`. With `default` Synapse takes no more than five log-ins at a time from this machine. */
  readonly rateLimits?: RateLimits;
};

export interface Synapse extends AsyncDisposable {
  /** For clients: `http://127.0.0.1:PORT`. */
  readonly baseUrl: string;
  /** The part of its user ids after the colon. */
  readonly serverName: string;
  readonly logFile: string;
  /** Makes an account. @returns its user id, with a device that is logged in. */
  registerUser(name: string, password: string, options?: { readonly admin?: boolean }): Promise<Account>;
  /** Logs a new device of an account in. */
  logIn(name: string, password: string): Promise<Account>;
  /** SIGKILL, as if the power had gone; resolves when it is gone. */
  kill(): Promise<void>;
  /** Stops it if it runs, and starts it again on the same data and ports. */
  restart(): Promise<void>;
}

const VERSION = "1.163.2";
const RUN_WATCHED = join(import.meta.dirname, "run-watched.py");
/** It is there after 1.5 to 3 s; a slow machine may take a while. */
const START_MS = 180_000;
const STOP_MS = 5_000;

/** Brings Synapse from PyPI once (about 250 MB). @returns the path of the Python that runs it. */
export function installSynapse(options: InstallOptions): Promise<string> {
  const constraints = join(import.meta.dirname, "synapse-constraints.txt");
  return installPython({ name: "synapse", requirements: [`matrix-synapse==${VERSION}`], constraints }, options);
}

/** @throws Error with the end of its log when it does not come up. */
export async function startSynapse(options: SynapseOptions): Promise<Synapse> {
  const { folder, python } = options;
  const config = await writeConfig(options);
  const logFile = join(folder, "homeserver.log");
  const baseUrl = `http://${config.address}:${config.clientPort}`;
  const start = () => startChild({ python, folder, logFile, baseUrl });
  let child = await start();
  return {
    baseUrl,
    serverName: config.serverName,
    logFile,
    registerUser: (name, password, { admin = false } = {}) =>
      registerUser({ baseUrl, sharedSecret: config.sharedSecret, name, password, admin }),
    logIn: (name, password) => logIn(baseUrl, name, password),
    kill: () => endChild(child, 0),
    async restart() {
      await endChild(child, STOP_MS);
      child = await start();
    },
    [Symbol.asyncDispose]: () => endChild(child, STOP_MS),
  };
}

async function writeConfig(options: SynapseOptions): Promise<HomeserverConfig> {
  const { folder, python, address = "127.0.0.1", federation = false, rateLimits = "off" } = options;
  await mkdir(folder, { recursive: true });
  const [clientPort = 0, other = 0] = await freePorts(address, 2);
  const federationPort = federation ? other : null;
  // Other servers find it under its name, without any DNS, when the name is address and port.
  const serverName = `${address}:${federationPort ?? clientPort}`;
  const sharedSecret = randomBytes(24).toString("base64url");
  const config = { folder, address, clientPort, federationPort, serverName, sharedSecret, rateLimits };
  if (federation) await writeCertificate(folder, address);
  await writeFile(join(folder, "homeserver.yaml"), homeserverYaml(config), { mode: 0o600 });
  await writeFile(join(folder, "log.yaml"), LOG_YAML);
  const { code, output } = await runProgram(python, [...homeserver(folder), "--generate-keys"]);
  if (code !== 0) throw new Error(`Expected Synapse to make its signing key, got:\n${output}`);
  return config;
}

async function writeCertificate(folder: string, address: string): Promise<void> {
  const subject = ["-subj", `/CN=${address}`, "-addext", `subjectAltName=IP:${address}`];
  const files = ["-keyout", join(folder, CERTIFICATE.key), "-out", join(folder, CERTIFICATE.certificate)];
  const selfSigned = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"];
  const { code, output } = await runProgram("openssl", [...selfSigned, ...subject, ...files]);
  if (code === 0) return;
  throw new Error(
    `Expected \`openssl\` to make a certificate, got \`${output.trim().split("\n").at(-1)}\`. Install it, on Debian with \`apt-get install openssl\`.`,
  );
}

const homeserver = (folder: string) => ["-m", "synapse.app.homeserver", "-c", join(folder, "homeserver.yaml")];

type Place = {
  readonly python: string;
  readonly folder: string;
  readonly logFile: string;
  readonly baseUrl: string;
};

/** Its standard input is a pipe from us: it ends when we do, however that happens. */
async function startChild({ python, folder, logFile, baseUrl }: Place): Promise<ChildProcess> {
  const log = openSync(logFile, "a");
  const child = spawnWatched(python, [RUN_WATCHED, ...homeserver(folder).slice(1)], { stdio: ["pipe", log, log] });
  closeSync(log);
  child.on("error", () => {}); // told below: it has ended
  const deadline = Date.now() + START_MS;
  while (!(await isUp(baseUrl))) {
    if (!hasEnded(child) && Date.now() < deadline) {
      await sleep(100);
      continue;
    }
    await endChild(child, 0);
    const said = (await readFile(logFile, "utf8")).trim().split("\n").slice(-15).join("\n");
    throw new Error(
      `Expected Synapse to answer at ${baseUrl} within ${START_MS / 1000} s, got no answer. Its log:\n${said}`,
    );
  }
  return child;
}

async function isUp(baseUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${baseUrl}/_matrix/client/versions`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
