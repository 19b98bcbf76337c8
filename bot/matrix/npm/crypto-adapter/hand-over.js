// @ts-check
/** Requests that the SDK cannot send, given to whoever can. */
"use strict";

/**
 * What nobody takes, or whose sending fails, stays with the machine, which offers it again; it stops nothing else.
 * @param {readonly import("./index.d.ts").OtherRequest[]} requests
 * @param {import("./index.d.ts").Configuration["onOtherRequest"]} send
 * @param {(id: string, type: number, response: string) => Promise<unknown>} markAsSent
 */
async function handOver(requests, send, markAsSent) {
  if (send === undefined) return;
  for (const request of requests) {
    try {
      const response = await send(request);
      await markAsSent(request.id, request.type, JSON.stringify(response));
    } catch {
      // Offered again with the next sync; whoever sends knows why it failed.
    }
  }
}

module.exports = { handOver };
