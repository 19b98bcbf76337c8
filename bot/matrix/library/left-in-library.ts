/**
 * For a purge without the bot (from the command line): counts what lies in library rooms, for the receipt. The bot takes
 * it away when it next looks after its libraries.
 */
import type { Eraser } from "../../documents/purge.ts";
import type { LibraryStore } from "./library-store.ts";

export function leftInLibrary(store: Pick<LibraryStore, "eventsOf">): Eraser {
  let isTold = false;
  const count = (documents: readonly { readonly id: number }[]) => store.eventsOf(documents.map(({ id }) => id)).length;
  return {
    count: (documents) => ({ messagesLeft: count(documents) }),
    // Asked before and after: they are the same ones.
    async erase(documents) {
      const messagesLeft = isTold ? 0 : count(documents);
      isTold = true;
      return { messagesLeft };
    },
  };
}
