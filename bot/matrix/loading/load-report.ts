/**
 * The one message that the bot has about a file: sent as a quiet word that it is there, then edited as things go on. Each
 * edit has a fixed transaction id, so that after a crash it is the same edit. Knows nothing of what is decided.
 */
import { hashOf } from "../desk/inbox-store.ts";
import { say } from "../desk/speech.ts";
import { reactionTo } from "../message-content.ts";
import type { EventSender } from "../ports.ts";
import type { Block } from "../rich-text.ts";
import type { Load } from "./loads-store.ts";
import { OFFERED } from "./marks.ts";

export type ReportParts = { readonly homeserver: EventSender; readonly signal: AbortSignal };

type About = Pick<Load, "id" | "roomId" | "threadRoot" | "reportId" | "file">;

/** Resolves to the report's event id. @param part names the edit; the same part is the same event. */
export function sayReport(
  load: About,
  part: string,
  blocks: readonly Block[],
  { homeserver, signal, to = null, optional = false }: ReportParts & { to?: string | null; optional?: boolean },
): Promise<string> {
  const place = { roomId: load.roomId, threadRoot: load.threadRoot, answers: load.file === null ? null : load.id };
  const txnId = (more: string) => txnIdOf(load, `${part}${more}`);
  return say(homeserver, { place, blocks, to, replaces: load.reportId, optional, txnId }, signal);
}

/** Below a reply that cannot be done. */
export async function sayInReply(
  load: About,
  answer: { readonly messageId: string | null; readonly by: string; readonly number: number },
  blocks: readonly Block[],
  { homeserver, signal }: ReportParts,
): Promise<void> {
  const place = { roomId: load.roomId, threadRoot: load.threadRoot, answers: answer.messageId ?? load.reportId };
  const txnId = (more: string) => txnIdOf(load, `reply ${answer.number}${more}`);
  await say(homeserver, { place, blocks, to: answer.by, replaces: null, txnId }, signal);
}

/** Puts the reactions below the question, so that each is one tap. */
export async function offerMarks(load: About, { homeserver, signal }: ReportParts): Promise<void> {
  const { roomId, reportId } = load;
  if (reportId === null) return;
  for (const key of OFFERED) {
    const event = { roomId, type: "m.reaction", content: reactionTo(reportId, key), txnId: txnIdOf(load, key) };
    await homeserver.send(event, signal);
  }
}

function txnIdOf({ id }: About, part: string): string {
  return Buffer.from(hashOf(`load\0${id}\0${part}`)).toString("base64url");
}
