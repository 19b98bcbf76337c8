/**
 * Searches by words and by meaning; when the embedder breaks, by words alone, and says so: a broken model costs its part,
 * never the reply. Knows nothing of wording or llama.cpp.
 */
import type { CollectionInfo } from "../corpora/corpus-store.ts";
import type { AskRequest } from "./answer-types.ts";
import { messagesIn } from "./messages.ts";
import { type FoundOn, type RulesAskedParts, retrieveAsked } from "./rules-asked.ts";
import type { Understood } from "./understand.ts";

export type SearchParts = RulesAskedParts & { readonly reportFailure: (error: unknown) => string };

/** `note`: what the member is told when the search was by words alone for once. */
export type Searched = FoundOn & { readonly searchNote: string | null };

/** @throws the signal's reason, and what the database throws. */
export async function search(
  parts: SearchParts,
  request: AskRequest,
  understood: Understood,
  collections: readonly CollectionInfo[],
): Promise<Searched> {
  try {
    return { ...(await retrieveAsked(parts, request, understood, collections)), searchNote: null };
  } catch (error) {
    if (request.signal.aborted || parts.embedder === null) throw error;
    parts.reportFailure(error);
    // What is wrong with the database and not with the embedder is thrown again here.
    const found = await retrieveAsked({ ...parts, embedder: null }, request, understood, collections);
    return { ...found, searchNote: messagesIn(understood.language).foundByWords };
  }
}
