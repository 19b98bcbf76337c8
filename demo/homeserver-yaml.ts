/** The configuration of a Synapse for trying things out on this machine. Text only: writes nothing, starts nothing. */
import { join } from "node:path";
import { stringify } from "yaml";

export type HomeserverConfig = {
  readonly folder: string;
  /** The loopback address it listens on. */
  readonly address: string;
  readonly clientPort: number;
  /** Port for other servers, over TLS; null: it stays alone. */
  readonly federationPort: number | null;
  readonly serverName: string;
  readonly sharedSecret: string;
  readonly rateLimits: RateLimits;
};

/** `default`: as Synapse comes; `off`: so wide that nobody meets them. */
export type RateLimits = "off" | "default";

/** Where `writeCertificate` puts what the federation port shows. */
export const CERTIFICATE = { certificate: "tls.crt", key: "tls.key" } as const;

export function homeserverYaml(config: HomeserverConfig): string {
  const inFolder = (name: string) => join(config.folder, name);
  return stringify({
    server_name: config.serverName,
    public_baseurl: `http://${config.address}:${config.clientPort}/`,
    pid_file: inFolder("homeserver.pid"),
    signing_key_path: inFolder("signing.key"),
    log_config: inFolder("log.yaml"),
    media_store_path: inFolder("media"),
    report_stats: false,
    listeners: listeners(config),
    database: { name: "sqlite3", args: { database: inFolder("homeserver.db") } },
    enable_registration: false,
    registration_shared_secret: config.sharedSecret,
    macaroon_secret_key: `${config.sharedSecret}-macaroon`,
    form_secret: `${config.sharedSecret}-form`,
    bcrypt_rounds: 4, // else 0.4 s for every account
    presence: { enabled: false },
    url_preview_enabled: false,
    max_upload_size: "200M",
    trusted_key_servers: [], // keys of other servers come straight from them
    suppress_key_server_warning: true,
    ...(config.federationPort === null ? {} : federation(inFolder)),
    ...(config.rateLimits === "off" ? NO_RATE_LIMITS : {}),
  });
}

function listeners({ address, clientPort, federationPort }: HomeserverConfig): readonly object[] {
  const common = { type: "http", bind_addresses: [address] };
  const client = { ...common, port: clientPort, tls: false, resources: [{ names: ["client"] }] };
  if (federationPort === null) return [client];
  return [client, { ...common, port: federationPort, tls: true, resources: [{ names: ["federation"] }] }];
}

function federation(inFolder: (name: string) => string): object {
  return {
    tls_certificate_path: inFolder(CERTIFICATE.certificate),
    tls_private_key_path: inFolder(CERTIFICATE.key),
    federation_verify_certificates: false,
    ip_range_blacklist: [], // by default Synapse talks to no server of this machine
    federation_ip_range_blacklist: [],
  };
}

/** Warnings and errors to standard error. */
export const LOG_YAML = stringify({
  version: 1,
  disable_existing_loggers: false,
  formatters: { line: { format: "%(asctime)s %(levelname)s %(name)s %(message)s" } },
  handlers: { console: { class: "logging.StreamHandler", formatter: "line" } },
  root: { level: "WARNING", handlers: ["console"] },
});

const WIDE = { per_second: 10_000, burst_count: 10_000 };
const NO_RATE_LIMITS = {
  rc_message: WIDE,
  rc_registration: WIDE,
  rc_login: { address: WIDE, account: WIDE, failed_attempts: WIDE },
  rc_admin_redaction: WIDE,
  rc_joins: { local: WIDE, remote: WIDE },
  rc_joins_per_room: WIDE,
  rc_invites: { per_room: WIDE, per_user: WIDE, per_issuer: WIDE },
  rc_3pid_validation: WIDE,
  rc_key_requests: WIDE,
  rc_media_create: WIDE,
  rc_room_creation: WIDE,
  rc_presence: { per_user: WIDE },
  rc_delayed_event_mgmt: WIDE,
  rc_reports: WIDE,
  rc_user_directory: WIDE,
  rc_federation: { window_size: 1_000, sleep_limit: 100_000, sleep_delay: 1, reject_limit: 100_000, concurrent: 100 },
  federation_rr_transactions_per_room_per_second: 10_000,
  remote_media_download_per_second: "10000M",
  remote_media_download_burst_count: "10000M",
};
