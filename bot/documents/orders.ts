/**
 * Carries out what an admin decides about a document: finds what is meant, asks back where a slip would cost much, and
 * tells what came of it as data. Knows neither rooms nor terminal, and not who may decide.
 */
import type { DocumentVersion } from "../../corpora/corpus-store.ts";
import type { Decided, Rank } from "../../corpora/document.ts";
import { periodOn } from "../../corpora/life.ts";
import type { LifecycleResult } from "../../corpora/lifecycle.ts";
import type { Rochdale } from "../rochdale.ts";
import {
  type FoundDocument,
  findDocument,
  type NamedVersion,
  named,
  type Shelf,
  type Unclear,
  workOf,
} from "./find-document.ts";
import { findSection } from "./find-section.ts";

export const ORDER_KINDS = ["adopt", "propose", "draft", "withdraw", "supersede", "reinstate", "amend"] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

export type Order = {
  readonly kind: OrderKind;
  /** The document, in whatever words. */
  readonly what: string;
  /** YYYY-MM-DD; null: today. */
  readonly from: string | null;
  /** The minutes or resolution that decided it: a document, or words; null when not said. */
  readonly decidedBy: string | null;
  /** The other document: what an adopted one replaces, what supersedes, what is amended. */
  readonly other: string | null;
  /** The clause that is amended; null: the whole document. */
  readonly section: string | null;
  /** Carried out although it was doubted. */
  readonly sure: boolean;
};

/** What makes an order worth a second look. */
export type Doubt =
  /** No version of the document would be in force on that day. */
  | "none-left"
  | "far-past"
  | "far-future"
  /** A draft or proposal was never in force, and this was. */
  | "was-in-force";

export type DecidedBy = { readonly words: string; readonly document: DocumentVersion | null };

export type OrderOutcome =
  | {
      readonly kind: "done";
      readonly order: OrderKind;
      readonly meant: NamedVersion;
      readonly from: string;
      /** No day was named. */
      readonly fromToday: boolean;
      readonly decidedBy: DecidedBy | null;
      readonly other: NamedVersion | null;
      readonly section: string | null;
      /** Further versions that changed, as they are now. */
      readonly changed: readonly NamedVersion[];
    }
  | {
      readonly kind: "refused";
      readonly reason: Extract<LifecycleResult, { kind: "refused" }>["reason"] | "two-collections";
      readonly meant: NamedVersion;
    }
  | { readonly kind: "unclear"; readonly words: string; readonly why: Unclear }
  | {
      readonly kind: "to-confirm";
      readonly meant: NamedVersion;
      readonly from: string;
      readonly doubts: readonly Doubt[];
    }
  | {
      readonly kind: "no-such-section";
      readonly target: NamedVersion;
      readonly section: string;
      readonly nearest: string | null;
    };

export type OrderDeps = {
  readonly rochdale: Pick<Rochdale, "collections" | "documentText" | "lifecycle">;
  readonly decided: Decided;
  /** YYYY-MM-DD. */
  readonly today: string;
};

export function carryOut(order: Order, deps: OrderDeps): OrderOutcome {
  const { rochdale, today } = deps;
  const found = findDocument(rochdale, order.what);
  if (found.kind !== "version") return unclear(order.what, found);
  const other = order.other === null ? null : findDocument(rochdale, order.other);
  if (other !== null && other.kind !== "version") return unclear(order.other ?? "", other);
  const meant = { version: found.version, name: found.name };
  if (other !== null && other.version.collection !== meant.version.collection)
    return { kind: "refused", reason: "two-collections", meant };
  const section = order.section === null || other === null ? null : sectionOf(order.section, other.version, deps);
  if (section?.kind === "none" && other !== null && order.section !== null)
    return { kind: "no-such-section", target: other, section: order.section, nearest: section.nearest };
  const from = order.from ?? today;
  const doubts = order.sure ? [] : doubtsAbout(order, meant.version, from, deps);
  if (doubts.length > 0) return { kind: "to-confirm", meant, from, doubts };
  const decidedBy = order.decidedBy === null ? null : decidedByOf(order.decidedBy, meant.version, deps);
  const number = section?.kind === "found" ? section.number : null;
  const details = { from, decidedBy: decidedBy === null ? null : (decidedBy.document?.file ?? decidedBy.words) };
  const result = apply(order.kind, meant.version, { ...details, other: other?.version ?? null, section: number }, deps);
  if (result.kind === "refused") return { kind: "refused", reason: result.reason, meant };
  return {
    kind: "done",
    order: order.kind,
    meant: again(meant.version, result.versions, deps),
    from,
    fromToday: order.from === null,
    decidedBy,
    other: other === null ? null : again(other.version, result.versions, deps),
    section: number,
    changed: result.versions
      .filter(({ id }) => id !== meant.version.id && !(order.kind === "supersede" && id === other?.version.id))
      .map((version) => named(rochdale, version)),
  };
}

