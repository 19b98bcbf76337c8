/**
 * What a message that begins with "!" asks for. Pure; knows neither rooms nor rights: a parsed command is not yet an
 * obeyed one.
 */
import type { ReplyLanguage } from "../../answer-types.ts";
import { nearestName } from "../../commands/nearest-name.ts";
import type { OrderKind } from "../../documents/orders.ts";
import { isPlainUserId, isServerName } from "../access/user-id.ts";
import { withoutYes } from "./documents/order-words.ts";
import { leadingDay } from "./leading-day.ts";
import type { LibraryOrder } from "./library.ts";
import { ALL_WORDS, type CommandName, commandNamed, FORGET_ME, fold } from "./names.ts";

export type RoomCommand =
  | { readonly kind: "help" | "sources" | "why" | "stop" | "forget" | "status" | "rooms" | "collections" }
  /** `wholeYear`: only a year was named, and `day` is its last. */
  | { readonly kind: "as-of"; readonly day: string; readonly wholeYear: boolean; readonly question: string }
  | { readonly kind: "language"; readonly language: ReplyLanguage | "auto" }
  /** Is every message with a question mark a question? */
  | { readonly kind: "questions"; readonly on: boolean }
  /** `room`: an id, an alias, a link or part of a name, as typed. */
  | { readonly kind: "grant" | "revoke"; readonly collection: string; readonly room: string }
  /** `who`: a user id or a server name. */
  | { readonly kind: "allow"; readonly who: string }
  | { readonly kind: "log"; readonly count: number }
  | ({ readonly kind: "library" } & LibraryOrder)
  | DocumentCommand;

/** Who is meant by the words, and what else they say, only the documents tell: `documents/` reads on. */
export type DocumentCommand =
  | { readonly kind: "documents" | "document" | "diff" | "purge"; readonly words: string }
  | { readonly kind: OrderKind; readonly words: string };

export type ParsedCommand =
  | RoomCommand
  /** A known command whose words cannot be used. */
  | { readonly kind: "misused"; readonly name: CommandName }
  | { readonly kind: "unknown"; readonly typed: string; readonly suggestion: string | null }
  | { readonly kind: "not-a-command" };

