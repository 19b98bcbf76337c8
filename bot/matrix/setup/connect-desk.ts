/** The desk of `desk.ts` over the real connection and encryption machine. */
import type { OpenDesk } from "./desk.ts";

/** @param storeFile the co-op's SQLite database. */
export function openDeskOn(_storeFile: string): OpenDesk {
  return () => Promise.reject(new Error("not connected yet"));
}
