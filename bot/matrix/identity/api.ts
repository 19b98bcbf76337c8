/**
 * The one thing that the account's identity asks of a homeserver: a request with the account's token. Also how refusals
 * are told apart, whoever's error type they come in. Knows no SDK.
 */
import { z } from "zod";

/**
 * Sends JSON, resolves to the JSON of a 2xx answer. Anything else rejects with an error that carries the homeserver's
 * JSON, as its own fields or as `body` (matrix-bot-sdk's MatrixError does).
 */
export type Api = (method: "GET" | "POST" | "PUT", path: string, body?: unknown) => Promise<unknown>;

const REFUSAL = z.object({
  errcode: z.string().optional(),
  session: z.string().optional(),
  flows: z.array(z.object({ stages: z.array(z.string()) })).optional(),
});
const WITH_BODY = z.object({ body: REFUSAL });

/** What the homeserver said when it refused; null when the error is none of its. */
export function refusalOf(error: unknown): z.infer<typeof REFUSAL> | null {
  const nested = WITH_BODY.safeParse(error);
  if (nested.success && Object.keys(nested.data.body).length > 0) return nested.data.body;
  const flat = REFUSAL.safeParse(error);
  return flat.success && Object.keys(flat.data).length > 0 ? flat.data : null;
}

/** The answer, or null where there is nothing (M_NOT_FOUND). */
export async function orNull(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (refusalOf(error)?.errcode === "M_NOT_FOUND") return null;
    throw error;
  }
}
