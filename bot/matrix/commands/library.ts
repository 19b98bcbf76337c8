/**
 * `!library on`, `off` and `status`: tells what a library room would show and to whom, and has it made when that is
 * confirmed; has it emptied; tells how it stands. The caller has checked that the sender is an admin.
 */
import type { GrantsStore } from "../access/grants-store.ts";
import type { Library, LibraryState } from "../library/library.ts";
import { documentMessagesIn } from "../messages/documents.ts";
import { roomMessagesIn } from "../messages/in-language.ts";
import { type LibraryMessages, libraryMessagesIn } from "../messages/library.ts";
import { type Block, type Inline, paragraph, text } from "../rich-text.ts";
import type { CollectionFacts } from "./collections.ts";
import { bullets, type CommandCall, type CommandOutcome, code, reply, say, textItem } from "./command-call.ts";
import { unknownCollection } from "./grant.ts";
import { roomName } from "./shown-name.ts";

export type LibraryOrder =
  | { readonly action: "on"; readonly collection: string; readonly sure: boolean }
  | { readonly action: "off"; readonly collection: string }
  /** Null: of all. */
  | { readonly action: "status"; readonly collection: string | null };

export type LibraryDeps = {
  readonly library: Pick<Library, "switchOn" | "switchOff" | "states" | "preview">;
  readonly grants: Pick<GrantsStore, "record">;
  readonly collections: () => readonly CollectionFacts[];
};

export function library(call: CommandCall, order: LibraryOrder, deps: LibraryDeps): CommandOutcome {
  switch (order.action) {
    case "on":
      return on(call, order, deps);
    case "off":
      return off(call, order.collection, deps);
    case "status":
      return status(call, order.collection, deps);
    default:
      return order satisfies never;
  }
}

function on(
  call: CommandCall,
  { collection: name, sure }: Extract<LibraryOrder, { action: "on" }>,
  deps: LibraryDeps,
): CommandOutcome {
  const m = libraryMessagesIn(call.language);
  const there = stateOf(name, deps);
  if (there?.state === "closing") return say(m.isClosing(name));
  if (there !== undefined) return status(call, name, deps);
  const collection = deps.collections().find((one) => one.name === name);
  if (collection === undefined) return unknownCollection(name, deps.collections(), roomMessagesIn(call.language));
  if (!sure) return reply(...previewBlocks(call, name, deps));
  deps.library.switchOn(name, { by: call.sender, at: call.now });
  deps.grants.record({ action: "library-on", subject: name, roomId: null, by: call.sender, at: call.now });
  return say(m.switchedOn(name));
}

/** What would lie where, who could read it, and what to send. */
function previewBlocks(call: CommandCall, name: string, { library }: LibraryDeps): readonly Block[] {
  const m = libraryMessagesIn(call.language);
  const messages = roomMessagesIn(call.language);
  const { documents, sections, leftOut, rooms } = library.preview(name);
  const [command = "", word = ""] = messages.commands.library.usage.split(" ");
  const shown = /\s/u.test(name) ? `"${name}"` : name;
  const remedy = [command, word, shown, documentMessagesIn(call.language).yes].join(" ");
  const points = [
    m.unencrypted,
    m.mayJoin(rooms.map((room) => roomName(room, messages.unnamedRoom))),
    m.notTakenBack,
    ...(leftOut === 0 ? [] : [m.leftOut(leftOut)]),
  ];
  return [
    paragraph(m.asks(name, documents, sections)),
    bullets(points.map(textItem)),
    { kind: "paragraph", inlines: [text(`${m.confirm} `), code(remedy)] },
  ];
}

function off(call: CommandCall, name: string, deps: LibraryDeps): CommandOutcome {
  const m = libraryMessagesIn(call.language);
  if (stateOf(name, deps)?.state === "closing") return say(m.isClosing(name));
  if (!deps.library.switchOff(name)) return say(m.isOff(name));
  deps.grants.record({ action: "library-off", subject: name, roomId: null, by: call.sender, at: call.now });
  return say(m.switchedOff(name));
}

function status(call: CommandCall, name: string | null, deps: LibraryDeps): CommandOutcome {
  const m = libraryMessagesIn(call.language);
  const states = deps.library.states().filter(({ collection }) => name === null || collection === name);
  if (states.length === 0) return say(name === null ? m.noLibraries : m.isOff(name));
  return reply(...states.flatMap((state) => stateBlocks(state, deps, m, roomMessagesIn(call.language).unnamedRoom)));
}

function stateBlocks(state: LibraryState, { library }: LibraryDeps, m: LibraryMessages, unnamed: string): Block[] {
  const { collection, roomId, there, total, members } = state;
  if (state.state === "closing") return [paragraph(m.isClosing(collection))];
  const room: Inline[] = roomId === null ? [] : [{ kind: "event-link", roomId, eventId: null, text: roomId }];
  const { rooms } = library.preview(collection);
  return [
    { kind: "paragraph", inlines: [text(`${m.isOn(collection)} `), ...room] },
    bullets([
      textItem(m.progress(collection, there, total)),
      textItem(m.members(members)),
      textItem(m.mayJoin(rooms.map((one) => roomName(one, unnamed)))),
    ]),
  ];
}

function stateOf(name: string, { library }: LibraryDeps): LibraryState | undefined {
  return library.states().find(({ collection }) => collection === name);
}
