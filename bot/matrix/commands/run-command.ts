/**
 * From a parsed command to what comes of it: checks who may use it, then calls the one function that does it. The only
 * way to the admins' functions. Knows no homeserver and no model.
 */
import { type AdminPolicy, adminAuthority, moderatorAuthority, type Refusal } from "../access/authority.ts";
import type { OnAccessDecision } from "../access/decisions.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type AllowDeps, allow } from "./allow.ts";
import { asOf } from "./as-of.ts";
import { type CollectionsDeps, collections } from "./collections.ts";
import { type CommandCall, type CommandOutcome, SILENT, say } from "./command-call.ts";
import { type DiffDeps, diff } from "./documents/diff.ts";
import { type ListDeps, list } from "./documents/list.ts";
import { type OrderCommandDeps, order } from "./documents/order.ts";
import { type PurgeDeps, purge } from "./documents/purge.ts";
import { type ShowDeps, show } from "./documents/show.ts";
import { type ForgetDeps, forget } from "./forget.ts";
import { type GrantDeps, grant, revoke } from "./grant.ts";
import { help, usageOf } from "./help.ts";
import type { LastAnswerDeps } from "./last-answer.ts";
import { type LibraryDeps, library } from "./library.ts";
import { type LogDeps, log } from "./log.ts";
import { ADMIN_COMMANDS, type CommandName } from "./names.ts";
import type { ParsedCommand, RoomCommand } from "./parse.ts";
import { type RoomsDeps, rooms } from "./rooms.ts";
import { type LanguageDeps, language, type QuestionsDeps, questions } from "./settings.ts";
import { sources } from "./sources.ts";
import { type StatusDeps, status } from "./status.ts";
import { type StopDeps, stop } from "./stop.ts";
import { why } from "./why.ts";

/** What all commands together need, for the composition root: each asks for its own part. */
export type CommandDeps = {
  readonly policy: AdminPolicy;
  readonly today: () => string;
  readonly onAccessDecision?: OnAccessDecision | undefined;
} & LastAnswerDeps &
  StopDeps &
  LanguageDeps &
  QuestionsDeps &
  ForgetDeps &
  StatusDeps &
  RoomsDeps &
  CollectionsDeps &
  GrantDeps &
  AllowDeps &
  ListDeps &
  ShowDeps &
  OrderCommandDeps &
  DiffDeps &
  PurgeDeps &
  LibraryDeps &
  LogDeps;

export async function runCommand(
  command: ParsedCommand,
  call: CommandCall,
  deps: CommandDeps,
): Promise<CommandOutcome> {
  if (command.kind === "not-a-command") return SILENT;
  if (command.kind === "unknown") return unknown(command, call);
  const name = command.kind === "misused" ? command.name : command.kind;
  const refusal = refusalOf(name, call, deps.policy);
  if (refusal !== null) {
    const { roomId, sender } = call;
    deps.onAccessDecision?.({ kind: "order-refused", roomId, sender, order: name, reason: refusal });
  }
  if (refusal !== null) return say(roomMessagesIn(call.language).refusals[refusal]);
  if (command.kind === "misused") return usageOf(command.name, call);
  // New words for an older message: only a question may be put anew.
  if (call.kind === "edit" && command.kind !== "as-of") return SILENT;
  return run(command, call, deps);
}

/** Other bots in a room obey "!" too: only where this one is meant for sure does it speak of what it does not know. */
function unknown(
  { typed, suggestion }: Extract<ParsedCommand, { kind: "unknown" }>,
  call: CommandCall,
): CommandOutcome {
  if (call.kind === "edit" || (!call.addressed && suggestion === null)) return SILENT;
  return say(roomMessagesIn(call.language).unknownCommand(typed, suggestion));
}

/** Why the sender may not use a command here and now; null when they may. */
function refusalOf(name: CommandName, call: CommandCall, policy: AdminPolicy): Refusal | null {
  const authority = ADMIN_COMMANDS.some((admin) => admin === name)
    ? adminAuthority(call, call.room, policy, call.now)
    : name === "questions"
      ? moderatorAuthority(call, call.room, call.now)
      : ({ kind: "granted" } as const);
  return authority.kind === "granted" ? null : authority.reason;
}

async function run(command: RoomCommand, call: CommandCall, deps: CommandDeps): Promise<CommandOutcome> {
  switch (command.kind) {
    case "help":
      return help(call, deps);
    case "sources":
      return sources(call, deps);
    case "why":
      return why(call, deps);
    case "as-of":
      return asOf(command, deps.today());
    case "stop":
      return stop(call, deps);
    case "language":
      return language(call, command.language, deps);
    case "questions":
      return questions(call, command.on, deps);
    case "forget":
      return forget(call, deps);
    case "status":
      return status(call, deps);
    case "rooms":
      return rooms(call, deps);
    case "collections":
      return collections(call, deps);
    case "grant":
      return grant(call, command, deps);
    case "revoke":
      return revoke(call, command, deps);
    case "allow":
      return allow(call, command.who, deps);
    case "documents":
      return list(call, command.words, deps);
    case "document":
      return show(call, command.words, deps);
    case "adopt":
    case "propose":
    case "draft":
    case "withdraw":
    case "supersede":
    case "reinstate":
    case "amend":
      return order(call, command, deps);
    case "diff":
      return diff(call, command.words, deps);
    case "purge":
      return purge(call, command.words, deps);
    case "library":
      return library(call, command, deps);
    case "log":
      return log(call, command.count, deps);
    default:
      return command satisfies never;
  }
}
