/**
 * Loaded into a Node process before anything else (`NODE_OPTIONS=--import …`): writes down every connection that it begins and
 * every name that it looks up, in `ROCHDALE_EGRESS_REPORT`. Hinders nothing. Programs that are not Node are not seen.
 */
import { ChildProcess } from "node:child_process";
import dgram from "node:dgram";
import { subscribe } from "node:diagnostics_channel";
import dns from "node:dns";
import dnsPromises from "node:dns/promises";
import { appendFileSync } from "node:fs";
import type { Socket } from "node:net";
import type { Attempt } from "./attempts.ts";

const file = process.env.ROCHDALE_EGRESS_REPORT;

function report(attempt: Attempt): void {
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(attempt)}\n`);
}

subscribe("net.client.socket", (message) => {
  const { socket } = message as { readonly socket: Socket };
  socket.on("connectionAttempt", (address: string, port: number) => {
    report({ kind: "connect", to: address.includes(":") ? `[${address}]:${port}` : `${address}:${port}` });
  });
});

for (const resolver of [dns, dnsPromises]) watch(resolver, /^(?:lookup$|resolve|reverse)/u, ([name]) => String(name));
watch(dgram.Socket.prototype, /^(?:connect|send)$/u, () => null);

/** Children are watched too, whatever little of the environment they are given. */
const spawnChild: unknown = Reflect.get(ChildProcess.prototype, "spawn");
Reflect.set(
  ChildProcess.prototype,
  "spawn",
  function (this: unknown, options: { readonly envPairs?: string[] }): unknown {
    options.envPairs?.push(`NODE_OPTIONS=${process.env.NODE_OPTIONS ?? ""}`, `ROCHDALE_EGRESS_REPORT=${file ?? ""}`);
    return typeof spawnChild === "function" ? Reflect.apply(spawnChild, this, [options]) : undefined;
  },
);

/** Has each function of that name tell of what it is called with; null: a connection to somewhere. */
function watch(owner: object, names: RegExp, lookedUp: (values: readonly unknown[]) => string | null): void {
  for (const name of Object.getOwnPropertyNames(owner).filter((one) => names.test(one))) {
    const own: unknown = Reflect.get(owner, name);
    if (typeof own !== "function") continue;
    Reflect.set(owner, name, function (this: unknown, ...values: readonly unknown[]): unknown {
      const looked = lookedUp(values);
      const to = looked ?? `datagram ${values.filter((one) => ["string", "number"].includes(typeof one)).join(" ")}`;
      report({ kind: looked === null ? "connect" : "look-up", to });
      return Reflect.apply(own, this, values);
    });
  }
}
