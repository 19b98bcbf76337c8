/** The desk of `desk.ts` over the real connection and encryption machine. */
import type { OpenDesk } from "./desk.ts";

export const openDesk: OpenDesk = () => Promise.reject(new Error("not connected yet"));
