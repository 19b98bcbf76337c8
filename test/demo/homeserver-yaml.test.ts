import { expect, test } from "vitest";
import { parse } from "yaml";
import { homeserverYaml } from "../../demo/homeserver-yaml.ts";

const CONFIG = {
  folder: "/data",
  address: "127.0.0.2",
  clientPort: 8008,
  federationPort: null,
  serverName: "127.0.0.2:8008",
  sharedSecret: "s",
  rateLimits: "default",
} as const;

test("a server that stays alone listens for clients only, on its loopback address, with Synapse's own limits", () => {
  const yaml = parse(homeserverYaml(CONFIG));
  expect(yaml.listeners).toEqual([
    { type: "http", bind_addresses: ["127.0.0.2"], port: 8008, tls: false, resources: [{ names: ["client"] }] },
  ]);
  expect(Object.keys(yaml).filter((key) => key.startsWith("rc_") || key.includes("federation"))).toEqual([]);
  expect(yaml).toMatchObject({ enable_registration: false, report_stats: false, trusted_key_servers: [] });
});

test("a server that federates listens over TLS too, and talks to loopback addresses", () => {
  const yaml = parse(homeserverYaml({ ...CONFIG, federationPort: 8448, serverName: "127.0.0.2:8448" }));
  expect(yaml.listeners[1]).toMatchObject({ port: 8448, tls: true, resources: [{ names: ["federation"] }] });
  expect(yaml).toMatchObject({ tls_certificate_path: "/data/tls.crt", ip_range_blacklist: [] });
});

test("limits that are off are so wide that nobody meets them", () => {
  const yaml = parse(homeserverYaml({ ...CONFIG, rateLimits: "off" }));
  expect(yaml.rc_message).toEqual({ per_second: 10_000, burst_count: 10_000 });
});
