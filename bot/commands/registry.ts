/** The list of commands in the order in which help shows them, and how one is found by its name. */
import { type CommandEntry, UsageError } from "../command.ts";
import { didYouMean } from "./nearest-name.ts";

/** The commands of `bot/`; `bot/main.ts` adds those that live in `eval/`. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "start",
    summary: "Bring what is missing, then chat in this terminal.",
    load: async () => (await import("./start.ts")).startCommand,
  },
  {
    name: "chat",
    summary: "Ask questions in this terminal, one after the other.",
    load: async () => (await import("./chat.ts")).chatCommand,
  },
  {
    name: "ask",
    summary: "Answer one question and end.",
    load: async () => (await import("./ask.ts")).askCommand,
  },
  {
    name: "ingest",
    summary: "Read files or folders into a collection.",
    load: async () => (await import("./ingest.ts")).ingestCommand,
  },
  {
    name: "documents",
    summary: "List documents, show one, and decide what is in force.",
    load: async () => (await import("./documents.ts")).documentsCommand,
  },
  {
    name: "models",
    summary: "List, install or check the language models.",
    load: async () => (await import("./models.ts")).modelsCommand,
  },
  {
    name: "prepare",
    summary: "Bring models and sample without asking anything.",
    load: async () => (await import("./prepare.ts")).prepareCommand,
  },
  {
    name: "setup",
    summary: "Give the bot an account, a device and an admin room on a Matrix homeserver.",
    load: async () => (await import("./setup.ts")).setupCommand,
  },
  {
    name: "bot",
    summary: "Answer in Matrix rooms until it is stopped.",
    load: async () => (await import("./bot.ts")).botCommand,
  },
  {
    name: "backup",
    summary: "Put everything of this co-op into one encrypted file, while the bot runs.",
    load: async () => (await import("./backup.ts")).backupCommand,
  },
  {
    name: "restore",
    summary: "Make an empty data folder what it was at a backup.",
    load: async () => (await import("./restore.ts")).restoreCommand,
  },
  {
    name: "doctor",
    summary: "Check this machine and say what to repair.",
    load: async () => (await import("./doctor.ts")).doctorCommand,
  },
  {
    name: "sbom",
    summary: "Print the bill of materials: every package and model with its hash.",
    load: async () => (await import("./sbom.ts")).sbomCommand,
  },
];

/** @throws UsageError when there is no such command. */
export function findCommand(entries: readonly CommandEntry[], name: string): CommandEntry {
  const found = entries.find((entry) => entry.name === name);
  if (found !== undefined) return found;
  const names = entries.map((entry) => entry.name);
  throw new UsageError(
    `Expected a command (${names.map((known) => `\`${known}\``).join(", ")}), got \`${name}\`. ${didYouMean(name, names)}\`rochdale --help\` explains each.`,
  );
}
