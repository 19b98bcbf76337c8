/** `fetch` that obeys a homeserver's rate limits: after 429 it waits as long as it is told, then asks again. */
import { setTimeout as sleep } from "node:timers/promises";

export async function patientFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  for (;;) {
    const response = await fetch(input, init);
    if (response.status !== 429) return response;
    await sleep(Number(response.headers.get("retry-after") ?? 1) * 1_000);
  }
}
