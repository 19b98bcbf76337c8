/** Puts into words what a document version is: its name, what it is on a day, its days in force, what was done to it. */
import type { DocumentRecord, Period } from "../../../../corpora/document.ts";
import { standing } from "../../../../corpora/life.ts";
import type { AuditEntry } from "../../../../corpora/life-store.ts";
import type { NamedVersion } from "../../../documents/find-document.ts";
import type { DocumentMessages } from "../../messages/documents.ts";
import { shownName } from "../shown-name.ts";

/** “Bylaws” v2. */
export function nameOf({ version, name }: NamedVersion, messages: DocumentMessages): string {
  const title = messages.quoted(shownName(version.title));
  return name === null ? title : `${title} ${shownName(name)}`;
}

type Lived = Pick<DocumentRecord, "status" | "guessed"> & { readonly periods: readonly Period[] };

/** "in force since 2022-07-01", "superseded; in force 2015-07-01 to 2022-06-30", "draft"; with a mark when guessed. */
export function standingWords(version: Lived, today: string, messages: DocumentMessages): string {
  const now = standing(version, today);
  const days = daysWords(version.periods, today, messages);
  const inForce = days === "" ? "" : messages.inForce(days);
  const words =
    now === "adopted"
      ? inForce || messages.inForceUnknown
      : [messages.standings[now], ...(inForce === "" ? [] : [inForce])].join("; ");
  return isGuessed(version, inForce !== "") ? `${words} (${messages.guessed})` : words;
}

/** Who states a day in force states that it is in force: then only the days count. */
function isGuessed({ guessed }: Lived, hasDays: boolean): boolean {
  if (guessed.includes("inForceFrom") || guessed.includes("inForceTo")) return hasDays;
  return guessed.includes("status") && !hasDays;
}

/** All days on which it is in force; "" where there are none or none is known. */
export function daysWords(periods: readonly Period[], today: string, messages: DocumentMessages): string {
  return periods
    .map((period) => periodWords(period, today, messages))
    .filter((words) => words !== "")
    .join(messages.and);
}

function periodWords({ from, to }: Period, today: string, messages: DocumentMessages): string {
  if (from === null) return to === null ? "" : messages.until(to);
  if (to !== null) return messages.fromTo(from, to);
  return from <= today ? messages.since(from) : messages.from(from);
}

/** "adopted, in force from 2026-06-01; decided by: minutes.md". */
export function doneWords({ action, details }: AuditEntry, messages: DocumentMessages): string {
  const told = (key: string) => (typeof details[key] === "string" ? shownName(String(details[key])) : null);
  const from = told("from") ?? (action === "loaded" ? told("inForceFrom") : null);
  const target = told("file");
  const section = told("section");
  const more = [
    ...(from === null ? [] : [messages.from(from)]),
    ...labelled(messages.labels.successor, told("successor")),
    ...labelled(messages.labels.decidedBy, told("decidedBy")),
    ...labelled(messages.labels.amends, target === null ? null : [target, section].filter(Boolean).join(" ")),
  ];
  return [messages.actions[action], ...more].join("; ");
}

function labelled(label: string, words: string | null): string[] {
  return words === null ? [] : [`${label} ${words}`];
}