const COMMAND = /^!(\p{L}[\p{L}\p{M}\p{N}·'’-]*)[.!?]*(?:\s+([\s\S]*))?$/u;
/** No command is longer; what is, is shown shortened. */
const MOST_SHOWN = 30;
const LOG_LINES = 10;
const MOST_LOG_LINES = 50;

/** @param message trimmed, without the name of the bot in front. */
export function parseCommand(message: string): ParsedCommand {
  const [, word, rest = ""] = COMMAND.exec(message.trim()) ?? [];
  if (word === undefined) return { kind: "not-a-command" };
  const name = commandNamed(word);
  if (name === null)
    return { kind: "unknown", typed: word.slice(0, MOST_SHOWN), suggestion: nearestName(word, ALL_WORDS) };
  return withArguments(name, word, rest.trim()) ?? { kind: "misused", name };
}

/** Null when the arguments cannot be used. */
function withArguments(name: CommandName, word: string, rest: string): RoomCommand | null {
  const plain = asItWas(rest);
  switch (name) {
    case "help":
    case "sources":
    case "why":
    case "stop":
    case "status":
    case "rooms":
    case "collections":
      return { kind: name };
    case "as-of":
      return asOf(rest);
    case "language":
      return language(plain);
    case "forget":
      return FORGET_ME.some((phrase) => fold(phrase) === fold(word)) || ME.has(fold(plain)) ? { kind: name } : null;
    case "questions":
      return switched(plain);
    case "grant":
    case "revoke":
      return collectionAndRoom(name, plain);
    case "allow":
      return isPlainUserId(plain) || isServerName(plain) ? { kind: name, who: plain } : null;
    case "log":
      return logLines(plain);
    case "library":
      return libraryOrder(plain);
    case "documents":
      return { kind: name, words: plain };
    case "document":
    case "diff":
    case "purge":
    case "adopt":
    case "propose":
    case "draft":
    case "withdraw":
    case "supersede":
    case "reinstate":
    case "amend":
      return plain === "" ? null : { kind: name, words: plain };
    default:
      return name satisfies never;
  }
}

/** An id copied out of a message of ours, without what was put in so that no client makes a link of it. */
function asItWas(copied: string): string {
  return copied
    .replace(/\p{Cf}/gu, "")
    .replaceAll("[.]", ".")
    .replaceAll("[:]", ":");
}

function asOf(rest: string): RoomCommand | null {
  const found = leadingDay(rest);
  if (found === null || found.rest === "") return null;
  return { kind: "as-of", day: found.day, wholeYear: found.wholeYear, question: found.rest };
}

const ME: ReadonlySet<string> = new Set(["me", "mich", "moi", "mi", "a mi", "mig"]);

const LANGUAGE_WORDS: Readonly<Record<ReplyLanguage | "auto", string>> = {
  en: "english englisch anglais ingles angles engelsk",
  de: "german deutsch allemand aleman alemany tysk",
  fr: "french franzosisch francais frances fransk",
  es: "spanish spanisch espagnol espanol castellano castella espanyol spansk",
  ca: "catalan katalanisch catala katalansk",
  da: "danish danisch danois danes dansk",
  auto: "automatic automatisch automatique automatico automatica automatisk",
};

function language(typed: string): RoomCommand | null {
  const wanted = fold(typed);
  for (const [code, words] of Object.entries(LANGUAGE_WORDS))
    if (code === wanted || words.split(" ").includes(wanted)) return { kind: "language", language: asLanguage(code) };
  return null;
}

function asLanguage(code: string): ReplyLanguage | "auto" {
  switch (code) {
    case "en":
    case "de":
    case "fr":
    case "es":
    case "ca":
    case "da":
      return code;
    default:
      return "auto";
  }
}

const ON: ReadonlySet<string> = new Set(["on", "an", "ein", "oui", "si", "til", "ja", "yes"]);
const OFF: ReadonlySet<string> = new Set(["off", "aus", "non", "no", "fra", "nej", "nein"]);

function switched(typed: string): RoomCommand | null {
  const word = fold(typed);
  if (ON.has(word)) return { kind: "questions", on: true };
  return OFF.has(word) ? { kind: "questions", on: false } : null;
}

/** The collection is one word, or stands in quotation marks; the rest is the room. */
function collectionAndRoom(kind: "grant" | "revoke", typed: string): RoomCommand | null {
  const quoted = /^(["'`])(.+?)\1\s+(.+)$/u.exec(typed);
  const plain = /^(\S+)\s+(.+)$/u.exec(typed);
  const [collection, room] = quoted === null ? [plain?.[1], plain?.[2]] : [quoted[2], quoted[3]];
  return collection === undefined || room === undefined ? null : { kind, collection, room };
}

const STATUS: ReadonlySet<string> = new Set(["status", "zustand", "etat", "estado", "estat"]);

/** "on COLLECTION", with "yes" behind it when it is confirmed; "off COLLECTION"; "status" of one or of all. */
function libraryOrder(typed: string): RoomCommand | null {
  const [, word = "status", rest = ""] = /^(\S+)(?:\s+(.+))?$/su.exec(typed) ?? [];
  const { words, sure } = withoutYes(rest);
  const collection = words.replace(/^(["'`])(.+)\1$/u, "$2");
  const action = fold(word);
  if (STATUS.has(action)) return { kind: "library", action: "status", collection: collection || null };
  if (collection === "") return null;
  if (ON.has(action)) return { kind: "library", action: "on", collection, sure };
  return OFF.has(action) ? { kind: "library", action: "off", collection } : null;
}

function logLines(typed: string): RoomCommand | null {
  if (typed === "") return { kind: "log", count: LOG_LINES };
  const count = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  return count === 0 ? null : { kind: "log", count: Math.min(count, MOST_LOG_LINES) };
}
