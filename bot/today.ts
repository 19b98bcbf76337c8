/** The day it is here. Reads the machine's clock: for entry points and composition roots, which hand it on. */

/** Today by the machine's clock and time zone, YYYY-MM-DD. */
export function localToday(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
