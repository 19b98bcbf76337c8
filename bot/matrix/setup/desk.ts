/**
 * What setup asks of the encrypted connection: to have an identity that others can trust, and to say one thing in the
 * admin room. Knows neither the SDK nor the encryption machine.
 */
import type { Secret } from "../secret.ts";
import type { Account } from "./log-in.ts";

export type IdentityRequest = {
  /** Of the account's password, for a homeserver that asks for it before an identity is reset; null when not known. */
  readonly password: Secret<string> | null;
  /** Opens the identity that the account has already; asked for only when it is needed. Null: nobody knows it. */
  readonly recoveryKey: () => Promise<Secret<string> | null>;
  /** A new recovery key, already put where the admin will find it. */
  readonly newRecoveryKey: () => Promise<Secret<string>>;
  /** Throw the account's identity away, if it has one, and make another. */
  readonly reset: boolean;
};

/**
 * - `made`: the account had no identity (or was to get another); its secrets are in secret storage
 * - `recovered`: this device was signed by the account's identity, opened with its recovery key
 * - `kept`: this device was signed already
 * - `stored`: it was signed already, and the secrets, which were not in secret storage, are now
 * - `locked`: the account has an identity that nobody could open: nothing was changed
 */
export type IdentityOutcome = { readonly kind: "made" | "recovered" | "kept" | "stored" | "locked" };

export interface Desk extends AsyncDisposable {
  ensureIdentity(request: IdentityRequest): Promise<IdentityOutcome>;
  /** Sends one message, once for each `txnId`, encrypted. */
  say(message: {
    readonly roomId: string;
    readonly content: Readonly<Record<string, unknown>>;
    readonly txnId: string;
  }): Promise<void>;
}

export type OpenDesk = (options: {
  readonly homeserver: string;
  readonly account: Account;
  readonly storeKey: Secret<Uint8Array>;
  readonly signal: AbortSignal;
}) => Promise<Desk>;
