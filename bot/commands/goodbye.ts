/**
 * How this process ends before its time. The first signal aborts what runs, and everything is disposed of; the second
 * ends the process at once. The launcher's end (its channel closes) counts as a signal too: nothing is left behind.
 */

/** One Ctrl-C can arrive twice, from the terminal and from npm; only a later one is a second one. */
const SAME_SIGNAL_MS = 400;
/** Disposing of a model process takes a second; what takes ten of them hangs. */
const LONGEST_GOODBYE_MS = 10_000;
/** 128 and the signal's number, as shells count. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143, disconnect: 129 } as const;

export class Goodbye {
  readonly #stopping = new AbortController();
  #first: { readonly exitCode: number; readonly at: number } | null = null;

  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** The exit code that the signal asks for, null while there was none. */
  get exitCode(): number | null {
    return this.#first?.exitCode ?? null;
  }

  /** Starts to listen; the channel to the launcher does not keep this process alive. */
  listen(): void {
    for (const [event, exitCode] of Object.entries(EXIT_CODES)) process.on(event, () => this.#stop(exitCode));
    process.channel?.unref();
  }

  #stop(exitCode: number): void {
    const now = performance.now();
    if (this.#first !== null) {
      if (now - this.#first.at > SAME_SIGNAL_MS) process.exit(exitCode);
      return;
    }
    this.#first = { exitCode, at: now };
    this.#stopping.abort(new Error("Stopped by a signal."));
    setTimeout(() => process.exit(exitCode), LONGEST_GOODBYE_MS).unref();
  }
}
