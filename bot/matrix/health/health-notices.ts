/**
 * Says in the admin room what is degraded, once when it begins and once when it is well again. Asks the health desk what
 * is due and judges nothing itself.
 */
import type { ReplyLanguage } from "../../answer-types.ts";
import { moment } from "../commands/moment.ts";
import { hashOf } from "../desk/inbox-store.ts";
import { say } from "../desk/speech.ts";
import { healthMessagesIn } from "../messages/health.ts";
import { type EventSender, NotSent } from "../ports.ts";
import { type Block, paragraph } from "../rich-text.ts";
import type { Due, Health } from "./health.ts";
import type { TroubleKind } from "./trouble.ts";

export type HealthNoticesParts = {
  readonly health: Pick<Health, "due">;
  readonly homeserver: EventSender;
  readonly adminRoomId: string;
  readonly language: () => ReplyLanguage;
  readonly report: (error: unknown) => string;
  readonly signal: AbortSignal;
};

/** Nobody can say so while it lasts. */
const SPEECHLESS: readonly TroubleKind[] = ["homeserver", "token"];

export class HealthNotices {
  readonly #parts: HealthNoticesParts;
  /** What is on its way: a homeserver that is away may take long. */
  readonly #saying = new Map<string, Promise<void>>();

  constructor(parts: HealthNoticesParts) {
    this.#parts = parts;
  }

  /** Begins to say what is due and not yet on its way. */
  tick(): void {
    for (const due of this.#parts.health.due()) {
      if (due.kind === "begins" && SPEECHLESS.includes(due.trouble.kind)) continue;
      // The end of a trouble waits for its beginning: one at a time for each.
      if (this.#saying.has(due.trouble.kind)) continue;
      const saying = this.#say(due).finally(() => this.#saying.delete(due.trouble.kind));
      this.#saying.set(due.trouble.kind, saying);
    }
  }

  /** Resolves when nothing is on its way. */
  async idle(): Promise<void> {
    await Promise.all(this.#saying.values());
  }

  /** What cannot be said now is due again at the next tick; what the homeserver will never take is not. */
  async #say(due: Due): Promise<void> {
    const { homeserver, adminRoomId, signal, report } = this.#parts;
    const place = { roomId: adminRoomId, threadRoot: null, answers: null };
    const { kind, since } = due.trouble;
    const txnId = (part: string) =>
      Buffer.from(hashOf(`health\0${adminRoomId}\0${kind}\0${since}\0${due.kind}${part}`)).toString("base64url");
    try {
      await say(homeserver, { place, blocks: this.#words(due), to: null, replaces: null, txnId }, signal);
      due.done();
    } catch (error) {
      if (error instanceof NotSent) due.done();
      if (error instanceof NotSent && !signal.aborted) report(error);
    }
  }

  #words({ kind, trouble: { kind: what, since, until, facts } }: Due): Block[] {
    const words = healthMessagesIn(this.#parts.language());
    if (kind === "over") {
      const lasted = words.lasted(moment(since), moment(until ?? since));
      return [paragraph(words.over[what]), paragraph(lasted)];
    }
    return [paragraph(words.begins[what]), ...(facts === "" ? [] : [paragraph(words.facts(facts))])];
  }
}
