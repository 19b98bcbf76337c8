/** Runs one task after another, in order of arrival. A task that is aborted while it waits never runs. */
export class TurnLock {
  #tail: Promise<unknown> = Promise.resolve();

  /** @throws the signal's reason when aborted before its turn; whatever the task throws. */
  run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    const before = this.#tail;
    const turn = (async () => {
      await abortable(before, signal);
      return task();
    })();
    this.#tail = Promise.allSettled([before, turn]);
    return turn;
  }
}

/** Waits for a promise, but no longer than until the signal aborts. The promise's own work goes on. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: result, resolve, reject } = Promise.withResolvers<T>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  return result;
}
