/** The one failure of the encryption machine after which nothing it says can be trusted: the process must start anew. */

/** WebAssembly's RuntimeError: a panic of the Rust code, after which its memory is in any state. */
export function meansMachineBroken(error: unknown): boolean {
  return error instanceof Error && error.name === "RuntimeError";
}