function unclear(words: string, why: Exclude<FoundDocument, { kind: "version" }>): OrderOutcome {
  return { kind: "unclear", words, why };
}

function sectionOf(asked: string, { collection, file, sections }: DocumentVersion, { rochdale }: OrderDeps) {
  return findSection(asked, sections, rochdale.documentText(collection, file) ?? "");
}

type Details = {
  readonly from: string;
  readonly decidedBy: string | null;
  readonly other: DocumentVersion | null;
  readonly section: string | null;
};

function apply(
  kind: OrderKind,
  version: DocumentVersion,
  { from, decidedBy, other, section }: Details,
  { rochdale, decided }: OrderDeps,
): LifecycleResult {
  const { lifecycle } = rochdale;
  const itself: LifecycleResult = { kind: "refused", reason: "itself" };
  switch (kind) {
    case "adopt":
      return lifecycle.adopt(version, { from, decidedBy, replaces: other?.file ?? null }, decided);
    case "propose":
      return lifecycle.propose(version, decided);
    case "draft":
      return lifecycle.draft(version, decided);
    case "withdraw":
      return lifecycle.withdraw(version, { from, decidedBy }, decided);
    case "supersede":
      return other === null ? itself : lifecycle.supersede(version, other, from, decided);
    case "reinstate":
      return lifecycle.reinstate(version, { from, decidedBy }, decided);
    case "amend":
      return other === null ? itself : lifecycle.amend(version, other, section, decided);
    default:
      return kind satisfies never;
  }
}

/** A version as it is afterwards; a document's versions may have got other numbers. */
function again(version: DocumentVersion, now: readonly DocumentVersion[], { rochdale }: OrderDeps): NamedVersion {
  return named(rochdale, now.find(({ id }) => id === version.id) ?? version);
}

/** Orders that take effect on a day. */
const DATED: readonly OrderKind[] = ["adopt", "withdraw", "supersede", "reinstate"];
/** A day further away than this is more often a slip than meant. */
const YEAR_DAYS = 366;

function doubtsAbout({ kind }: Order, version: DocumentVersion, from: string, { rochdale, today }: OrderDeps): Doubt[] {
  const days = (Date.parse(from) - Date.parse(today)) / 86_400_000;
  const others = workOf(rochdale, version).versions.filter(({ id }) => id !== version.id);
  const leavesNone = periodOn(version.periods, from) !== null && !others.some((one) => periodOn(one.periods, from));
  const neverInForce = kind === "propose" || kind === "draft";
  return [
    ...(kind === "withdraw" && leavesNone ? (["none-left"] as const) : []),
    ...(DATED.includes(kind) && days < -YEAR_DAYS ? (["far-past"] as const) : []),
    ...(DATED.includes(kind) && days > YEAR_DAYS ? (["far-future"] as const) : []),
    ...(neverInForce && version.periods.length > 0 ? (["was-in-force"] as const) : []),
  ];
}

/** What decides about other documents. */
const DECIDING: readonly Rank[] = ["minutes", "resolution"];

/** Minutes or a resolution of the same collection when one alone is so named, or any file by its name; else words. */
export function decidedByOf(
  words: string,
  { collection }: Pick<DocumentVersion, "collection">,
  { rochdale }: { readonly rochdale: Shelf },
): DecidedBy {
  const found = findDocument(rochdale, `${collection}: ${words}`);
  const linked = found.kind === "version" && (DECIDING.includes(found.version.rank) || found.version.file === words);
  return { words, document: linked ? found.version : null };
}
