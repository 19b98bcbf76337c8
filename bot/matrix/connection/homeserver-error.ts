/**
 * A request that the homeserver did not grant, as an error that is safe to log: status, Matrix error code and body of
 * the answer, never the headers of the request. Has the fields that the SDK looks at in its own errors.
 */

type Failure = {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** Null: no answer came. */
  readonly statusCode: number | null;
  readonly errcode: string | null;
  /** The homeserver's or the network's words. */
  readonly said: string;
  /** What a rate limit asks for; null when nothing was said. */
  readonly retryAfterMs?: number | null;
  /** The answer's JSON (the stages of user-interactive authentication lie here). */
  readonly body?: unknown;
};

export class HomeserverError extends Error {
  override readonly name = "HomeserverError";
  readonly statusCode: number | null;
  readonly errcode: string | null;
  readonly retryAfterMs: number | null;
  readonly body: unknown;

  constructor({ method, path, statusCode, errcode, said, retryAfterMs = null, body = null }: Failure) {
    const got = statusCode === null ? "no answer" : `${statusCode}${errcode === null ? "" : ` ${errcode}`}`;
    super(`Expected the homeserver to grant \`${method} ${path}\`, got ${got}: ${said}`);
    this.statusCode = statusCode;
    this.errcode = errcode;
    this.retryAfterMs = retryAfterMs;
    this.body = body;
  }
}

/** Did a Matrix error code come with it? Else something in between may have spoken, or nobody. */
export function hasErrcode(error: unknown, errcode: string): boolean {
  return error instanceof HomeserverError && error.errcode === errcode;
}

/** The account asked too much: it must wait. */
export function isRateLimit(error: unknown): error is HomeserverError {
  return error instanceof HomeserverError && error.statusCode === 429;
}

/** May the same request be granted a little later? What a proxy says without a Matrix error code is not final. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof HomeserverError)) return false;
  const { statusCode, errcode } = error;
  if (statusCode === null) return errcode !== "TOO_LARGE" && errcode !== "HOST";
  return statusCode >= 500 || statusCode === 408 || statusCode === 429 || (statusCode >= 400 && errcode === null);
}

/** A refusal of this one request that will stand; a refused token is no such thing, it concerns everything. */
export function isFinal(error: unknown): error is HomeserverError {
  return (
    error instanceof HomeserverError && !isTransient(error) && error.statusCode !== null && error.statusCode !== 401
  );
}
