/** Puts the loading of files in the admin room together: ledger, work, desk. Knows ports and the opened Rochdale only. */
import { WATCH_TIMES, watchFolder } from "../../../corpora/loading/watched-folder.ts";
import type { ReplyLanguage } from "../../answer-types.ts";
import { MAIN_COLLECTION, type Rochdale } from "../../rochdale.ts";
import type { AdminPolicy } from "../access/authority.ts";
import type { OnAccessDecision } from "../access/decisions.ts";
import type { ConnectionStore } from "../connection-store.ts";
import type { InboxStore } from "../desk/inbox-store.ts";
import type { EventSender, FileShelf } from "../ports.ts";
import type { RoomState } from "../room-state.ts";
import { fileDesk } from "./file-desk.ts";
import type { LoadStep } from "./load-steps.ts";
import { LoadWork } from "./load-work.ts";
import { openLoadsStore } from "./loads-store.ts";
import { watchedInRoom } from "./watched.ts";

export type LoadingInRoomsParts = {
  readonly store: Pick<ConnectionStore, "database" | "transaction">;
  readonly rochdale: Pick<Rochdale, "loading" | "lifecycle" | "embedding">;
  readonly homeserver: EventSender & Pick<FileShelf, "download">;
  readonly inbox: Pick<InboxStore, "done">;
  readonly room: (roomId: string) => RoomState;
  readonly admin: AdminPolicy;
  readonly languageOf: (roomId: string, words: string) => ReplyLanguage;
  readonly clock: () => number;
  readonly today: () => string;
  readonly maxAgeMs: number;
  readonly retryAfterMs: readonly number[];
  /** What has ended is kept this long, in milliseconds. */
  readonly keptMs: number;
  /** Something has become visible. */
  readonly documentsChanged: () => void;
  readonly report: (error: unknown) => string;
  /** Is there room for something new? */
  readonly hasRoom: () => boolean;
  readonly onStep?: ((step: LoadStep) => void) | undefined;
  readonly onAccessDecision?: OnAccessDecision | undefined;
  readonly signal: AbortSignal;
};

export function assembleLoading(parts: LoadingInRoomsParts) {
  const { rochdale, store, clock, keptMs } = parts;
  const loads = openLoadsStore(store.database);
  const transaction: ConnectionStore["transaction"] = (run) => store.transaction(run);
  const work = new LoadWork({
    ...parts,
    loads,
    transaction,
    loading: rochdale.loading,
    works: (collection) => rochdale.lifecycle.works(collection),
    embed() {
      rochdale.embedding.begin();
      parts.documentsChanged();
    },
    vectorsPending: (collection) => rochdale.embedding.progress(collection).pending > 0,
  });
  const files = fileDesk({ ...parts, loads, transaction, work, collection: MAIN_COLLECTION });
  return {
    work,
    files,
    async resume() {
      if (!loads.isEmpty()) await work.resume(new Date(clock() - keptMs).toISOString());
    },
    /** Resolves when the signal aborts. */
    watch(folder: string): Promise<void> {
      const { homeserver, admin, signal, report } = parts;
      const language = () => parts.languageOf(admin.adminRoomId ?? "", "");
      const adminRoomId = admin.adminRoomId ?? "";
      const room = { rochdale, loads, work, homeserver, adminRoomId, collection: MAIN_COLLECTION, language, clock };
      const known = rochdale.loading.watched;
      return watchFolder({ folder, known, report, signal, ...WATCH_TIMES, ...watchedInRoom({ ...room, signal }) });
    },
    /** Forgets what ended long ago. */
    tidy: () => loads.dropDoneBefore(clock() - keptMs),
  };
}
