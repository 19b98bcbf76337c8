/** Types of the stand-in for `request`: see `index.js`. */
type Params = {
  readonly uri: string;
  readonly method: string;
  readonly qs?: Readonly<Record<string, unknown>> | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Milliseconds without a byte. */
  readonly timeout?: number;
  /** Null: the body is a Buffer. */
  readonly encoding?: null | undefined;
  readonly signal?: AbortSignal;
  /** Most bytes of the response's body. */
  readonly maxBytes?: number;
};
type Response = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string | Buffer;
};
type Callback = (
  error: (Error & { readonly code?: string }) | null,
  response?: Response,
  body?: string | Buffer,
) => void;

declare function request(params: Params, callback: Callback): void;
declare namespace request {
  /** Restricts every later request to one host, or lifts that with null. */
  function allowHost(host: string | null): void;
}
export = request;
