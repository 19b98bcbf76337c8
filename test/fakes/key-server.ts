/**
 * The part of a homeserver that encryption needs, in memory: keys of devices, one-time keys, to-device messages,
 * cross-signing keys and signatures, account data. Refuses what a real one refuses; any other request throws.
 */
import type { Api } from "../../bot/matrix/identity/api.ts";

type Json = Record<string, unknown>;
type Signatures = Record<string, Record<string, string>>;
type Signed = Json & { signatures?: Signatures };
type Device = { keys: Signed | null; readonly oneTime: Map<string, unknown>; readonly inbox: Json[] };
type Account = {
  readonly devices: Map<string, Device>;
  crossSigning: Json | null;
  readonly data: Map<string, unknown>;
};

/** An error as the homeserver's JSON, the way matrix-bot-sdk throws it. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly body: Json;
  constructor(body: Json) {
    super(JSON.stringify(body));
    this.body = body;
  }
}

/** The connection broke. */
export class Cut extends Error {}

export class KeyServer {
  /** Every request, in order: `POST /keys/upload` without the common prefix. */
  readonly requests: { readonly user: string; readonly line: string; readonly body: unknown }[] = [];
  /** Set: the cross-signing keys are taken only with this password. */
  password: string | null = null;
  #cut: { readonly user: string; readonly when: "answered" | "unanswered"; left: number } | null = null;
  readonly #accounts = new Map<string, Account>();

  /** What a device of a user sees of the server. */
  for(user: string, device: string): Api {
    return async (method, path, body) => {
      const short = path.replace("/_matrix/client/v3", "");
      this.requests.push({ user, line: `${method} ${short}`, body: structuredClone(body) });
      const cut = this.#cutOf(user);
      if (cut === "unanswered") throw new Cut();
      const answer = structuredClone(this.#answer(user, device, method, short, structuredClone(body) as Json));
      if (cut === "answered") throw new Cut();
      return answer;
    };
  }

  /** Cuts the connection of a user at its nth request from now on, before or after it is answered, once. */
  cutAt(user: string, request: number, when: "answered" | "unanswered"): void {
    this.#cut = { user, left: request, when };
  }

  /** Takes the to-device messages that wait for a device. */
  takeInbox(user: string, device: string): Json[] {
    return this.#device(user, device).inbox.splice(0);
  }

  oneTimeKeyCount(user: string, device: string): number {
    return this.#device(user, device).oneTime.size;
  }

  accountData(user: string): ReadonlyMap<string, unknown> {
    return this.#account(user).data;
  }

  #cutOf(user: string): "answered" | "unanswered" | null {
    if (this.#cut?.user !== user) return null;
    this.#cut.left -= 1;
    return this.#cut.left === 0 ? this.#cut.when : null;
  }

  #answer(user: string, device: string, method: string, path: string, body: Json): unknown {
    const [, first, second, third, fourth] = path.split("/").map(decodeURIComponent);
    switch (`${method} ${first}/${second}`) {
      case "POST keys/upload":
        return this.#upload(user, device, body);
      case "POST keys/query":
        return this.#query(user, body.device_keys as Json);
      case "POST keys/claim":
        return this.#claim(body.one_time_keys as Record<string, Record<string, string>>);
      case "POST keys/device_signing":
        return this.#crossSign(user, body);
      case "POST keys/signatures":
        return this.#sign(body as Record<string, Record<string, Signed>>);
    }
    if (method === "PUT" && first === "sendToDevice")
      return this.#sendToDevice(user, second ?? "", body.messages as Record<string, Record<string, Json>>);
    if (first === "user" && third === "account_data") return this.#accountData(user, method, fourth ?? "", body);
    throw new Error(`not implemented: ${method} ${path}`);
  }

