/**
 * Joins the watched folder to the admin room: what is found there becomes a file like any that is dropped into the room,
 * and what is gone is told. Decides nothing about documents.
 */
import { isConfirmed } from "../../../corpora/loading/proposal.ts";
import type { FoundFile, WatchedFolderParts } from "../../../corpora/loading/watched-folder.ts";
import type { WatchedFile } from "../../../corpora/loading/watched-store.ts";
import type { ReplyLanguage } from "../../answer-types.ts";
import type { Rochdale } from "../../rochdale.ts";
import { hashOf } from "../desk/inbox-store.ts";
import { say } from "../desk/speech.ts";
import { loadingMessagesIn } from "../messages/loading.ts";
import type { EventSender } from "../ports.ts";
import { paragraph } from "../rich-text.ts";
import { type LoadWork, MOST_BYTES } from "./load-work.ts";
import type { LoadsStore } from "./loads-store.ts";

export type WatchedInRoomParts = {
  readonly rochdale: Pick<Rochdale, "loading">;
  readonly loads: LoadsStore;
  readonly work: Pick<LoadWork, "go">;
  readonly homeserver: EventSender;
  readonly adminRoomId: string;
  readonly collection: string;
  readonly language: () => ReplyLanguage;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
};

/** Who hands in what lies in the folder, for the log. */
const FOLDER = "watched folder";
const ALL = { member: null, from: null, replaces: null, decidedBy: null };

export function watchedInRoom(parts: WatchedInRoomParts): Pick<WatchedFolderParts, "found" | "gone"> {
  const tell = async (id: string, words: string): Promise<void> => {
    const place = { roomId: parts.adminRoomId, threadRoot: null, answers: null };
    const txnId = (part: string) => Buffer.from(hashOf(`watched\0${id}${part}`)).toString("base64url");
    const said = { place, blocks: [paragraph(words)], to: null, replaces: null, txnId };
    await say(parts.homeserver, said, parts.signal);
  };
  return {
    found: (file) => found(file, parts, tell),
    gone: (file: WatchedFile) =>
      tell(`gone\0${file.path}\0${file.changedAt}`, loadingMessagesIn(parts.language()).watchedGone(file.path)),
  };
}

/** What lies in the collection already, word for word, needs no question. */
async function found(
  file: FoundFile,
  { rochdale, loads, work, adminRoomId, collection, language, clock }: WatchedInRoomParts,
  tell: (id: string, words: string) => Promise<void>,
): Promise<void> {
  const { id, path, bytes, sha256, said } = file;
  const { loading } = rochdale;
  if (loading.isThere(collection, sha256)) return;
  if (bytes.length > MOST_BYTES) return tell(id, loadingMessagesIn(language()).tooLarge(path, MOST_BYTES / 1_000_000));
  const at = clock();
  await loading.receive({ id, name: path, collection, said, by: FOLDER, at: new Date(at).toISOString() }, bytes);
  const answer = isConfirmed(said) ? { ...ALL, kind: "as-proposed" as const } : null;
  const about = { id, roomId: adminRoomId, sender: FOLDER, at, threadRoot: null, file: null, name: path };
  loads.add({ ...about, collection, language: language(), answer, status: "received" });
  work.go(id);
}
