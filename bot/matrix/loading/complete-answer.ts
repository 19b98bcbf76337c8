/**
 * From what an admin wrote or tapped to a decision about one upload: what they left open is taken from what was proposed,
 * names of documents are looked up. Pure; changes nothing.
 */
import type { DocumentVersion } from "../../../corpora/corpus-store.ts";
import type { Facts } from "../../../corpora/loading/facts.ts";
import type { Decision } from "../../../corpora/loading/upload.ts";
import { findVersion, type Work } from "../../../corpora/works.ts";
import type { WrittenAnswer } from "./read-answer.ts";

export type Completed =
  | { readonly kind: "decision"; readonly decision: Decision }
  | { readonly kind: "no-such-document" | "several-documents"; readonly words: string };

export type CompleteContext = {
  readonly facts: Facts;
  /** The collection's documents. */
  readonly works: readonly Work<DocumentVersion>[];
  /** YYYY-MM-DD. */
  readonly today: string;
};

export function completeAnswer(answer: WrittenAnswer, { facts, works, today }: CompleteContext): Completed {
  const { proposal } = facts;
  switch (answer.kind) {
    case "as-proposed":
      return { kind: "decision", decision: proposal };
    case "draft":
    case "proposal":
    case "cancel":
      return { kind: "decision", decision: { kind: answer.kind } };
    case "adopt": {
      const replaced = answer.replaces === null ? proposedPlace(proposal) : placeOf(answer.replaces, works, facts);
      if (typeof replaced === "object" && replaced !== null) return replaced;
      const from = dayOf(answer, proposal, today);
      const decidedBy = answer.decidedBy ?? (proposal.kind === "adopt" ? proposal.decidedBy : null);
      return { kind: "decision", decision: { kind: "adopt", from, replaces: replaced, decidedBy } };
    }
    default:
      return answer.kind satisfies never;
  }
}

function proposedPlace(proposal: Decision): string | null {
  return proposal.kind === "adopt" ? proposal.replaces : null;
}

function placeOf(words: string, works: readonly Work<DocumentVersion>[], facts: Facts): string | Completed {
  const found = findVersion(works, words);
  switch (found.kind) {
    case "version":
      return found.version.file;
    case "work":
      return currentOf(found.work) ?? { kind: "several-documents", words };
    case "several":
      return { kind: "several-documents", words };
    case "none":
      return words === facts.record.replaces ? words : { kind: "no-such-document", words };
    default:
      return found satisfies never;
  }
}

/** Of a document in several versions the one in force without an end is meant. */
function currentOf({ versions }: Work<DocumentVersion>): string | null {
  return versions.findLast(({ periods }) => periods.at(-1)?.to === null)?.file ?? null;
}

function dayOf({ from }: WrittenAnswer, proposal: Decision, today: string): string | null {
  if (from === "ever") return null;
  if (from === "today") return today;
  if (from !== null) return from;
  return proposal.kind === "adopt" ? proposal.from : today;
}