  #upload(user: string, deviceId: string, body: Json): unknown {
    const device = this.#device(user, deviceId);
    if (body.device_keys !== undefined) device.keys = body.device_keys as Signed;
    for (const [id, key] of Object.entries((body.one_time_keys ?? {}) as Json)) {
      const known = device.oneTime.get(id);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(key))
        throw new Refused({ errcode: "M_UNKNOWN", error: `One time key ${id} already exists.` });
      device.oneTime.set(id, key);
    }
    return { one_time_key_counts: { signed_curve25519: device.oneTime.size } };
  }

  #query(asker: string, users: Json): unknown {
    const device_keys: Json = {};
    const keys: Record<string, Json> = { master_keys: {}, self_signing_keys: {}, user_signing_keys: {} };
    for (const user of Object.keys(users)) {
      const { devices, crossSigning } = this.#account(user);
      device_keys[user] = Object.fromEntries(
        [...devices].flatMap(([id, { keys }]) => (keys === null ? [] : [[id, keys]])),
      );
      for (const name of ["master_key", "self_signing_key", ...(user === asker ? ["user_signing_key"] : [])]) {
        const key = crossSigning?.[name];
        const list = keys[`${name}s`];
        if (key !== undefined && list !== undefined) list[user] = key;
      }
    }
    return { device_keys, failures: {}, ...keys };
  }

  #claim(wanted: Record<string, Record<string, string>>): unknown {
    const one_time_keys: Record<string, Json> = {};
    for (const [user, devices] of Object.entries(wanted)) {
      const given: Json = {};
      one_time_keys[user] = given;
      for (const id of Object.keys(devices)) {
        const { oneTime } = this.#device(user, id);
        const [next] = oneTime;
        if (next === undefined) continue;
        oneTime.delete(next[0]);
        given[id] = { [next[0]]: next[1] };
      }
    }
    return { one_time_keys, failures: {} };
  }

  #sendToDevice(sender: string, type: string, messages: Record<string, Record<string, Json>>): unknown {
    for (const [user, devices] of Object.entries(messages))
      for (const [id, content] of Object.entries(devices)) {
        const targets = id === "*" ? [...this.#account(user).devices.values()] : [this.#device(user, id)];
        for (const { inbox } of targets) inbox.push({ type, sender, content });
      }
    return {};
  }

  #crossSign(user: string, body: Json): unknown {
    const account = this.#account(user);
    const auth = body.auth as Json | undefined;
    const wanted = this.password;
    if (wanted !== null && auth?.password !== wanted)
      throw new Refused({ session: "session-1", flows: [{ stages: ["m.login.password"] }], params: {} });
    account.crossSigning = { ...body };
    delete account.crossSigning.auth;
    return {};
  }

  /** Signatures of devices and of the master key are added to those that stand. */
  #sign(body: Record<string, Record<string, Signed>>): unknown {
    for (const [user, objects] of Object.entries(body)) {
      const { devices, crossSigning } = this.#account(user);
      for (const [id, signed] of Object.entries(objects)) {
        const target = devices.get(id)?.keys ?? (crossSigning?.master_key as Signed | undefined);
        if (target === undefined) throw new Refused({ errcode: "M_NOT_FOUND" });
        target.signatures = merged(target.signatures, signed.signatures);
      }
    }
    return { failures: {} };
  }

  #accountData(user: string, method: string, type: string, body: Json): unknown {
    const { data } = this.#account(user);
    if (method === "PUT") {
      data.set(type, body);
      return {};
    }
    if (!data.has(type)) throw new Refused({ errcode: "M_NOT_FOUND", error: "Account data not found" });
    return data.get(type);
  }

  #account(user: string): Account {
    const account = this.#accounts.get(user) ?? { devices: new Map(), crossSigning: null, data: new Map() };
    this.#accounts.set(user, account);
    return account;
  }

  #device(user: string, id: string): Device {
    const { devices } = this.#account(user);
    const device = devices.get(id) ?? { keys: null, oneTime: new Map(), inbox: [] };
    devices.set(id, device);
    return device;
  }
}

function merged(old: Signatures = {}, added: Signatures = {}): Signatures {
  const users = new Set([...Object.keys(old), ...Object.keys(added)]);
  return Object.fromEntries([...users].map((user) => [user, { ...old[user], ...added[user] }]));
}
